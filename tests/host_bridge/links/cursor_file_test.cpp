// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/cursor_file.hpp"

#include <fstream>
#include <string>

#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

TEST_GROUP(CursorFiles) {
    support::ScratchDirectory directory;
    CursorFile file{directory.path() / "smdr.cursor"};
    SerialCursor cursor{1, 20, 7, 492'389};

    void holds(const std::string& text) {
        std::ofstream(directory.path() / "smdr.cursor") << text;
    }
    std::string text() {
        std::ifstream in(directory.path() / "smdr.cursor");
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

TEST(CursorFiles, comes_back_as_it_was_saved) {
    CHECK(!*file.load());
    CHECK(!!file.save(cursor));
    CHECK(**file.load() == cursor);
    cursor.number = 21;
    CHECK(!!file.save(cursor));
    CHECK(**file.load() == cursor);
}

TEST(CursorFiles, any_damage_is_noticed) {
    CHECK(!!file.save(cursor));
    const std::string good = text();
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string damaged = good;
        damaged[i] = damaged[i] == '1' ? '2' : '1';
        holds(damaged);
        CHECK_TEXT(!file.load(), damaged.c_str());
        holds(good.substr(0, i));
        CHECK_TEXT(!file.load(), good.substr(0, i).c_str());
    }
    holds(good);
    CHECK(!!file.load());
}

TEST(CursorFiles, a_directory_that_is_not_there_is_an_error) {
    CursorFile lost{directory.path() / "none" / "smdr.cursor"};
    CHECK(!*lost.load());
    CHECK(!lost.save(cursor));
}

TEST(CursorFiles, a_kill_at_any_instant_leaves_a_whole_one) {
    for (int round = 0; round < 20; ++round) {
        support::Child child([&] {
            for (SerialCursor one = cursor;; ++one.number) (void)file.save(one);
            return 0;
        });
        (void)support::soon([&] { return static_cast<bool>(file.load()) && *file.load(); });
        usleep(static_cast<useconds_t>(500 + round * 137));
        child.kill();
        const auto loaded = file.load();
        if (!loaded) FAIL(loaded.error().c_str());
        CHECK((**loaded).number >= cursor.number);
    }
}

}  // namespace host_bridge
