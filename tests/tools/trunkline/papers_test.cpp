// SPDX-License-Identifier: GPL-2.0-or-later
// The man page, as groff renders it; completion, as bash uses it.
#include <sstream>

#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(Papers) {
    desk::Workbench bench;

    // What Tab offers after these words, the last of which is still being typed.
    [[nodiscard]] std::string tab(const desk::Words& words) const {
        std::string typed = "trunkline";
        for (const std::string& word : words) typed += " '" + word + "'";
        const desk::Said said =
            bench.shell("set -u; cd '" + bench.file("").string() +
                        "'; source <('" TRUNKLINE_PROGRAM "' completion bash); COMP_WORDS=(" +
                        typed + "); COMP_CWORD=" + std::to_string(words.size()) +
                        "; _trunkline; echo \"${COMPREPLY[@]}\"");
        STRCMP_EQUAL("", said.err.c_str());
        return said.out.substr(0, said.out.find('\n'));
    }
};

TEST(Papers, the_man_page_renders_without_a_warning) {
    const desk::Said said = bench.shell("'" TRUNKLINE_PROGRAM "' man | groff -man -ww -z");
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    STRCMP_EQUAL("", said.err.c_str());
}

TEST(Papers, the_man_page_has_every_command_and_can_be_copied_from) {
    const desk::Said said =
        bench.shell("'" TRUNKLINE_PROGRAM "' man | groff -man -Tutf8 -P-cbou -rLL=200n");
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    for (const char* line :
         {"trunkline agent set 4001 ready --station 2001", "call transfer station destination",
          "trunkline journal tail --follow --name 'call.*'", "--kind in|out", "--token-file FILE",
          "EXIT STATUS", "trunkline-firmware", "ready|not_ready|after_call_work|logged_off",
          "trunkline watch --lang zh", "trunkline import /etc/dahdi/system.conf",
          "span show [span]", "trunkline span watch --for 5m", "line listen line [file]",
          "line tone line tone", "line digits line", "line caller-id line",
          "none|local|line|payload|remote"}) {
        CHECK_TEXT(said.out.find(line) != std::string::npos, line);
    }
}

TEST(Papers, tab_completes_commands_and_verbs) {
    STRCMP_EQUAL("agent", tab({"ag"}).c_str());
    STRCMP_EQUAL("tail dump check replay", tab({"journal", ""}).c_str());
    STRCMP_EQUAL("transfer", tab({"call", "tr"}).c_str());
    STRCMP_EQUAL("check", tab({"--json", "config", ""}).c_str());
    STRCMP_EQUAL("", tab({"queue", ""}).c_str());
    STRCMP_EQUAL("watch", tab({"wat"}).c_str());
    STRCMP_EQUAL("trace listen digits caller-id quality tone", tab({"line", ""}).c_str());
    STRCMP_EQUAL("watch", tab({"span", "w"}).c_str());
}

TEST(Papers, tab_completes_options_of_the_command_and_of_all_commands) {
    STRCMP_EQUAL("--follow", tab({"journal", "tail", "--fo"}).c_str());
    STRCMP_EQUAL("--journal", tab({"journal", "tail", "--jo"}).c_str());
    STRCMP_EQUAL("--json", tab({"call", "--js"}).c_str());
    STRCMP_EQUAL("--help", tab({"agent", "set", "--he"}).c_str());
}

TEST(Papers, tab_completes_choices) {
    STRCMP_EQUAL("ready", tab({"agent", "set", "4001", "rea"}).c_str());
    STRCMP_EQUAL("ready", tab({"agent", "set", "--station", "2001", "4001", "rea"}).c_str());
    STRCMP_EQUAL("in out", tab({"journal", "dump", "--kind", ""}).c_str());
    STRCMP_EQUAL("", tab({"agent", "set", ""}).c_str());
    STRCMP_EQUAL("bash", tab({"completion", ""}).c_str());
    STRCMP_EQUAL("remote", tab({"span", "loop", "1", "rem"}).c_str());
    STRCMP_EQUAL("en zh", tab({"watch", "--lang", ""}).c_str());
}

TEST(Papers, tab_completes_files_and_folders) {
    STRCMP_EQUAL("trunkline.toml", tab({"--config", "trunkl"}).c_str());
    STRCMP_EQUAL("voice", tab({"journal", "replay", "--journal", "vo"}).c_str());
}
