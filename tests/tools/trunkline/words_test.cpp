// SPDX-License-Identifier: GPL-2.0-or-later
// What can be typed, and what is said to who types something else.
#include <set>

#include "tests/tools/trunkline/workbench.hpp"
#include "tools/trunkline/vocabulary.hpp"

#include <CppUTest/TestHarness.h>

using desk::has;

namespace {

void collect(const CLI::App& app, std::vector<const CLI::App*>& all) {
    all.push_back(&app);
    for (const CLI::App* inner : app.get_subcommands({})) collect(*inner, all);
}

}  // namespace

TEST_GROUP(Words) {
    desk::Workbench bench;

    void refuses(const desk::Words& words, const std::string& sentence) const {
        const desk::Said said = bench.trunkline(words);
        CHECK_EQUAL(2, said.code);
        STRCMP_EQUAL((sentence + "\n").c_str(), said.err.c_str());
        STRCMP_EQUAL("", said.out.c_str());
    }
};

TEST(Words, every_command_and_option_has_help_and_every_command_an_example) {
    tools::CommandLine line;
    CLI::App app;
    tools::add_vocabulary(app, line);
    std::vector<const CLI::App*> commands;
    collect(app, commands);
    CHECK(commands.size() > 30);
    for (const CLI::App* command : commands) {
        const std::string name = command->get_name();
        CHECK_TEXT(!command->get_description().empty(), name.c_str());
        CHECK_TEXT(has(command->get_footer(), "  trunkline"), name.c_str());
        for (const CLI::Option* option : command->get_options()) {
            CHECK_TEXT(!option->get_description().empty(),
                       (name + " " + option->get_name()).c_str());
        }
    }
}

// An example that is refused would teach the wrong words.
TEST(Words, every_example_is_understood) {
    std::vector<std::string> examples;
    {
        tools::CommandLine line;
        CLI::App app;
        tools::add_vocabulary(app, line);
        std::vector<const CLI::App*> commands;
        collect(app, commands);
        for (const CLI::App* command : commands) {
            const std::string footer = command->get_footer();
            for (auto at = footer.find("\n  trunkline"); at != std::string::npos;
                 at = footer.find("\n  trunkline", at + 1)) {
                examples.push_back(footer.substr(at + 3, footer.find('\n', at + 1) - at - 3));
            }
        }
    }
    CHECK(examples.size() > 30);
    for (const std::string& example : examples) {
        tools::CommandLine line;
        CLI::App app;
        tools::add_vocabulary(app, line);
        std::vector<const CLI::App*> commands;
        collect(app, commands);
        // Only understood, not done.
        for (const CLI::App* command : commands) {
            const_cast<CLI::App*>(command)->callback(std::function<void()>());
        }
        std::string words = example.substr(0, example.find('>')).substr(9);
        std::erase(words, '\'');
        try {
            app.parse(words);
        } catch (const CLI::ParseError& wrong) {
            FAIL((example + ": " + wrong.what()).c_str());
        }
    }
}

TEST(Words, exit_codes_are_in_the_help) {
    const desk::Said said = bench.trunkline({"--help"});
    CHECK_EQUAL(0, said.code);
    for (const std::string_view code : tools::exit_codes) {
        CHECK_TEXT(has(said.out, code), std::string(code).c_str());
    }
    STRCMP_EQUAL("", said.err.c_str());
}

TEST(Words, what_orders_something_does_not_stand_among_what_only_looks) {
    const std::string call = bench.trunkline({"call", "--help"}).out;
    CHECK_TEXT(call.find("\n  gain ") < call.find("\nLook at it:\n  show "), call.c_str());
    for (const char* noun : {"contact", "agent"}) {
        const std::string help = bench.trunkline({noun, "--help"}).out;
        CHECK_TEXT(has(help, "\nAsk it for something:\n"), help.c_str());
        CHECK_TEXT(!has(help, "Look at it"), help.c_str());
    }
    const std::string help = bench.trunkline({"--help"}).out;
    const auto looking = help.find("\nLook at it:\n");
    const auto asking = help.find("\nAsk it for something:\n");
    CHECK(looking < asking && asking < help.size());
    CHECK(help.find("\n  span ") > looking && help.find("\n  span ") < asking);
    CHECK(help.find("\n  call ") > asking);
}

TEST(Words, a_slip_of_the_hand_is_offered_the_right_word) {
    refuses({"agnet"},
            "trunkline: \"agnet\" is not understood, did you mean agent?; see trunkline "
            "--help");
    refuses({"journal", "tial"},
            "trunkline: \"tial\" is not understood, did you mean tail?; see trunkline journal "
            "--help");
    refuses({"span", "--jsno"},
            "trunkline: \"--jsno\" is not understood; see trunkline span --help");
}

TEST(Words, what_is_missing_or_senseless_is_refused_before_anything_is_asked) {
    refuses({}, "trunkline: A subcommand is required; see trunkline --help");
    refuses({"agent", "set", "4001"},
            "trunkline: state is required; see trunkline agent set --help");
    refuses({"agent", "set", "4001", "asleep"},
            "trunkline: state: asleep not in {ready,not_ready,after_call_work,logged_off}; see "
            "trunkline agent set --help");
    refuses({"call", "end", "x"},
            "trunkline: call: \"x\" is no number; see trunkline call end --help");
    refuses({"call", "end", "1234567890123456789"},
            "trunkline: call: \"1234567890123456789\" is no number; see trunkline call end --help");
    refuses({"journal", "dump", "--kind", "up"},
            "trunkline: --kind: up not in {in,out}; see trunkline journal dump --help");
}

TEST(Words, a_full_disk_behind_standard_output_is_told) {
    const desk::Said said = bench.shell(TRUNKLINE_PROGRAM " man > /dev/full");
    CHECK_EQUAL(1, said.code);
    STRCMP_CONTAINS("standard output takes no more", said.err.c_str());
}
