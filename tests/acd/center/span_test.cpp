// SPDX-License-Identifier: GPL-2.0-or-later
// Spans that fail: who is told, what becomes of calls, which way others go.
#include <string>

#include "acd/center/control.hpp"
#include "pbx/journal/describe.hpp"
#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;

namespace {

driver::SpanStatus span_well(std::uint16_t span = 1) {
    driver::SpanStatus status;
    status.span = {span};
    status.signalling_up = true;
    return status;
}

driver::SpanStatus signal_lost(std::uint16_t span = 1) {
    auto status = span_well(span);
    status.loss_of_signal = true;
    return status;
}

// Trunks 5 to 9 are of span 2.
acd::CenterConfig two_spans() {
    acd::CenterConfig config = small_center();
    std::vector<pbx::Line> lines = config.lines.all();
    for (std::size_t i = 5; i < 10; ++i) lines[i].device.span = {2};
    config.lines = pbx::LineBook(lines);
    return config;
}

std::string alarms_told(const std::vector<pbx::Event>& events) {
    std::string told;
    for (const auto& event : events) {
        const auto* alarm = std::get_if<pbx::AlarmChanged>(&event);
        if (alarm == nullptr) continue;
        if (!told.empty()) told += " ";
        told += (alarm->active ? "+" : "-") + std::string(alarm->alarm.view());
    }
    return told;
}

}  // namespace

TEST_GROUP(Span) {
    Story story{two_spans()};

    // The board is well and has been so for a while.
    void setup() override {
        says(span_well(1));
        says(span_well(2));
        story.waits(10s);
    }
    void says(const pbx::UpBody& body) {
        story.tells(pbx::FromFirmware{0, body});
    }
    void tells_alarms(const char* expected) const {
        STRCMP_EQUAL(expected, alarms_told(story.events).c_str());
    }
    std::string last_words() const {
        return story.last<pbx::AlarmChanged>().text;
    }
    // What the firmware says of the lines of a span that fails or is well again.
    void lines_of(std::uint16_t span, bool in_service) {
        for (std::uint16_t i = 0; i < 5; ++i) {
            const LineId line{static_cast<std::uint16_t>((span - 1) * 5 + i)};
            says(pbx::LineService{line, in_service});
        }
    }
    LegId dials_out(std::string_view station = "2001", std::string_view number = "95551234") {
        const LegId leg = story.station_lifts(station);
        story.presses(leg, number);
        story.waits(5s);
        return leg;
    }
};

// ── alarms ──────────────────────────────────────────────────────────────────────────────────────

TEST(Span, that_loses_its_signal_is_an_alarm_once_and_is_over_once) {
    says(signal_lost());
    tells_alarms("+span.1.los");
    STRCMP_EQUAL("span 1: loss of signal (LOS): nothing arrives; check the cable and the far end",
                 last_words().c_str());
    says(signal_lost());  // as every report does
    story.waits(12s);
    says(span_well());
    says(span_well());
    tells_alarms("+span.1.los -span.1.los");
    STRCMP_EQUAL("span 1: loss of signal (LOS): over after 12 s: the span is well again",
                 last_words().c_str());
}

TEST(Span, with_other_defects_says_so_by_their_names) {
    auto status = span_well(2);
    status.loss_of_frame = true;
    says(status);
    STRCMP_CONTAINS("span 2: loss of frame alignment (LOF)", last_words().c_str());
    status.loss_of_frame = false;
    status.alarm_indication = true;
    says(status);
    tells_alarms("+span.2.lof -span.2.lof +span.2.ais");
    STRCMP_CONTAINS("ask the carrier", last_words().c_str());
}

TEST(Span, whose_far_end_does_not_hear_us_is_an_alarm_if_it_lasts_half_a_second) {
    auto status = span_well();
    status.remote_alarm = true;
    says(status);
    story.waits(400ms);
    says(span_well());
    story.waits(10s);
    tells_alarms("");
    says(status);
    story.waits(500ms);
    tells_alarms("+span.1.rai");
}

