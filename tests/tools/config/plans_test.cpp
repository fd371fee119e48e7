// SPDX-License-Identifier: GPL-2.0-or-later
// What the programs take from the settings.
#include "tools/config/plans.hpp"

#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "tests/tools/config/written_file.hpp"

using namespace std::chrono_literals;

TEST_GROUP(Plan) {
    written::File file;

    // Two boards: an E1 and five stations; a T1 and one station.
    void setup() override {
        file.board +=
            "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 7\nline = \"t1\"\n"
            "side = \"network\"\ngroup = \"gateway\"\noverlap = true\nrelease_after = 2.5\n"
            "t309 = 60\nframing = \"sf\"\nanswers_loop_codes = false\nanswered_loop_lasts = 60\n"
            "slips_per_hour = 5\nbad_frames_per_hour = 0\necho_tail = 0.128\n"
            "[[board.stations]]\nnumbers = \"2100\"\necho_tail = 0.032\n";
    }
    pbx::LineBook lines() const {
        return tools::line_book(file.settings());
    }
    // Digest of the lines after a change of the file.
    std::uint64_t digest(const std::string& more = {}) const {
        written::File changed = file;
        changed.more += more;
        return tools::plant_digest(changed.settings());
    }
};

TEST(Plan, lines_are_numbered_board_by_board_spans_first) {
    const auto book = lines();
    CHECK_EQUAL(30 + 5 + 23 + 1, book.all().size());
    LONGS_EQUAL(1, book.all()[0].device.timeslot);
    LONGS_EQUAL(15, book.all()[14].device.timeslot);
    LONGS_EQUAL(17, book.all()[15].device.timeslot);  // 16 is the D-channel
    LONGS_EQUAL(31, book.all()[29].device.timeslot);
    CHECK(book.all()[30].is_station());
    CHECK(book.station("2001") == driver::LineId{30});
    CHECK(book.station("2005") == driver::LineId{34});
    LONGS_EQUAL(7, book.all()[35].device.span.value);
    LONGS_EQUAL(1, book.all()[35].device.timeslot);
    LONGS_EQUAL(23, book.all()[57].device.timeslot);  // 24 is the D-channel
    CHECK(book.station("2100") == driver::LineId{58});
    CHECK(!book.station("2006"));
}

TEST(Plan, lines_know_their_trunk_group) {
    const auto book = lines();
    STRCMP_EQUAL("public", std::string(book.all()[0].group.view()).c_str());
    STRCMP_EQUAL("gateway", std::string(book.all()[35].group.view()).c_str());
    CHECK(book.all()[30].group.empty());
    CHECK(book.has_group("gateway"));
    CHECK(!book.has_group("other"));
}

TEST(Plan, firmware_and_control_count_lines_alike) {
    const auto plan = tools::signalling_plan(file.settings(), 99);
    const auto book = lines();
    std::size_t count = 0;
    for (const pbx::SpanPlan& span : plan.spans) {
        for (const pbx::BChannel& channel : span.channels) {
            const pbx::Device& device = book[channel.line].device;
            LONGS_EQUAL(span.span.value, device.span.value);
            LONGS_EQUAL(channel.timeslot, device.timeslot);
            ++count;
        }
    }
    for (const pbx::StationPlan& station : plan.stations) {
        CHECK(book.station(station.number) == station.line);
        ++count;
    }
    CHECK_EQUAL(book.all().size(), count);
}

TEST(Plan, signalling_is_told_how_each_span_speaks) {
    const auto plan = tools::signalling_plan(file.settings(), 99);
    LONGS_EQUAL(99, plan.firmware_epoch);
    CHECK(plan.configuration == tools::plant_digest(file.settings()));
    LONGS_EQUAL(30, plan.voice_ports);
    CHECK_EQUAL(2, plan.spans.size());
    const pbx::SpanPlan& e1 = plan.spans[0];
    CHECK(e1.kind == pbx::SpanKind::e1 && e1.switch_type == pbx::SwitchType::euroisdn);
    CHECK(e1.side == pbx::Side::user && e1.law == driver::Law::alaw && !e1.overlap_receiving);
    LONGS_EQUAL(16, e1.d_timeslot);
    const pbx::SpanPlan& t1 = plan.spans[1];
    CHECK(t1.kind == pbx::SpanKind::t1 && t1.switch_type == pbx::SwitchType::ni2);
    CHECK(t1.side == pbx::Side::network && t1.law == driver::Law::ulaw && t1.overlap_receiving);
    LONGS_EQUAL(24, t1.d_timeslot);
}

