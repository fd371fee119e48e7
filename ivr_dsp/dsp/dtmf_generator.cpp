// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/dtmf_generator.hpp"

#include "ivr_dsp/dsp/dtmf.hpp"

namespace ivr_dsp {

bool DtmfGenerator::send(char digit) noexcept {
    const std::size_t place = dtmf_place(digit);
    if (place == dtmf_digits.size()) return false;
    tone_ = {
        {static_cast<unsigned>(dtmf_low_hz[place / 4]),  signal_.low_dbm0 },
        {static_cast<unsigned>(dtmf_high_hz[place % 4]), signal_.high_dbm0},
        signal_.tone
    };
    left_ = signal_.tone + signal_.pause;
    return true;
}

driver::Chunk DtmfGenerator::next() noexcept {
    if (!busy()) return driver::silence(law_);
    const driver::Ticks since_start = signal_.tone + signal_.pause - left_;
    --left_;
    return since_start < signal_.tone ? tone_chunk(law_, tone_, since_start)
                                      : driver::silence(law_);
}

}  // namespace ivr_dsp
