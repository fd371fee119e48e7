// SPDX-License-Identifier: GPL-2.0-or-later
// Networks by their tones, and tones that only this site's exchange has.
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ivr_dsp/media/bank/listening_plan.hpp"
#include "tools/config/tables.hpp"

namespace tools {

using ivr_dsp::HeardTone;
using ivr_dsp::SiteTone;

std::string Tables::country(Section& s, const std::string& usual) {
    std::string written = s.text("country", usual);
    if (ivr_dsp::tone_plan_of(written) != nullptr) return written;
    s.complain("country", fmt::format("\"{}\" has no tone plan: write {}", written,
                                      fmt::join(ivr_dsp::tone_countries(), ", ")));
    return usual;
}

void Tables::tone(Section& s) {
    SiteTone tone;
    tone.meaning = s.choice("name", HeardTone::busy,
                            "dial, ringback, busy, congestion or special_information");
    const std::vector<double> hz = s.numbers("frequencies", 200, 2300);
    const std::vector<double> cadence = s.numbers("cadence", 0.02, 60);
    s.done();
    if (hz.empty() || hz.size() > 2) {
        return s.complain("frequencies",
                          "has to be one frequency or two: write [450] or [350, 440]");
    }
    if (cadence.size() % 2 != 0 || cadence.size() > ivr_dsp::most_cadence_steps) {
        return s.complain("cadence", fmt::format("has to be sounds and pauses in turn, {} at most: "
                                                 "write [0.35, 0.35], or [] if the tone goes on",
                                                 ivr_dsp::most_cadence_steps));
    }
    constexpr double dbm0 = -13;
    const auto sine = [](double frequency) {
        return ivr_dsp::Sine{static_cast<unsigned>(std::lround(frequency)), dbm0};
    };
    const ivr_dsp::Sine second = hz.size() == 2 ? sine(hz[1]) : ivr_dsp::Sine{};
    const auto ticks = [](double seconds) { return driver::Ticks(std::lround(seconds * 1000)); };
    if (cadence.empty())
        tone.cycle = {
            {sine(hz[0]), second, driver::Ticks{1000}}
        };
    for (std::size_t i = 0; i < cadence.size(); i += 2) {
        tone.cycle.push_back({sine(hz[0]), second, ticks(cadence[i])});
        tone.cycle.push_back({{}, {}, ticks(cadence[i + 1])});
    }
    settings_.tones.push_back(std::move(tone));
    for (const std::string& country : tone_countries_of(settings_)) {
        const auto heard = ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of(country), settings_.tones);
        if (heard) continue;
        settings_.tones.pop_back();
        return s.complain("name", heard.error());
    }
}

std::vector<std::string> tone_countries_of(const Settings& settings) {
    std::vector<std::string> countries{settings.country};
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            const auto known = std::find(countries.begin(), countries.end(), span.country);
            if (known == countries.end()) countries.push_back(span.country);
        }
    }
    return countries;
}

}  // namespace tools
