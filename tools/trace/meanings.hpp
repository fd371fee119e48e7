// SPDX-License-Identifier: GPL-2.0-or-later
// What the codes within information elements mean (Q.931 4.5).
#pragma once

#include "tools/trace/phrase.hpp"

namespace tools::trace {

// clang-format off
inline constexpr Meaning codings[] = {
    {0, {"ITU-T", "ITU-T"}}, {1, {"ISO/IEC", "ISO/IEC"}},
    {2, {"national", "国内标准"}}, {3, {"of the network", "网络专用"}},
};

// Bearer and low layer.
inline constexpr Meaning capabilities[] = {
    {0x00, {"speech", "话音"}}, {0x08, {"unrestricted digital", "不受限数字信息"}},
    {0x09, {"restricted digital", "受限数字信息"}}, {0x10, {"3.1 kHz audio", "3.1 kHz 音频"}},
    {0x11, {"unrestricted digital with tones", "带音信号的不受限数字信息"}}, {0x18, {"video", "视频"}},
};
inline constexpr Meaning transfer_modes[] = {
    {0, {"circuit", "电路方式"}}, {2, {"packet", "分组方式"}},
};
inline constexpr Meaning transfer_rates[] = {
    {0x00, {"packet mode", "分组方式"}}, {0x10, {"64 kbit/s", "64 kbit/s"}},
    {0x11, {"2 × 64 kbit/s", "2 × 64 kbit/s"}}, {0x13, {"384 kbit/s", "384 kbit/s"}},
    {0x15, {"1536 kbit/s", "1536 kbit/s"}}, {0x17, {"1920 kbit/s", "1920 kbit/s"}},
    {0x18, {"multirate", "多速率"}},
};
inline constexpr Meaning layer1_protocols[] = {
    {0x01, {"V.110", "V.110"}}, {0x02, {"G.711 µ-law", "G.711 μ 律"}},
    {0x03, {"G.711 A-law", "G.711 A 律"}}, {0x04, {"G.721", "G.721"}},
    {0x05, {"H.221 and H.242", "H.221 和 H.242"}}, {0x06, {"H.223 and H.245", "H.223 和 H.245"}},
    {0x07, {"other rate adaption", "其他速率适配"}}, {0x08, {"V.120", "V.120"}},
    {0x09, {"X.31", "X.31"}},
};
inline constexpr Meaning layer2_protocols[] = {
    {0x02, {"Q.921", "Q.921"}}, {0x06, {"X.25 LAPB", "X.25 LAPB"}},
};
inline constexpr Meaning layer3_protocols[] = {
    {0x02, {"Q.931", "Q.931"}}, {0x06, {"X.25 packet layer", "X.25 分组层"}},
};

// High layer.
inline constexpr Meaning high_layers[] = {
    {0x01, {"telephony", "电话"}}, {0x04, {"fax group 2 and 3", "2/3 类传真"}},
    {0x21, {"fax group 4", "4 类传真"}}, {0x60, {"video telephony", "可视电话"}},
    {0x61, {"video conference", "视频会议"}},
};

// Numbers.
inline constexpr Meaning number_types[] = {
    {0, {"unknown type", "类型未知"}}, {1, {"international", "国际号码"}},
    {2, {"national", "国内号码"}}, {3, {"network specific", "网络特定号码"}},
    {4, {"subscriber", "用户号码"}}, {6, {"abbreviated", "缩位号码"}},
};
inline constexpr Meaning number_plans[] = {
    {0, {"unknown plan", "编号计划未知"}}, {1, {"E.164", "E.164"}}, {3, {"X.121", "X.121"}},
    {4, {"telex", "用户电报"}}, {8, {"national plan", "国内编号计划"}},
    {9, {"private plan", "专用编号计划"}},
};
inline constexpr Meaning presentations[] = {
    {0, {"presentation allowed", "允许显示"}}, {1, {"presentation restricted", "限制显示"}},
    {2, {"number not available", "号码不可用"}},
};
inline constexpr Meaning screenings[] = {
    {0, {"user-provided, not screened", "用户提供，未鉴别"}},
    {1, {"user-provided, verified and passed", "用户提供，鉴别通过"}},
    {2, {"user-provided, verified and failed", "用户提供，鉴别未通过"}},
    {3, {"network provided", "网络提供"}},
};
inline constexpr Meaning redirections[] = {
    {0x0, {"unknown reason", "原因未知"}}, {0x1, {"busy", "遇忙"}}, {0x2, {"no reply", "无应答"}},
    {0x4, {"deflection", "呼叫偏转"}}, {0x9, {"out of order", "被叫终端故障"}},
    {0xA, {"by the called terminal", "由被叫终端"}}, {0xF, {"unconditional", "无条件"}},
};
inline constexpr Meaning subaddress_types[] = {
    {0, {"NSAP", "NSAP"}}, {2, {"user specified", "用户规定"}},
};

// The course of a call.
inline constexpr Meaning progresses[] = {
    {1, {"not end-to-end ISDN", "呼叫不是端到端 ISDN"}},
    {2, {"destination is not ISDN", "目的地不是 ISDN"}},
    {3, {"origin is not ISDN", "始发地不是 ISDN"}},
    {4, {"call has returned to the ISDN", "呼叫返回 ISDN"}},
    {8, {"in-band information available", "有带内信息"}},
    {10, {"delay at the called interface", "被叫接口延迟"}},
};
inline constexpr Meaning call_states[] = {
    {0, {"null", "空"}}, {1, {"call initiated", "呼叫始发"}}, {2, {"overlap sending", "重叠发送"}},
    {3, {"outgoing call proceeding", "去话呼叫进程"}}, {4, {"call delivered", "呼叫已交付"}},
    {6, {"call present", "呼叫出现"}}, {7, {"call received", "呼叫已接收"}},
    {8, {"connect request", "连接请求"}}, {9, {"incoming call proceeding", "来话呼叫进程"}},
    {10, {"active", "激活"}}, {11, {"disconnect request", "拆线请求"}},
    {12, {"disconnect indication", "拆线指示"}}, {15, {"suspend request", "暂停请求"}},
    {17, {"resume request", "恢复请求"}}, {19, {"release request", "释放请求"}},
    {22, {"call abort", "呼叫中止"}}, {25, {"overlap receiving", "重叠接收"}},
    {31, {"call independent service", "独立于呼叫的业务"}}, {61, {"restart request", "再启动请求"}},
    {62, {"restart", "再启动"}},
};
inline constexpr Meaning notifications[] = {
    {0x00, {"user suspended", "用户暂停"}}, {0x01, {"user resumed", "用户恢复"}},
    {0x69, {"call transferred, alerting", "呼叫转移，振铃"}},
    {0x6A, {"call transferred, active", "呼叫转移，已应答"}},
    {0x79, {"remote hold", "远端保持"}}, {0x7A, {"remote retrieval", "远端取回"}},
};
inline constexpr Meaning signals[] = {
    {0x00, {"dial tone on", "拨号音"}}, {0x01, {"ring back tone on", "回铃音"}},
    {0x02, {"intercept tone on", "截接音"}}, {0x03, {"network congestion tone on", "网络拥塞音"}},
    {0x04, {"busy tone on", "忙音"}}, {0x05, {"confirm tone on", "证实音"}},
    {0x06, {"answer tone on", "应答音"}}, {0x07, {"call waiting tone", "呼叫等待音"}},
    {0x08, {"off-hook warning tone", "摘机告警音"}}, {0x09, {"preemption tone", "预占音"}},
    {0x3F, {"tones off", "停送信号音"}}, {0x40, {"alerting on, pattern 0", "振铃方式 0"}},
    {0x4F, {"alerting off", "停止振铃"}},
};
inline constexpr Meaning restarts[] = {
    {0, {"indicated channels", "指定的通路"}}, {6, {"single interface", "单个接口"}},
    {7, {"all interfaces", "全部接口"}},
};
inline constexpr Meaning services[] = {
    {0, {"in service", "在用"}}, {1, {"maintenance", "维护"}}, {2, {"out of service", "退出服务"}},
};

// Layer 2.
inline constexpr Meaning sapis[] = {
    {0, {"call control", "呼叫控制"}}, {1, {"packet mode by Q.931", "Q.931 分组方式"}},
    {16, {"X.25", "X.25"}}, {63, {"layer 2 management", "第二层管理"}},
};
inline constexpr Meaning tei_messages[] = {
    {1, {"identity request", "标识请求"}}, {2, {"identity assigned", "标识分配"}},
    {3, {"identity denied", "标识拒绝"}}, {4, {"identity check request", "标识检查请求"}},
    {5, {"identity check response", "标识检查响应"}}, {6, {"identity remove", "标识撤消"}},
    {7, {"identity verify", "标识验证"}},
};
inline constexpr Meaning frame_rejections[] = {
    {0x1, {"control field undefined", "控制字段未定义"}},
    {0x3, {"information not permitted, or wrong length", "不允许带信息或长度错误"}},
    {0x4, {"information too long", "信息字段过长"}}, {0x8, {"N(R) out of range", "N(R) 无效"}},
};
// clang-format on

}  // namespace tools::trace
