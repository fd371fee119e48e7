// SPDX-License-Identifier: GPL-2.0-or-later
// Cables between programs, with real programs at both ends.
#include "driver/board/cable_file.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "driver/board/run_folder.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;

namespace {

// Several programs wait at it, and start when it opens.
class Gate {
  public:
    Gate() { CHECK(::pipe(ends_.data()) == 0); }
    void open() {
        ::close(ends_[1]);
        ::close(ends_[0]);
    }
    bool pass() {
        ::close(ends_[1]);
        char nothing{};
        return ::read(ends_[0], &nothing, 1) == 0;  // the last writer has closed
    }

  private:
    std::array<int, 2> ends_{};
};

template <class Strand>
bool send(Strand& strand, std::uint8_t word) {
    auto* const place = strand.next_to_write();
    if (place == nullptr) return false;
    place->timeslot[5] = filled(word);
    strand.sent();
    return true;
}

// The next millisecond, or nothing if none comes for some seconds.
template <class Strand>
auto wait_for(Strand& strand) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    auto* heard = strand.take();
    while (heard == nullptr && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
        heard = strand.take();
    }
    return heard;
}

}  // namespace

TEST_GROUP(CableFile) {
    std::filesystem::path directory;

    void setup() override {
        auto name = (std::filesystem::temp_directory_path() / "cables.XXXXXX").string();
        directory = ::mkdtemp(name.data());
    }
    void teardown() override {
        std::filesystem::remove_all(directory);
        directory.clear();
    }

    // Runs `program` in a process of its own; it succeeds by returning true.
    static pid_t start(const std::function<bool()>& program) {
        const pid_t child = ::fork();
        if (child == 0) ::_exit(program() ? 0 : 1);
        return child;
    }
    static bool succeeded(pid_t child) {
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    bool says_three_words(const std::string& name, bool is_near) const {
        auto cable = open_e1_cable(directory, name);
        if (!cable) return false;
        auto& strand = is_near ? (*cable)->from_near : (*cable)->from_far;
        return send(strand, 1) && send(strand, 2) && send(strand, 3);
    }
    void check_refused(const std::string& error) {
        STRCMP_CONTAINS((directory / "office.cable").c_str(), error.c_str());
        STRCMP_CONTAINS("of this version: remove it", error.c_str());
    }
};

TEST(CableFile, two_programs_hear_each_other) {
    auto near = open_e1_cable(directory, "office");
    CHECK(static_cast<bool>(near));
    const pid_t office = start([this] {
        auto far = open_e1_cable(directory, "office");
        if (!far) return false;
        for (std::uint8_t word = 0; word < 200; ++word) {
            const auto* const heard = wait_for((*far)->from_near);
            if (heard == nullptr || heard->timeslot[5] != filled(word)) return false;
            if (!send((*far)->from_far, static_cast<std::uint8_t>(word + 1))) return false;
        }
        return true;
    });
    bool right = true;
    for (std::uint8_t word = 0; word < 200; ++word) {
        CHECK(send((*near)->from_near, word));
        const auto* const heard = wait_for((*near)->from_far);
        CHECK(heard != nullptr);
        right = right && heard->timeslot[5] == filled(static_cast<std::uint8_t>(word + 1));
    }
    CHECK(right);
    CHECK(succeeded(office));
}

TEST(CableFile, programs_that_come_at_the_same_moment_get_the_same_cable) {
    for (int round = 0; round < 40; ++round) {
        const auto name = "race" + std::to_string(round);
        Gate gate;
        const pid_t one = start([&] { return gate.pass() && says_three_words(name, true); });
        const pid_t other = start([&] { return gate.pass() && says_three_words(name, false); });
        gate.open();
        CHECK(succeeded(one));
        CHECK(succeeded(other));
        auto cable = open_e1_cable(directory, name);
        CHECK(static_cast<bool>(cable));
        LONGS_EQUAL(3, (*cable)->from_near.waiting());
        LONGS_EQUAL(3, (*cable)->from_far.waiting());
    }
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
        STRCMP_EQUAL(".cable", file.path().extension().c_str());
    }
}

