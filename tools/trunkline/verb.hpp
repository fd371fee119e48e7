// SPDX-License-Identifier: GPL-2.0-or-later
// A command that asks the center for something, said piece by piece:
//     Verb(call, line, "answer", "answer what rings at a station")
//         .orders("call.answer").needs(station).may(which_call).example("2001");
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tools/trunkline/vocabulary.hpp"

namespace tools {

// The heading in the help under which such commands stand.
inline constexpr const char* asking = "Ask it for something";
// And the others that more than one file needs.
inline constexpr const char* looking = "Look at it";
inline constexpr const char* reading = "Read what happened";

// Something that is told with a verb: its word on the command line, and the field of the command
// it becomes.
struct Word {
    std::string word;
    std::string field;
    std::string help;
    FieldKind kind{};
    std::vector<std::string> choices{};  // empty: anything
};

class Verb {
  public:
    // `noun`: the command it belongs to.
    Verb(CLI::App& noun, CommandLine& line, const std::string& word, const std::string& help);

    Verb& orders(const std::string& command);
    // Done by this instead of being ordered and no more.
    Verb& with(int (*run)(const CommonOptions&, const Order&));
    // Said without its name, in the order of these calls.
    Verb& needs(const Word& word);
    // Said as --word VALUE; or left out, if it may be.
    Verb& must(const Word& word);
    Verb& may(const Word& word);
    // Said as --word alone, or left out.
    Verb& flag(const Word& word);
    // The words after the verb.
    Verb& example(const std::string& words);

  private:
    void take(const Word& word, const std::string& name, bool required);

    CommandLine* line_;
    CLI::App* command_;
    Order* order_;
};

// --lang en or zh.
void add_language(CLI::App& command, std::string& language);

// "trunkline call transfer"
std::string path_of(const CLI::App& command);
// The example at the end of a command's help, and in its man page.
void add_example(CLI::App& command, const std::string& words);

// For options that take a TIME: what is wrong with it, or nothing.
std::string not_a_duration(const std::string& text);

// --for of what goes on until it is stopped.
void add_watch_time(CLI::App& command, WatchOptions& options);

// trunkline line listen, digits, caller-id, quality, tone (line_words.cpp).
void add_line_words(CLI::App& lines, CommandLine& line);
// trunkline line trace, trunkline trace capture (trace_words.cpp).
void add_line_trace(CLI::App& lines, CommandLine& line);
void add_trace(CLI::App& app, CommandLine& line);
// trunkline call show, monitor, whisper, barge, leave, mute, gain (call_words.cpp).
void add_party_verbs(CLI::App& calls, CommandLine& line);
// trunkline recording (recording_words.cpp).
void add_recording(CLI::App& app, CommandLine& line);
// trunkline tone (tone_words.cpp).
void add_tone(CLI::App& app, CommandLine& line);
// trunkline fax (fax_words.cpp).
void add_fax(CLI::App& app, CommandLine& line);

// trunkline mailbox (mailbox_words.cpp).
void add_mailbox(CLI::App& app, CommandLine& line);
// trunkline twin (twin_words.cpp).
void add_twin(CLI::App& app, CommandLine& line);
void add_import(CLI::App& app, CommandLine& line);

}  // namespace tools
