// SPDX-License-Identifier: GPL-2.0-or-later
// The words a technician says about single lines: listen, digits, caller-id, quality, tone.
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

constexpr const char* which = "\"1/17\", span and timeslot, or a station's number";

std::string not_longer_than_a_day(const std::string& text) {
    const auto duration = duration_of(text);
    const bool good =
        duration && *duration > driver::Ticks{} && *duration <= std::chrono::hours(24);
    return good ? "" : "\"" + text + "\" is no time up to a day: write 10s, 5m or 1h";
}

void add_time(CLI::App& command, LineOptions& options) {
    command.add_option("--for", options.duration, "for so long: 10s, 5m, 1h; it ends by itself")
        ->required()
        ->type_name("TIME")
        ->check(CLI::Validator(not_longer_than_a_day, ""));
}

void add_caller_id(CLI::App& lines, CommandLine& line) {
    LineOptions& options = line.line;
    CLI::App* caller_id = lines.add_subcommand(
        "caller-id",
        "what a line tells about callers, as an exchange tells a telephone: by FSK (Bell 202 or "
        "V.23; MDMF or SDMF). Or tell a telephone, to see what it shows");
    caller_id->group(asking);
    caller_id->add_option("line", options.line, which)->required();
    add_time(*caller_id, options);
    CLI::Option* send =
        caller_id->add_option("--send", options.send, "tell the line that this number calls")
            ->type_name("NUMBER");
    caller_id->add_option("--name", options.name, "and who that is")
        ->type_name("NAME")
        ->needs(send);
    caller_id
        ->add_flag("--withheld", options.withheld, "tell it of a caller who wants not to be known")
        ->excludes(send);
    caller_id
        ->add_option("--standard", options.standard,
                     "of the telephone: bell202, v23, or bell202_sdmf (has no name)")
        ->type_name("STANDARD")
        ->check(CLI::IsMember({"bell202", "v23", "bell202_sdmf"}));
    caller_id->add_flag("--in-call", options.in_call,
                        "as of a call that waits: after the alert, 2130 and 2750 Hz, which a "
                        "telephone in conversation answers by the digit D or A");
    caller_id->add_flag("--force", options.force, "send even if the line has a call");
    caller_id->callback([&line] { line.exit_code = caller_id_of_line(line.common, line.line); });
    add_example(*caller_id, "2001 --for 5s --send 02087654321 --name Ann --in-call --force");
}

void add_quality(CLI::App& lines, CommandLine& line) {
    QualityOptions& options = line.quality;
    CLI::App* quality = lines.add_subcommand(
        "quality",
        "how good a line is: its echo and how much of it is cancelled (ERLE), levels both ways, "
        "clipping, DC, whether one side is dead. Exit code 3 if one is, or speech is clipped");
    quality->add_option("line", options.line, which)->required();
    CLI::Option* watch =
        quality->add_flag("--watch", options.watch, "again every second, a line each");
    quality
        ->add_option("--for", options.duration,
                     "watch for so long: 10s, 5m, 1h; else until it is stopped")
        ->type_name("TIME")
        ->needs(watch)
        ->check(CLI::Validator(not_longer_than_a_day, ""));
    add_language(*quality, options.language);
    quality->callback([&line] { line.exit_code = quality_of_line(line.common, line.quality); });
    add_example(*quality, "1/17 --watch --for 1m --lang zh");
}

}  // namespace

void add_line_words(CLI::App& lines, CommandLine& line) {
    LineOptions& options = line.line;
    CLI::App* listen = lines.add_subcommand(
        "listen",
        "hear a line: into a file, left what it says, right what it hears; or on a meter, levels "
        "each tenth of a second. What callers dial in secret is silence. Exit code 3 if the file "
        "has gaps");
    listen->add_option("line", options.line, which)->required();
    listen->add_option("file", options.file, "where to (WAV); else only the meter")
        ->type_name("FILE");
    add_time(*listen, options);
    listen->add_flag("--meter", options.meter, "show levels, too");
    listen->callback([&line] { line.exit_code = listen_to_line(line.common, line.line); });
    add_example(*listen, "1/17 call.wav --for 30s --meter");

    CLI::App* digits = lines.add_subcommand(
        "digits",
        "the digits a line dials, as they come, each with its level and length, DTMF with its "
        "twist; secret ones are dots. Or the register signals between exchanges, R1 or MFC-R2");
    digits->group(asking);
    digits->add_option("line", options.line, which)->required();
    add_time(*digits, options);
    digits
        ->add_option("--send", options.send,
                     "send these to it first: 0-9 * # A-D; of R1, * is KP and # is ST; of R2 0-9 "
                     "and B-F, each a pulse")
        ->type_name("DIGITS");
    digits->add_option("--code", options.code, "dtmf, r1, r2_forward or r2_backward")
        ->type_name("CODE")
        ->check(CLI::IsMember({"dtmf", "r1", "r2_forward", "r2_backward"}));
    digits->add_flag("--force", options.force, "send even if the line has a call");
    digits->callback([&line] { line.exit_code = digits_of_line(line.common, line.line); });
    add_example(*digits, "1/17 --for 30s --send 123#");

    add_caller_id(lines, line);
    add_quality(lines, line);

    Verb(lines, line, "tone", "let a line hear a test tone; it ends by itself")
        .orders("line.tone")
        .needs({"line", "line", which})
        .needs(
            {"tone", "tone",
             "milliwatt (the digital milliwatt, 0 dBm0), 1004, 1020 or any frequency in Hz, sweep "
             "(300 to 3400 Hz in 8 s), noise (white), or answer (2100 Hz with phase reversals: "
             "echo cancellers on the way disable themselves)"})
        .must({"for", "seconds", "for so long: 10s, 5m, 1h; 0 ends it now", FieldKind::seconds})
        .may({"level", "level", "in dBm0, -60 to 3; -10 unless told otherwise"})
        .flag({"force", "force", "even if the line has a call, which is not heard meanwhile"})
        .example("1/17 1020 --level -10 --for 1m");
}

}  // namespace tools
