// SPDX-License-Identifier: GPL-2.0-or-later
// What can be done without a running center: checking, compiling, and being told to start it.
#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

using desk::has;

TEST_GROUP(Offline) {
    desk::Workbench bench;

    void prompts() const {
        CHECK_EQUAL(0, bench.trunkline({"prompts", "compile"}).code);
    }
};

TEST(Offline, a_good_configuration_is_called_good) {
    prompts();
    const desk::Said said = bench.trunkline({"config", "check"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    CHECK_TEXT(has(said.out, ": good: 33 lines, 1 menus, 1 queues, 2 agents; digest "),
               said.out.c_str());
    const auto json = host_bridge::parse_json(bench.trunkline({"config", "check", "--json"}).out);
    CHECK(json && json->at("ok") == true && json->at("lines") == 33);
}

TEST(Offline, the_example_is_called_good) {
    std::filesystem::copy_file(TRUNKLINE_SOURCE "/tools/config/example.toml",
                               bench.file("trunkline.toml"),
                               std::filesystem::copy_options::overwrite_existing);
    for (const char* menu : {"welcome.vxml", "wait.vxml"}) {
        std::filesystem::copy_file(std::string(TRUNKLINE_SOURCE "/ivr_dsp/dialog/menus/") + menu,
                                   bench.file(menu),
                                   std::filesystem::copy_options::overwrite_existing);
    }
    prompts();
    const desk::Said said = bench.trunkline({"config", "check"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
}

TEST(Offline, mistakes_are_told_one_a_line_on_standard_error_and_end_with_3) {
    prompts();
    bench.write("trunkline.toml", bench.read("trunkline.toml") + "[host]\nrecord = 1\n");
    bench.write("welcome.vxml",
                "<vxml version='2.1' xmlns='http://www.w3.org/2001/vxml'>\n<form><block><prompt>"
                "<audio src='helo'/></prompt></block></form></vxml>");
    const desk::Said said = bench.trunkline({"config", "check"});
    CHECK_EQUAL(3, said.code);
    STRCMP_EQUAL("", said.out.c_str());
    CHECK_TEXT(has(said.err,
                   "trunkline.toml:34: [host] record: no such setting: did you mean "
                   "records?\nwelcome.vxml:2: "),
               said.err.c_str());
    const auto json = host_bridge::parse_json(bench.trunkline({"--json", "config", "check"}).out);
    CHECK(json && json->at("ok") == false && json->at("errors").size() == 2);
}

TEST(Offline, a_menu_that_is_no_xml_is_told_by_file_and_line) {
    prompts();
    bench.write("welcome.vxml", "<vxml><form></vxml>");
    const desk::Said said = bench.trunkline({"config", "check"});
    CHECK_EQUAL(3, said.code);
    CHECK_TEXT(said.err.starts_with("welcome.vxml:1: "), said.err.c_str());
}

TEST(Offline, without_a_prompt_bank_the_check_says_how_to_make_it) {
    const desk::Said said = bench.trunkline({"config", "check"});
    CHECK_EQUAL(3, said.code);
    CHECK_TEXT(has(said.err, "make it with: trunkline prompts compile"), said.err.c_str());
}

TEST(Offline, a_prompt_bank_that_was_put_back_alone_ends_the_check_with_3) {
    prompts();
    const std::string before = bench.read("state/prompts.bank");
    std::filesystem::copy_file(bench.file("voice/hello.wav"), bench.file("voice/more.wav"));
    prompts();
    CHECK_EQUAL(0, bench.trunkline({"config", "check"}).code);
    bench.write("state/prompts.bank", before);
    const desk::Said said = bench.trunkline({"config", "check"});
    CHECK_EQUAL(3, said.code);
    CHECK_TEXT(has(said.err, "state/prompts.bank: is not the one that "), said.err.c_str());
    CHECK_TEXT(has(said.err, "make both again with: trunkline prompts compile\n"),
               said.err.c_str());
    const auto json = host_bridge::parse_json(bench.trunkline({"config", "check", "--json"}).out);
    CHECK(json && json->at("ok") == false && json->at("errors").size() == 1);
}

TEST(Offline, prompts_are_compiled_and_counted) {
    const desk::Said said = bench.trunkline({"prompts", "compile", "--json"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    const auto json = host_bridge::parse_json(said.out);
    CHECK(json && json->at("prompts") == 1 && json->at("music") == 1 && json->at("seconds") == 1);
    CHECK(std::filesystem::exists(bench.file("state/prompts.bank")));
}

TEST(Offline, recordings_that_are_not_there_are_told) {
    std::filesystem::remove_all(bench.file("voice"));
    for (const desk::Words& words : {
             desk::Words{"prompts", "compile"},
             desk::Words{"run"        }
    }) {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(3, said.code);
        CHECK_TEXT(has(said.err, "trunkline.toml:4: [prompts] folder: "), said.err.c_str());
    }
}

TEST(Offline, who_asks_a_center_that_is_not_running_is_told_how_to_start_it) {
    for (const desk::Words& words : {
             desk::Words{"queue"},
             desk::Words{    "call",  "end", "1"},
             desk::Words{ "link",  "--json"}
    }) {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(1, said.code);
        STRCMP_EQUAL("", said.out.c_str());
        CHECK_TEXT(has(said.err, "trunkline: no host answers at "), said.err.c_str());
        CHECK_TEXT(has(said.err, "start it with trunkline run\n"), said.err.c_str());
    }
}

TEST(Offline, a_configuration_that_is_not_there_is_told) {
    const desk::Said said =
        bench.shell("trunkline_config=" + bench.file("nix.toml").string() +
                    "; TRUNKLINE_CONFIG=$trunkline_config " TRUNKLINE_PROGRAM " agent");
    CHECK_EQUAL(1, said.code);
    CHECK_TEXT(has(said.err, "nix.toml: cannot be read: is it there, and readable"),
               said.err.c_str());
}

TEST(Offline, who_asks_elsewhere_needs_an_address_and_a_token_that_can_be_read) {
    bench.write("token", "0123456789abcdef\n");
    bench.write("empty", "");
    const auto asked = [&](const std::string& host, const std::string& token) {
        const desk::Said said =
            bench.trunkline({"queue", "--host", host, "--token-file", bench.file(token).string()});
        CHECK_EQUAL(1, said.code);
        return said.err;
    };
    CHECK(has(asked("127.0.0.1:http", "token"), "\"http\" is no port: write ADDRESS:PORT"));
    CHECK(has(asked("127.0.0.1:70000", "token"), "\"70000\" is no port"));
    CHECK(has(asked("127.0.0.1:1", "nix"), "nix: no token can be read there"));
    CHECK(has(asked("127.0.0.1:1", "empty"), "empty: no token can be read there"));
    CHECK(has(asked("127.0.0.1:1", "token"), "no host answers at 127.0.0.1 port 1"));
    CHECK(has(asked("[::1]:1", "token"), "no host answers at ::1 port 1"));
    const desk::Said said = bench.trunkline({"queue", "--host", "127.0.0.1"});
    CHECK_EQUAL(1, said.code);
    CHECK(has(said.err, "--host needs --token-file"));
}

TEST(Offline, a_journal_that_is_not_there_is_told) {
    for (const char* verb : {"tail", "dump", "replay"}) {
        const desk::Said said = bench.trunkline({"journal", verb});
        CHECK_EQUAL(1, said.code);
        CHECK_TEXT(has(said.err, "no journal here"), said.err.c_str());
    }
}

// A whole card of a carrier's line, and one that is not understood.
TEST(Offline, a_dahdi_installation_becomes_a_configuration_and_remarks) {
    bench.write("system.conf",
                "span=1,1,0,ccs,hdb3,crc4\nbchan=1-15,17-31\ndchan=16\n"
                "loadzone=uk\ndefaultzone=uk\n");
    bench.write("chan_dahdi.conf",
                "[channels]\nswitchtype=euroisdn\nsignalling=pri_cpe\nchannel => 1-15,17-31\n");
    const std::string system = bench.file("system.conf");
    const std::string channels = bench.file("chan_dahdi.conf");
    const std::string made = bench.file("made.toml");
    desk::Said said = bench.trunkline({"import", system, channels, "-o", made});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    STRCMP_EQUAL("", (said.out + said.err).c_str());
    CHECK_TEXT(has(bench.read("made.toml"), "id = 1\nline = \"e1\"\nswitch = \"euroisdn\"\n"),
               bench.read("made.toml").c_str());
    said = bench.trunkline({"import", system, channels, "-o", made});
    CHECK_EQUAL(1, said.code);
    CHECK_TEXT(has(said.err, "made.toml: is there already"), said.err.c_str());

    bench.write("system.conf", bench.read("system.conf") + "fxoks=32-35\n");
    said = bench.trunkline({"--json", "import", system, channels});
    CHECK_EQUAL(3, said.code);
    const auto json = host_bridge::parse_json(said.out);
    CHECK_TEXT(json && json->at("spans") == 1 && json->at("remarks").size() == 1, said.out.c_str());
    CHECK(json->at("remarks")[0].at("line") == 6);

    said = bench.trunkline({"import", bench.file("nothing")});
    CHECK_EQUAL(1, said.code);
    CHECK_TEXT(has(said.err, "nothing: cannot be read"), said.err.c_str());
}
