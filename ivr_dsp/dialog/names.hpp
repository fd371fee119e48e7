// SPDX-License-Identifier: GPL-2.0-or-later
// Which variable a name means: the dialog's, else the document's (VoiceXML 2.0, 5.1.2).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ivr_dsp/dialog/document.hpp"

namespace ivr_dsp::dialog {

class Names {
  public:
    struct Known {
        VariableId variable;
        int line{};
        bool secret{};
    };

    explicit Names(Document& document) : document_(document) {}

    // A variable without a name.
    VariableId make();
    // Nothing, or where the same scope has the name already. `dialog`: its owner; null: the
    // document.
    std::optional<int> declare(const std::string& name, Known known, const Dialog* dialog);
    // Names of the document are always seen, those of one dialog only after this.
    void look_from(const Dialog* dialog) { dialog_ = dialog; }
    // Session variables ("session.ani") are made when first asked for.
    std::optional<Known> find(const std::string& name);

  private:
    using Scope = std::map<std::string, Known, std::less<>>;
    Document& document_;
    Scope document_scope_;
    std::map<const Dialog*, Scope> dialog_scopes_;
    const Dialog* dialog_{};
};

}  // namespace ivr_dsp::dialog
