// SPDX-License-Identifier: GPL-2.0-or-later
// Information elements of codeset 0 and their shorter contents (Q.931 4.5).
#include "pbx/signalling/isdn/codes.hpp"
#include "tools/trace/causes.hpp"
#include "tools/trace/meanings.hpp"
#include "tools/trace/q931.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

namespace q931 = pbx::q931;

constexpr Phrase coding{"coding standard", "编码标准"};
constexpr Phrase location{"location", "位置"};
constexpr Phrase recommendation{"recommendation", "建议"};
constexpr Phrase cause{"cause", "原因"};
constexpr Phrase cause_text{"cause {} ({})", "原因 {}（{}）"};
constexpr Phrase diagnostics{"diagnostics", "诊断"};
constexpr Phrase call_state{"call state", "呼叫状态"};
constexpr Phrase state_text{"state {} ({})", "状态 {}（{}）"};
constexpr Phrase progress{"progress description", "进展描述"};
constexpr Phrase progress_text{"progress {} ({})", "进展 {}（{}）"};
constexpr Phrase numbered{"{} ({})", "{}（{}）"};
constexpr Phrase text{"text", "文本"};
constexpr Phrase kind_of_text{"type of display", "显示类型"};
constexpr Phrase display{"display {}", "显示 {}"};
constexpr Phrase keypad{"keypad {}", "键盘 {}"};
constexpr Phrase notification{"notification", "通知"};
constexpr Phrase signal{"signal", "信号"};
constexpr Phrase restart_class{"class", "类别"};
constexpr Phrase profile{"protocol profile", "协议规范"};
constexpr Phrase content{"contents", "内容"};
constexpr Phrase content_text{"{} octets: {}", "{} 个八位组：{}"};
constexpr Phrase date{"date and time", "日期和时间"};
constexpr Phrase network{"network", "网络"};
constexpr Phrase scope{"scope", "范围"};
constexpr Phrase whole_span{"the whole span", "整个中继"};
constexpr Phrase one_channel{"a channel", "一个通路"};
constexpr Phrase new_status{"new status", "新状态"};

// Octet 3 of cause, progress and call state: coding standard (bits 7, 6), location (4 … 1).
void tell_coding(Element& element, std::uint8_t octet) {
    const auto standard = static_cast<std::uint8_t>(octet >> 5U & 0x03U);
    element.field(coding, element.teller().meaning(codings, standard));
    element.field(location,
                  element.teller().meaning(locations, static_cast<std::uint8_t>(octet & 0x0FU)));
}

void read_cause(Element& element) {
    const auto first = element.need();
    if (!first) return;
    tell_coding(element, *first);
    if ((*first & 0x80U) == 0) {
        const auto second = element.need();
        if (!second) return;
        element.field(recommendation, std::to_string(*second & 0x7FU));
    }
    const auto octet = element.need();
    if (!octet) return;
    if ((*octet & 0x80U) == 0) element.wrong(words::element_wrong_octet, *octet);
    Teller& teller = element.teller();
    const auto value = static_cast<std::uint8_t>(*octet & 0x7FU);
    const std::string meaning = teller.meaning(causes, value);
    element.field(cause, teller.say(numbered, value, meaning));
    teller.topic(Topic::other, teller.say(cause_text, value, meaning));
    const Octets rest = element.rest();
    if (!rest.empty()) element.field(diagnostics, hex_of(rest));
}

void read_call_state(Element& element) {
    const auto octet = element.need();
    if (!octet) return;
    Teller& teller = element.teller();
    const auto state = static_cast<std::uint8_t>(*octet & 0x3FU);
    const std::string meaning = teller.meaning(call_states, state);
    element.field(coding, teller.meaning(codings, static_cast<std::uint8_t>(*octet >> 6U)));
    element.field(call_state, teller.say(numbered, state, meaning));
    teller.topic(Topic::other, teller.say(state_text, state, meaning));
}

void read_progress(Element& element) {
    const auto first = element.need();
    if (!first) return;
    tell_coding(element, *first);
    element.skip_group(*first);
    const auto octet = element.need();
    if (!octet) return;
    Teller& teller = element.teller();
    const auto value = static_cast<std::uint8_t>(*octet & 0x7FU);
    const std::string meaning = teller.meaning(progresses, value);
    element.field(progress, teller.say(numbered, value, meaning));
    teller.topic(Topic::other, teller.say(progress_text, value, meaning));
}

void read_display(Element& element) {
    // North American switches put a type before the text.
    if ((element.left()[0] & 0x80U) != 0) {
        const auto type = element.need();
        element.field(kind_of_text, fmt::format("{:02X}", *type));
    }
    const std::string shown = quoted(element.rest());
    element.field(text, shown);
    element.teller().topic(Topic::other, element.teller().say(display, shown));
}

void read_keypad(Element& element) {
    const std::string digits = digits_of(element.rest());
    element.field(text, digits);
    element.teller().topic(Topic::other, element.teller().say(keypad, digits));
}

void read_notification(Element& element) {
    const auto octet = element.need();
    const std::string meaning =
        element.teller().meaning(notifications, static_cast<std::uint8_t>(*octet & 0x7FU));
    element.field(notification, meaning);
    element.teller().topic(Topic::other, meaning);
    element.skip_group(*octet);
}

