// SPDX-License-Identifier: GPL-2.0-or-later
// A technician's instruments on the lines of a real, small center: what is recorded is read back
// with libsndfile, what is sent comes back through a looped span.
#include <algorithm>
#include <array>
#include <regex>
#include <sstream>

#include <sndfile.h>

#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using host_bridge::Json;

namespace {

// A recording as another program reads it.
struct Recording {
    int format{};
    int channels{};
    std::int64_t frames{};
    std::array<std::vector<double>, 2> side;  // left, right

    explicit Recording(const std::filesystem::path& path) {
        SF_INFO info{};
        SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
        CHECK_TEXT(file != nullptr, sf_strerror(nullptr));
        format = info.format;
        channels = info.channels;
        frames = info.frames;
        CHECK_EQUAL(8000, info.samplerate);
        std::vector<short> samples(static_cast<std::size_t>(frames * channels));
        CHECK_EQUAL(frames, sf_readf_short(file, samples.data(), frames));
        sf_close(file);
        for (std::size_t i = 0; i < samples.size(); ++i) side.at(i % 2).push_back(samples[i]);
    }
};

}  // namespace

TEST_GROUP(Line) {
    desk::Workbench bench;

    void setup() override {
        bench.switch_on();
    }
    void teardown() override {
        CHECK_EQUAL_TEXT(0, bench.switch_off(), bench.read("center.err").c_str());
    }
    void done(const desk::Words& words) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        STRCMP_EQUAL("done\n", said.out.c_str());
    }
    void refused(const desk::Words& words, const char* sentence) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(1, said.code);
        STRCMP_CONTAINS(sentence, said.err.c_str());
    }
    [[nodiscard]] std::string wav() const {
        return bench.file("call.wav").string();
    }
    [[nodiscard]] support::Child listening(const desk::Words& more) const {
        desk::Words words{"line", "listen", "1/17", wav()};
        words.insert(words.end(), more.begin(), more.end());
        support::Child child = bench.start("listen", words);
        CHECK(support::soon([&] { return bench.read("call.wav").size() > 1000; }));
        return child;
    }
};

