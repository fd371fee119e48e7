// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/names.hpp"

namespace ivr_dsp::dialog {

VariableId Names::make() {
    return {static_cast<std::uint16_t>(document_.variables++)};
}

std::optional<int> Names::declare(const std::string& name, Known known, const Dialog* dialog) {
    Scope& scope = dialog == nullptr ? document_scope_ : dialog_scopes_[dialog];
    const auto [place, is_new] = scope.emplace(name, known);
    if (is_new) return std::nullopt;
    return place->second.line;
}

std::optional<Names::Known> Names::find(const std::string& name) {
    if (name.starts_with("session.")) {
        const auto known = document_.session.find(name);
        if (known != document_.session.end()) return Known{known->second, 0, false};
        const VariableId made = make();
        document_.session.emplace(name, made);
        return Known{made, 0, false};
    }
    if (dialog_ != nullptr) {
        const Scope& scope = dialog_scopes_[dialog_];
        if (const auto found = scope.find(name); found != scope.end()) return found->second;
    }
    const auto found = document_scope_.find(name);
    if (found == document_scope_.end()) return std::nullopt;
    return found->second;
}

}  // namespace ivr_dsp::dialog
