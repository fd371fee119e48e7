// SPDX-License-Identifier: GPL-2.0-or-later
// A trunkline.toml as somebody wrote it: good parts, of which a test replaces one or adds one. The
// wrong line is marked with #! in the test, so that tests name no line numbers.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "tools/config/tables.hpp"

#include <CppUTest/TestHarness.h>

namespace written {

struct File {
    std::string center = "[center]\nperson = \"queue:sales\"\n";
    std::string board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\n"
        "[[board.stations]]\nnumbers = \"2001-2005\"\n";
    std::string queue = "[[queue]]\nname = \"sales\"\n";
    std::string more;

    [[nodiscard]] std::string text() const { return center + board + queue + more; }
    [[nodiscard]] std::string mistakes(tools::Where where = tools::Where::anywhere) const {
        return tools::read_tolerantly(text(), "trunkline.toml", where).mistakes;
    }
    [[nodiscard]] tools::Settings settings() const {
        const auto read = tools::read_settings(text(), "trunkline.toml");
        CHECK_TEXT(!!read, read ? "" : read.error().c_str());
        return read ? *read : tools::Settings{};
    }
    // Exactly this is wrong, in the marked line.
    void tells(std::string_view what, tools::Where where = tools::Where::anywhere) const {
        const std::string all = text();
        const auto mark = all.find("#!");
        CHECK_TEXT(mark != std::string::npos, "the test marks no line");
        const auto line = 1 + std::count(all.begin(), all.begin() + static_cast<long>(mark), '\n');
        const std::string expected = fmt::format("trunkline.toml:{}: {}", line, what);
        STRCMP_EQUAL(expected.c_str(), mistakes(where).c_str());
    }
};

}  // namespace written