TEST(Line, what_it_hears_is_recorded_to_the_millisecond_with_its_level) {
    done({"line", "tone", "1/17", "1020", "--level", "-13", "--for", "10s"});
    const desk::Said said = bench.trunkline({"line", "listen", "1/17", wav(), "--for", "2s"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    STRCMP_CONTAINS("line 1/17: 2000 ms in ", said.err.c_str());
    const Recording recording(wav());
    CHECK_EQUAL(SF_FORMAT_WAV | SF_FORMAT_ALAW, recording.format);
    CHECK_EQUAL(2, recording.channels);
    CHECK_EQUAL(16'000, recording.frames);
    DOUBLES_EQUAL(-13, support::dbm0_at(recording.side[1], 1020), 0.1);
    DOUBLES_EQUAL(1020, support::frequency_near(recording.side[1], 1020), 0.5);
    CHECK(support::dbm0_at(recording.side[0], 1020) < -60);  // nobody says anything
    done({"line", "tone", "1/17", "sweep", "--for", "0"});
}

TEST(Line, in_a_looped_span_the_milliwatt_comes_back_as_it_was_sent) {
    done({"span", "loop", "1", "local", "--for", "1m"});
    done({"line", "tone", "1/17", "milliwatt", "--for", "10s"});
    CHECK(support::soon([&] {
        const desk::Said said =
            bench.trunkline({"line", "listen", "1/17", wav(), "--for", "1s", "--meter", "--json"});
        std::istringstream lines(said.out);
        std::string line;
        std::getline(lines, line);
        const auto first = host_bridge::parse_json(line);
        CHECK_TEXT(first && first->at("ms") == 100, said.out.c_str());
        const double from = first->at("from").at("rmsDbm0").get<double>();
        DOUBLES_EQUAL(0, first->at("to").at("rmsDbm0").get<double>(), 0.01);
        return from > -0.01 && from < 0.01;
    }));
}

TEST(Line, digits_sent_are_heard_when_they_come_back) {
    done({"span", "loop", "1", "local", "--for", "1m"});
    CHECK(support::soon(
        [&] { return bench.trunkline({"span"}).out.find("LOS") == std::string::npos; }));
    const desk::Said said =
        bench.trunkline({"line", "digits", "1/17", "--for", "3s", "--send", "159D#", "--json"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    std::string digits;
    int ended = 0;
    std::int64_t last_ms = 0;
    std::istringstream lines(said.out);
    for (std::string line; std::getline(lines, line);) {
        const Json digit = *host_bridge::parse_json(line);
        if (digit.contains("lastedMs")) {
            DOUBLES_EQUAL(80, digit["lastedMs"].get<double>(), 12);
            ++ended;
            continue;
        }
        digits += digit["digit"].get<std::string>();
        DOUBLES_EQUAL(-4.9, digit["levelDbm0"].get<double>(), 0.5);
        DOUBLES_EQUAL(2, digit["twistDb"].get<double>(), 0.5);
        if (last_ms > 0) DOUBLES_EQUAL(160, digit["ms"].get<double>() - double(last_ms), 15);
        last_ms = digit["ms"].get<std::int64_t>();
    }
    STRCMP_EQUAL("159D#", digits.c_str());
    LONGS_EQUAL(5, ended);
    const desk::Said people =
        bench.trunkline({"line", "digits", "1/17", "--for", "1s", "--send", "7"});
    const std::regex told(R"(  7   -4\.\d dBm0, twist \+[12]\.\d dB, \d\d ms\n)");
    CHECK_TEXT(std::regex_search(people.out, told), people.out.c_str());
    STRCMP_CONTAINS("1 digits heard", people.err.c_str());
}

TEST(Line, register_signals_sent_are_heard_when_they_come_back) {
    done({"span", "loop", "1", "local", "--for", "1m"});
    CHECK(support::soon(
        [&] { return bench.trunkline({"span"}).out.find("LOS") == std::string::npos; }));
    const std::pair<const char*, const char*> sent[] = {
        {"r1",         "*2125#"},
        {"r2_forward", "1F0"   }
    };
    for (const auto& [code, digits] : sent) {
        const desk::Said said = bench.trunkline(
            {"line", "digits", "1/17", "--for", "2s", "--code", code, "--send", digits});
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        std::string heard;
        std::istringstream lines(said.out);
        const std::regex told(R"(.*  (.)  +-\d+\.\d dBm0, (\d+) ms)");
        for (std::string line; std::getline(lines, line);) {
            std::smatch parts;
            CHECK_TEXT(std::regex_match(line, parts, told), line.c_str());
            heard += parts[1];
            const bool is_kp = parts[1] == "*";
            const int sent_ms = std::string_view(code) == "r1" ? (is_kp ? 100 : 68) : 150;
            DOUBLES_EQUAL(sent_ms, std::stod(parts[2]), is_kp ? 40 : 16);
        }
        STRCMP_EQUAL(digits, heard.c_str());
    }
    refused({"line", "digits", "1/17", "--for", "2s", "--code", "r2_backward", "--send", "1A"},
            "are no digits of r2_backward");
}

TEST(Line, who_calls_is_told_and_read_when_it_comes_back) {
    done({"span", "loop", "1", "local", "--for", "1m"});
    CHECK(support::soon(
        [&] { return bench.trunkline({"span"}).out.find("LOS") == std::string::npos; }));
    for (const char* standard : {"bell202", "v23", "bell202_sdmf"}) {
        const desk::Said said =
            bench.trunkline({"line", "caller-id", "1/17", "--for", "2s", "--send", "02087654321",
                             "--name", "Ann", "--standard", standard, "--json"});
        CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
        const auto told = host_bridge::parse_json(said.out);
        CHECK_TEXT(told, said.out.c_str());
        const bool has_name = std::string_view(standard) != "bell202_sdmf";
        STRCMP_EQUAL(has_name ? "mdmf" : "sdmf", told->at("form").get<std::string>().c_str());
        STRCMP_EQUAL("02087654321", told->at("number").get<std::string>().c_str());
        STRCMP_EQUAL(has_name ? "Ann" : "", told->at("name").get<std::string>().c_str());
        LONGS_EQUAL(8, told->at("sentAt").get<std::string>().size());
    }
    const desk::Said waiting =
        bench.trunkline({"line", "caller-id", "1/17", "--for", "2s", "--withheld", "--in-call"});
    STRCMP_CONTAINS("  mdmf  number withheld  name withheld", waiting.out.c_str());
    STRCMP_CONTAINS("1 messages, 0 with a wrong sum", waiting.err.c_str());
}

TEST(Line, with_a_call_is_spared_a_tone_unless_it_is_forced) {
    done({"call", "dial", "2002", "3001"});
    refused({"line", "tone", "2002", "1004", "--for", "5s"}, "line 2002 has a call");
    refused({"line", "digits", "2002", "--for", "5s", "--send", "1"}, "line 2002 has a call");
    done({"line", "tone", "2002", "1004", "--for", "1s", "--force"});
    const desk::Said listened = bench.trunkline({"line", "listen", "2002", "--for", "1s"});
    CHECK_EQUAL_TEXT(0, listened.code, listened.err.c_str());  // to listen cuts nothing
    STRCMP_CONTAINS("    0.1 s  from ", listened.out.c_str());
    const desk::Said journal = bench.trunkline({"journal", "dump", "--kind", "in"});
    STRCMP_CONTAINS("client=local", journal.out.c_str());
    STRCMP_CONTAINS("body=ListenToLine body.line=2002", journal.out.c_str());
}

TEST(Line, that_is_not_there_and_what_makes_no_sense_is_told) {
    refused({"line", "tone", "1/16", "1004", "--for", "5s"},
            "there is no line \"1/16\": trunkline line lists them");
    refused({"line", "listen", "9999", wav(), "--for", "5s"}, "there is no line \"9999\"");
    refused({"line", "tone", "1/1", "5000", "--for", "5s"}, "from 1 to 3999 Hz");
    refused({"line", "tone", "1/1", "1004", "--level", "loud", "--for", "5s"}, "is no level");
    refused({"line", "tone", "1/1", "milliwatt", "--level", "-3", "--for", "5s"}, "is 0 dBm0");
    refused({"line", "digits", "1/1", "--send", "12x", "--for", "5s"}, "are no digits");
    refused({"line", "listen", "1/1", "/no/where.wav", "--for", "5s"}, "is the folder there");
    CHECK_EQUAL(2, bench.trunkline({"line", "listen", "1/1", wav()}).code);
    CHECK_EQUAL(2, bench.trunkline({"line", "listen", "1/1", wav(), "--for", "25h"}).code);
}

TEST(Line, a_recording_whose_program_was_killed_is_valid_and_the_tap_ends_by_itself) {
    support::Child child = listening({"--for", "3s"});
    child.kill();
    const Recording recording(wav());
    CHECK(recording.frames >= 100 && recording.frames < 16'000);
    // All four can be had again when its time is over.
    std::this_thread::sleep_for(std::chrono::seconds(3));
    std::vector<support::Child> all;
    for (const char* name : {"a", "b", "c", "d"}) {
        all.push_back(
            bench.start(name, {"line", "listen", "1/1", bench.file(name).string(), "--for", "8s"}));
    }
    CHECK(support::soon([&] {
        return bench.read("a").size() > 1000 && bench.read("b").size() > 1000 &&
               bench.read("c").size() > 1000 && bench.read("d").size() > 1000;
    }));
    refused({"line", "listen", "2001", "--for", "1s"},
            "4 lines are being listened to, and more cannot be at once");
    for (support::Child& one : all) CHECK_EQUAL(0, one.wait());
    CHECK_EQUAL(64'000, Recording(bench.file("a")).frames);
}

TEST(Line, a_recording_outlives_control_and_is_whole) {
    support::Child child = listening({"--for", "4s", "--json"});
    CHECK_EQUAL(0, ::kill(std::stoi(bench.read("run/control.pid")), SIGKILL));
    CHECK_EQUAL(0, child.wait());
    const Json report = *host_bridge::parse_json(bench.read("listen.out"));
    CHECK_EQUAL(4000, report["ms"].get<int>());
    CHECK_EQUAL(0, report["missedMs"].get<int>());
    CHECK(report["whole"].get<bool>());
    CHECK_EQUAL(32'000, Recording(wav()).frames);
    CHECK(support::soon([&] { return bench.trunkline({"system"}).code == 0; }));
}

TEST(Line, a_recording_ends_with_the_firmware_and_keeps_what_was_heard) {
    support::Child child = listening({"--for", "1m"});
    CHECK_EQUAL(0, ::kill(std::stoi(bench.read("run/firmware.pid")), SIGKILL));
    CHECK_EQUAL(1, child.wait());
    STRCMP_CONTAINS("the firmware has gone", bench.read("listen.err").c_str());
    CHECK(Recording(wav()).frames >= 100);
    desk::Said again;
    for (int tries = 0; tries < 10; ++tries) {
        again = bench.trunkline({"line", "listen", "1/1", "--for", "1s"});
        if (again.code == 0) return;
    }
    FAIL(again.err.c_str());
}

TEST(Line, ctrl_c_ends_the_tap_and_the_file) {
    support::Child child = listening({"--for", "1h"});
    child.send(SIGINT);
    CHECK_EQUAL(0, child.wait());
    CHECK(Recording(wav()).frames < 60L * 8000);
}

// On the center's own machine only: a ring in memory is no recording elsewhere.
TEST(Line, listening_elsewhere_is_refused_with_the_remedy) {
    refused({"line", "listen", "1/1", "--for", "1s", "--host", "192.0.2.7"}, "by ssh");
}

TEST(Line, how_good_it_is_is_told_in_words_as_json_and_again_and_again) {
    done({"line", "tone", "1/17", "1020", "--level", "-13", "--for", "30s"});
    const desk::Said said = bench.trunkline({"line", "quality", "1/17"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    STRCMP_CONTAINS("line 1/17: no call, measured for 1.", said.out.c_str());
    STRCMP_CONTAINS("none (echo_tail = 0)", said.out.c_str());
    STRCMP_CONTAINS("to the line     -13.", said.out.c_str());  // a late millisecond is silence
    const desk::Said object = bench.trunkline({"line", "quality", "2001", "--json"});
    CHECK_EQUAL_TEXT(0, object.code, object.err.c_str());
    const Json told = host_bridge::parse_json(object.out).value_or(Json());
    STRCMP_EQUAL("idle", told.at("quality").at("canceller").get<std::string>().c_str());
    CHECK_EQUAL(32, told.at("quality").value("tailMs", 0));
    // Five seconds of sound to a line from which nothing comes are called poor.
    const desk::Said watched =
        bench.trunkline({"line", "quality", "1/17", "--watch", "--for", "7s", "--lang", "zh"});
    CHECK_EQUAL_TEXT(3, watched.code, watched.err.c_str());
    CHECK(std::ranges::count(watched.out, '\n') >= 2);
    STRCMP_CONTAINS("发往线路: -13.", watched.out.c_str());
    refused({"line", "quality", "1/99"}, "there is no line \"1/99\"");
}
