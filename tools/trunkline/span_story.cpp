// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/span_story.hpp"

#include <fmt/format.h>

#include "tools/trunkline/alarm_words.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/bit_error_ratio.hpp"
#include "tools/trunkline/span_listings.hpp"

namespace tools {

using host_bridge::Json;

namespace {

constexpr std::string_view english_colon = ": ";
constexpr std::string_view chinese_colon = "：";

std::string since(const Json& item, const std::string& path) {
    return moment(path)(item).text;
}

// What is said of one span, in one of two languages.
class Story {
  public:
    Story(const Json& facts, trace::Language language) : facts_(facts), language_(language) {}

    [[nodiscard]] std::string state() const {
        return told("span {}: {} since {}\n", "中继 {}：{}，自 {}\n",
                    value_at(facts_, "/status/span").dump(), span_state(facts_, language_).text,
                    since(facts_, "/since"));
    }
    [[nodiscard]] std::string what_to_do() const {
        std::string lines;
        for (const Json& alarm : value_at(facts_, "/alarms")) {
            const std::string text =
                alarm_text(text_at(alarm, "/alarm"), true, text_at(alarm, "/text"), language_);
            lines += told("  alarm since {}: {}\n", "  告警，自 {}：{}\n", since(alarm, "/since"),
                          printable(without_span(text)));
        }
        return lines;
    }
    [[nodiscard]] std::string channels() const {
        const bool up = yes_at(facts_, "/status/signallingUp");
        return told("  D-channel: {}\n", "  D信道：{}\n",
                    up ? say_("up", "正常") : say_("down", "断开")) +
               told("  timeslots: {} idle, {} in a call, {} out of service\n",
                    "  时隙：{} 空闲，{} 通话，{} 停用\n", number("/timeslots/idle"),
                    number("/timeslots/busy"), number("/timeslots/outOfService"));
    }
    [[nodiscard]] std::string counted() const {
        return told(
            "  since the firmware started: {} slips, {} CRC errors, {} framing errors, {} errors "
            "at the far end, {} bad frames on the D-channel\n",
            "  自固件启动：滑码 {}，CRC错误 {}，帧错误 {}，远端错误 {}，D信道坏帧 {}\n",
            number("/status/slips"), number("/status/crcErrors"), number("/status/framingErrors"),
            number("/status/farEndErrors"), number("/status/badFrames"));
    }
    [[nodiscard]] std::string quarter() const;
    [[nodiscard]] std::string tested() const;

  private:
    // The one of two formats that the operator reads, filled in.
    template <class... Values>
    [[nodiscard]] std::string told(const char* english, const char* chinese,
                                   const Values&... values) const {
        return fmt::format(fmt::runtime(say_(english, chinese)), values...);
    }
    [[nodiscard]] std::uint64_t number(const std::string& path) const {
        return number_at(facts_, path);
    }
    [[nodiscard]] std::string seconds_left(const std::string& path) const {
        return told("{} s left", "剩余 {} 秒", (number(path) + 999) / 1000);
    }
    // Alarms begin with the span's number, which the first line has said already.
    static std::string without_span(const std::string& text) {
        const auto english = text.find(english_colon);
        const auto chinese = text.find(chinese_colon);
        if (english < chinese) return text.substr(english + english_colon.size());
        return chinese == std::string::npos ? text : text.substr(chinese + chinese_colon.size());
    }

    const Json& facts_;
    trace::Language language_;
    Bilingual say_{language_};
};

std::string Story::quarter() const {
    if (!facts_.contains("quarter")) {
        return say_("  no quarter of an hour has had an error yet\n", "  尚无出错的一刻钟\n");
    }
    return told(
        "  quarter of an hour since {}: of {} seconds {} errored (ES), {} severely (SES), {} "
        "unavailable (UAS), {} out of frame (SEFS), {} with slips (CSS)\n",
        "  本刻钟，自 {}：{} 秒中误码秒 (ES) {}，严重误码秒 (SES) {}，不可用秒 (UAS) {}，"
        "失步秒 (SEFS) {}，滑码秒 (CSS) {}\n",
        since(facts_, "/quarter/since"), number("/quarter/seconds"),
        number("/quarter/erroredSeconds"), number("/quarter/severelyErroredSeconds"),
        number("/quarter/unavailableSeconds"), number("/quarter/framingSeconds"),
        number("/quarter/slipSeconds"));
}

std::string Story::tested() const {
    if (!facts_.contains("test")) {
        return say_("  test set: nothing has been tested yet\n", "  测试：尚未做过测试\n");
    }
    const std::string loop = text_at(facts_, "/test/loop");
    std::string text = say_("  test set: ", "  测试：");
    text += loop == "none"
                ? say_("no loop", "无环回")
                : told("{} loop, {}", "{} 环回，{}", loop, seconds_left("/test/loopLeftMs"));
    const std::uint64_t bits = number("/test/bits");
    const bool measuring = yes_at(facts_, "/test/measuring");
    if (measuring || bits > 0) {
        text += told("; {} {}", "；{} {}",
                     measuring ? say_("measures", "正在测量") : say_("measured last", "上次测量"),
                     text_at(facts_, "/test/pattern"));
    }
    if (measuring) text += say_(", ", "，") + seconds_left("/test/leftMs");
    if (measuring && !yes_at(facts_, "/test/found")) {
        text += say_(", the pattern does not come back", "，测试码型未返回");
    }
    if (bits > 0) {
        text += told(", bit error ratio {}", "，误码率 {}",
                     text_of(bit_error_ratio(bits, number("/test/errors")), language_));
    }
    return text + "\n";
}

}  // namespace

std::string story_of(const Json& facts, trace::Language language) {
    const Story story(facts, language);
    return story.state() + story.what_to_do() + story.channels() + story.counted() +
           story.quarter() + story.tested();
}

}  // namespace tools
