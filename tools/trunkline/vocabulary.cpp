// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/vocabulary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/config/complaints.hpp"
#include "tools/program/version.hpp"
#include "tools/trunkline/completion.hpp"
#include "tools/trunkline/listings.hpp"
#include "tools/trunkline/man_page.hpp"
#include "tools/trunkline/span_words.hpp"
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

constexpr const char* running = "Run it";
constexpr const char* helping = "Help";

void add_common(CLI::App& app, CommonOptions& common) {
    app.add_option("--config", common.config, "the configuration")
        ->type_name("FILE")
        ->envname("TRUNKLINE_CONFIG")
        ->capture_default_str();
    app.add_option("--host", common.host,
                   "ask the center at ADDRESS:PORT, by its JSON link, instead of the one here")
        ->type_name("ADDRESS")
        ->envname("TRUNKLINE_HOST");
    app.add_option("--token-file", common.token_file, "for --host: holds a token of that link")
        ->type_name("FILE")
        ->envname("TRUNKLINE_TOKEN_FILE");
    app.add_flag("--json", common.json, "print JSON, for programs");
}

void add_running(CLI::App& app, CommandLine& line) {
    CLI::App* run = app.add_subcommand("run", "start the center here and keep it running");
    run->group(running);
    run->add_option("--pids", line.run.pids, "write firmware.pid, control.pid, host.pid there")
        ->type_name("FOLDER");
    run->callback([&line] { line.exit_code = run_center(line.common, line.run); });
    add_example(*run, "--config /etc/trunkline/trunkline.toml");

    CLI::App* config = app.add_subcommand("config", "the configuration")->require_subcommand(1);
    config->group(running);
    CLI::App* check = config->add_subcommand("check", "read it whole, with menus and sound banks");
    check->callback([&line] { line.exit_code = check_config(line.common); });
    add_example(*check, "--config trunkline.toml");
    add_example(*config, "check");

    CLI::App* prompts = app.add_subcommand("prompts", "recorded voices")->require_subcommand(1);
    prompts->group(running);
    CLI::App* compile =
        prompts->add_subcommand("compile", "make the prompt bank from the recordings");
    compile->callback([&line] { line.exit_code = compile_prompts(line.common); });
    add_example(*compile, "");
    add_example(*prompts, "compile");
}

// A command that lists, and may have verbs.
CLI::App* add_listing(CLI::App& app, CommandLine& line, const Listing& listing) {
    CLI::App* command = app.add_subcommand(listing.name, listing.help);
    command->group(looking)->require_subcommand(0, 1);
    command->callback([&line, command, name = listing.name] {
        if (command->get_subcommands().empty()) line.exit_code = show(line.common, name);
    });
    add_example(*command, "--json");
    return command;
}

void add_call_verbs(CLI::App& call, CommandLine& line) {
    const Word station{"station", "device", "the station's number"};
    const Word which_call{"call", "call", "which of its calls, by number", FieldKind::number};
    const Word to{"destination", "destination",
                  "a number as a station dials it, or queue:NAME, menu:NAME, station:NUMBER"};

    Verb(call, line, "answer",
         "connect a lifted station to the caller waiting for its agent (a telephone that rings "
         "is answered by lifting it)")
        .orders("call.answer")
        .needs(station)
        .may(which_call)
        .example("2001");
    Verb(call, line, "hangup", "hang up a station's part")
        .orders("call.hang_up")
        .needs(station)
        .may(which_call)
        .example("2001");
    Verb(call, line, "end", "hang up a whole call")
        .orders("call.hang_up")
        .needs({"call", "call", "the call's number", FieldKind::number})
        .example("17");
    Verb(call, line, "transfer", "send the station's caller on")
        .orders("call.transfer")
        .needs(station)
        .needs(to)
        .may(which_call)
        .example("2001 queue:support");
    Verb(call, line, "join", "join a station's two calls and take it out")
        .orders("call.transfer")
        .needs(station)
        .example("2001");
    Verb(call, line, "dial", "ring a station, then call for it")
        .orders("call.dial")
        .needs(station)
        .needs(to)
        .flag({
            "analyse", "analyse", "tell who answers: a person, a machine, a fax", FieldKind::flag
    })
        .may({"on-machine",
              "onMachine",
              "an answering machine's call (implies --analyse)",
              FieldKind::text,
              {"connect", "hang_up", "after_beep"}})
        .example("2001 913800138000 --analyse --on-machine hang_up");
    Verb(call, line, "hold", "put a station's call on hold")
        .orders("call.hold")
        .needs(station)
        .may(which_call)
        .example("2001");
    Verb(call, line, "retrieve", "take the held call back")
        .orders("call.retrieve")
        .needs(station)
        .may(which_call)
        .example("2001");
    Verb(call, line, "conference", "join a station's two calls, the station included")
        .orders("call.conference")
        .needs(station)
        .example("2001");
}

