// SPDX-License-Identifier: GPL-2.0-or-later
// Six tones with their cadences: of the United States, and the busy tone of most of Europe.
#pragma once

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "ivr_dsp/dsp/tones/tone_table.hpp"

namespace bench {

using driver::Ticks;
using ivr_dsp::ToneStep;

inline constexpr ToneStep dial[] = {
    {{350, -13}, {440, -13}, Ticks{1000}}
};
inline constexpr ToneStep ringback[] = {
    {{440, -19}, {480, -19}, Ticks{2000}},
    {{},         {},         Ticks{4000}}
};
inline constexpr ToneStep busy[] = {
    {{480, -24}, {620, -24}, Ticks{500}},
    {{},         {},         Ticks{500}}
};
inline constexpr ToneStep reorder[] = {
    {{480, -24}, {620, -24}, Ticks{250}},
    {{},         {},         Ticks{250}}
};
inline constexpr ToneStep information[] = {
    {{950, -24},  {}, Ticks{330} },
    {{1400, -24}, {}, Ticks{330} },
    {{1800, -24}, {}, Ticks{330} },
    {{},          {}, Ticks{1000}}
};
inline constexpr ToneStep europe_busy[] = {
    {{425, -10}, {}, Ticks{500}},
    {{},         {}, Ticks{500}}
};
inline constexpr ivr_dsp::KnownTone six_tones[] = {
    {0, dial       },
    {1, ringback   },
    {2, busy       },
    {3, reorder    },
    {4, information},
    {5, europe_busy}
};

}  // namespace bench
