// SPDX-License-Identifier: GPL-2.0-or-later
// tone list, tone learn: no center needed.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "ivr_dsp/dsp/tones/learn/learn_tone.hpp"
#include "ivr_dsp/media/bank/listening_plan.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tools/config/configured.hpp"
#include "tools/program/program.hpp"
#include "tools/trace/phrase.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/commands.hpp"
#include "tools/trunkline/table.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using ivr_dsp::HeardTone;
using ivr_dsp::ToneStep;
using trace::Language;
using trace::Phrase;

namespace {

constexpr double sure = 0.7;

constexpr Phrase tone_words[] = {
    {"dial",                "拨号音"               },
    {"ringback",            "回铃音"               },
    {"busy",                "忙音"                  },
    {"congestion",          "拥塞音"               },
    {"special_information", "特殊信息音"         },
    {"cng",                 "传真呼叫音"         },
    {"modem_calling",       "调制解调器呼叫音"},
    {"answer",              "应答音 2100 Hz"       },
    {"answer_reversed",     "应答音（反相）"   },
    {"bell_answer",         "应答音 2225 Hz"       },
};
constexpr Phrase headings[] = {
    {"COUNTRY",     "国家"   },
    {"TONE",        "信号音"},
    {"FREQUENCIES", "频率"   },
    {"CADENCE",     "节奏"   },
    {"WHOSE",       "来源"   }
};
constexpr Phrase of_this_site{"this site", "本局"};
constexpr Phrase of_the_country{"country", "国家标准"};
constexpr Phrase goes_on{"goes on", "连续"};
constexpr Phrase seconds_on{"{} s on", "响 {} 秒"};
constexpr Phrase seconds_off{"{} s off", "停 {} 秒"};

// Countries and site tones, by the words or by the configuration.
struct Site {
    std::vector<std::string> countries;
    std::vector<ivr_dsp::SiteTone> tones;
};
Result<Site> site_of(const CommonOptions& common, const ToneOptions& options) {
    if (!options.country.empty()) {
        if (ivr_dsp::tone_plan_of(options.country) != nullptr) return Site{{options.country}, {}};
        return Error{fmt::format("\"{}\" has no tone plan: write {}", options.country,
                                 fmt::join(ivr_dsp::tone_countries(), ", "))};
    }
    const auto settings = settings_on_disk(common.config);
    if (!settings) return Error{settings.error() + "\nor name a country: --country cn"};
    return Site{tone_countries_of(*settings), settings->tones};
}

double seconds_of(driver::Ticks time) {
    return static_cast<double>(time.count()) / 1000;
}
std::vector<unsigned> frequencies_of(const ToneStep& step) {
    std::vector<unsigned> all;
    for (const unsigned hz : {step.first.hz, step.second.hz}) {
        if (hz != 0) all.push_back(hz);
    }
    return all;
}
std::vector<double> cadence_of(std::span<const ToneStep> cycle) {
    std::vector<double> all;
    if (cycle.size() == 1) return all;
    all.reserve(cycle.size());
    for (const ToneStep& step : cycle) all.push_back(seconds_of(step.lasts));
    return all;
}

// Each step of the cycle has its own frequencies in a special information tone.
nlohmann::ordered_json steps_json(std::span<const ToneStep> cycle) {
    nlohmann::ordered_json steps = nlohmann::ordered_json::array();
    for (const ToneStep& step : cycle) {
        nlohmann::ordered_json one{
            {"hz", frequencies_of(step)}
        };
        if (cycle.size() > 1) one["lastsMs"] = step.lasts.count();
        steps.push_back(std::move(one));
    }
    return steps;
}

std::string frequencies_in_words(std::span<const ToneStep> cycle) {
    std::vector<std::string> all;
    for (const ToneStep& step : cycle) {
        const auto hz = frequencies_of(step);
        if (hz.empty()) continue;
        std::string text = fmt::format("{}", fmt::join(hz, "+"));
        if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
    }
    return fmt::format("{} Hz", fmt::join(all, ", "));
}
std::string cadence_in_words(std::span<const ToneStep> cycle, Language language) {
    if (cycle.size() == 1) return std::string(goes_on.in(language));
    std::vector<std::string> all;
    all.reserve(cycle.size());
    for (const ToneStep& step : cycle) {
        const Phrase& phrase = frequencies_of(step).empty() ? seconds_off : seconds_on;
        all.push_back(fmt::format(fmt::runtime(phrase.in(language)), seconds_of(step.lasts)));
    }
    return fmt::format("{}", fmt::join(all, ", "));
}

void list_country(const std::string& country, const Site& site, Language language,
                  std::vector<Row>& rows, nlohmann::ordered_json& json) {
    for (const auto& tone : ivr_dsp::listed_tones(*ivr_dsp::tone_plan_of(country), site.tones)) {
        json.push_back({
            {"country", country               },
            {"tone",    name_of(tone.meaning) },
            {"steps",   steps_json(tone.cycle)},
            {"ofSite",  tone.of_site          }
        });
        const Phrase& word = tone_words[static_cast<std::size_t>(tone.meaning)];
        const Phrase& whose = tone.of_site ? of_this_site : of_the_country;
        rows.push_back({{country},
                        {std::string(word.in(language))},
                        {frequencies_in_words(tone.cycle)},
                        {cadence_in_words(tone.cycle, language)},
                        {std::string(whose.in(language))}});
    }
}

// "[450, 480]"
template <class Number>
std::string toml_array(const std::vector<Number>& numbers) {
    return fmt::format("[{}]", fmt::join(numbers, ", "));
}

// What is wrong with it as a tone of this site; empty: nothing.
std::string trouble_with(const ivr_dsp::LearnedTone& learned, const Site& site, HeardTone meaning) {
    Site with = site;
    with.tones.push_back({meaning, learned.cycle});
    for (const std::string& country : with.countries) {
        const auto heard = ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of(country), with.tones);
        if (!heard) return heard.error();
    }
    if (learned.confidence >= sure) return {};
    return fmt::format(
        "the recordings agree too little ({:.0f} of 100, {:.0f} are needed): take more, or better "
        "ones, of nothing but this tone",
        100 * learned.confidence, 100 * sure);
}

