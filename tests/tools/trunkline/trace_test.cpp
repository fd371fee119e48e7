// SPDX-License-Identifier: GPL-2.0-or-later
// line trace and trace capture: at a center that runs, at one that is dead, at a trace brought from
// elsewhere.
#include "pbx/signalling/trace/trace_file.hpp"
#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using desk::has;

TEST_GROUP(Trace) {
    desk::Workbench bench;

    static std::size_t lines_of(const std::string& text) {
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }
    // SABMEs we have sent on these spans, in this order.
    void sent_on(const std::vector<std::uint16_t>& spans) const {
        const auto ring = pbx::open_trace(bench.file("brought.ring"));
        CHECK(static_cast<bool>(ring));
        driver::Frame frame{
            .span = {    },
              .size = 3, .octets = { 0x00, 0x01, 0x7F}
        };
        for (const std::uint16_t span : spans) {
            frame.span = driver::SpanId{span};
            (*ring)->write(frame, pbx::TraceDirection::sent, pbx::Side::user, driver::Ticks{1});
        }
    }
    [[nodiscard]] desk::Said brought(desk::Words words) const {
        words.insert(words.end(), {"--ring", bench.file("brought.ring").string()});
        return bench.trunkline(words);
    }
};

TEST(Trace, without_one_the_technician_is_told_who_makes_it) {
    for (const desk::Words& words : {
             desk::Words{"line",     "trace"                 },
             desk::Words{ "trace", "capture", bench.file("x").string()}
    }) {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(1, said.code);
        CHECK_TEXT(has(said.err, "trace.ring: no frame has been traced here: the firmware makes"),
                   said.err.c_str());
    }
}

TEST(Trace, the_last_ones_of_a_span_are_shown) {
    sent_on({1, 2, 1, 2, 1});
    CHECK_EQUAL(5U, lines_of(brought({"line", "trace"}).out));
    CHECK_EQUAL(2U, lines_of(brought({"line", "trace", "--last", "2"}).out));
    const desk::Said second = brought({"line", "trace", "--span", "2"});
    CHECK_EQUAL(2U, lines_of(second.out));
    CHECK(has(second.out, "  span 2  out  SABME P\n") && !has(second.out, "span 1"));
    CHECK(has(brought({"line", "trace", "--lang", "zh"}).out, "  中继 1  发  SABME P\n"));
    CHECK(has(brought({"line", "trace", "-v"}).out, "control: SABME P\n"));
    const auto json = host_bridge::parse_json(brought({"line", "trace", "-n1", "--json"}).out);
    CHECK(json && json->at("number") == 5 && json->at("frame") == "SABME");
    const desk::Said none = brought({"line", "trace", "--span", "9"});
    CHECK_EQUAL(0, none.code);
    STRCMP_EQUAL("trunkline: no frame of span 9 is in the trace\n", none.err.c_str());
}

TEST(Trace, what_is_written_while_somebody_follows_is_shown) {
    sent_on({1});
    support::Child follower = bench.start(
        "follow", {"line", "trace", "--follow", "--ring", bench.file("brought.ring").string()});
    CHECK(support::soon([&] { return lines_of(bench.read("follow.out")) == 1; }));
    sent_on({7});
    CHECK(support::soon([&] { return has(bench.read("follow.out"), "span 7  out  SABME P\n"); }));
    follower.send(SIGTERM);
    CHECK_EQUAL(0, follower.wait());
}

TEST(Trace, a_capture_goes_on_for_as_long_as_it_was_told) {
    sent_on({1, 2});
    const std::string file = bench.file("lines.pcapng").string();
    const desk::Said said = brought({"trace", "capture", file, "--json"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    const auto json = host_bridge::parse_json(said.out);
    CHECK(json && json->at("frames") == 2 && json->at("file") == file);
    const auto size = std::filesystem::file_size(file);
    support::Child longer = bench.start("longer", {"trace", "capture", file, "--for", "1h",
                                                   "--ring", bench.file("brought.ring").string()});
    CHECK(support::soon([&] { return std::filesystem::file_size(file) == size; }));
    sent_on({3});
    CHECK(support::soon([&] { return std::filesystem::file_size(file) > size; }));
    longer.send(SIGTERM);
    CHECK_EQUAL(0, longer.wait());
    STRCMP_CONTAINS("lines.pcapng: 3 frames", bench.read("longer.err").c_str());
}

TEST(Trace, a_capture_that_cannot_be_written_is_told) {
    sent_on({1});
    for (const char* file : {"/dev/full", "nowhere/lines.pcapng"}) {
        const desk::Said said = brought({"trace", "capture", file});
        CHECK_EQUAL(1, said.code);
        CHECK_TEXT(has(said.err, "cannot be written"), said.err.c_str());
    }
    const desk::Said said = brought({"trace", "capture", "lines.pcapng", "--for", "soon"});
    CHECK_EQUAL(2, said.code);
    CHECK_TEXT(has(said.err, "\"soon\" is no time: write 10s, 5m or 1h"), said.err.c_str());
}

TEST(Trace, a_center_can_be_asked_while_it_runs_and_when_all_of_it_is_dead) {
    CHECK_EQUAL(0, bench.trunkline({"prompts", "compile"}).code);
    bench.switch_on();
    // Nobody is at the other end of the span.
    CHECK(support::soon([&] {
        return has(bench.trunkline({"line", "trace"}).out, "  span 1  out  SABME P\n");
    }));
    CHECK_EQUAL(0, bench.switch_off());
    const desk::Said said = bench.trunkline({"line", "trace", "--json", "--last", "1"});
    CHECK_EQUAL(0, said.code);
    const auto json = host_bridge::parse_json(said.out);
    CHECK(json && json->at("frame") == "SABME");
    CHECK(json->at("time").get<std::string>() > "2024-01-01");
}
