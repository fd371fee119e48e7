// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/line/quality_text.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/screen/line.hpp"

namespace tools {

using host_bridge::Json;
using trace::Language;
using trace::Phrase;

namespace {

namespace words {
constexpr Phrase title{"line {}: {}, measured for {:.1f} s", "线路 {}：{}，已测量 {:.1f} 秒"};
constexpr Phrase in_call{"in a call", "通话中"};
constexpr Phrase no_call{"no call", "无通话"};
constexpr Phrase canceller{"echo canceller", "回声消除器"};
constexpr Phrase echo{"echo", "回声"};
constexpr Phrase background{"background", "背景噪声"};
constexpr Phrase from_line{"from the line", "线路发出"};
constexpr Phrase to_line{"to the line", "发往线路"};
constexpr Phrase hint{"look at", "请检查"};
constexpr Phrase off{"none (echo_tail = 0)", "未配置（echo_tail = 0）"};
constexpr Phrase idle{"waits for a call, tail {} ms", "等待通话，尾长 {} 毫秒"};
constexpr Phrase cancels{"on, tail {} ms", "工作中，尾长 {} 毫秒"};
constexpr Phrase disabled{"disabled by a modem's tone, tail {} ms",
                          "已被调制解调器音停用，尾长 {} 毫秒"};
constexpr Phrase no_echo{"none found", "未发现"};
constexpr Phrase found{"return loss {:.1f} dB, delay {:.1f} ms, ERLE {:.1f} dB",
                       "回波损耗 {:.1f} dB，时延 {:.1f} 毫秒，ERLE {:.1f} dB"};
constexpr Phrase way{"{} now, speech {} for {:.1f} s, DC {}, {} samples clipped",
                     "当前 {}，语音 {}，共 {:.1f} 秒，直流 {}，削波样点 {}"};
constexpr Phrase nothing{"nothing", "无"};
constexpr Phrase dead_from{
    "nothing at all comes from the line while it is talked to: the far end, or this way of the "
    "line",
    "对线路讲话时线路完全无声：请查对端或线路的这一方向"};
constexpr Phrase dead_to{
    "nothing at all goes to the line while it talks: who should be heard there?",
    "线路讲话时完全没有声音发往线路：应该听到谁？"};
constexpr Phrase clipped{"speech is clipped: too loud somewhere before this board, or another law",
                         "语音被削波：本板之前某处电平过高，或编码律不同"};
}  // namespace words

double tenths_at(const Json& row, const std::string& path) {
    const Json value = value_at(row, path);
    return value.is_number() ? value.get<double>() / 10 : 0;
}

double seconds_at(const Json& row, const std::string& path) {
    return static_cast<double>(number_at(row, path)) / 1000;
}

std::string level(const Json& row, const std::string& path, Language language) {
    constexpr double none = -99;
    const double dbm0 = tenths_at(row, path);
    if (dbm0 <= none) return std::string(words::nothing.in(language));
    return fmt::format("{:.1f} dBm0", dbm0);
}

std::string canceller(const Json& row, Language language) {
    const std::string state = text_at(row, "/quality/canceller");
    if (state == "off") return std::string(words::off.in(language));
    const Phrase& phrase = state == "disabled"  ? words::disabled
                           : state == "cancels" ? words::cancels
                                                : words::idle;
    return fmt::format(fmt::runtime(phrase.in(language)), number_at(row, "/quality/tailMs"));
}

std::string echo(const Json& row, Language language) {
    if (!yes_at(row, "/quality/echoFound")) return std::string(words::no_echo.in(language));
    return fmt::format(fmt::runtime(words::found.in(language)),
                       tenths_at(row, "/quality/returnLossTenthsDb"),
                       static_cast<double>(number_at(row, "/quality/echoDelayUs")) / 1000,
                       tenths_at(row, "/quality/erleTenthsDb"));
}

std::string way(const Json& row, const std::string& which, Language language) {
    const std::string path = "/quality/" + which;
    const Json offset = value_at(row, path + "/offset");
    return fmt::format(
        fmt::runtime(words::way.in(language)), level(row, path + "/levelTenthsDbm0", language),
        level(row, path + "/speechTenthsDbm0", language), seconds_at(row, path + "/voiceMs"),
        offset.is_number() ? offset.get<int>() : 0, number_at(row, path + "/clippedSamples"));
}

bool clips(const Json& row) {
    constexpr std::uint64_t samples_per_ms = 8;
    const std::uint64_t one_in_a_thousand =
        number_at(row, "/quality/measuredMs") * samples_per_ms / 1000;
    const std::uint64_t most = std::max(number_at(row, "/quality/says/clippedSamples"),
                                        number_at(row, "/quality/hears/clippedSamples"));
    return most > one_in_a_thousand;
}

std::string hint(const Json& row, Language language) {
    const std::string one_way = text_at(row, "/quality/oneWay");
    if (one_way == "nothing_from_line") return std::string(words::dead_from.in(language));
    if (one_way == "nothing_to_line") return std::string(words::dead_to.in(language));
    return std::string(clips(row) ? words::clipped.in(language) : "");
}

}  // namespace

bool is_poor(const Json& row) {
    return !hint(row, Language::en).empty();
}

std::string quality_text(const Json& row, Language language) {
    constexpr std::size_t heading_columns = 16;
    const auto& in_call = yes_at(row, "/quality/inCall") ? words::in_call : words::no_call;
    std::string text =
        fmt::format(fmt::runtime(words::title.in(language)), text_at(row, "/device/name"),
                    in_call.in(language), seconds_at(row, "/quality/measuredMs")) +
        "\n";
    const auto add = [&](const Phrase& heading, const std::string& what) {
        const std::string_view title = heading.in(language);
        text += fmt::format("  {}{:{}}{}\n", title, "", heading_columns - screen::columns_of(title),
                            what);
    };
    add(words::canceller, canceller(row, language));
    if (text_at(row, "/quality/canceller") != "off") {
        add(words::echo, echo(row, language));
        add(words::background, level(row, "/quality/backgroundTenthsDbm0", language));
    }
    add(words::from_line, way(row, "says", language));
    add(words::to_line, way(row, "hears", language));
    const std::string wrong = hint(row, language);
    if (!wrong.empty()) add(words::hint, wrong);
    return text;
}

std::string quality_line(const Json& row, Language language) {
    std::string text = fmt::format(
        "{:7.1f} s  {}: {} | {}: {} | {}: {} | {}: {}", seconds_at(row, "/quality/measuredMs"),
        words::canceller.in(language), canceller(row, language), words::echo.in(language),
        echo(row, language), words::from_line.in(language),
        level(row, "/quality/says/levelTenthsDbm0", language), words::to_line.in(language),
        level(row, "/quality/hears/levelTenthsDbm0", language));
    const std::string wrong = hint(row, language);
    return wrong.empty() ? text : text + " | " + wrong;
}

}  // namespace tools