void read_signal(Element& element) {
    element.field(signal, element.teller().meaning(signals, *element.need()));
}

void read_restart(Element& element) {
    const auto octet = element.need();
    const std::string meaning =
        element.teller().meaning(restarts, static_cast<std::uint8_t>(*octet & 0x07U));
    element.field(restart_class, meaning);
    element.teller().topic(Topic::other, meaning);
}

// Remote operations in BER (Q.932): shown, not read.
void read_facility(Element& element) {
    const auto octet = element.need();
    element.field(profile, fmt::format("{:02X}", *octet));
    element.skip_group(*octet);
    const Octets rest = element.rest();
    if (!rest.empty()) {
        element.field(content, element.teller().say(content_text, rest.size(), hex_of(rest)));
    }
}

void read_date(Element& element) {
    const Octets parts = element.rest();
    const auto part = [&](std::size_t i) { return parts.size() > i ? parts[i] : 0; };
    constexpr std::size_t shortest = 3;  // the time of day may be left out
    constexpr std::size_t longest = 6;
    if (parts.size() < shortest || parts.size() > longest) {
        element.wrong(words::element_ends_early, parts.size());
    }
    element.field(date, fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}:{:02}", part(0), part(1),
                                    part(2), part(3), part(4), part(5)));
}

void read_user_user(Element& element) {
    const auto octet = element.need();
    element.field(profile, fmt::format("{:02X}", *octet));
    const Octets rest = element.rest();
    if (!rest.empty()) element.field(content, quoted(rest));
}

void read_transit_network(Element& element) {
    const auto octet = element.need();
    element.field(profile, fmt::format("{:02X}", *octet));
    element.skip_group(*octet);
    element.field(network, quoted(element.rest()));
}

// Change status of NI2 and AT&T: bit 7 chooses span or channel.
void read_change_status(Element& element) {
    const auto octet = element.need();
    Teller& teller = element.teller();
    const std::string meaning = teller.meaning(services, static_cast<std::uint8_t>(*octet & 0x07U));
    element.field(scope, teller.say((*octet & 0x40U) != 0 ? one_channel : whole_span));
    element.field(new_status, meaning);
    teller.topic(Topic::other, meaning);
}

// clang-format off
constexpr ElementKind kinds[] = {
    {q931::change_status, {"change status", "状态改变"}, read_change_status},
    {q931::bearer_capability_ie, {"bearer capability", "承载能力"}, read_bearer_capability},
    {q931::cause_ie, {"cause", "原因"}, read_cause},
    {q931::connected_address_ie, {"connected address", "连接地址"}, read_connected_number},
    {q931::call_identity_ie, {"call identity", "呼叫标识"}, nullptr},
    {q931::call_state_ie, {"call state", "呼叫状态"}, read_call_state},
    {q931::channel_identification_ie, {"channel identification", "通路识别"},
     read_channel_identification},
    {q931::facility_ie, {"facility", "补充业务"}, read_facility},
    {q931::progress_ie, {"progress indicator", "进展表示语"}, read_progress},
    {q931::network_facilities_ie, {"network-specific facilities", "网络特定业务"}, nullptr},
    {q931::notification_ie, {"notification indicator", "通知表示语"}, read_notification},
    {q931::display_ie, {"display", "显示"}, read_display},
    {q931::date_ie, {"date and time", "日期和时间"}, read_date},
    {q931::keypad_ie, {"keypad facility", "键盘业务"}, read_keypad},
    {q931::signal_ie, {"signal", "信号"}, read_signal},
    {q931::connected_number_ie, {"connected number", "连接号码"}, read_connected_number},
    {q931::connected_subaddress_ie, {"connected subaddress", "连接子地址"}, read_subaddress},
    {q931::calling_number_ie, {"calling party number", "主叫号码"}, read_calling_number},
    {q931::calling_subaddress_ie, {"calling party subaddress", "主叫子地址"}, read_subaddress},
    {q931::called_number_ie, {"called party number", "被叫号码"}, read_called_number},
    {q931::called_subaddress_ie, {"called party subaddress", "被叫子地址"}, read_subaddress},
    {q931::original_called_ie, {"original called number", "原被叫号码"}, read_redirecting_number},
    {q931::redirecting_number_ie, {"redirecting number", "改发号码"}, read_redirecting_number},
    {q931::redirection_number_ie, {"redirection number", "改发至号码"}, read_redirection_number},
    {q931::transit_network_ie, {"transit network selection", "转接网选择"}, read_transit_network},
    {q931::restart_indicator_ie, {"restart indicator", "再启动表示语"}, read_restart},
    {q931::low_layer_ie, {"low layer compatibility", "低层兼容性"}, read_low_layer},
    {q931::high_layer_ie, {"high layer compatibility", "高层兼容性"}, read_high_layer},
    {q931::user_user_ie, {"user-user", "用户-用户"}, read_user_user},
};
// clang-format on
constexpr ElementKind unknown_kind{};

}  // namespace

const ElementKind& element_kind(std::uint8_t id) {
    const auto* const found = std::ranges::find(kinds, id, &ElementKind::id);
    return found == std::end(kinds) ? unknown_kind : *found;
}

}  // namespace tools::trace
