// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/call_show.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/host_session.hpp"

namespace tools {

using host_bridge::Json;
using trace::Language;
using trace::Phrase;

namespace {

constexpr Phrase call_word{"call", "呼叫"};
constexpr Phrase contact_word{"contact", "联络"};
constexpr Phrase titles[] = {
    {"LINE",   "线路"      },
    {"STATE",  "状态"      },
    {"PART",   "参与方式"},
    {"AGENT",  "座席"      },
    {"HEARD",  "被听到"   },
    {"SPEAKS", "正在说话"},
};
constexpr Phrase muted_word{"muted", "静音"};
constexpr Phrase heard_word{"as it is", "原样"};
constexpr Phrase speaks_word{"speaks", "说话"};
constexpr Phrase quiet_word{"-", "-"};
constexpr Phrase no_call{"there is no call {}; see trunkline call",
                         "没有呼叫 {}；请看 trunkline call"};

struct Named {
    std::string_view name;  // as host writes it
    Phrase phrase;
};
constexpr Named states[] = {
    {"initiated", {"initiated", "发起"}},
    {"alerting",  {"alerting", "振铃"} },
    {"connected", {"connected", "接通"}},
    {"held",      {"held", "保持"}     },
    {"queued",    {"queued", "排队"}   },
    {"failed",    {"failed", "失败"}   },
    {"null",      {"null", "空"}        },
};
constexpr Named parts[] = {
    {"regular", {"party", "普通方"}                                              },
    {"monitor", {"listens, heard by nobody", "旁听，无人听到"}               },
    {"whisper", {"coaches, heard by the agent alone", "耳语，只有座席听到"}},
    {"barge",   {"has joined, heard by all", "强插，各方都听到"}            },
};

std::string said(std::span<const Named> words, const std::string& name, Language language) {
    const auto found = std::ranges::find(words, std::string_view(name), &Named::name);
    return found == words.end() ? printable(name) : std::string(found->phrase.in(language));
}

std::string heard(const Json& party, Language language) {
    if (yes_at(party, "/muted")) return std::string(muted_word.in(language));
    const Json gain = value_at(party, "/gainDb");
    if (!gain.is_number_integer() || gain == Json(0)) return std::string(heard_word.in(language));
    return fmt::format("{:+} dB", gain.get<int>());
}

Row row_of(const Json& party, Language language) {
    const bool speaks = yes_at(party, "/speaks");
    const Mood heard_mood = yes_at(party, "/muted") ? Mood::attention : Mood::plain;
    const Phrase& speaking = speaks ? speaks_word : quiet_word;
    Row row;
    row.push_back({printable(text_at(party, "/device/name"))});
    row.push_back({said(states, text_at(party, "/state"), language)});
    row.push_back({said(parts, text_at(party, "/part"), language)});
    row.push_back({printable(text_at(party, "/agent"))});
    row.push_back({heard(party, language), heard_mood});
    row.push_back({std::string(speaking.in(language)), speaks ? Mood::good : Mood::plain});
    return row;
}

}  // namespace

std::string call_text(const Json& call, Language language, bool in_colour) {
    std::vector<Row> rows;
    Row title;
    title.reserve(std::size(titles));
    for (const Phrase& phrase : titles) title.push_back({std::string(phrase.in(language))});
    rows.push_back(title);
    for (const Json& party : value_at(call, "/parties")) rows.push_back(row_of(party, language));
    return fmt::format("{} {}, {} {}\n{}", call_word.in(language), number_at(call, "/call"),
                       contact_word.in(language), number_at(call, "/contact/id"),
                       table_text(rows, in_colour));
}

int show_call(const CommonOptions& common, const CallOptions& options) {
    auto host = HostSession::open(common);
    if (!host) return fail("trunkline", host.error());
    const auto calls = host->items("call");
    if (!calls) return fail("trunkline", calls.error());
    const Language language = language_of(options.language);
    const auto found = std::ranges::find_if(
        *calls, [&](const Json& one) { return value_at(one, "/call").dump() == options.call; });
    if (found == calls->end()) {
        return fail("trunkline", fmt::format(fmt::runtime(no_call.in(language)), options.call));
    }
    if (common.json) {
        fmt::print("{}\n", found->dump());
    } else {
        fmt::print("{}", call_text(*found, language, wants_colour()));
    }
    return 0;
}

}  // namespace tools
