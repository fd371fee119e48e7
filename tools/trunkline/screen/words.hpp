// SPDX-License-Identifier: GPL-2.0-or-later
// The words of the whole-screen view, always in both languages.
#pragma once

#include "tools/trace/phrase.hpp"

namespace tools::screen::words {

using trace::Phrase;

// the bars at the top and the bottom
inline constexpr Phrase firmware_runs{"firmware running", "固件运行中"};
inline constexpr Phrase firmware_away{"FIRMWARE AWAY", "固件未运行"};
inline constexpr Phrase keys{"q quit  j/k span  Enter more", "q 退出  j/k 选中继  Enter 详情"};
inline constexpr Phrase keys_opened{"q quit  j/k span  Esc back", "q 退出  j/k 选中继  Esc 返回"};
inline constexpr Phrase legend{". idle  r ringing  T talking  x out  D D-channel",
                               ". 空闲  r 振铃  T 通话  x 停用  D D信道"};
inline constexpr Phrase too_small{"This screen is too small: make it 60 by 12 or larger.",
                                  "屏幕太小：至少需要 60 列 12 行。"};

// titles
inline constexpr Phrase span{"SPAN", "中继"};
inline constexpr Phrase state{"STATE", "状态"};
inline constexpr Phrase d_channel{"D", "D信道"};
inline constexpr Phrase slips{"SLIPS", "滑码"};
inline constexpr Phrase timeslots{"TIMESLOTS", "时隙"};
inline constexpr Phrase alarms{"ALARMS", "告警"};
inline constexpr Phrase calls{"CALLS", "呼叫"};
inline constexpr Phrase queues{"QUEUES", "队列"};
inline constexpr Phrase agents{"AGENTS", "座席"};
inline constexpr Phrase of{"of", "/"};
inline constexpr Phrase none{"none", "无"};

// states
inline constexpr Phrase up{"up", "正常"};
inline constexpr Phrase down{"down", "断开"};
inline constexpr Phrase alarm{"alarm", "告警"};
inline constexpr Phrase no_board{"no board", "无板卡"};
inline constexpr Phrase d_channel_looped{"D looped", "D信道环回"};
inline constexpr Phrase equal_sides{"equal sides", "两端同侧"};
inline constexpr Phrase no_d_channel{"no D-channel", "D信道断"};
inline constexpr Phrase loop{"loop", "环回"};
inline constexpr Phrase since{"since", "自"};
inline constexpr Phrase waiting{"waiting", "等待"};
inline constexpr Phrase longest{"longest", "最长"};
inline constexpr Phrase abandoned{"abandoned", "放弃"};

// counters of an opened span
inline constexpr Phrase slips_since{"slips", "滑码"};
inline constexpr Phrase crc_errors{"CRC errors", "CRC错误"};
inline constexpr Phrase framing_errors{"framing errors", "帧错误"};
inline constexpr Phrase far_end_errors{"far end errors", "远端错误"};
inline constexpr Phrase bad_frames{"bad frames", "坏帧"};
inline constexpr Phrase call{"call", "呼叫"};
inline constexpr Phrase quarter{"this quarter of an hour", "本刻钟"};

// agents' states, in the order of pbx::AgentState
inline constexpr Phrase agent_states[] = {
    {"logged off",      "已签出"   },
    {"not ready",       "未就绪"   },
    {"ready",           "就绪"      },
    {"reserved",        "已预占"   },
    {"ringing",         "振铃"      },
    {"talking",         "通话"      },
    {"after-call work", "话后处理"},
};

}  // namespace tools::screen::words