TEST(Span, whose_d_channel_is_down_is_an_alarm_if_the_line_is_good_and_it_lasts) {
    auto status = span_well();
    status.signalling_up = false;
    says(status);
    story.waits(3s);
    tells_alarms("");
    story.waits(1s);
    tells_alarms("+span.1.d_channel");
    STRCMP_CONTAINS("side, switch and d_channel", last_words().c_str());
    says(span_well());
    tells_alarms("+span.1.d_channel -span.1.d_channel");
}

TEST(Span, without_a_signal_has_no_second_alarm_for_its_d_channel) {
    auto status = signal_lost();
    says(status);
    status.signalling_up = false;
    says(status);
    story.waits(60s);
    status.loss_of_signal = false;
    says(status);  // the D-channel comes back after the line
    story.waits(2s);
    says(span_well());
    story.waits(60s);
    tells_alarms("+span.1.los -span.1.los");
}

TEST(Span, whose_board_is_pulled_out_has_that_alarm_and_no_other) {
    auto status = span_well();
    status.no_board = true;
    status.board_trouble = driver::BoardTrouble::held;
    says(status);
    status.signalling_up = false;
    says(status);
    story.waits(60s);
    tells_alarms("+span.1.board");
    STRCMP_CONTAINS("span 1: no board: another program or driver has it", last_words().c_str());
    status.no_board = false;  // its D-channel comes later
    says(status);
    story.waits(2s);
    says(span_well());
    tells_alarms("+span.1.board -span.1.board");
}

TEST(Span, whose_d_channel_is_looped_or_has_two_equal_sides_says_so_and_what_to_do) {
    auto status = span_well();
    status.signalling_up = false;
    status.link_trouble = driver::LinkTrouble::looped;
    says(status);
    story.waits(60s);
    tells_alarms("+span.1.looped");
    STRCMP_CONTAINS("take out the loop", last_words().c_str());
    status.link_trouble = driver::LinkTrouble::same_side;
    says(status);
    tells_alarms("+span.1.looped -span.1.looped +span.1.side");
    STRCMP_CONTAINS("set `side` to the other one", last_words().c_str());
    says(span_well());
    tells_alarms("+span.1.looped -span.1.looped +span.1.side -span.1.side");
}

TEST(Span, that_slips_more_often_than_the_limit_is_an_alarm_until_an_hour_was_much_better) {
    auto status = span_well();
    const auto slips = [&](unsigned count) {
        for (unsigned i = 0; i < count; ++i) {
            ++status.slips;
            says(status);
        }
    };
    slips(30);
    story.waits(61min);
    slips(30);
    tells_alarms("");
    slips(1);
    tells_alarms("+span.1.slips");
    STRCMP_CONTAINS("span 1: more than 30 within an hour: slips", last_words().c_str());
    slips(16);
    story.waits(60min);
    tells_alarms("+span.1.slips");  // better, but not good
    slips(15);
    story.waits(60min);
    tells_alarms("+span.1.slips -span.1.slips");
    STRCMP_CONTAINS("had 15 in the last hour", last_words().c_str());
}

TEST(Span, counts_bad_frames_likewise_and_none_from_before_it_was_watched) {
    auto status = span_well(2);
    status.bad_frames = 60;
    says(status);
    tells_alarms("");
    status.bad_frames = 61;
    says(status);
    tells_alarms("+span.2.bad_frames");
    story.firmware_dies();
    story.firmware_comes(2);
    status.bad_frames = 5000;  // of hours that nobody counted
    says(status);
    story.waits(60min);
    tells_alarms("+span.2.bad_frames -span.2.bad_frames");
}

// A board needs a moment to see what is wrong.
TEST(Span, that_has_no_signal_before_and_after_the_firmwares_death_has_one_alarm) {
    says(signal_lost());
    story.firmware_dies();
    story.waits(3s);
    story.firmware_comes(2);
    auto status = span_well();
    status.signalling_up = false;
    says(status);
    story.waits(2500ms);
    says(signal_lost());
    story.waits(60s);
    tells_alarms("+span.1.los");
    says(span_well());
    tells_alarms("+span.1.los -span.1.los");
}

TEST(Span, that_is_well_when_the_firmware_is_back_ends_its_alarm) {
    says(signal_lost());
    story.firmware_dies();
    story.firmware_comes(2);
    says(span_well());
    story.waits(4900ms);
    tells_alarms("+span.1.los");
    story.waits(200ms);
    tells_alarms("+span.1.los -span.1.los");
}

