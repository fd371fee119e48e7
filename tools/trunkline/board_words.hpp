// SPDX-License-Identifier: GPL-2.0-or-later
// Why a span has no board, in both languages; what to do about it is in its alarm's text.
#pragma once

#include <string_view>

#include "driver/board/messages.hpp"
#include "tools/trace/phrase.hpp"

namespace tools {

constexpr trace::Phrase phrase_of(driver::BoardTrouble trouble) {
    switch (trouble) {
        case driver::BoardTrouble::none:
            break;
        case driver::BoardTrouble::pulled:
            return {"pulled out", "已拔出"};
        case driver::BoardTrouble::no_driver:
            return {"no driver", "无驱动"};
        case driver::BoardTrouble::not_allowed:
            return {"not allowed", "无权限"};
        case driver::BoardTrouble::missing:
            return {"not found", "未找到"};
        case driver::BoardTrouble::held:
            return {"held by another", "被占用"};
        case driver::BoardTrouble::wrong_setup:
            return {"set up otherwise", "配置不符"};
        case driver::BoardTrouble::refused:
            return {"cannot be opened", "无法打开"};
        case driver::BoardTrouble::taken_away:
            return {"taken away", "被移除"};
        case driver::BoardTrouble::no_answer:
            return {"does not answer", "无应答"};
        case driver::BoardTrouble::unknown_version:
            return {"unknown version", "版本未知"};
        case driver::BoardTrouble::stalled:
            return {"DMA stands still", "DMA停止"};
        case driver::BoardTrouble::starting:
            return {"starting", "启动中"};
    }
    return {"", ""};
}

// By its name in host's messages; empty of one nobody knows.
constexpr trace::Phrase board_trouble(std::string_view name) {
    driver::BoardTrouble trouble{};
    return value_named(name, trouble) ? phrase_of(trouble) : trace::Phrase{"", ""};
}

}  // namespace tools
