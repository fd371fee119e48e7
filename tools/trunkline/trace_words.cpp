// SPDX-License-Identifier: GPL-2.0-or-later
// The words of line trace and trace capture.
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

void choose(CLI::App& command, TraceOptions& options) {
    command.add_option("--span", options.span, "only this span's")->type_name("NUMBER");
    command.add_option("--ring", options.ring, "a trace.ring instead of the center's")
        ->type_name("FILE");
}

}  // namespace

void add_line_trace(CLI::App& lines, CommandLine& line) {
    TraceOptions& options = line.trace;
    CLI::App* trace = lines.add_subcommand(
        "trace",
        "the last messages of the D-channels (Q.921, Q.931), in words; none of the "
        "programs needs to run");
    choose(*trace, options);
    trace->add_option("-n,--last", options.last, "how many")
        ->type_name("NUMBER")
        ->capture_default_str();
    trace->add_flag("-f,--follow", options.follow, "and those to come");
    trace->add_flag("-v,--verbose", options.verbose, "every field, with its octets");
    add_language(*trace, options.language);
    trace->callback([&line] { line.exit_code = trace_lines(line.common, line.trace); });
    add_example(*trace, "--span 1 --follow");
}

void add_trace(CLI::App& app, CommandLine& line) {
    CLI::App* trace =
        app.add_subcommand("trace", "messages of the D-channels as a file")->require_subcommand(1);
    trace->group(reading);
    CLI::App* capture = trace->add_subcommand(
        "capture", "write the last messages to a file for Wireshark (pcapng)");
    TraceOptions& options = line.trace;
    capture->add_option("file", options.file, "where to")->required()->type_name("FILE");
    choose(*capture, options);
    capture->add_option("--for", options.duration, "go on for so long: 30s, 5m, 1h")
        ->type_name("TIME")
        ->check(CLI::Validator(not_a_duration, ""));
    capture->callback([&line] { line.exit_code = capture_trace(line.common, line.trace); });
    add_example(*capture, "lines.pcapng --for 5m");
    add_example(*trace, "capture lines.pcapng");
}

}  // namespace tools
