// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/vocabulary.hpp"

namespace tools {
namespace {

struct Listing {
    const char* name;
    const char* help;
};

}  // namespace

void add_running(CLI::App& app, CommandLine& line) {
    CLI::App* run = app.add_subcommand("run", "start the center here and keep it running");
    run->add_option("--pids", line.run.pids, "write firmware.pid, control.pid, host.pid there");
    run->footer("Example: trunkline --config trunkline.toml run");
    run->callback([&line] { line.exit_code = run_center(line.common, line.run); });

    CLI::App* config = app.add_subcommand("config", "the configuration")->require_subcommand(1);
    CLI::App* check = config->add_subcommand("check", "read it whole and tell every mistake");
    check->footer("Example: trunkline --config trunkline.toml config check");
    check->callback([&line] { line.exit_code = check_config(line.common); });

    CLI::App* prompts = app.add_subcommand("prompts", "recorded voices")->require_subcommand(1);
    CLI::App* compile =
        prompts->add_subcommand("compile", "make the prompt bank from the recordings");
    compile->footer("Example: trunkline prompts compile");
    compile->callback([&line] { line.exit_code = compile_prompts(line.common); });
}

void add_looking(CLI::App& app, CommandLine& line) {
    static constexpr Listing listings[] = {
        {"system",  "the center as a whole, and how punctual its tick is"},
        {"board",   "boards"                                             },
        {"span",    "spans: alarms, D-channel, slips"                    },
        {"line",    "lines: where, in service, which call"               },
        {"port",    "IVR ports"                                          },
        {"alarm",   "what needs a person"                                },
        {"contact", "customers' matters in progress"                     },
        {"queue",   "queues: who waits, what came of the others"         },
        {"link",    "links, serial lines and stores"                     },
    };
    for (const Listing& listing : listings) {
        CLI::App* command = app.add_subcommand(listing.name, listing.help);
        command->footer(std::string("Example: trunkline ") + listing.name + " --json");
        command->callback([&line, name = std::string(listing.name)] {
            line.exit_code = show(line.common, name);
        });
    }
}

namespace {

// One verb of `call` or `agent`: its words on the command line and the command they become.
struct Verb {
    const char* word;
    const char* command;
    const char* help;
    const char* example;
    std::vector<std::pair<const char*, const char*>> positionals;  // field, help
    std::vector<std::pair<const char*, const char*>> options;
};

void add_verb(CLI::App& parent, const Verb& verb, CommandLine& line) {
    CLI::App* command = parent.add_subcommand(verb.word, verb.help);
    Order& order = line.orders.emplace_back();
    order.verb = verb.command;
    order.fields.reserve(verb.positionals.size() + verb.options.size());
    for (const auto& [field, help] : verb.positionals) {
        order.fields.emplace_back(field, "");
        command->add_option(field, order.fields.back().second, help)->required();
    }
    for (const auto& [field, help] : verb.options) {
        order.fields.emplace_back(field, "");
        command->add_option(std::string("--") + field, order.fields.back().second, help);
    }
    command->footer(std::string("Example: ") + verb.example);
    command->callback([&line, &order] { line.exit_code = tools::order(line.common, order); });
}

}  // namespace

void add_asking(CLI::App& app, CommandLine& line) {
    const std::pair<const char*, const char*> station{"device", "the station's number"};
    const std::pair<const char*, const char*> call{"call", "which of its calls, by number"};
    const std::pair<const char*, const char*> to{
        "destination", "a number as a station dials it, or queue:NAME, menu:NAME, station:NUMBER"};
    CLI::App* calls = app.add_subcommand("call", "calls in progress, and what to do with them");
    calls->require_subcommand(0, 1);
    calls->footer("Examples:\n  trunkline call\n  trunkline call transfer 2001 queue:support");
    calls->callback([&line, calls] {
        if (calls->get_subcommands().empty()) line.exit_code = show(line.common, "call");
    });
    for (const Verb& verb : std::vector<Verb>{
             {"answer",
              "call.answer",                "answer what rings at a station",
              "trunkline call answer 2001",                                                                              {station},
              {call}                                                                                                                                                                                              },
             {"hangup",
              "call.hang_up",               "hang up a station's part",
              "trunkline call hangup 2001",                                                                              {station},
              {call}                                                                                                                                                                                              },
             {"end",        "call.hang_up", "hang up a whole call",                             "trunkline call end 17", {call},                                                                                {}},
             {"transfer",
              "call.transfer",              "send the station's caller on",
              "trunkline call transfer 2001 2002",                                                                       {station, to},
              {call}                                                                                                                                                                                              },
             {"join",
              "call.transfer",              "join a station's two calls and take it out",
              "trunkline call join 2001",                                                                                {station},
              {}                                                                                                                                                                                                  },
             {"dial",
              "call.dial",                  "call for a station",
              "trunkline call dial 2001 2002",                                                                           {station, to},
              {}                                                                                                                                                                                                  },
             {"hold",
              "call.hold",                  "put a station's call on hold",
              "trunkline call hold 2001",                                                                                {station},
              {call}                                                                                                                                                                                              },
             {"retrieve",
              "call.retrieve",              "take the held call back",
              "trunkline call retrieve 2001",                                                                            {station},
              {call}                                                                                                                                                                                              },
             {"conference",
              "call.conference",            "join a station's two calls, the station included",
              "trunkline call conference 2001",                                                                          {station},
              {}                                                                                                                                                                                                  },
             {"attach",
              "contact.attach",             "attach a piece of data to a contact",
              "trunkline call attach 12 account 4711",                                                                   {{"contact", "the contact's number"}, {"key", "its name"}, {"value", "what it says"}},
              {}                                                                                                                                                                                                  },
    }) {
        add_verb(*calls, verb, line);
    }
    CLI::App* agents = app.add_subcommand("agent", "agents, and their states");
    agents->require_subcommand(0, 1);
    agents->footer(
        "Examples:\n  trunkline agent\n  trunkline agent set 4001 not_ready --reason lunch");
    agents->callback([&line, agents] {
        if (agents->get_subcommands().empty()) line.exit_code = show(line.common, "agent");
    });
    add_verb(*agents,
             {
                 "set",
                 "agent.set",
                 "log in or out, ready, not ready, after-call work",
                 "trunkline agent set 4001 ready --station 2001",
                 {{"agent", "the agent's name"},
                   {"state", "ready, not_ready, after_call_work, logged_off"}},
                 { {"station", "where the agent sits; needed to log in"},
                   {"reason", "of not_ready"},
                   {"pin", "if the agent has one"}}
    },
             line);
}

void add_journal(CLI::App& app, CommandLine& line) {
    CLI::App* journal =
        app.add_subcommand("journal", "everything that was told and said")->require_subcommand(1);
    JournalOptions& options = line.journal;
    journal->add_option("--journal", options.directory,
                        "a journal's folder instead of the center's");
    journal->footer(
        "Examples:\n  trunkline journal tail --follow\n  trunkline journal replay --journal "
        "incident/journal");
    const auto add = [&](const char* word, const char* help, auto run) {
        CLI::App* command = journal->add_subcommand(word, help);
        command->fallthrough();
        command->callback([&line, run] { line.exit_code = run(line.common, line.journal); });
        command->footer(std::string("Example: trunkline journal ") + word);
        return command;
    };
    const auto choose = [&options](CLI::App* command) {
        command->add_option("--kind", options.kind, "only in or out records")
            ->check(CLI::IsMember({"in", "out"}));
        command->add_option("--name", options.name,
                            "only records of this name, or family: 'call.*'");
    };
    CLI::App* tail = add("tail", "the last records", tail_journal);
    choose(tail);
    tail->add_option("-n,--last", options.last, "how many")->capture_default_str();
    tail->add_flag("-f,--follow", options.follow, "and those to come");
    CLI::App* dump = add("dump", "all records, one a line", dump_journal);
    choose(dump);
    dump->add_option("--from", options.from, "number of the first out record");
    add("check", "every check sum, every number, the order", check_journal);
    add("replay", "tell control the in records again and compare what it says", replay_journal);
}

}  // namespace tools