void add_contact_verbs(CLI::App& contact, CommandLine& line) {
    Verb(contact, line, "attach", "attach a piece of data to a contact")
        .orders("contact.attach")
        .needs({"contact", "contact", "the contact's number", FieldKind::number})
        .needs({"key", "key", "the data's name"})
        .needs({"value", "value", "what it says; \"\" removes it"})
        .example("12 account 4711");
}

void add_agent_verbs(CLI::App& agent, CommandLine& line) {
    const std::vector<std::string> states{"ready", "not_ready", "after_call_work", "logged_off"};
    Verb(agent, line, "set", "log in or out, ready, not ready, after-call work")
        .orders("agent.set")
        .needs({"agent", "agent", "the agent's name"})
        .needs({"state", "state", "the new state", FieldKind::text, states})
        .may({"station", "station", "where the agent sits; needed to log in"})
        .may({"reason", "reason", "of not_ready"})
        .may({"pin", "pin", "if the agent has one"})
        .example("4001 ready --station 2001");
}

void add_looking(CLI::App& app, CommandLine& line) {
    for (const Listing& listing : listings()) {
        if (!listing.under.empty()) continue;
        CLI::App* command = add_listing(app, line, listing);
        if (listing.name == "call") {
            add_call_verbs(*command, line);
            add_party_verbs(*command, line);
        }
        if (listing.name == "alarm") {
            add_language(*command, line.language);
            command->callback([&] { line.exit_code = show_alarms(line.common, line.language); });
        }
        if (listing.name == "contact") add_contact_verbs(*command, line);
        if (listing.name == "agent") add_agent_verbs(*command, line);
        if (!command->get_subcommands({}).empty()) command->group(asking);
        if (listing.name == "line") {
            add_line_trace(*command, line);
            add_line_words(*command, line);
        }
        if (listing.name == "span") add_span_words(*command, line);
    }
}

void add_watch(CLI::App& app, CommandLine& line) {
    CLI::App* watch = app.add_subcommand(
        "watch",
        "the whole center on one screen, as it changes: spans and their timeslots, alarms, calls, "
        "queues, agents (--json: an object for each change)");
    watch->group(looking);
    add_watch_time(*watch, line.watch);
    add_language(*watch, line.watch.language);
    watch->callback([&line] { line.exit_code = watch_center(line.common, line.watch); });
    add_example(*watch, "--lang zh");
}

