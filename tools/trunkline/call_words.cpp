// SPDX-License-Identifier: GPL-2.0-or-later
// The words of call show, monitor, whisper, barge, leave, mute, unmute, gain.
#include "tools/trunkline/verb.hpp"

namespace tools {

void add_party_verbs(CLI::App& call, CommandLine& line) {
    CLI::App* show =
        call.add_subcommand("show", "one call: its parties, what each may do, who speaks");
    show->group(looking);
    show->add_option("call", line.call.call, "the call's number")->required()->type_name("NUMBER");
    add_language(*show, line.call.language);
    show->callback([&line] { line.exit_code = show_call(line.common, line.call); });
    add_example(*show, "17 --lang zh");

    const Word which{"call", "call", "the call's number", FieldKind::number};
    const Word station{"with", "device", "the supervisor's station; on hook it is rung"};
    const Word party{"line", "line", "\"1/17\", span and timeslot, or a station's number"};
    const auto supervise = [&](const char* word, const char* help) {
        Verb(call, line, word, help)
            .orders(std::string("call.") + word)
            .needs(which)
            .must(station)
            .example("17 --with 2009");
    };
    supervise("monitor", "a supervisor hears a conversation, nobody hears him");
    supervise("whisper", "a supervisor hears a conversation, only its agent hears him");
    supervise("barge", "a supervisor joins a conversation");
    Verb(call, line, "leave", "a supervisor leaves the call; it goes on")
        .orders("call.leave")
        .needs({"station", "device", "the supervisor's station"})
        .example("2009");
    Verb(call, line, "mute", "the others do not hear a line any more")
        .orders("call.mute")
        .needs(party)
        .example("1/17");
    Verb(call, line, "unmute", "the others hear a line again")
        .orders("call.unmute")
        .needs(party)
        .example("1/17");
    Verb(call, line, "gain", "how much louder the others of a conference hear a line")
        .orders("call.gain")
        .needs(party)
        .must({"db", "db", "from -40 to 12; 0: as it is"})
        .example("1/17 --db 6");
}

}  // namespace tools