// ── what a replay remembers ─────────────────────────────────────────────────────────────────────

namespace {

// Control and its journal in memory; a second control is told the first one's records.
struct Life final : acd::Journal {
    acd::Control control{
        [](const pbx::Configured& configured) -> driver::Result<acd::CenterConfig> {
            return configured.digest == "small" ? small_center() : two_spans();
        },
        *this};
    std::vector<std::pair<Ticks, pbx::In>> records;
    std::vector<pbx::Event> events;
    Ticks now{1000};

    void append(Ticks at, const pbx::In& record) override { records.emplace_back(at, record); }
    void append(Ticks, const pbx::Event& event) override { events.push_back(event); }

    void takes(const pbx::In& record) { CHECK(bool{control.take(now, record)}); }
    void says(const pbx::UpBody& body) { takes(pbx::FromFirmware{++sequence_, body}); }
    void begins() {
        takes(pbx::Began{1, 42, "test"});
        takes(pbx::Configured{"two", {}});
        says(pbx::Attached{1, 0, 0});
        says(span_well(1));
        says(span_well(2));
        waits(10s);
    }
    void waits(Ticks time) {
        const Ticks until = now + time;
        while (control.next_deadline() && *control.next_deadline() <= until) {
            now = *control.next_deadline();
            control.advance(now);
        }
        now = until;
    }
    // Takes up where `other` was killed: told its records from `from` on.
    void takes_up(const Life& other, std::size_t from) {
        for (std::size_t i = from; i < other.records.size(); ++i) {
            now = other.records[i].first;
            CHECK(bool{control.take(now, other.records[i].second)});
        }
        now = other.now;
        sequence_ = other.sequence_;
    }
    void rests() {
        CHECK(control.at_rest());
        takes(control.rested());
    }

  private:
    std::uint64_t sequence_{};
};

}  // namespace

TEST(Span, alarms_outlive_control_and_are_told_once) {
    Life first;
    first.begins();
    first.says(signal_lost());
    Life second;
    second.takes_up(first, 0);
    STRCMP_EQUAL("+span.1.los", alarms_told(second.events).c_str());
    second.takes(pbx::Resumed{"test"});
    second.says(signal_lost());  // the report
    second.waits(60s);
    second.says(span_well());
    STRCMP_EQUAL("+span.1.los -span.1.los", alarms_told(second.events).c_str());
}

TEST(Span, alarms_are_part_of_what_a_resting_center_remembers) {
    Life first;
    first.begins();
    first.says(signal_lost());
    auto slipping = span_well(2);
    for (slipping.slips = 1; slipping.slips <= 31; ++slipping.slips) first.says(slipping);
    STRCMP_EQUAL("+span.1.los +span.2.slips", alarms_told(first.events).c_str());
    first.waits(30s);
    const std::size_t rest = first.records.size();
    first.rests();
    Life second;
    second.takes_up(first, rest);
    CHECK(pbx::fields_of(pbx::In{first.control.rested()}) ==
          pbx::fields_of(pbx::In{second.control.rested()}));
    for (Life* life : {&first, &second}) {
        life->events.clear();
        life->says(signal_lost());
        life->waits(12s);
        life->says(span_well());
        life->waits(61min);
        STRCMP_EQUAL("-span.1.los -span.2.slips", alarms_told(life->events).c_str());
    }
    CHECK_EQUAL(first.records.size() - rest, second.records.size());
}

TEST(Span, that_is_no_longer_configured_has_no_alarm) {
    Life life;
    life.begins();
    life.says(signal_lost(2));
    life.waits(10s);
    life.takes(pbx::Configured{"small", {}});
    STRCMP_EQUAL("+span.2.los -span.2.los", alarms_told(life.events).c_str());
}

// ── calls ───────────────────────────────────────────────────────────────────────────────────────

