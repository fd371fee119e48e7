// SPDX-License-Identifier: GPL-2.0-or-later
// The words of tone list and tone learn.
#include "tools/trunkline/verb.hpp"

namespace tools {

void add_tone(CLI::App& app, CommandLine& line) {
    CLI::App* noun =
        app.add_subcommand("tone", "tones that are listened for, and those of your exchange")
            ->require_subcommand(1);
    noun->group(reading);
    add_example(*noun, "list");
    ToneOptions& options = line.tone;
    const auto choose = [&](CLI::App& command) {
        command
            .add_option("--country", options.country,
                        "such as cn or us, instead of those of trunkline.toml")
            ->type_name("COUNTRY");
        add_language(command, options.language);
    };

    CLI::App* list = noun->add_subcommand(
        "list", "every tone that is listened for: frequencies, and sound and pause in turn");
    choose(*list);
    list->callback([&line] { line.exit_code = list_tones(line.common, line.tone); });
    add_example(*list, "--country us");

    CLI::App* learn = noun->add_subcommand(
        "learn",
        "a [[tone]] for trunkline.toml from recordings of it, such as five hang-ups, made by line "
        "listen or recording start (of two channels, what the line says counts); exit code 3 if "
        "they do not agree, or it sounds like another tone");
    learn->add_option("files", options.files, "the recordings (WAV)")
        ->required()
        ->type_name("FILE...");
    learn->add_option("--name", options.name, "what the tone says")
        ->required()
        ->check(CLI::IsMember({"dial", "ringback", "busy", "congestion", "special_information"}));
    choose(*learn);
    learn->callback([&line] { line.exit_code = learn_tone_of_site(line.common, line.tone); });
    add_example(*learn, "one.wav two.wav three.wav four.wav five.wav --name busy");
}

}  // namespace tools
