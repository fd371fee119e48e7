// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/bank/listening_plan.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "ivr_dsp/dsp/tones/modem_tones.hpp"

namespace ivr_dsp {

using driver::Error;
using driver::Result;
using driver::Ticks;

namespace {

constexpr std::array<std::pair<Tone, HeardTone>, 5> of_exchanges{
    {{Tone::dial, HeardTone::dial},
     {Tone::ringback, HeardTone::ringback},
     {Tone::busy, HeardTone::busy},
     {Tone::congestion, HeardTone::congestion},
     {Tone::special_information, HeardTone::special_information}}
};
constexpr std::array of_modems{HeardTone::cng, HeardTone::modem_calling, HeardTone::answer,
                               HeardTone::bell_answer};

// A table hears a low frequency 10 Hz beside, a high one 50 Hz, and tells low ones 40 Hz apart.
bool sound_alike(unsigned one, unsigned other) {
    const unsigned between = one < other ? other - one : one - other;
    return between < (std::min(one, other) < 800 ? 40U : 100U);
}

bool sound_alike(const ToneStep& one, const ToneStep& other) {
    const auto sorted = [](const ToneStep& step) {
        return std::minmax(step.first.hz == 0 ? step.second.hz : step.first.hz,
                           step.second.hz == 0 ? step.first.hz : step.second.hz);
    };
    const std::pair<unsigned, unsigned> a = sorted(one);
    const std::pair<unsigned, unsigned> b = sorted(other);
    const bool pause = a.second == 0;
    if (pause != (b.second == 0)) return false;
    return pause || (sound_alike(a.first, b.first) && sound_alike(a.second, b.second));
}

// Each may be a quarter longer or shorter.
bool last_alike(Ticks one, Ticks other) {
    return 3 * one.count() <= 5 * other.count() && 3 * other.count() <= 5 * one.count();
}

// Some recording would fit both.
bool alike(std::span<const ToneStep> one, std::span<const ToneStep> other) {
    if (one.size() != other.size()) return false;
    if (one.size() == 1) return sound_alike(one[0], other[0]);
    for (std::size_t turn = 0; turn < other.size(); ++turn) {
        bool all = true;
        for (std::size_t i = 0; i < one.size() && all; ++i) {
            const ToneStep& step = other[(turn + i) % other.size()];
            all = sound_alike(one[i], step) && last_alike(one[i].lasts, step.lasts);
        }
        if (all) return true;
    }
    return false;
}

KnownTone known(const ListedTone& tone, std::size_t id) {
    KnownTone one{.id = static_cast<std::uint8_t>(id), .cycle = tone.cycle};
    for (const KnownTone& modem : modem_tones()) {
        if (modem.cycle.data() != tone.cycle.data()) continue;
        one.sure_after = modem.sure_after;
        one.may_reverse = modem.may_reverse;
    }
    return one;
}

}  // namespace

std::vector<ListedTone> listed_tones(const TonePlan& plan, std::span<const SiteTone> site) {
    std::vector<ListedTone> all;
    all.reserve(of_exchanges.size() + of_modems.size() + site.size());
    for (const auto& [tone, meaning] : of_exchanges) {
        all.push_back({meaning, plan[static_cast<std::size_t>(tone)], false});
    }
    const auto modems = modem_tones();
    for (std::size_t i = 0; i < of_modems.size(); ++i) {
        all.push_back({of_modems[i], modems[i].cycle, false});
    }
    for (const SiteTone& tone : site) all.push_back({tone.meaning, tone.cycle, true});
    return all;
}

Result<HeardTones> heard_tones(const TonePlan& plan, std::span<const SiteTone> site) {
    std::vector<ListedTone> all;
    for (const ListedTone& tone : listed_tones(plan, site)) {
        // Of a country's own tones that sound alike, such as Japan's, the first is meant.
        const bool known = !tone.of_site && std::ranges::any_of(all, [&](const ListedTone& other) {
            return alike(tone.cycle, other.cycle);
        });
        if (!known) all.push_back(tone);
    }
    for (std::size_t one = 0; one < all.size(); ++one) {
        for (std::size_t other = 0; other < one; ++other) {
            if (all[one].meaning == all[other].meaning || !alike(all[one].cycle, all[other].cycle))
                continue;
            return Error{fmt::format(
                "the {} tone of this site ({}) cannot be told from the {} tone ({}): remove it, or "
                "learn it again from better recordings",
                name_of(all[one].meaning), describe(all[one].cycle), name_of(all[other].meaning),
                describe(all[other].cycle))};
        }
    }
    std::vector<KnownTone> tones;
    tones.reserve(all.size());
    for (const ListedTone& tone : all) tones.push_back(known(tone, tones.size()));
    if (!ToneTable::fits(tones)) {
        return Error{fmt::format(
            "there is no room to listen for the {} tones of this site, in {} with the country's: "
            "remove those that are not needed, at most {} tones and {} frequencies each below and "
            "above 800 Hz fit; none may mix both",
            site.size(), all.size(), most_cadences, most_tones)};
    }
    HeardTones heard{ToneTable(tones), {}};
    for (std::size_t id = 0; id < all.size(); ++id) heard.meanings[id] = all[id].meaning;
    return heard;
}

std::string describe(std::span<const ToneStep> cycle) {
    std::string text;
    for (const ToneStep& step : cycle) {
        if (!text.empty()) text += ", ";
        const double seconds = static_cast<double>(step.lasts.count()) / 1000;
        if (step.first.hz == 0 && step.second.hz == 0) {
            text += fmt::format("{} s off", seconds);
            continue;
        }
        text += step.second.hz == 0 ? fmt::format("{} Hz", step.first.hz)
                                    : fmt::format("{}+{} Hz", step.first.hz, step.second.hz);
        text += cycle.size() == 1 ? " all the time" : fmt::format(" {} s", seconds);
    }
    return text;
}

}  // namespace ivr_dsp
