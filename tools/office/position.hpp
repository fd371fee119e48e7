// SPDX-License-Identifier: GPL-2.0-or-later
// Understands "you are number twenty-five" from the prompts it is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/office/surroundings.hpp"

namespace tools::office {

// The value of a spoken piece of a number: "digits/7", "digits/h-20" (an ordinal),
// "digits/hundred".
[[nodiscard]] std::optional<std::uint32_t> number_word(std::string_view prompt);

class PositionEar {
  public:
    explicit PositionEar(const PositionWords& words) : words_(&words) {}

    // The next prompt has begun. The place, once it is complete: when the first word comes that is
    // no number.
    [[nodiscard]] std::optional<std::uint32_t> prompt(std::string_view name);
    // The center has stopped speaking.
    [[nodiscard]] std::optional<std::uint32_t> pause();

  private:
    [[nodiscard]] std::optional<std::uint32_t> finish();

    const PositionWords* words_;
    bool counting_{};
    std::uint32_t thousands_{};
    std::uint32_t below_thousand_{};
};

}  // namespace tools::office
