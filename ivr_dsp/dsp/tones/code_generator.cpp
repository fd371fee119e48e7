// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/code_generator.hpp"

namespace ivr_dsp {
namespace {

constexpr driver::Ticks r2_pulse{150};

}  // namespace

bool CodeGenerator::send(char sign) noexcept {
    const int signal = signal_written(tones_, sign);
    if (signal == 0) return false;
    const bool is_r1 = tones_ == SixTones::r1;
    tone_ = signal_step(tones_, signal, is_r1 ? r1_length(sign) : r2_pulse);
    pause_ = is_r1 ? r1_pause : r2_pulse;
    left_ = tone_.lasts + pause_;
    return true;
}

driver::Chunk CodeGenerator::next() noexcept {
    if (!busy()) return driver::silence(law_);
    const driver::Ticks since_start = tone_.lasts + pause_ - left_;
    --left_;
    return since_start < tone_.lasts ? tone_chunk(law_, tone_, since_start) : driver::silence(law_);
}

}  // namespace ivr_dsp
