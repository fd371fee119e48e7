// SPDX-License-Identifier: GPL-2.0-or-later
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "tests/tools/office/office_fixture.hpp"
#include "tests/tools/office/whole_book.hpp"

#include <CppUTest/TestHarness.h>

using namespace tools::office;

namespace {

// Ten random callers against a center that answers and lets them wait; what they report.
std::vector<std::string> life_with(std::uint64_t seed) {
    SmallTown town(whole_book(), seed);
    (void)town.up();
    Chance chance(seed);
    const Traffic traffic{.calls = 10, .per_hour = 7'200, .menus = {{}}, .patience = Ticks(3'000)};
    for (auto& script : draw(traffic, chance, town.office->now())) {
        town.office->call(std::move(script));
    }
    for (int ms = 0; ms < 200'000 && !town.office->idle(); ++ms) {
        for (auto& [timeslot, call] : town.center->calls()) {
            if (call.handle == nullptr || call.answered) continue;
            town.center->answer(timeslot);
            town.center->say(timeslot, "queue-thankyou");
        }
        town.tick();
    }
    std::vector<std::string> lines;
    lines.reserve(town.witness.calls.size());
    for (const auto& call : town.witness.calls) lines.push_back(to_json(call));
    return lines;
}

}  // namespace

TEST_GROUP(Telephones) {
    SmallTown town{whole_book()};
    TinyCenter::Station& station(std::size_t i) {
        return town.center->station(i);
    }

    void setup() override {
        CHECK(town.up());
    }
    static std::vector<std::int16_t> tone(int ms) {
        std::vector<std::int16_t> samples;
        samples.reserve(static_cast<std::size_t>(ms) * 8);
        for (int n = 0; n < ms * 8; ++n) {
            samples.push_back(static_cast<std::int16_t>(
                4'000 * std::sin(2 * std::numbers::pi * 425 * n / 8'000)));
        }
        return samples;
    }
    unsigned call_in(std::vector<ScriptStep> steps) {
        const auto before = town.center->calls().size();
        town.office->call(
            {.name = "test", .ani = "5551001", .dnis = "1000", .steps = std::move(steps)});
        CHECK(town.until([&] { return town.center->calls().size() > before; }));
        const auto timeslot = town.center->calls().rbegin()->first;
        town.center->answer(timeslot);
        town.run(50);
        return timeslot;
    }
    bool finished() {
        return town.until([this] { return town.office->idle(); }, 200'000);
    }
};

