// SPDX-License-Identifier: GPL-2.0-or-later
// Where a run folder lies. On a machine without memory in /dev/shm it is a plain one.
#include "driver/board/run_folder.hpp"

#include <algorithm>
#include <fstream>
#include <string>

#include <unistd.h>

#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;

TEST_GROUP(RunFolder) {
    support::ScratchDirectory disk;
    bool has_memory = driver::lies_in_memory("/dev/shm") && !driver::lies_in_memory(disk.path());

    [[nodiscard]] fs::path run() const {
        return disk.path() / "run";
    }
    [[nodiscard]] static fs::path home_of(const fs::path& folder) {
        std::string name = folder.string();
        std::ranges::replace(name, '/', ':');
        return "/dev/shm/trunkline" + name;
    }
    static void is_made(const fs::path& folder) {
        const auto made = driver::make_run_folder(folder);
        CHECK_TEXT(made, made ? "" : made.error().c_str());
        std::ofstream(folder / "socket") << "here";
        CHECK(fs::exists(folder / "socket"));
    }
};

TEST(RunFolder, lies_in_memory_though_the_center_is_on_a_disk) {
    is_made(run());
    CHECK_EQUAL(driver::lies_in_memory("/dev/shm"), driver::lies_in_memory(run()));
    if (has_memory) CHECK(home_of(run()) == fs::read_symlink(run()));
}

TEST(RunFolder, stays_as_it_is_if_it_is_there) {
    is_made(run());
    CHECK_TRUE(driver::make_run_folder(run()));
    CHECK(fs::exists(run() / "socket"));
}

TEST(RunFolder, of_ones_own_stays_where_it_is) {
    fs::create_directory(run());
    is_made(run());
    CHECK(!fs::is_symlink(run()));
}

TEST(RunFolder, by_a_link_of_ones_own_stays_where_it_is) {
    fs::create_directory(disk.path() / "elsewhere");
    fs::create_directory_symlink(disk.path() / "elsewhere", run());
    is_made(run());
    CHECK(fs::exists(disk.path() / "elsewhere" / "socket"));
}

TEST(RunFolder, of_ones_own_in_memory_is_not_taken_for_that_of_a_copied_center) {
    if (!has_memory) return;
    const fs::path own = "/dev/shm/trunkline-" + disk.path().filename().string();
    fs::create_directory(own);
    fs::create_directory_symlink(own, run());
    is_made(run());
    CHECK(fs::exists(own / "socket"));
    fs::remove_all(own);
}

TEST(RunFolder, is_made_anew_after_the_machine_started_again) {
    is_made(run());
    if (!has_memory) return;
    fs::remove_all(home_of(run()));  // memory has forgotten it, the disk has not
    is_made(run());
    CHECK(driver::lies_in_memory(run()));
}

TEST(RunFolder, is_another_one_for_a_copied_center) {
    is_made(run());
    const fs::path copy = disk.path() / "copy" / "run";
    fs::create_directory(copy.parent_path());
    fs::copy(run(), copy, fs::copy_options::copy_symlinks | fs::copy_options::recursive);
    std::ofstream(run() / "of the first") << "here";
    CHECK_TRUE(driver::make_run_folder(copy));
    CHECK(!fs::exists(copy / "of the first"));
    driver::remove_run_folder(copy);
    CHECK(fs::exists(run() / "of the first"));
}

TEST(RunFolder, may_be_named_from_here_and_with_a_slash_at_its_end) {
    const fs::path before = fs::current_path();
    fs::current_path(disk.path());
    is_made("./run/");
    fs::current_path(before);
    CHECK(fs::exists(run() / "socket"));
}

TEST(RunFolder, is_removed_with_what_its_link_leads_to) {
    is_made(run());
    driver::remove_run_folder(run());
    CHECK(!fs::exists(fs::symlink_status(run())));
    CHECK(!fs::exists(home_of(run())));
}

TEST(RunFolder, is_refused_where_a_file_has_its_name) {
    std::ofstream(run()) << "a file";
    const auto made = driver::make_run_folder(run());
    CHECK(!made);
    STRCMP_CONTAINS("cannot make the run folder", made.error().c_str());
    CHECK(!fs::exists(home_of(run())));
}

TEST(RunFolder, is_refused_if_somebody_else_had_its_name_in_memory_first) {
    if (!has_memory || ::geteuid() != 0) return;
    constexpr uid_t nobody = 65534;
    fs::create_directory(home_of(run()));
    CHECK(::chown(home_of(run()).c_str(), nobody, nobody) == 0);
    const auto made = driver::make_run_folder(run());
    CHECK(!made);
    STRCMP_CONTAINS("is somebody else's: remove it, or choose another folder",
                    made.error().c_str());
    fs::remove_all(home_of(run()));
}
