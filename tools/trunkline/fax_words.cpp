// SPDX-License-Identifier: GPL-2.0-or-later
// The words of fax list, ports, send, cancel.
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

void add_looking(CLI::App& noun, CommandLine& line, const std::string& word,
                 const std::string& help, const char* listing) {
    CLI::App* command = noun.add_subcommand(word, help);
    command->callback(
        [&line, listing] { line.exit_code = show_faxes(line.common, listing, line.fax.language); });
    add_language(*command, line.fax.language);
    add_example(*command, "--lang zh");
}

}  // namespace

void add_fax(CLI::App& app, CommandLine& line) {
    CLI::App* noun = app.add_subcommand("fax", "faxes that wait, run and ran, and how to send one")
                         ->require_subcommand(1);
    noun->group(asking);
    add_example(*noun, "list");
    add_looking(*noun, line, "list", "what waits to be sent, runs, and the last 500 that did",
                "fax");
    add_looking(*noun, line, "ports", "fax ports, and which fax runs on each", "fax_port");

    FaxOptions& options = line.fax;
    CLI::App* send = noun->add_subcommand(
        "send",
        "check a TIFF file, give it to the center, and have it sent to a number; fax list tells "
        "what comes of it");
    send->add_option("number", options.number, "as the public network dials it")->required();
    send->add_option("file", options.file, "TIFF, one bit a pixel, G3 or G4")
        ->required()
        ->type_name("FILE");
    send->add_option("--tries", options.tries, "so often at most; else as [fax] has it")
        ->type_name("NUMBER");
    send->callback([&line] { line.exit_code = send_fax(line.common, line.fax); });
    add_example(*send, "01055512345 letter.tiff --tries 5");

    Verb(*noun, line, "cancel", "give up a fax, whether it waits or runs")
        .orders("fax.cancel")
        .needs({"fax", "fax", "its number, as list has it", FieldKind::number})
        .example("12");
}

}  // namespace tools
