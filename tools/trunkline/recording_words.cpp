// SPDX-License-Identifier: GPL-2.0-or-later
// The words of recording start, stop, list, check, export.
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

CLI::App* add_reading(CLI::App& noun, CommandLine& line, const std::string& word,
                      const std::string& help,
                      int (*run)(const CommonOptions&, const RecordingOptions&)) {
    CLI::App* command = noun.add_subcommand(word, help);
    RecordingOptions& options = line.recording;
    command
        ->add_option("--directory", options.directory,
                     "a folder of recordings instead of the center's")
        ->type_name("FOLDER");
    command->callback([&line, run] { line.exit_code = run(line.common, line.recording); });
    return command;
}

void add_key_file(CLI::App& command, CommandLine& line) {
    command
        .add_option("--key-file", line.recording.key_file,
                    "what sealed recordings are opened with, instead of the center's")
        ->type_name("FILE");
}

}  // namespace

void add_recording(CLI::App& app, CommandLine& line) {
    CLI::App* noun = app.add_subcommand("recording", "lines that are recorded, and their files")
                         ->require_subcommand(1);
    noun->group(reading);
    add_example(*noun, "list");

    const Word which{"line", "line", "\"1/17\", span and timeslot, or a station's number"};
    Verb(*noun, line, "start", "record a line, both directions, until its call ends")
        .orders("recording.start")
        .needs(which)
        .example("1/17");
    Verb(*noun, line, "stop", "stop recording a line")
        .orders("recording.stop")
        .needs(which)
        .example("1/17");

    CLI::App* list = add_reading(*noun, line, "list",
                                 "what is there, the oldest first, with its gaps", list_recordings);
    add_language(*list, line.recording.language);
    add_example(*list, "--lang zh");

    CLI::App* check =
        add_reading(*noun, line, "check",
                    "compare every recording with its sidecar, and these with the chain: names "
                    "the first file that was changed, cut off or taken away, and ends with "
                    "exit code 3",
                    check_recordings);
    add_key_file(*check, line);
    add_example(*check, "--directory /var/lib/trunkline/recordings");

    CLI::App* write =
        add_reading(*noun, line, "export", "write a recording to a WAV file, opened and decoded",
                    export_recording);
    write
        ->add_option("recording", line.recording.recording, "its sidecar or sound, as list says it")
        ->required();
    write->add_option("file", line.recording.file, "where to (WAV)")->required()->type_name("FILE");
    add_key_file(*write, line);
    add_example(*write, "20261122T183705.123Z_1-17_42.json call.wav");
}

}  // namespace tools
