// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/report.hpp"

#include <regex>
#include <sstream>

#include <CppUTest/TestHarness.h>

TEST_GROUP(Figures) {
    bench::Figures figures;
    void measured(const std::string& name, double value, const std::string& unit = "ns") {
        figures.add({name, unit, value});
    }
    std::string printed() {
        return bench::as_lines(figures.all());
    }
};

TEST(Figures, a_figure_is_the_median_of_its_repetitions) {
    for (const double value : {9.0, 1.0, 5.0, 7.0, 100.0}) measured("bus.tick.64", value);
    DOUBLES_EQUAL(7.0, figures.all().at(0).value, 1e-9);
    DOUBLES_EQUAL(2.5, bench::median({4, 1, 2, 3}), 1e-9);
}

TEST(Figures, a_figure_without_a_peer_has_dashes) {
    measured("journal.append", 41.5);
    STRCMP_EQUAL(
        "name           value unit peer peer_value ratio\n"
        "journal.append 41.5  ns   -    -          -\n",
        printed().c_str());
}

TEST(Figures, a_peer_stands_on_the_line_of_its_figure_whichever_ran_first) {
    measured("isdn.call|libpri alone", 4000);
    measured("isdn.call", 5000);
    measured("isdn.call.busy", 1);
    STRCMP_EQUAL(
        "name           value unit peer         peer_value ratio\n"
        "isdn.call      5000  ns   libpri_alone 4000       1.250\n"
        "isdn.call.busy 1     ns   -            -          -\n",
        printed().c_str());
}

TEST(Figures, every_peer_has_a_line) {
    measured("dtmf", 2);
    measured("dtmf|a", 4);
    measured("dtmf|b", 1);
    LONGS_EQUAL(2, figures.all().size());
    DOUBLES_EQUAL(0.5, figures.all().at(0).ratio(), 1e-9);
    DOUBLES_EQUAL(2.0, figures.all().at(1).ratio(), 1e-9);
}

TEST(Figures, json_leaves_out_what_is_not_there) {
    measured("journal.append", 41.5);
    CHECK(bench::as_json(figures.all()).find("\"unit\": \"ns\"") != std::string::npos);
    CHECK(bench::as_json(figures.all()).find("peer") == std::string::npos);
}

namespace {

bool asks_for(const std::vector<std::string>& prefixes, const std::string& name) {
    return std::regex_match(name, std::regex(bench::filter_for(prefixes)));
}

}  // namespace

TEST_GROUP(MeasuredElsewhere) {
    std::istringstream lines;

    std::optional<std::vector<bench::Measured>> read(const std::string& text,
                                                     const std::vector<std::string>& prefixes) {
        lines = std::istringstream(text);
        return bench::read_measured(lines, prefixes);
    }
};

TEST(MeasuredElsewhere, figures_that_are_asked_for_are_taken_with_their_peers) {
    const std::string text = "120.5 ns board.tick.4|plain loop\n0 copies board.copies\n";
    const auto all = read(text, {});
    LONGS_EQUAL(2, all->size());
    DOUBLES_EQUAL(120.5, all->front().value, 1e-9);
    STRCMP_EQUAL("ns", all->front().unit.c_str());
    STRCMP_EQUAL("board.tick.4|plain loop", all->front().name.c_str());
    LONGS_EQUAL(1, read(text, {"board.c"})->size());
    LONGS_EQUAL(0, read(text, {"bus"})->size());
}

TEST(MeasuredElsewhere, a_line_that_is_no_figure_spoils_all) {
    CHECK_FALSE(read("1 ns bus.tick\nOops: 0002\n", {}));
    CHECK_FALSE(read("1 ns\n", {}));
}

TEST_GROUP(BenchFilter){};

TEST(BenchFilter, a_name_asks_for_all_that_begin_so) {
    CHECK(asks_for({"bus.tick"}, "bus.tick.64"));
    CHECK(asks_for({"bus.tick"}, "bus.tick.64|memcpy"));
    CHECK(asks_for({"journal", "bus"}, "bus.tick.64"));
    CHECK_FALSE(asks_for({"bus.tick"}, "the.bus.tick"));
    CHECK_FALSE(asks_for({"bus.tick"}, "bus_tick"));
}

TEST(BenchFilter, without_a_name_all_are_asked_for) {
    CHECK(asks_for({}, "anything at all"));
}