TEST(Span, that_fails_under_a_caller_frees_the_agent_and_the_record_has_cause_27) {
    story.agent("4001", AgentState::ready, "2001");
    const LegId caller = story.call_arrives("8002");
    const LegId agent = *story.ringing("2001");
    story.rings(agent);
    story.answers(agent);
    story.waits(20s);
    says(signal_lost());
    lines_of(1, false);
    story.waits(6s);
    story.hangs_up(caller, Cause::destination_out_of_order);
    CHECK(story.was_let_go(agent));
    story.puts_down(agent);
    story.waits(6s);
    CHECK(AgentState::ready == story.state_of("4001"));
    const auto record = story.last<pbx::ContactEnded>();
    CHECK(Cause::destination_out_of_order == record.cause);
    CHECK(pbx::ContactOutcome::answered == record.outcome);
    CHECK(story.center().at_rest());
}

TEST(Span, that_fails_under_one_of_two_outside_parties_is_told_the_other_as_cause_27) {
    const LegId station = dials_out();
    const LegId one = *story.dialled_out();
    story.answers(one);
    story.flashes(station);
    story.waits(1s);
    story.presses(station, "95555678");
    story.waits(5s);
    const LegId other = *story.dialled_out();
    story.answers(other);
    story.hangs_up(station);  // joins the two
    CHECK(story.hear_each_other(one, other));
    story.hangs_up(one, Cause::destination_out_of_order);
    CHECK(story.was_let_go(other, Cause::destination_out_of_order));
}

TEST(Span, that_failed_is_gone_round) {
    says(signal_lost(2));
    lines_of(2, false);
    for (const std::string_view station : {"2001", "2002", "2003"}) {
        (void)dials_out(station);
        const LegId out = *story.dialled_out();
        CHECK(out.line() < LineId{5});
        story.answers(out);
    }
}

TEST(Span, that_fails_before_anybody_is_rung_costs_the_caller_nothing) {
    const LegId station = dials_out();
    const LegId first = *story.dialled_out();
    CHECK(first.line() >= LineId{5});
    // Refused in the moment of the failure: control has not heard of it yet.
    story.refuses(first, Cause::network_out_of_order);
    const auto second = story.dialled_out();
    CHECK(second.has_value() && second->line() < LineId{5});
    story.rings(*second);
    CHECK(story.hears(station, ivr_dsp::tone(ivr_dsp::Tone::ringback)));
    story.answers(*second);
    CHECK(story.hear_each_other(station, *second));
    CHECK_EQUAL(1, story.count<pbx::CallFailed>());
}

TEST(Span, that_fails_while_the_called_party_rings_ends_the_call) {
    const LegId station = dials_out();
    const LegId out = *story.dialled_out();
    story.rings(out);
    lines_of(2, false);
    story.refuses(out, Cause::destination_out_of_order);
    CHECK_FALSE(story.dialled_out().has_value());
    CHECK(story.hears(station, ivr_dsp::tone(ivr_dsp::Tone::congestion)));
}

TEST(Span, that_works_is_not_blamed_for_a_called_party_out_of_order) {
    (void)dials_out();
    story.refuses(*story.dialled_out(), Cause::destination_out_of_order);
    CHECK_FALSE(story.dialled_out().has_value());
}

TEST(Span, after_span_is_tried_three_times_at_most) {
    const LegId station = dials_out();
    for (int i = 0; i < 3; ++i) {
        CHECK(story.dialled_out().has_value());
        story.refuses(*story.dialled_out(), Cause::requested_circuit_unavailable);
    }
    CHECK_FALSE(story.dialled_out().has_value());
    CHECK(story.hears(station, ivr_dsp::tone(ivr_dsp::Tone::congestion)));
}

TEST(Span, when_all_have_failed_gives_the_caller_cause_38_and_when_all_are_busy_34) {
    lines_of(1, false);
    lines_of(2, false);
    const LegId station = dials_out("2001");
    CHECK(story.hears(station, ivr_dsp::tone(ivr_dsp::Tone::congestion)));
    story.hangs_up(station);
    CHECK(Cause::network_out_of_order == story.last<pbx::ContactEnded>().cause);
    lines_of(1, true);
    for (int i = 0; i < 5; ++i) (void)story.call_arrives("8001");
    story.hangs_up(dials_out("2002"));
    CHECK(Cause::no_circuit_available == story.last<pbx::ContactEnded>().cause);
}
