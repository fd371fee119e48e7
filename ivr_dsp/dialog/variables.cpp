// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/variables.hpp"

#include <fmt/format.h>

namespace ivr_dsp::dialog {

Variables::Variables(const Document& document,
                     const std::vector<std::pair<std::string, std::string>>& session)
    : document_(document), values_(document.variables) {
    for (const auto& [name, value] : session) {
        const auto found = document.session.find("session." + name);
        if (found != document.session.end()) set(found->second, cleaned(value));
    }
}

void Variables::forget(const std::vector<VariableId>& variables) {
    for (const VariableId variable : variables) set(variable, Undefined{});
}

driver::Result<Value> Variables::work_out(const Formula& formula) {
    if (formula.constant) return *formula.constant;
    if (formula.program.empty()) return (*this)[formula.reads.front()];
    if (!script_) script_.emplace();
    std::vector<Value> arguments;
    arguments.reserve(formula.reads.size());
    for (const VariableId variable : formula.reads) arguments.push_back((*this)[variable]);
    auto result = script_->run(formula.program, arguments);
    if (result) return result;
    return driver::Error{fmt::format("{}:{}: the expression {} failed: {}", document_.name,
                                     formula.line, formula.text, result.error())};
}

}  // namespace ivr_dsp::dialog
