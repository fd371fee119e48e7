// SPDX-License-Identifier: GPL-2.0-or-later
// The words of mailbox list, messages, export, delete, mark.
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

CLI::App* add_looking(CLI::App& noun, CommandLine& line, const std::string& word,
                      const std::string& help,
                      int (*run)(const CommonOptions&, const MailboxOptions&)) {
    CLI::App* command = noun.add_subcommand(word, help);
    command->callback([&line, run] { line.exit_code = run(line.common, line.mailbox); });
    return command;
}

void add_number(CLI::App& command, CommandLine& line) {
    command.add_option("mailbox", line.mailbox.mailbox, "its number")->required();
}

}  // namespace

void add_mailbox(CLI::App& app, CommandLine& line) {
    CLI::App* noun = app.add_subcommand("mailbox", "voicemail: who has messages, and what they say")
                         ->require_subcommand(1);
    noun->group(reading);
    add_example(*noun, "list");

    CLI::App* list = add_looking(*noun, line, "list", "all mailboxes, and how many messages wait",
                                 list_mailboxes);
    add_language(*list, line.mailbox.language);
    add_example(*list, "--json");

    CLI::App* messages = add_looking(*noun, line, "messages",
                                     "the messages of a mailbox, the oldest first", list_messages);
    add_number(*messages, line);
    add_language(*messages, line.mailbox.language);
    add_example(*messages, "2001 --lang zh");

    CLI::App* write =
        add_looking(*noun, line, "export", "write a message to a WAV file, opened if it is sealed",
                    export_message);
    add_number(*write, line);
    write->add_option("message", line.mailbox.message, "its number, as messages says it")
        ->required();
    write->add_option("file", line.mailbox.file, "where to (WAV)")->required()->type_name("FILE");
    add_example(*write, "2001 17 message.wav");

    const Word mailbox{"mailbox", "mailbox", "its number"};
    const Word message{"message", "message", "its number, as messages says it", FieldKind::number};
    Verb(*noun, line, "delete", "delete a message")
        .orders("mailbox.delete")
        .needs(mailbox)
        .needs(message)
        .example("2001 17");
    Verb(*noun, line, "mark", "a message is new again; with --heard, it was heard")
        .orders("mailbox.mark")
        .needs(mailbox)
        .needs(message)
        .flag({"heard", "heard", "its owner has heard it: the lamp goes out after the last"})
        .example("2001 17 --heard");
}

}  // namespace tools
