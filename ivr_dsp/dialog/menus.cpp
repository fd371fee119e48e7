// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/loader.hpp"

namespace ivr_dsp::dialog {

Menus::Menus() = default;
Menus::Menus(Menus&&) noexcept = default;
Menus& Menus::operator=(Menus&&) noexcept = default;
Menus::~Menus() = default;

driver::Result<void> Menus::load(const std::string& name, std::string_view vxml,
                                 const PromptIndex& prompts) {
    if (contains(name)) {
        return driver::Error{
            fmt::format("{}:1: a menu of this name is loaded already: choose another name", name)};
    }
    auto document = load_document(name, vxml, prompts);
    if (!document) return driver::Error{document.error()};
    documents_.emplace(name, *std::move(document));
    return {};
}

bool Menus::contains(std::string_view name) const {
    return documents_.contains(name);
}

std::vector<TransferTarget> Menus::destinations(std::string_view name) const {
    const auto found = documents_.find(name);
    if (found == documents_.end()) return {};
    return found->second->destinations;
}

}  // namespace ivr_dsp::dialog