TEST(CableFile, a_cable_outlives_the_programs_at_its_ends) {
    CHECK(succeeded(start([this] {
        auto cable = open_t1_cable(directory, "office");
        if (!cable || !send((*cable)->from_far, 42)) return false;
        return (*cable)->from_far.take() != nullptr;  // dies with the millisecond in its hands
    })));
    auto cable = open_t1_cable(directory, "office");
    CHECK(static_cast<bool>(cable));
    const auto* const heard = (*cable)->from_far.take();
    CHECK(heard == nullptr);
    CHECK(send((*cable)->from_far, 43));
    CHECK((*cable)->from_far.take()->timeslot[5] == filled(43));
}

TEST(CableFile, a_loop_is_a_cable_too) {
    auto one = open_loop_cable(directory, "station-201");
    auto other = open_loop_cable(directory, "station-201");
    CHECK(one && other);
    (*one)->from_near.next_to_write()->ringing = true;
    (*one)->from_near.sent();
    CHECK((*other)->from_near.take()->ringing);
}

TEST(CableFile, a_cable_of_another_kind_is_refused_with_what_to_do) {
    CHECK(static_cast<bool>(open_t1_cable(directory, "office")));
    const auto refused = open_e1_cable(directory, "office");
    CHECK_FALSE(static_cast<bool>(refused));
    check_refused(refused.error());
    STRCMP_CONTAINS("an E1 cable", refused.error().c_str());
}

TEST(CableFile, a_cable_of_another_version_is_refused) {
    CHECK(static_cast<bool>(open_loop_cable(directory, "office")));
    std::fstream file(directory / "office.cable", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(12);
    file.put(99);
    file.close();
    const auto refused = open_loop_cable(directory, "office");
    CHECK_FALSE(static_cast<bool>(refused));
    check_refused(refused.error());
}

TEST(CableFile, a_file_that_is_no_cable_or_cut_short_is_refused) {
    std::ofstream(directory / "office.cable") << "hello";
    const auto no_cable = open_e1_cable(directory, "office");
    CHECK_FALSE(static_cast<bool>(no_cable));
    check_refused(no_cable.error());
    std::filesystem::remove(directory / "office.cable");
    CHECK(static_cast<bool>(open_e1_cable(directory, "office")));
    std::filesystem::resize_file(directory / "office.cable", 4096);
    const auto cut = open_e1_cable(directory, "office");
    CHECK_FALSE(static_cast<bool>(cut));
    check_refused(cut.error());
}

TEST(CableFile, is_laid_by_whoever_comes_first_and_not_by_who_asks) {
    CHECK_FALSE(is_laid(directory, "office"));
    CHECK_FALSE(is_laid(directory / "nowhere", "office"));
    CHECK_FALSE(std::filesystem::exists(directory / "nowhere"));
    CHECK(static_cast<bool>(open_e1_cable(directory, "office")));
    CHECK(is_laid(directory, "office"));
}

TEST(CableFile, makes_its_folder_if_that_is_not_there) {
    CHECK(static_cast<bool>(open_e1_cable(directory / "missing", "office")));
    CHECK(std::filesystem::exists(directory / "missing" / "office.cable"));
    remove_run_folder(directory / "missing");
}

TEST(CableFile, where_no_folder_can_be_the_technician_is_told) {
    std::ofstream(directory / "file") << "hello";
    const auto nowhere = open_e1_cable(directory / "file", "office");
    CHECK_FALSE(static_cast<bool>(nowhere));
    STRCMP_CONTAINS("cannot make the run folder", nowhere.error().c_str());
}

TEST(CableFile, a_name_cannot_lead_out_of_the_directory) {
    CHECK_FALSE(static_cast<bool>(open_e1_cable(directory, "../office")));
    CHECK_FALSE(static_cast<bool>(open_e1_cable(directory, "")));
}
