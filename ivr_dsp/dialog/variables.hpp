// SPDX-License-Identifier: GPL-2.0-or-later
// What one caller's variables hold, and what expressions over them give.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "driver/base/result.hpp"
#include "ivr_dsp/dialog/document.hpp"
#include "ivr_dsp/dialog/script.hpp"

namespace ivr_dsp::dialog {

class Variables {
  public:
    // `session`: name and value, without "session.".
    Variables(const Document& document,
              const std::vector<std::pair<std::string, std::string>>& session);

    [[nodiscard]] const Value& operator[](VariableId variable) const {
        return values_[variable.value];
    }
    void set(VariableId variable, Value value) { values_[variable.value] = std::move(value); }
    void forget(const std::vector<VariableId>& variables);
    // Errors: "document:line: what".
    driver::Result<Value> work_out(const Formula& formula);
    // False until an expression needed the engine: until then there is none.
    [[nodiscard]] bool has_script() const { return script_.has_value(); }

  private:
    const Document& document_;
    std::vector<Value> values_;
    std::optional<Script> script_;
};

}  // namespace ivr_dsp::dialog