TEST(Telephones, an_unanswered_bell_ends_and_is_reported) {
    station(0).ring = true;
    CHECK(town.until([this] { return town.phones[0]->ringing(); }));
    town.run(1'000);
    station(0).ring = false;
    CHECK(town.until([this] { return !town.phones[0]->ringing(); }));
    CHECK(finished());
    CHECK_FALSE(town.witness.uses.front().lifted_at.has_value());
    CHECK(town.witness.uses.front().rang_at.has_value());
    LONGS_EQUAL(1, town.witness.count(NoticeKind::ring_stopped));
}

TEST(Telephones, the_pause_of_a_ring_cadence_is_no_end_of_ringing) {
    for (int i = 0; i < 3; ++i) {
        station(0).ring = true;
        town.run(1'000);
        station(0).ring = false;
        town.run(4'000);
    }
    CHECK(town.phones[0]->ringing());
    LONGS_EQUAL(1, town.witness.count(NoticeKind::rang));
}

TEST(Telephones, an_agent_logs_in_with_a_code_after_dial_tone) {
    auto& agent = town.office->add_agent(*town.phones[0], {.login_code = "*112001"});
    CHECK(town.until([this] { return station(0).lifted; }));
    station(0).line->say(tone(1'500));
    CHECK(town.until([this] { return station(0).line->digits() == "*112001"; }));
    station(0).line->shut_up();
    town.center->station(0).line->say(whole_book().samples(*whole_book().find("agent-loginok")));
    CHECK(town.until([this] { return !station(0).lifted; }));
    CHECK(agent.logged_in());
}

TEST(Telephones, an_agent_transfers_by_recall_and_digits) {
    town.office->add_agent(
        *town.phones[0],
        {
            .reaction = Ticks(500), .transfer = AgentScript::Transfer{Ticks(1'000), "2002"}
    });
    const auto timeslot = call_in({ExpectAnswer{}, Queue{}, Talk{Ticks(500)}, ExpectRelease{}});
    station(0).ring = true;
    CHECK(town.until([this] { return station(0).lifted; }));
    station(0).ring = false;
    TinyCenter::connect(town.line(timeslot), *station(0).line);
    CHECK(town.until([this] { return station(0).opened == 1; }));
    int open_ms = 0;
    while (!station(0).lifted && open_ms < 500) {
        town.tick();
        ++open_ms;
    }
    CHECK(open_ms >= 99 && open_ms <= 101);
    town.line(timeslot).passes_on(nullptr);
    station(0).line->passes_on(nullptr);
    station(0).line->say(tone(1'500));
    CHECK(town.until([this] { return station(0).line->digits() == "2002"; }));
    CHECK(town.until([this] { return !station(0).lifted; }));
    town.center->release(timeslot, 16);
    CHECK(finished());
    STRCMP_EQUAL("f2002", town.witness.uses.front().dialled.c_str());
    CHECK(town.witness.calls.front().verdict == Verdict::passed);
}

TEST(Telephones, a_hole_in_one_direction_is_counted_by_the_one_who_missed_it) {
    town.office->add_agent(*town.phones[0], {.reaction = Ticks(100), .talk = Ticks(3'000)});
    const auto timeslot = call_in({ExpectAnswer{}, Queue{}, Talk{Ticks(1'000)}, ExpectRelease{}});
    station(0).ring = true;
    CHECK(town.until([this] { return station(0).lifted; }));
    station(0).ring = false;
    TinyCenter::connect(town.line(timeslot), *station(0).line);
    town.run(1'000);
    town.line(timeslot).mute_ms = 8;
    CHECK(town.until([this] { return !station(0).lifted; }));
    town.center->release(timeslot, 16);
    CHECK(finished());
    const auto& caller = town.witness.calls.front().conversations.front();
    LONGS_EQUAL(8, caller.missed.count());
    LONGS_EQUAL(0, caller.they_missed.count());
    const auto& agent = town.witness.uses.front().conversations.front();
    LONGS_EQUAL(0, agent.missed.count());
    LONGS_EQUAL(8, agent.they_missed.count());
}

// A sound is over when it has been missed for a quarter of a second: the next caller may have the
// timeslot by then.
TEST(Telephones, an_agent_has_talked_to_the_caller_who_was_there_not_to_the_next_on_that_timeslot) {
    town.office->add_agent(*town.phones[0], {.reaction = Ticks(100), .talk = Ticks(5'000)});
    const auto timeslot = call_in({ExpectAnswer{}, Queue{}, Talk{Ticks(1'000)}, HangUp{}});
    const auto there_is_a_call = [&] { return town.center->calls()[timeslot].handle != nullptr; };
    station(0).ring = true;
    CHECK(town.until([this] { return station(0).lifted; }));
    station(0).ring = false;
    TinyCenter::connect(town.line(timeslot), *station(0).line);
    // All others are taken by callers who wait for an answer.
    for (int other = 0; other < 29; ++other) {
        town.office->call(
            {.name = "other", .ani = "5551003", .dnis = "1000", .steps = {ExpectAnswer{}}});
    }
    CHECK(town.until([&] { return !there_is_a_call(); }));
    town.office->call({.name = "next", .ani = "5551002", .dnis = "1000", .steps = {HangUp{}}});
    CHECK(town.until(there_is_a_call, 200));
    CHECK(finished());
    STRCMP_EQUAL("call 1", town.witness.uses.front().conversations.front().with.c_str());
}

TEST(Telephones, a_second_caller_who_overhears_a_conversation_is_a_cross_connection) {
    town.office->add_agent(*town.phones[0], {.reaction = Ticks(100), .talk = Ticks(4'000)});
    const auto first = call_in({ExpectAnswer{}, Queue{}, Talk{Ticks(1'000)}, ExpectRelease{}});
    const auto second = call_in({ExpectAnswer{}, Queue{}, Talk{Ticks(500)}, ExpectRelease{}});
    station(0).ring = true;
    CHECK(town.until([this] { return station(0).lifted; }));
    station(0).ring = false;
    TinyCenter::connect(town.line(first), *station(0).line);
    town.line(second).passes_on(station(0).line.get());
    CHECK(town.until([this] { return !station(0).lifted; }));
    town.center->release(first, 16);
    town.center->release(second, 16);
    CHECK(finished());
    for (const auto& call : town.witness.calls) {
        if (call.timeslot == first) {
            CHECK(call.verdict == Verdict::passed);
        } else {
            CHECK(call.verdict == Verdict::cross_connected);
            CHECK(call.wrong_partner > Ticks(3'000));
        }
    }
    LONGS_EQUAL(1, town.office->summary().cross_connections);
    CHECK_FALSE(town.office->summary().all_well());
}

TEST(Telephones, who_hears_only_the_own_voice_is_wrongly_connected) {
    town.phones[0]->lift();
    town.phones[0]->talk(true);
    station(0).line->passes_on(station(0).line.get());
    town.run(2'000);
    town.phones[0]->hang_up();
    CHECK(finished());
    CHECK(town.witness.uses.front().wrong_partner > Ticks(1'000));
}

TEST(Telephones, orders_that_make_no_sense_are_ignored_and_counted) {
    auto& phone = *town.phones[0];
    phone.hang_up();
    phone.flash();
    CHECK_FALSE(phone.dial("1"));
    LONGS_EQUAL(2, phone.surprises());
    phone.lift();
    CHECK_FALSE(phone.dial("x"));
    CHECK(phone.dial("1"));
}

TEST_GROUP(Determinism){};

TEST(Determinism, the_same_seed_gives_the_same_report_and_another_seed_another) {
    const auto once = life_with(5);
    LONGS_EQUAL(10, once.size());
    CHECK(once == life_with(5));
    CHECK(once != life_with(6));
}

TEST_GROUP(T1Span){};

TEST(T1Span, a_t1_with_ni2_comes_up_and_carries_a_call_on_one_of_23_channels) {
    pbx::use_virtual_time(1, Ticks(1'000'000));
    driver::T1Cable cable;
    Witness witness;
    Office office(whole_book(), {.tones = *TonePlan::of_country("us")}, witness);
    office.add_t1(cable, {.span = {3}, .type = SwitchType::ni2});
    TinyCenter center(cable, whole_book());
    const auto tick = [&] {
        office.tick();
        pbx::set_virtual_time(Ticks(1'000'000) + office.now());
        center.tick();
    };
    for (int ms = 0; ms < 3'000 && !office.ready(); ++ms) tick();
    CHECK(office.ready());
    office.call({
        .name = "t1",
        .ani = "5551001",
        .dnis = "1000",
        .steps = {ExpectAnswer{}, ExpectPrompt{"vm-goodbye"}}
    });
    bool said = false;
    for (int ms = 0; ms < 20'000 && witness.calls.empty(); ++ms) {
        tick();
        if (said || center.calls().empty()) continue;
        center.answer(center.calls().begin()->first);
        center.say(center.calls().begin()->first, "vm-goodbye");
        said = true;
    }
    LONGS_EQUAL(1, witness.calls.size());
    STRCMP_EQUAL("", witness.calls[0].why.c_str());
    CHECK(witness.calls[0].verdict == Verdict::passed);
    LONGS_EQUAL(3, witness.calls[0].span);
}