TEST(Plan, stations_have_echo_cancellers_and_spans_have_those_they_are_given) {
    const auto boards = file.settings().boards;
    CHECK(!boards[0].spans[0].echo_tail.has_value());
    CHECK(!boards[0].stations[0].echo_tail.has_value());
    CHECK(boards[1].spans[0].echo_tail == ivr_dsp::EchoTail::ms128);
    CHECK(boards[1].stations[0].echo_tail == ivr_dsp::EchoTail::ms32);
}

TEST(Plan, a_canceller_that_there_is_not_is_a_mistake) {
    file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\necho_tail = 0.02 #!\n";
    file.tells(
        "[[board.span]] echo_tail: there is no canceller of 0.02 s: write 0.016, 0.032, 0.064, "
        "0.128, or 0 for none");
}

TEST(Plan, voices_in_conferences_are_left_as_they_are_unless_told_otherwise) {
    CHECK(!file.settings().conference_dbm0.has_value());
    file.more += "[ivr]\nconference_level = -19 #!\n";
    DOUBLES_EQUAL(-19, file.settings().conference_dbm0.value_or(0), 0.01);
    file.more = "[ivr]\nconference_level = -5 #!\n";
    file.tells("[ivr] conference_level: is too loud: write -30 to -10 (dBm0), or 0 for none");
}

TEST(Plan, keys_count_by_att_s_column_unless_told_otherwise) {
    DOUBLES_EQUAL(0.023, file.settings().dtmf.tolerance, 1e-9);
    CHECK(!file.settings().dtmf.beside_dial_tone);
    file.center += "dtmf = \"ntt\"\ndtmf_beside_dial_tone = true\n";
    DOUBLES_EQUAL(-26.5, file.settings().dtmf.least_tone_dbm0, 1e-9);
    CHECK(file.settings().dtmf.beside_dial_tone);
    file.center = "[center]\nperson = \"queue:sales\"\ndtmf = \"bell\" #!\n";
    file.tells(
        "[center] dtmf: \"bell\" is none of the choices: write att, ntt, denmark, australia or "
        "brazil");
}

TEST(Plan, signalling_and_the_center_are_told_what_a_failure_is) {
    const auto plan = tools::signalling_plan(file.settings(), 99);
    CHECK(plan.spans[0].release_after == 6s && plan.spans[0].timers.t309 == 30s);
    CHECK(plan.spans[1].release_after == 2500ms && plan.spans[1].timers.t309 == 60s);
    const auto boards = file.settings().boards;
    LONGS_EQUAL(30, boards[0].spans[0].limits.slips);
    LONGS_EQUAL(60, boards[0].spans[0].limits.bad_frames);
    LONGS_EQUAL(5, boards[1].spans[0].limits.slips);
    LONGS_EQUAL(0, boards[1].spans[0].limits.bad_frames);
}

TEST(Plan, spans_know_whether_they_answer_loop_codes_and_for_how_long) {
    const auto boards = file.settings().boards;
    CHECK(boards[0].spans[0].answers_loop_codes && !boards[1].spans[0].answers_loop_codes);
    CHECK(boards[0].spans[0].answered_loop_lasts == 10min);
    CHECK(boards[1].spans[0].answered_loop_lasts == 60s);
}

TEST(Plan, alarms_and_severely_errored_seconds_are_as_the_standards_have_them_or_as_written) {
    const auto span_with = [this](const std::string& lines) {
        file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\n" + lines;
        return file.settings().boards[0].spans[0];
    };
    const auto e1 = span_with("");
    CHECK(e1.alarm_times.declare == 0s && e1.alarm_times.clear == 1s);
    LONGS_EQUAL(832, e1.ses_threshold);
    const auto t1 = span_with("line = \"t1\"\n");
    CHECK(t1.alarm_times.declare == 2500ms && t1.alarm_times.clear == 1s);
    LONGS_EQUAL(320, t1.ses_threshold);
    const auto written =
        span_with("alarm_after = 3.25\nalarm_over_after = 15\nses_threshold = 300\n");
    CHECK(written.alarm_times.declare == 3250ms && written.alarm_times.clear == 15s);
    LONGS_EQUAL(300, written.ses_threshold);
}

