// SPDX-License-Identifier: GPL-2.0-or-later
// Recall times, ring cadences and caller identification by country. The recall window begins above
// the longest dial pulse: 80 ms where the recall is short, 200 ms elsewhere.
#include <array>

#include "pbx/signalling/plan.hpp"

namespace pbx {

namespace {

struct Country {
    std::string_view code;
    driver::Ticks flash_min;
    driver::Ticks flash_max;
    RingCadence ring;
    CallerIdStandard caller_id;
};

using enum CallerIdStandard;

constexpr RingCadence british{400ms, 200ms, 400ms, 2000ms};
constexpr RingCadence european{1000ms, 4000ms, 0ms, 0ms};
constexpr RingCadence american{2000ms, 4000ms, 0ms, 0ms};

constexpr std::array countries{
    Country{"US", 300ms, 1000ms, american,                   bell202},
    Country{"CA", 300ms, 1000ms, american,                   bell202},
    Country{"GB", 80ms,  130ms,  british,                    v23    },
    Country{"DE", 80ms,  200ms,  european,                   v23    },
    Country{"FR", 200ms, 320ms,  {1500ms, 3500ms, 0ms, 0ms}, v23    },
    Country{"IT", 80ms,  140ms,  european,                   v23    },
    Country{"ES", 80ms,  140ms,  {1500ms, 3000ms, 0ms, 0ms}, v23    },
    Country{"AU", 80ms,  140ms,  british,                    bell202},
    Country{"NZ", 500ms, 800ms,  british,                    bell202},
    Country{"CN", 90ms,  600ms,  european,                   bell202},
    Country{"JP", 300ms, 1200ms, {1000ms, 2000ms, 0ms, 0ms}, none   },
    Country{"IN", 80ms,  700ms,  british,                    none   },
    Country{"BR", 100ms, 300ms,  european,                   none   },
};

}  // namespace

std::optional<AnalogTimes> analog_times(std::string_view country) {
    for (const Country& one : countries) {
        if (one.code != country) continue;
        AnalogTimes times;
        times.hook.flash_min = one.flash_min;
        times.hook.flash_max = one.flash_max;
        times.hook.pulses = country == "NZ" ? PulseCode::ten_less : PulseCode::standard;
        times.ring = one.ring;
        times.caller_id = one.caller_id;
        return times;
    }
    return std::nullopt;
}

}  // namespace pbx
