// SPDX-License-Identifier: GPL-2.0-or-later
// What the trace says, in every language. Message names stay as the standards have them.
#pragma once

#include "tools/trace/phrase.hpp"

namespace tools::trace::words {

// ── joining ─────────────────────────────────────────────────────────────────────────────────────
inline constexpr Phrase colon{": ", "："};
inline constexpr Phrase comma{", ", "，"};
inline constexpr Phrase received{"in ", "收"};
inline constexpr Phrase sent{"out", "发"};
inline constexpr Phrase span{"span {}", "中继 {}"};
inline constexpr Phrase malformed{"malformed: ", "格式错误："};
inline constexpr Phrase no_frame{"not a frame", "无法识别的帧"};
inline constexpr Phrase unknown_code{"unknown ({})", "未知（{}）"};
inline constexpr Phrase octets{"octets", "八位组"};
inline constexpr Phrase more_octets{"further octets", "扩展八位组"};
inline constexpr Phrase none{"none", "无"};
inline constexpr Phrase empty{"empty", "空"};

// ── Q.921 ───────────────────────────────────────────────────────────────────────────────────────
inline constexpr Phrase address{"address", "地址"};
inline constexpr Phrase control{"control", "控制"};
inline constexpr Phrase information{"information", "信息"};
inline constexpr Phrase command{"command", "命令"};
inline constexpr Phrase response{"response", "响应"};
inline constexpr Phrase address_value{"SAPI {} ({}), TEI {}, {}", "SAPI {}（{}），TEI {}，{}"};
inline constexpr Phrase rejected_control{"rejected control field", "被拒绝的控制字段"};
inline constexpr Phrase rejected_state{"V(S), V(R) and C/R", "V(S)、V(R) 和 C/R"};
inline constexpr Phrase rejected_state_value{"V(S) {}, V(R) {}, the rejected was a {}",
                                             "V(S) {}，V(R) {}，被拒绝的是{}"};
inline constexpr Phrase rejected_why{"why", "原因"};
inline constexpr Phrase tei_management{"TEI management", "TEI 管理"};
inline constexpr Phrase tei_reference{"reference Ri", "参考号 Ri"};
inline constexpr Phrase tei_type{"message type", "消息类型"};
inline constexpr Phrase tei_action{"action Ai", "动作指示 Ai"};
inline constexpr Phrase tei_summary{"TEI management: {}, Ri {}, Ai {}",
                                    "TEI 管理：{}，Ri {}，Ai {}"};

// ── Q.931 ───────────────────────────────────────────────────────────────────────────────────────
inline constexpr Phrase protocol{"protocol discriminator", "协议鉴别语"};
inline constexpr Phrase call_control{"Q.931 call control", "Q.931 呼叫控制"};
inline constexpr Phrase maintenance{"maintenance (national)", "维护（国内）"};
inline constexpr Phrase call_reference{"call reference", "呼叫参考"};
inline constexpr Phrase cr{"cr {}", "呼叫参考 {}"};
inline constexpr Phrase cr_ours{"cr {} ours", "呼叫参考 {}（本端）"};
inline constexpr Phrase cr_global{"all calls", "全部呼叫"};
inline constexpr Phrase cr_none{"no call", "无呼叫"};
inline constexpr Phrase cr_by_sender{"{}, given by who sends this", "{}，由发送方分配"};
inline constexpr Phrase cr_by_receiver{"{}, given by who receives this", "{}，由接收方分配"};
inline constexpr Phrase message_type{"message type", "消息类型"};
inline constexpr Phrase locking_shift{"locking shift", "锁定移位"};
inline constexpr Phrase shift{"non-locking shift", "非锁定移位"};
inline constexpr Phrase codeset{"codeset {}", "码组 {}"};
inline constexpr Phrase more_data{"more data", "更多数据"};
inline constexpr Phrase sending_complete{"sending complete", "发送完毕"};
inline constexpr Phrase congestion_level{"congestion level", "拥塞级别"};
inline constexpr Phrase repeat_indicator{"repeat indicator", "重复指示"};
inline constexpr Phrase element{"information element 0x{:02x}", "信息单元 0x{:02x}"};
inline constexpr Phrase element_of_codeset{"information element 0x{:02x} of codeset {}",
                                           "码组 {1} 的信息单元 0x{0:02x}"};

// ── what is malformed ───────────────────────────────────────────────────────────────────────────
inline constexpr Phrase frame_too_short{"{} octets are no frame, 3 are the least",
                                        "帧只有 {} 个八位组，至少应有 3 个"};
inline constexpr Phrase wrong_address{"the address does not end with its second octet",
                                      "地址没有在第二个八位组结束"};
inline constexpr Phrase wrong_control{"control field 0x{:02x} is of no frame",
                                      "控制字段 0x{:02x} 不属于任何帧"};
inline constexpr Phrase reserved_control{"reserved bits of control field 0x{:02x} are set",
                                         "控制字段 0x{:02x} 的保留位被置位"};
inline constexpr Phrase control_cut{"the frame ends before its N(R)", "帧在 N(R) 之前结束"};
inline constexpr Phrase not_as_response{"{} cannot be a response", "{} 不能作为响应"};
inline constexpr Phrase not_as_command{"{} cannot be a command", "{} 不能作为命令"};
inline constexpr Phrase frame_has_more{"{} has {} octets more than it may", "{} 多出 {} 个八位组"};
inline constexpr Phrase frmr_cut{"FRMR has {} octets of information, not 5",
                                 "FRMR 的信息有 {} 个八位组，应为 5 个"};
inline constexpr Phrase information_too_long{"{} octets of information, 260 are the most (N201)",
                                             "信息有 {} 个八位组，最多 260 个（N201）"};
inline constexpr Phrase tei_cut{"TEI management ends after {} octets, 5 are the least",
                                "TEI 管理消息只有 {} 个八位组，至少应有 5 个"};
inline constexpr Phrase tei_foreign{"0x{:02x} is no entity of layer 2 management",
                                    "0x{:02x} 不是第二层管理实体"};
inline constexpr Phrase unknown_tei_type{"TEI management has no message type {}",
                                         "TEI 管理没有消息类型 {}"};
inline constexpr Phrase unknown_protocol{"protocol discriminator 0x{:02x} is not Q.931's",
                                         "协议鉴别语 0x{:02x} 不是 Q.931 的"};
inline constexpr Phrase message_cut{"the message ends before its type", "消息在消息类型之前结束"};
inline constexpr Phrase wrong_reference_length{"call reference of length 0x{:02x}",
                                               "呼叫参考长度为 0x{:02x}"};
inline constexpr Phrase unknown_message{"there is no message type 0x{:02x}",
                                        "没有消息类型 0x{:02x}"};
inline constexpr Phrase element_cut{"information element 0x{:02x} ends before its length",
                                    "信息单元 0x{:02x} 在长度之前结束"};
inline constexpr Phrase element_says_more{
    "information element 0x{:02x} says {} octets, {} are left",
    "信息单元 0x{:02x} 声明 {} 个八位组，只剩 {} 个"};
inline constexpr Phrase element_ends_early{
    "information element 0x{:02x} is cut short by its {} octets",
    "信息单元 0x{:02x} 只有 {} 个八位组，内容不完整"};
inline constexpr Phrase element_too_long{"information element 0x{:02x} has {} octets too many",
                                         "信息单元 0x{:02x} 多出 {} 个八位组"};
inline constexpr Phrase element_wrong_digits{
    "information element 0x{:02x} has octets that are no characters of a number",
    "信息单元 0x{:02x} 含有非号码字符"};
inline constexpr Phrase element_wrong_octet{
    "information element 0x{:02x}: octet 0x{:02x} is reserved",
    "信息单元 0x{:02x}：八位组 0x{:02x} 为保留值"};
inline constexpr Phrase mandatory_missing{"{} lacks information element 0x{:02x}, {}",
                                          "{} 缺少信息单元 0x{:02x}（{}）"};

}  // namespace tools::trace::words
