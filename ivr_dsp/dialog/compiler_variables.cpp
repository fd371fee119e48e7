// SPDX-License-Identifier: GPL-2.0-or-later
// Variables and properties: known before anything that uses them is compiled.
#include <fmt/format.h>

#include "ivr_dsp/dialog/compiler.hpp"
#include "ivr_dsp/dialog/expression.hpp"
#include "ivr_dsp/dialog/time_text.hpp"

namespace ivr_dsp::dialog {

void Compiler::declare(const Node& node, const std::string& name, bool secret, Dialog* dialog) {
    if (!node.attribute("name")) return;
    if (const auto problem = why_not_a_variable(name)) {
        complain(node, *problem);
        return;
    }
    const VariableId variable = names_.make();
    if (dialog != nullptr) dialog->own.push_back(variable);
    const int line = lines_.of(node);
    if (const auto other = names_.declare(name, {variable, line, secret}, dialog)) {
        complain(node, fmt::format("declares {} again, first at line {}: use <assign>, or another "
                                   "name",
                                   name, *other));
    }
}

// Every <var> at any depth belongs to the dialog it stands in, else to the document.
void Compiler::declare_variables(const Node& parent, Dialog* dialog) {
    for (const Node& node : parent.children()) {
        const std::string_view name = node.name();
        if (name == "var") declare(node, node.attribute("name").value(), false, dialog);
        if (name != "form" && name != "menu") declare_variables(node, dialog);
    }
}

void Compiler::declare_dialog(const Node& node, Dialog& dialog, const Settings& settings) {
    declare_variables(node, &dialog);
    for (const Node& field : node.children("field")) {
        // Without complaints: the field is compiled later, and complains then.
        Complaints unheard;
        std::swap(unheard, complaints_);
        const bool secret = settings_of(field, settings).secret;
        std::swap(unheard, complaints_);
        declare(field, field.attribute("name").value(), secret, &dialog);
    }
    for (const Node& record : node.children("record")) {
        declare(record, record.attribute("name").value(), false, &dialog);
    }
}

std::vector<Declaration> Compiler::declarations(const Node& parent) {
    std::vector<Declaration> made;
    for (const Node& node : parent.children("var")) {
        const auto known = names_.find(node.attribute("name").value());
        if (!known) continue;
        std::optional<Formula> value;
        if (node.attribute("expr")) value = formula(node, "expr", Use::telling);
        made.push_back({known->variable, std::move(value)});
    }
    return made;
}

Settings Compiler::settings_of(const Node& node, Settings outer) {
    for (const Node& property : node.children("property")) set_property(property, outer);
    return outer;
}

void Compiler::set_property(const Node& property, Settings& settings) {
    const std::string_view name = property.attribute("name").value();
    const std::string_view value = property.attribute("value").value();
    if (name == "timeout") {
        settings.timeout = duration(property, "value").value_or(settings.timeout);
    } else if (name == "interdigittimeout") {
        settings.interdigit_timeout =
            duration(property, "value").value_or(settings.interdigit_timeout);
    } else if (name == "bargein") {
        settings.bargein = flag(property, "value", settings.bargein);
    } else if (name == "secret") {
        settings.secret = flag(property, "value", settings.secret);
    } else if (name == "termchar") {
        if (value.size() > 1 || (value.size() == 1 && !is_key(value.front()))) {
            complain(property,
                     fmt::format("value=\"{}\": write one key, or nothing for none", value));
        }
        settings.termchar = value.empty() ? std::nullopt : std::optional(value.front());
    } else {
        complain(property, fmt::format("name=\"{}\" is not supported: write timeout, "
                                       "interdigittimeout, termchar, bargein or secret",
                                       name));
    }
}

}  // namespace ivr_dsp::dialog
