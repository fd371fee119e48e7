// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/alarm_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tools/trunkline/bilingual.hpp"

namespace tools {

using host_bridge::Json;
using trace::Language;

namespace {

struct AlarmWords {
    std::string_view alarm;  // its name, without the number of what it is about
    std::string_view title;
    std::string_view advice;
    bool detailed{};  // the center says more than can be known by name
};
constexpr AlarmWords says(std::string_view alarm, std::string_view title, std::string_view advice) {
    return {alarm, title, advice};
}
constexpr AlarmWords says_more(std::string_view alarm, std::string_view title,
                               std::string_view advice) {
    return {alarm, title, advice, true};
}
constexpr std::array chinese{
    says("span.los", "信号丢失 (LOS)", "收不到任何信号；请检查电缆和对端"),
    says("span.lof", "帧失步 (LOF)",
         "有信号但无帧；请检查两端的线路类型 (e1 或 t1)、帧格式和线路码是否一致"),
    says("span.ais", "告警指示信号 (AIS)", "收到全 1：途中设备失去输入；请询问运营商"),
    says("span.rai", "远端告警 (RAI)", "对端收不到我方信号；请检查发送线对和两端帧格式"),
    says("span.d_channel", "D 信道中断",
         "线路正常但无人应答 (Q.921)；请检查 side、switch 和 d_channel，以及对端是否已启用"),
    says("span.looped", "D 信道环回", "发出的信号又返回；请拆除对端或途中的环回"),
    says("span.side", "D 信道两端同侧", "对端与我方同侧；请在一端更改 side"),
    says("span.slips", "滑码过多", "两端时钟不同步；请检查哪一端应跟随，以及板卡的时钟设置"),
    says("span.bad_frames", "D 信道坏帧过多", "噪声或时钟滑动；请检查电缆、接头和滑码"),
    says_more("span.board", "无板卡", ""),
    says("clock.holdover", "时钟保持",
         "所有时钟源均已失效，通话继续但会滑码；请恢复一个时钟源 (trunkline clock)"),
    says("journal.space", "日志磁盘空间不足", "请腾出空间"),
    says_more("prompts", "语音提示缺失", "来电听不全；请重新编译语音库并重启固件"),
    says_more("contact.data", "联系数据过多，有一项未保存", ""),
    says("fax.disk", "传真无法写入", "请在 [fax] 的目录腾出空间，或允许固件写入"),
    says("recording.channels", "录音通道全部占用，有呼叫未录音", "请停止一路录音或增加通道数"),
    says_more("menu.failed", "语音菜单执行出错", "来电已转接人工"),
    says_more("menu.destination", "语音菜单转往不存在的目的地", "来电已转接人工"),
    says_more("menu.circle", "语音菜单循环转接", "来电被拒绝"),
};

// "span.12.los": "span.los", and "12" in `number`.
std::string without_number(const std::string& alarm, std::string& number) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto first = std::ranges::find_if(alarm, is_digit);
    const auto end = std::find_if_not(first, alarm.end(), is_digit);
    if (first == end || end == alarm.end()) return alarm;
    number.assign(first, end);
    return std::string(alarm.begin(), first) + std::string(end + 1, alarm.end());
}

}  // namespace

std::string alarm_text(const std::string& alarm, bool active, const std::string& told,
                       Language language) {
    if (language != Language::zh) return told;
    std::string number;
    const auto words =
        std::ranges::find(chinese, without_number(alarm, number), &AlarmWords::alarm);
    if (words == chinese.end()) return told;
    std::string text;
    if (!number.empty()) {
        text = fmt::format("{} {}：", alarm.starts_with("clock") ? "板卡" : "中继", number);
    }
    text += words->title;
    if (!active) return text + "，已恢复";
    if (!words->advice.empty()) text += fmt::format("：{}", words->advice);
    if (words->detailed) text += fmt::format(" ({})", told);
    return text;
}

Json alarms_in(Language language, Json alarms) {
    for (Json& alarm : alarms) {
        alarm["text"] = alarm_text(text_at(alarm, "/alarm"), yes_at(alarm, "/active"),
                                   text_at(alarm, "/text"), language);
    }
    return alarms;
}

Listing alarm_listing(Language language) {
    const Bilingual say(language);
    Listing all{"alarm",
                "what needs a person, and what needed one",
                say("There has been no alarm.", "还没有告警。"),
                {}};
    all.columns.push_back({say("ALARM", "告警"), shown("/alarm")});
    all.columns.push_back({say("STATE", "状态"), [say](const Json& item) {
                               if (!yes_at(item, "/active")) {
                                   return Cell{say("over", "已恢复"), Mood::good};
                               }
                               return Cell{say("ALARM", "告警"), Mood::bad};
                           }});
    all.columns.push_back({say("SINCE", "自"), moment("/since")});
    all.columns.push_back({say("TEXT", "说明"), shown("/text")});
    return all;
}

}  // namespace tools
