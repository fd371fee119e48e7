// SPDX-License-Identifier: GPL-2.0-or-later
// Captures of simulated calls, read by tshark: nothing malformed, and every
// frame has the name we give it.
#include <sstream>
#include <vector>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using host_bridge::Json;

TEST_GROUP(Tshark) {
    desk::Workbench bench;
    std::string ring;

    // Calls on the virtual clock; their frames stay in `ring`.
    void calls(const std::string& options) {
        const std::string folder = bench.file("center").string();
        const desk::Said said =
            bench.shell(FIRSTCALL " --virtual --quiet --calls 12 --rate 1200 --seed 3 --keep '" +
                        folder + "' " + options);
        CHECK_EQUAL_TEXT(0, said.code, (said.out + said.err).c_str());
        ring = folder + "/run/trace.ring";
    }
    [[nodiscard]] std::vector<std::string> lines(const std::string& command) const {
        const desk::Said said = bench.shell("cd '" + bench.file("").string() + "'; " + command);
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        std::vector<std::string> all;
        std::istringstream text(said.out);
        for (std::string line; std::getline(text, line);) all.push_back(line);
        return all;
    }
    void capture() const {
        CHECK_EQUAL(0, bench
                           .trunkline({"trace", "capture", bench.file("lines.pcapng").string(),
                                       "--ring", ring})
                           .code);
    }
    [[nodiscard]] std::vector<Json> ours() const {
        std::vector<Json> all;
        for (const std::string& line :
             lines(TRUNKLINE_PROGRAM " line trace --json --last 100000 --ring '" + ring + "'")) {
            const auto json = host_bridge::parse_json(line);
            CHECK_TEXT(json.has_value(), line.c_str());
            all.push_back(json.value_or(Json()));
        }
        return all;
    }
    // "TEI:00 I, N(R)=0, N(S)=0 | SETUP" → "SETUP"; "TEI:00 S, func=RR, N(R)=1 | " → "RR".
    static std::string name_in(const std::string& info) {
        const auto bar = info.find(" | ");
        const std::string message = bar == std::string::npos ? "" : info.substr(bar + 3);
        if (!message.empty()) return message;
        const auto func = info.find("func=");
        CHECK_TEXT(func != std::string::npos, info.c_str());
        const std::string name = info.substr(func + 5);
        return name.substr(0, name.find_first_of(", "));
    }
    // tshark 4.0 gives messages of maintenance the names call control has for their numbers.
    static std::string as_tshark_says(const Json& frame) {
        const auto message = frame.at("message").get<std::string>();
        if (message == "SERVICE") return "CONNECT";
        if (message == "SERVICE ACKNOWLEDGE") return "CONNECT ACKNOWLEDGE";
        return message.empty() ? frame.at("frame").get<std::string>() : message;
    }
    void agree() const {
        capture();
        CHECK(lines("tshark -r lines.pcapng -Y _ws.malformed").empty());
        const auto theirs = lines(
            "tshark -r lines.pcapng -T fields -E separator=/t -e frame.interface_name -e "
            "_ws.col.Info");
        const auto all = ours();
        CHECK(all.size() > 100);
        CHECK_EQUAL(all.size(), theirs.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::istringstream line(theirs[i]);
            std::string span;
            std::string info;
            std::getline(line, span, '\t');
            std::getline(line, info);
            STRCMP_EQUAL(as_tshark_says(all[i]).c_str(), name_in(info).c_str());
            STRCMP_EQUAL(("span " + all[i].at("span").dump()).c_str(), span.c_str());
            CHECK_TEXT(all[i].at("malformed").empty(), all[i].dump().c_str());
        }
    }
};

TEST(Tshark, reads_euroisdn_as_we_do) {
    calls("");
    agree();
}

TEST(Tshark, reads_ni2_as_we_do) {
    calls("--t1");
    agree();
}
