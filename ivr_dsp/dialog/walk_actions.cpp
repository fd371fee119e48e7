// SPDX-License-Identifier: GPL-2.0-or-later
// Executable content, and saying.
#include <fmt/format.h>

#include "ivr_dsp/dialog/speech.hpp"
#include "ivr_dsp/dialog/time_text.hpp"
#include "ivr_dsp/dialog/walk.hpp"

namespace ivr_dsp::dialog {
namespace {

template <class... Ts>
struct Each : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Each(Ts...) -> Each<Ts...>;

}  // namespace

void Walk::run(const Actions& actions) {
    for (const Action& action : actions) {
        if (has_left()) return;
        if (--actions_left_ <= 0) return fail(action.line, "goes round without asking anything");
        act(action);
    }
}

void Walk::act(const Action& action) {
    std::visit(Each{
                   [this](const Prompt& prompt) { say(prompt); },
                   [this](const Assign& step) { assign(step); },
                   [this](const Choose& choice) { choose(choice); },
                   [&](const Target& target) { go_to(target, action.line); },
                   [&](const Transfer& step) { transfer(step, action.line); },
                   [this](const Exit& step) { exit(step); },
                   [this](const Disconnect&) {
                       end({End::disconnected, {}, {}, {}});
                   },
                   [this](const Reprompt&) { silent_ = false; },
                   [this](const Clear& clear) { variables_.forget(clear.variables); },
               },
               action.what);
}

void Walk::assign(const Assign& assign) {
    if (ending_) return;
    Value value = assign.value ? work_out(*assign.value) : Value{};
    if (!ending_) variables_.set(assign.variable, std::move(value));
}

void Walk::choose(const Choose& choice) {
    for (const auto& branch : choice.branches) {
        if (holds(branch.condition)) return run(branch.actions);
        if (ending_) return;
    }
}

void Walk::go_to(const Target& target, int line) {
    if (!target.formula) {
        goes_to_ = target.dialog;
        return;
    }
    const std::string next = text_of(work_out(*target.formula));
    if (ending_) return;
    const auto found =
        next.starts_with('#') ? document_.ids.find(next.substr(1)) : document_.ids.end();
    if (found == document_.ids.end()) {
        return fail(line, fmt::format("{} gives \"{}\", which is no form or menu here",
                                      target.formula->text, next));
    }
    goes_to_ = found->second;
}

void Walk::transfer(const Transfer& transfer, int line) {
    std::string destination = transfer.destination;
    if (transfer.formula) destination = text_of(work_out(*transfer.formula));
    if (ending_) return;
    if (!is_destination(destination)) {
        return fail(line,
                    fmt::format("{} gives \"{}\", which is no destination",
                                transfer.formula ? transfer.formula->text : "dest", destination));
    }
    end({End::transferred, destination, {}, {}});
}

void Walk::exit(const Exit& exit) {
    Ending ending{End::exited, {}, {}, {}};
    for (const auto& [name, variable] : exit.names) {
        ending.values.emplace_back(name, text_of(variables_[variable]));
    }
    if (exit.value) ending.values.emplace_back("value", text_of(work_out(*exit.value)));
    if (!ending_) end(std::move(ending));
}

void Walk::say(const Prompt& prompt) {
    if (!holds(prompt.condition)) return;
    if (prompt.timeout) prompt_timeout_ = prompt.timeout;
    for (const Piece& piece : prompt.pieces) {
        const auto pieces = clips(piece);
        if (ending_) return;
        if (!queue_.add(prompt.bargein, pieces)) {
            return fail(dialog().line, fmt::format("says more than {} pieces without asking",
                                                   PromptQueue::most_clips));
        }
    }
}

// What cannot be said is left out: a missing word is better than a lost caller.
std::vector<Clip> Walk::clips(const Piece& piece) {
    constexpr Language language = Language::english;
    if (piece.as == Piece::As::audio) {
        const auto clip = prompts_.find(piece.audio);
        return clip ? std::vector<Clip>{*clip} : std::vector<Clip>{};
    }
    const Value value = work_out(piece.value);
    if (ending_) return {};
    if (piece.as == Piece::As::named) {
        const std::string name = text_of(value);
        if (name == "message:") return {the_message};
        const auto clip = prompts_.find(name);
        return clip ? std::vector<Clip>{*clip} : std::vector<Clip>{};
    }
    if (piece.as == Piece::As::digits) return say_digits(language, prompts_, text_of(value));
    if (piece.as == Piece::As::time) {
        const auto time = parse_time_of_day(text_of(value));
        if (!time) return {};
        return say_time(language, prompts_, time->hour, time->minute);
    }
    const auto number = whole_number(value);
    if (!number) return {};
    return piece.as == Piece::As::ordinal ? say_ordinal(language, prompts_, *number)
                                          : say_number(language, prompts_, *number);
}

bool Walk::holds(const std::optional<Formula>& condition) {
    if (!condition) return true;
    return is_true(work_out(*condition)) && !ending_;
}

Value Walk::work_out(const Formula& formula) {
    auto value = variables_.work_out(formula);
    if (value) return *std::move(value);
    end({End::failed, {}, {}, value.error()});
    return Undefined{};
}

// The first ending counts. After a failure nothing more is said.
void Walk::end(Ending ending) {
    if (ending_) return;
    if (ending.end == End::failed) queue_.clear();
    ending_ = std::move(ending);
}

void Walk::fail(int line, std::string_view problem) {
    end({End::failed, {}, {}, fmt::format("{}:{}: {}", document_.name, line, problem)});
}

}  // namespace ivr_dsp::dialog
