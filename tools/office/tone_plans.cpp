// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include <fmt/format.h>

#include "tools/office/tones.hpp"

namespace tools::office {
namespace {

using driver::Ticks;
using Hertz = std::vector<std::uint16_t>;

std::vector<Ticks> ms(std::initializer_list<int> times) {
    std::vector<Ticks> cadence;
    for (const int time : times) cadence.emplace_back(time);
    return cadence;
}

// What differs from country to country.
struct Country {
    std::string_view name;
    Hertz dial;
    Hertz ringback;
    Hertz busy;
    std::vector<Ticks> ringing;
    std::vector<Ticks> engaged;
    std::vector<Ticks> congested;
    std::vector<Ticks> waiting;
};

// E.180 supplement 2 as Asterisk's and DAHDI's zone tables have it.
std::vector<Country> countries() {
    return {
        {"us",
         {350, 440},
         {440, 480},
         {480, 620},
         ms({2000, 4000}),
         ms({500, 500}),
         ms({250, 250}),
         ms({300, 10000})         },
        {"uk",
         {350, 440},
         {400, 450},
         {400},
         ms({400, 200, 400, 2000}),
         ms({375, 375}),
         ms({400, 350, 225, 525}),
         ms({100, 4000})          },
        {"de",
         {425},
         {425},
         {425},
         ms({1000, 4000}),
         ms({480, 480}),
         ms({240, 240}),
         ms({200, 200, 200, 5000})},
        {"fr",
         {440},
         {440},
         {440},
         ms({1500, 3500}),
         ms({500, 500}),
         ms({250, 250}),
         ms({300, 10000})         },
        {"cn",
         {450},
         {450},
         {450},
         ms({1000, 4000}),
         ms({350, 350}),
         ms({700, 700}),
         ms({400, 4000})          },
        {"br",
         {425},
         {425},
         {425},
         ms({1000, 4000}),
         ms({250, 250}),
         ms({250, 250, 750, 250}),
         ms({50, 1000})           },
        {"au",
         {413, 438},
         {413, 438},
         {425},
         ms({400, 200, 400, 2000}),
         ms({375, 375}),
         ms({375, 375}),
         ms({200, 200, 200, 4400})},
    };
}

// The dial tone after a flash (E.180 supplement 2, "special dial tone"). Where both frequencies of
// the dial tone begin it, as in the UK, it is heard as dial tone.
ToneSpec recall_of(const Country& country) {
    if (country.name == "cn") return {Tone::recall_dial, country.dial, ms({400, 40})};
    if (country.name == "de")
        return {
            Tone::recall_dial, {400,            425},
             {              }
        };
    return {Tone::recall_dial, country.dial, ms({100, 100, 100, 100, 100, 100}), true};
}

DisplayStandard display_of(const Country& country) {
    const bool is_european = country.name == "uk" || country.name == "de" || country.name == "fr";
    return is_european ? DisplayStandard::v23 : DisplayStandard::bell202;
}

TonePlan plan_of(const Country& country) {
    const Hertz& waiting = country.busy.size() == 1 ? country.busy : Hertz{440};
    return {
        {
         {Tone::dial, country.dial, {}},
         recall_of(country),
         {Tone::ringback, country.ringback, country.ringing},
         {Tone::busy, country.busy, country.engaged},
         {Tone::congestion, country.busy, country.congested},
         {Tone::call_waiting, waiting, country.waiting},
         {Tone::special_information, {950}, {}},
         {Tone::special_information, {1400}, {}},
         {Tone::special_information, {1800}, {}},
         },
        display_of(country)
    };
}

}  // namespace

driver::Result<TonePlan> TonePlan::of_country(std::string_view country) {
    std::string known;
    for (const auto& one : countries()) {
        if (one.name == country) return plan_of(one);
        known += fmt::format("{}{}", known.empty() ? "" : ", ", one.name);
    }
    return driver::Error{
        fmt::format("no tone plan for country \"{}\": use one of {}", country, known)};
}

}  // namespace tools::office
