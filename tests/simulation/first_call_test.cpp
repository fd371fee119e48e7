// SPDX-License-Identifier: GPL-2.0-or-later
// The nine steps through the whole house, on the virtual clock.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "tests/simulation/performance.hpp"
#include "tests/support/child.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/traffic.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {
namespace {

using tools::firstcall::Options;

// All segments of a center's journal, end to end.
std::string journal_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> segments;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "state" / "journal")) {
        if (entry.path().extension() == ".journal") segments.push_back(entry.path());
    }
    std::sort(segments.begin(), segments.end());
    std::string octets;
    for (const auto& segment : segments) {
        std::ifstream file(segment, std::ios::binary);
        octets.append(std::istreambuf_iterator<char>(file), {});
    }
    return octets;
}

void all_is_well(const Performance& played, std::uint32_t calls) {
    STRCMP_EQUAL("", played.trouble.c_str());
    STRCMP_EQUAL("", played.wrong.c_str());
    LONGS_EQUAL(calls, played.totals.calls);
    LONGS_EQUAL(0, played.totals.lost);
    LONGS_EQUAL(0, played.totals.stuck);
    LONGS_EQUAL(0, played.office.missed.count());
    LONGS_EQUAL(0, played.office.cross_connections);
}

}  // namespace

TEST_GROUP(FirstCall) {
    support::ScratchDirectory directory;

    Performance play_into(const char* folder, std::uint64_t seed) {
        Options options = small_center(seed);
        options.folder = directory.path() / folder;
        return play(options);
    }
};

TEST(FirstCall, callers_and_records_tell_the_same_story) {
    const Performance played = play(small_center(1));
    all_is_well(played, 40);
    CHECK(played.totals.answered >= 25);
}

// The display listens with spandsp, of which the center has nothing in this.
TEST(FirstCall, an_agent_reads_who_calls_before_the_second_ring) {
    namespace office = tools::office;
    Options options = small_center(5);
    for (unsigned i = 0; i < options.agents; ++i) {
        office::AgentScript agent;
        agent.reaction = driver::Ticks{4'000};
        options.agent_scripts.push_back(agent);
    }
    std::vector<office::CallerScript> callers;
    for (std::uint32_t i = 1; i <= 2; ++i) {
        office::CallerScript caller;
        caller.ani = tools::firstcall::ani_of(i);
        caller.dnis = tools::firstcall::service_number;
        caller.at = driver::Ticks{20'000} * i;
        caller.steps = {office::ExpectAnswer{},
                        office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"}, office::Press{"2"},
                        office::Queue{}, office::Talk{}};
        callers.push_back(caller);
    }
    const Performance played = play(options, callers);
    all_is_well(played, 2);
    LONGS_EQUAL(2, played.displayed.size());
    for (std::uint32_t i = 1; i <= 2; ++i) {
        const office::DisplayedCaller& shown = played.displayed[i - 1];
        STRCMP_EQUAL(tools::firstcall::ani_of(i).c_str(), shown.number.c_str());
        LONGS_EQUAL(8, shown.time.size());
    }
}

TEST(FirstCall, whatever_the_seed) {
    for (const std::uint64_t seed : {2U, 3U, 4U}) all_is_well(play(small_center(seed)), 40);
}

TEST(FirstCall, shows_all_nine_steps_of_every_answered_call) {
    const Performance played = play(small_center(5));
    all_is_well(played, 40);
    for (const auto& story : played.stories) {
        if (story.record->value("outcome", std::string{}) != "answered") continue;
        for (const std::size_t step : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U}) {
            CHECK_TEXT(story.seen[step - 1].has_value(),
                       fmt::format("{}: step {}", story.ani, step).c_str());
        }
    }
}

TEST(FirstCall, comes_over_a_t1_speaking_ni2_too) {
    Options options = small_center(6);
    options.t1 = true;
    const Performance played = play(options);
    all_is_well(played, 40);
    CHECK(played.totals.answered >= 25);
}

TEST(FirstCall, leaves_the_same_journal_whenever_it_is_played_from_the_same_seed) {
    all_is_well(play_into("one", 7), 40);
    all_is_well(play_into("two", 7), 40);
    all_is_well(play_into("other", 8), 40);
    const std::string journal = journal_of(directory.path() / "one");
    CHECK(journal.size() > 10'000);
    CHECK(journal == journal_of(directory.path() / "two"));
    CHECK(journal != journal_of(directory.path() / "other"));
}

TEST(FirstCall, comes_out_of_the_journal_again_record_by_record) {
    all_is_well(play_into("played", 9), 40);
    const auto journal = directory.path() / "played" / "state" / "journal";
    for (const char* command : {"check", "replay"}) {
        const std::string line = fmt::format("{} journal {} --journal {} >/dev/null", TRUNKLINE,
                                             command, journal.string());
        LONGS_EQUAL(0, std::system(line.c_str()));
    }
}

}  // namespace simulation
