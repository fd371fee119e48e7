// SPDX-License-Identifier: GPL-2.0-or-later
// From text to a Document.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "driver/base/result.hpp"
#include "ivr_dsp/dialog/document.hpp"
#include "ivr_dsp/dialog/prompt_index.hpp"

namespace ivr_dsp::dialog {

inline constexpr std::size_t longest_document = 256UL * 1024;  // octets

// Errors as Menus::load promises them.
driver::Result<std::unique_ptr<Document>> load_document(const std::string& name,
                                                        std::string_view text,
                                                        const PromptIndex& prompts);

}  // namespace ivr_dsp::dialog
