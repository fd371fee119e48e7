// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/flow.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "ivr_dsp/dialog/compiler.hpp"

namespace ivr_dsp::dialog {
namespace {

// Every <goto> and <choice> found.
struct Ways {
    std::set<DialogId> to;
    bool anywhere{};  // one is worked out at run time
};

void add_way(const Target& target, Ways& ways) {
    ways.to.insert(target.dialog);
    ways.anywhere = ways.anywhere || target.formula.has_value();
}

void add_ways(const Actions& actions, Ways& ways) {
    for (const Action& action : actions) {
        if (const auto* target = std::get_if<Target>(&action.what)) add_way(*target, ways);
        const auto* choice = std::get_if<Choose>(&action.what);
        if (choice == nullptr) continue;
        for (const auto& branch : choice->branches) add_ways(branch.actions, ways);
    }
}

void add_ways(const std::vector<Handler>& handlers, Ways& ways) {
    for (const Handler& handler : handlers) add_ways(handler.actions, ways);
}

void add_ways(const Dialog& dialog, Ways& ways) {
    add_ways(dialog.handlers, ways);
    for (const Item& item : dialog.items) {
        if (const auto* block = std::get_if<Actions>(&item.what)) add_ways(*block, ways);
        const auto* question = std::get_if<Question>(&item.what);
        if (question == nullptr) continue;
        add_ways(question->handlers, ways);
        for (const Actions& filled : question->filled) add_ways(filled, ways);
        for (const Target& target : question->targets) add_way(target, ways);
    }
}

void check_reach(const Document& document, Complaints& complaints) {
    Ways ways;
    add_ways(document.handlers, ways);
    ways.to.insert(DialogId{0});
    std::vector<bool> seen(document.dialogs.size());
    while (!ways.to.empty()) {
        const DialogId id = *ways.to.begin();
        ways.to.erase(ways.to.begin());
        if (seen[id.value]) continue;
        seen[id.value] = true;
        add_ways(document.dialogs[id.value], ways);
        if (ways.anywhere) return;
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i]) continue;
        const Dialog& dialog = document.dialogs[i];
        complaints.add(dialog.line,
                       dialog.id.empty()
                           ? "a form or menu without id is never reached: give it one and go there"
                           : fmt::format("\"{}\" is never reached: go there by <goto> or <choice>, "
                                         "or remove it",
                                         dialog.id));
    }
}

bool surely_leaves(const Item& item) {
    if (item.condition) return false;
    const auto* block = std::get_if<Actions>(&item.what);
    return std::holds_alternative<Transfer>(item.what) ||
           (block != nullptr && always_leaves(*block));
}

void check_items(const Dialog& dialog, Complaints& complaints) {
    for (std::size_t i = 0; i + 1 < dialog.items.size(); ++i) {
        if (!surely_leaves(dialog.items[i])) continue;
        complaints.add(dialog.items[i + 1].line,
                       fmt::format("is never reached: the caller has gone elsewhere at line {}; "
                                   "remove it, or give that a cond",
                                   dialog.items[i].line));
        return;
    }
}

bool may_leave(const Actions& actions) {
    return std::any_of(actions.begin(), actions.end(), [](const Action& action) {
        const auto* choice = std::get_if<Choose>(&action.what);
        if (choice == nullptr) return always_leaves({action});
        return std::any_of(choice->branches.begin(), choice->branches.end(),
                           [](const auto& branch) { return may_leave(branch.actions); });
    });
}

// The form this one surely leads to before anything is asked.
std::optional<DialogId> sure_way(const Dialog& dialog) {
    for (const Item& item : dialog.items) {
        const auto* block = std::get_if<Actions>(&item.what);
        if (block == nullptr) return std::nullopt;
        if (!may_leave(*block)) continue;
        const auto* target = std::get_if<Target>(&block->back().what);
        const bool may_turn_off =
            std::any_of(block->begin(), block->end() - 1,
                        [](const Action& action) { return may_leave({action}); });
        if (target == nullptr || target->formula || item.condition || may_turn_off) {
            return std::nullopt;
        }
        return target->dialog;
    }
    return std::nullopt;
}

void check_rounds(const Document& document, Complaints& complaints) {
    std::vector<std::optional<DialogId>> ways;
    ways.reserve(document.dialogs.size());
    for (const Dialog& dialog : document.dialogs) ways.push_back(sure_way(dialog));
    for (std::size_t start = 0; start < ways.size(); ++start) {
        std::size_t at = start;
        std::size_t steps = 0;
        do {
            const auto next = ways[at];
            // A round is told of at its first form.
            if (!next || next->value < start) break;
            at = next->value;
        } while (++steps < ways.size() && at != start);
        if (steps == 0 || at != start) continue;
        complaints.add(document.dialogs[start].line,
                       fmt::format("goes round for ever without asking the caller anything, by way "
                                   "of {} form{}: add a question or an end",
                                   steps, steps == 1 ? "" : "s"));
    }
}

}  // namespace

void check_flow(const Document& document, bool all_targets_known, Complaints& complaints) {
    for (const Dialog& dialog : document.dialogs) check_items(dialog, complaints);
    if (!all_targets_known || document.dialogs.empty()) return;
    check_reach(document, complaints);
    check_rounds(document, complaints);
}

}  // namespace ivr_dsp::dialog