TEST(Plan, every_country_with_tones_has_hook_times) {
    for (const std::string_view country : ivr_dsp::tone_countries()) {
        file.center =
            fmt::format("[center]\nperson = \"queue:sales\"\ncountry = \"{}\"\n", country);
        CHECK(tools::signalling_plan(file.settings(), 1).analog.hook.flash_max.count() > 0);
    }
}

TEST(Plan, the_digest_changes_with_the_lines_and_ports_and_with_nothing_else) {
    const std::uint64_t before = digest();
    CHECK(before == digest("[patience]\nring = 30\n"));
    CHECK(before == digest("[[agent]]\nname = \"4001\"\nqueues = [\"sales\"]\n"));
    CHECK(before != digest("[ivr]\nports = 31\n"));
    CHECK(before != digest("[ivr]\nconferences = 9\n"));
    CHECK(before !=
          digest("[[board]]\nkind = \"simulated\"\n[[board.stations]]\nnumbers = \"2200\"\n"));
    CHECK(before != digest("[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 9\n"));
    file.board.replace(file.board.find("2001-2005"), 9, "2002-2006");
    CHECK(before != digest());
}

TEST(Plan, a_moved_d_channel_changes_the_digest) {
    const std::uint64_t before = digest();
    file.board.replace(file.board.find("id = 1"), 6, "id = 1\nd_channel = 31");
    CHECK(before != digest());
}

// ── the dial plan ───────────────────────────────────────────────────────────────────────────────

TEST(Plan, every_inside_number_leads_where_it_belongs) {
    file.queue += "number = \"3001\"\n";
    file.more = "[[menu]]\nname = \"welcome\"\nfile = \"a.vxml\"\nnumber = \"3000\"\n";
    const pbx::DialPlan plan = tools::dial_plan(file.settings());
    const auto goes = [&](std::string_view digits, const pbx::Destination& to) {
        const pbx::Outcome outcome = plan.inside(digits);
        CHECK_TEXT(outcome.dialled == pbx::Dialled::complete, std::string(digits).c_str());
        CHECK_TEXT(outcome.to == to, std::string(digits).c_str());
    };
    for (const char* station : {"2001", "2002", "2003", "2004", "2005", "2100"}) {
        goes(station, pbx::ToStation{station});
    }
    goes("3000", pbx::ToMenu{"welcome"});
    goes("3001", pbx::ToQueue{"sales"});
    goes("*114001#", pbx::ToFeature{pbx::Feature::log_in, "4001"});
    goes("*12", pbx::ToFeature{pbx::Feature::log_out, {}});
    goes("*13", pbx::ToFeature{pbx::Feature::ready, {}});
    goes("*14", pbx::ToFeature{pbx::Feature::not_ready, {}});
    CHECK(plan.inside("2006").dialled == pbx::Dialled::wrong);
}

TEST(Plan, callers_reach_what_incoming_says) {
    file.more =
        "[dialling]\noutside_group = \"gateway\"\n"
        "[[incoming]]\ndnis = \"8001\"\nto = \"queue:sales\"\n"
        "[[incoming]]\ndnis = \"8xxx\"\nto = \"release:1\"\n"
        "[[incoming]]\ndnis = \"9.\"\nto = \"number:5551234\"\n";
    const pbx::DialPlan plan = tools::dial_plan(file.settings());
    CHECK(plan.incoming("8001") == pbx::Destination{pbx::ToQueue{"sales"}});
    CHECK(plan.incoming("8002") ==
          pbx::Destination{pbx::ToRelease{pbx::Cause::unallocated_number}});
    const pbx::Destination outside = pbx::ToNumber{"5551234", "gateway"};
    CHECK(plan.incoming("9123") == outside);
    CHECK(!plan.incoming("7000"));
}
