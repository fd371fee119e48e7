// SPDX-License-Identifier: GPL-2.0-or-later
// What a compiled prompt bank contains, as control knows it: names and lengths, no sound.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
    // Errors name the line.
    static driver::Result<PromptIndex> parse(std::string_view contents);

    // `name` as in the sound package, without extension: "vm-goodbye", "digits/7".
    [[nodiscard]] std::optional<Clip> find(std::string_view name) const;
    [[nodiscard]] driver::Ticks length(Clip clip) const;
    [[nodiscard]] std::size_t size() const { return clips_.size(); }
    [[nodiscard]] std::uint16_t generation() const { return generation_; }

  private:
    struct Entry {
        std::uint16_t index{};
        driver::Ticks length{};
    };
    std::uint16_t generation_{};
    std::map<std::string, Entry, std::less<>> clips_;
};

}  // namespace ivr_dsp::dialog
