// SPDX-License-Identifier: GPL-2.0-or-later
// Any text as the sidecar of a recording. One that is understood is written again, and says the
// same.
#include <string_view>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/media/recorder/archive/sidecar.hpp"
#include "tests/support/fuzz.hpp"

namespace {

std::string text_of(const ivr_dsp::Sidecar& sidecar) {
    std::string text = line_of(sidecar.begin);
    for (const ivr_dsp::RecordingGap& gap : sidecar.gaps) text += line_of(gap);
    if (sidecar.end) text += line_of(*sidecar.end);
    return text;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto sidecar = ivr_dsp::sidecar_of(text);
    if (!sidecar) {
        INVARIANT(!sidecar.error().empty());
        return -1;
    }
    const auto again = ivr_dsp::sidecar_of(text_of(*sidecar));
    INVARIANT(again && text_of(*again) == text_of(*sidecar));
    INVARIANT(again->gaps == sidecar->gaps && again->end.has_value() == sidecar->end.has_value());
    return 0;
}

std::vector<std::string> fuzz::samples() {
    using ivr_dsp::GapReason;
    using ivr_dsp::Ticks;
    const std::string hash(64, 'a');
    ivr_dsp::Sidecar whole{
        {.recording = 42,
         .line = "1/17",
         .audio = "20261122T183705.123Z_1-17_42.wav",
         .start_utc_us = 1'795'372'625'123'000,
         .start_tick = Ticks{4711},
         .format = {},
         .sealed = true,
         .caller = "01055512345"},
        {{Ticks{100}, Ticks{20}, GapReason::ring},
         {Ticks{300}, Ticks{700}, GapReason::secret},
         {Ticks{2000}, Ticks{0}, GapReason::killed}                             },
        std::nullopt
    };
    const ivr_dsp::Sidecar cut = whole;
    whole.end = {Ticks{5000}, Ticks{20}, 80'044, hash, 7, hash};
    ivr_dsp::Sidecar only_begun = cut;
    only_begun.gaps.clear();
    return {text_of(whole), text_of(cut), text_of(only_begun),
            text_of(whole).substr(0, text_of(whole).size() - 20)};
}