Result<ivr_dsp::LearnedTone> learn(const std::vector<std::filesystem::path>& files) {
    std::vector<std::vector<driver::Chunk>> recordings;
    recordings.reserve(files.size());
    for (const auto& file : files) {
        auto chunks =
            ivr_dsp::chunks_of_recording(file, driver::Law::alaw, ivr_dsp::RecordedChannels::first);
        if (!chunks) return Error{chunks.error()};
        recordings.push_back(std::move(*chunks));
    }
    return ivr_dsp::learn_tone(driver::Law::alaw, recordings);
}

}  // namespace

int list_tones(const CommonOptions& common, const ToneOptions& options) {
    const auto site = site_of(common, options);
    if (!site) return fail("trunkline", site.error());
    const Language language = language_of(options.language);
    std::vector<Row> rows(1);
    for (const Phrase& heading : headings) {
        rows.front().push_back({std::string(heading.in(language))});
    }
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const std::string& country : site->countries) {
        list_country(country, *site, language, rows, json);
    }
    fmt::print("{}\n", common.json ? json.dump() : table_text(rows, wants_colour()));
    return 0;
}

int learn_tone_of_site(const CommonOptions& common, const ToneOptions& options) {
    const auto site = site_of(common, options);
    if (!site) return fail("trunkline", site.error());
    const auto learned = learn(options.files);
    if (!learned) {
        (void)fail("trunkline", learned.error());
        return found_wrong;
    }
    HeardTone meaning{};
    (void)value_named(options.name, meaning);
    const auto hz = frequencies_of(learned->cycle.front());
    const auto cadence = cadence_of(learned->cycle);
    const std::string trouble = trouble_with(*learned, *site, meaning);
    if (common.json) {
        const nlohmann::ordered_json json{
            {"name",        options.name       },
            {"frequencies", hz                 },
            {"cadence",     cadence            },
            {"confidence",  learned->confidence},
            {"ok",          trouble.empty()    },
            {"text",        trouble            }
        };
        fmt::print("{}\n", json.dump());
        return trouble.empty() ? 0 : found_wrong;
    }
    constexpr Phrase from{"# from {} recordings, {:.0f} of 100 sure\n",
                          "# 由 {} 段录音得出，可信度 {:.0f}%\n"};
    fmt::print(fmt::runtime(from.in(language_of(options.language))), options.files.size(),
               100 * learned->confidence);
    fmt::print("[[tone]]\nname = \"{}\"\nfrequencies = {}\n", options.name, toml_array(hz));
    if (!cadence.empty()) fmt::print("cadence = {}\n", toml_array(cadence));
    if (trouble.empty()) return 0;
    (void)fail("trunkline", trouble);
    return found_wrong;
}

}  // namespace tools
