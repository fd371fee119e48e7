// SPDX-License-Identifier: GPL-2.0-or-later
// What a compiled prompt bank contains, as control knows it: names and lengths, no sound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp::dialog {

// Reads the bank's table of contents, the text file the prompt compiler writes beside the bank:
//
//     trunkline-prompts 1 GENERATION
//     INDEX MILLISECONDS NAME
//     …
class PromptIndex {
  public:
    // Errors name the line. Empty lines are passed over; two clips may not share a name or an
    // index.
    static driver::Result<PromptIndex> parse(std::string_view contents);

    // `name` as in the sound package, without extension: "vm-goodbye", "digits/7".
    [[nodiscard]] std::optional<Clip> find(std::string_view name) const;
    // Zero for a clip of another generation, or one the bank does not have.
    [[nodiscard]] driver::Ticks length(Clip clip) const;
    // Of the bank that holds clips this long, in their order. Error: what tells it from the one
    // these contents were written beside.
    [[nodiscard]] driver::Result<void> tells_of(std::uint16_t generation,
                                                std::span<const driver::Ticks> lengths) const;
    [[nodiscard]] std::size_t size() const { return by_name_.size(); }
    [[nodiscard]] std::uint16_t generation() const { return generation_; }

  private:
    std::uint16_t generation_{};
    std::map<std::string, std::uint16_t, std::less<>> by_name_;
    std::map<std::uint16_t, driver::Ticks> lengths_;
};

}  // namespace ivr_dsp::dialog
