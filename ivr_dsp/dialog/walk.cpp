// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/walk.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace ivr_dsp::dialog {
namespace {

// How many keys such a text is typed with: one that only the firmware knows is given as a name, a
// colon and a star for each key, "2001:****".
std::size_t keys_of(std::string_view text) {
    return text.size() - (text.rfind(':') + 1);
}

}  // namespace

// Something came from outside: what bounds one round begins anew.
void Walk::hear() {
    actions_left_ = most_actions;
    prompt_timeout_.reset();
}

void Walk::begin() {
    hear();
    declare(document_.declarations);
    goes_to_ = DialogId{0};
    go_on();
}

std::vector<std::string> Walk::expected() const {
    std::vector<std::string> texts;
    texts.reserve(question().expected.size());
    for (const Formula& formula : question().expected) {
        texts.push_back(
            text_of(formula.constant ? *formula.constant : variables_[formula.reads.front()]));
    }
    return texts;
}

// A secret that equals none of the texts stays what it came as, and so equals nothing else either.
Value Walk::meaning(const Question& asked, std::string_view keys, std::uint8_t equals) const {
    if (!asked.settings.secret) return asked.grammar.meaning(keys);
    const auto texts = expected();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if ((equals >> i & 1U) != 0 && keys_of(texts[i]) == keys.size()) return texts[i];
    }
    return std::string(keys);
}

Input Walk::answer(std::string_view keys, std::uint8_t equals) {
    const Question& asked = question();
    const Item& item = dialog().items[item_];
    hear();
    misses_anywhere_ = 0;
    visits_[item_] = Visit{visits_[item_].asked, 0, {}};
    silent_ = false;
    variables_.set(item.variable, meaning(asked, keys, equals));
    const bool secret = asked.settings.secret;
    Input input{asked.name, secret ? "" : text_of(variables_[item.variable]), secret};
    if (!asked.targets.empty()) go_to(asked.targets[asked.grammar.which(keys)], item.line);
    for (const Actions& filled : asked.filled) run(filled);
    go_on();
    return input;
}

void Walk::recorded(driver::Ticks spoken) {
    const Question& asked = question();
    hear();
    misses_anywhere_ = 0;
    visits_[item_] = Visit{visits_[item_].asked, 0, {}};
    silent_ = false;
    variables_.set(dialog().items[item_].variable, static_cast<double>(spoken.count()));
    for (const Actions& filled : asked.filled) run(filled);
    go_on();
}

void Walk::miss(Event event) {
    hear();
    if (event == Event::error && best_handler(event, 99) == nullptr && !ending_) {
        fail(dialog().items[item_].line, "what the caller says cannot be recorded now");
    }
    if (ending_) return;
    Visit& visit = visits_[item_];
    const bool is_last = ++visit.misses >= most_misses;
    const std::size_t item = item_;
    handle(event);
    if (!has_left() && next_item() == item && is_last) end({End::person, {}, {}, {}});
    if (!ending_ && ++misses_anywhere_ >= most_misses_anywhere) end({End::person, {}, {}, {}});
    go_on();
}

const Question& Walk::question() const {
    INVARIANT(!ending_ && item_ < dialog().items.size());
    const auto* question = std::get_if<Question>(&dialog().items[item_].what);
    INVARIANT(question != nullptr);
    return *question;
}

void Walk::enter(DialogId dialog) {
    dialog_ = dialog;
    const Dialog& entered = document_.dialogs[dialog.value];
    variables_.forget(entered.own);
    visits_.assign(entered.items.size(), Visit{});
    silent_ = false;
    declare(entered.declarations);
}

void Walk::declare(const std::vector<Declaration>& declarations) {
    for (const Declaration& declaration : declarations) {
        assign({declaration.variable, declaration.value});
    }
}

void Walk::go_on() {
    while (!ending_) {
        if (goes_to_) {
            enter(*std::exchange(goes_to_, std::nullopt));
            if (--actions_left_ <= 0) fail(dialog().line, "goes round without asking anything");
            continue;
        }
        const auto item = next_item();
        if (ending_) return;
        if (!item) return end({End::exited, {}, {}, {}});
        const bool asks = std::holds_alternative<Question>(dialog().items[*item].what);
        visit(*item);
        if (asks) return;
    }
}

// The first whose variable is undefined and whose condition holds.
std::optional<std::size_t> Walk::next_item() {
    const auto& items = dialog().items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!std::holds_alternative<Undefined>(variables_[items[i].variable])) continue;
        if (holds(items[i].condition)) return i;
    }
    return std::nullopt;
}

void Walk::visit(std::size_t index) {
    const Item& item = dialog().items[index];
    silent_ = silent_ && index == item_;
    item_ = index;
    if (const auto* question = std::get_if<Question>(&item.what)) return ask(*question);
    variables_.set(item.variable, true);
    if (const auto* block = std::get_if<Actions>(&item.what)) return run(*block);
    transfer(std::get<Transfer>(item.what), item.line);
}

// Prompts with the highest count that has come (VoiceXML 2.0, 4.1.6).
void Walk::ask(const Question& question) {
    if (std::exchange(silent_, false)) return say_beep(question);
    const int asked = ++visits_[item_].asked;
    std::vector<const Prompt*> fitting;
    for (const Prompt& prompt : question.prompts) {
        if (prompt.count <= asked && holds(prompt.condition)) fitting.push_back(&prompt);
    }
    int count = 0;
    for (const Prompt* prompt : fitting) count = std::max(count, prompt->count);
    for (const Prompt* prompt : fitting) {
        if (prompt->count == count && !ending_) say(*prompt);
    }
    say_beep(question);
}

// No key stops it: who presses one while the greeting plays wants to speak now.
void Walk::say_beep(const Question& question) {
    if (!question.recording || !question.recording->beep || ending_) return;
    if (const auto beep = prompts_.find("beep")) static_cast<void>(queue_.add(false, {*beep}));
}

void Walk::handle(Event event) {
    const int count = ++visits_[item_].events[static_cast<std::size_t>(event)];
    const Handler* handler = best_handler(event, count);
    silent_ = handler != nullptr;
    if (handler != nullptr) run(handler->actions);
}

// The innermost of those with the highest count that has come (VoiceXML 2.0, 5.2.4).
const Handler* Walk::best_handler(Event event, int count) {
    const Handler* best = nullptr;
    for (const auto* handlers : {&question().handlers, &dialog().handlers, &document_.handlers}) {
        for (const Handler& handler : *handlers) {
            if (handler.event != event || handler.count > count) continue;
            if (best != nullptr && handler.count <= best->count) continue;
            if (holds(handler.condition)) best = &handler;
            if (ending_) return nullptr;
        }
    }
    return best;
}

}  // namespace ivr_dsp::dialog
