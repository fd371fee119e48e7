// SPDX-License-Identifier: GPL-2.0-or-later
// A VoiceXML document, compiled: plain data that a Walk goes through. Written by loader.cpp, never
// changed afterwards.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "driver/base/ids.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/grammar.hpp"
#include "ivr_dsp/dialog/value.hpp"

namespace ivr_dsp::dialog {

using VariableId = driver::Id<struct VariableTag, std::uint16_t>;  // position, from 0
using DialogId = driver::Id<struct DialogTag, std::uint16_t>;      // form or menu, from 0

// An expression ready to be worked out.
struct Formula {
    int line{};
    std::string text;               // as written
    std::optional<Value> constant;  // known already
    std::vector<VariableId> reads;  // arguments of `program`
    std::string program;            // for Script::run; empty: a constant, or just reads[0]
};

// One thing to say.
struct Piece {
    enum class As : std::uint8_t { audio, number, digits, ordinal, time, named };
    As as{};
    std::string audio;  // name in the bank
    Formula value;      // what is said as number, digits …; named: the name
};

struct Prompt {
    std::optional<Formula> condition;
    int count{1};  // said from the count-th time on (VoiceXML 2.0, 4.1.6)
    bool bargein{true};
    std::optional<driver::Ticks> timeout;
    std::vector<Piece> pieces;
};

struct Action;
using Actions = std::vector<Action>;

struct Target {
    DialogId dialog;
    std::optional<Formula> formula;  // set: gives "#id"
};
struct Transfer {
    std::string destination;
    std::optional<Formula> formula;  // set: gives the destination
};
struct Assign {
    VariableId variable;
    std::optional<Formula> value;  // none: undefined
};
struct Choose {
    struct Branch {
        std::optional<Formula> condition;  // none: else
        Actions actions;
    };
    std::vector<Branch> branches;
};
struct Exit {
    std::vector<std::pair<std::string, VariableId>> names;
    std::optional<Formula> value;
};
struct Clear {
    std::vector<VariableId> variables;
};
struct Disconnect {};
struct Reprompt {};

// Executable content (VoiceXML 2.0, 5.3).
struct Action {
    int line{};
    std::variant<Prompt, Assign, Choose, Target, Transfer, Exit, Disconnect, Reprompt, Clear> what;
};

// error: what the caller says cannot be recorded.
enum class Event : std::uint8_t { noinput, nomatch, error };
inline constexpr std::size_t event_count = 3;
struct Handler {
    Event event{};
    int count{1};
    std::optional<Formula> condition;
    Actions actions;
};

// What <property> sets.
struct Settings {
    driver::Ticks timeout{5000};
    driver::Ticks interdigit_timeout{3000};
    std::optional<char> termchar{'#'};
    bool bargein{true};
    bool secret{false};
};

struct Recording {
    bool beep{};
    bool ends_by_key{true};
    Record limits;
};

// What waits for keys: a field, or the choices of a menu. Or for words: <record>.
struct Question {
    std::string name;  // field's name, menu's id
    Grammar grammar;
    Settings settings;
    std::vector<Prompt> prompts;
    std::vector<Handler> handlers;
    std::vector<Actions> filled;
    std::vector<Target> targets;  // a menu's, one per alternative of the grammar
    std::optional<Recording> recording;
    std::vector<Formula> expected;  // of a secret: what conditions compare it with
};

// A form item (VoiceXML 2.0, 2.3): visited while its variable is undefined.
struct Item {
    int line{};
    VariableId variable;
    std::optional<Formula> condition;
    std::variant<Actions, Question, Transfer> what;  // block, field or menu, transfer
};

struct Declaration {
    VariableId variable;
    std::optional<Formula> value;
};

struct Dialog {
    std::string id;
    int line{};
    std::vector<VariableId> own;  // undefined again whenever the dialog is entered
    std::vector<Declaration> declarations;
    std::vector<Item> items;
    std::vector<Handler> handlers;
};

struct Document {
    std::string name;
    std::vector<Dialog> dialogs;  // the walk begins at the first
    std::map<std::string, DialogId, std::less<>> ids;
    std::vector<Declaration> declarations;
    std::vector<Handler> handlers;
    std::map<std::string, VariableId, std::less<>> session;  // "session.ani"
    std::size_t variables{};
    std::vector<TransferTarget> destinations;
};

// `queue:NAME`, `menu:NAME`, `station:NUMBER`, `number:NUMBER`, `fax:NAME`, `mailbox:NUMBER`,
// `messages:NUMBER` or `messages:own`.
bool is_destination(std::string_view text);

}  // namespace ivr_dsp::dialog