void add_journal(CLI::App& app, CommandLine& line) {
    CLI::App* journal =
        app.add_subcommand("journal", "everything that was told and said")->require_subcommand(1);
    journal->group(reading);
    JournalOptions& options = line.journal;
    journal
        ->add_option("--journal", options.directory, "a journal's folder instead of the center's")
        ->type_name("FOLDER");
    add_example(*journal, "replay --journal incident/journal");
    const auto add = [&](const char* word, const char* help, const char* example, auto run) {
        CLI::App* command = journal->add_subcommand(word, help);
        command->callback([&line, run] { line.exit_code = run(line.common, line.journal); });
        add_example(*command, example);
        return command;
    };
    const auto choose = [&options](CLI::App* command) {
        command->add_option("--kind", options.kind, "only in or out records")
            ->check(CLI::IsMember({"in", "out"}));
        command
            ->add_option("--name", options.name, "only records of this name, or family: 'call.*'")
            ->type_name("NAME");
    };
    CLI::App* tail = add("tail", "the last records", "--follow --name 'call.*'", tail_journal);
    choose(tail);
    tail->add_option("-n,--last", options.last, "how many")
        ->type_name("NUMBER")
        ->capture_default_str();
    tail->add_flag("-f,--follow", options.follow, "and those to come");
    CLI::App* dump = add("dump", "all records, one a line", "--kind out --json", dump_journal);
    choose(dump);
    dump->add_option("--from", options.from, "number of the first out record")->type_name("NUMBER");
    add("check", "every check sum, every number, the order", "", check_journal);
    add("replay", "tell control the in records again and compare what it says",
        "--journal incident/journal", replay_journal);
}

void add_papers(CLI::App& app, CommandLine& line) {
    CLI::App* man = app.add_subcommand("man", "print the man page");
    man->group(helping);
    man->callback([&app] { fmt::print("{}", man_page(app)); });
    add_example(*man, "> /usr/local/share/man/man1/trunkline.1");
    CLI::App* completion =
        app.add_subcommand("completion", "print what makes the Tab key complete commands");
    completion->group(helping);
    completion->add_option("shell", line.shell, "for which shell")
        ->check(CLI::IsMember({"bash"}))
        ->capture_default_str();
    completion->callback([&app] { fmt::print("{}", bash_completion(app)); });
    add_example(*completion, "bash > /etc/bash_completion.d/trunkline");
}

// The command that had been understood when the first wrong word came.
const CLI::App& understood(const CLI::App& app) {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : understood(*parsed.front());
}

// Misspelled commands are offered the right word; all else as CLI11 says it.
std::string what_is_wrong(const CLI::App* app, const CLI::Error& error) {
    const CLI::App& command = understood(*app);
    const std::string help = "; see " + path_of(command) + " --help\n";
    const auto rest = app->remaining(true);
    if (rest.empty()) return std::string("trunkline: ") + error.what() + help;
    std::vector<std::string> known;
    for (const CLI::App* one : command.get_subcommands({})) known.push_back(one->get_name());
    const std::string_view meant = nearest(known, rest.front());
    const std::string offer = meant.empty() ? "" : fmt::format(", did you mean {}?", meant);
    return fmt::format("trunkline: \"{}\" is not understood{}{}", rest.front(), offer, help);
}

}  // namespace

void add_vocabulary(CLI::App& app, CommandLine& line) {
    app.name("trunkline");
    app.description("Trunkline, a call center on cards: run it, look at it, ask it.");
    app.require_subcommand(1);
    app.fallthrough();
    app.failure_message(what_is_wrong);
    app.set_version_flag("--version", std::string(version));
    app.footer(
        fmt::format("Examples:\n"
                    "  trunkline config check\n"
                    "  trunkline run\n"
                    "  trunkline span\n"
                    "  trunkline agent set 4001 ready --station 2001\n"
                    "  trunkline journal tail --follow --name 'call.*'\n"
                    "\nExit codes:\n  {}",
                    fmt::join(exit_codes, "\n  ")));
    add_common(app, line.common);
    add_running(app, line);
    add_watch(app, line);
    add_looking(app, line);
    add_journal(app, line);
    add_recording(app, line);
    add_tone(app, line);
    add_fax(app, line);
    add_mailbox(app, line);
    add_trace(app, line);
    add_twin(app, line);
    add_import(app, line);
    add_papers(app, line);
}

int obey(CLI::App& app, CommandLine& line, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return app.exit(wrong) == 0 ? 0 : wrong_usage;
    }
    return line.exit_code;
}

}  // namespace tools
