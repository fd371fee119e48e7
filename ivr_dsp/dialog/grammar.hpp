// SPDX-License-Identifier: GPL-2.0-or-later
// Which keys answer a question, and what they mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "ivr_dsp/dialog/value.hpp"

namespace ivr_dsp::dialog {

// What some keys are to a grammar.
enum class Heard : std::uint8_t {
    never,     // not an answer, whatever follows
    not_yet,   // the beginning of one
    or_more,   // an answer, and also the beginning of a longer one
    complete,  // an answer; nothing can follow
};

inline constexpr std::size_t most_keys = 32;  // in one answer

struct Alternative {
    std::string keys;
    Value meaning;
};

class Grammar {
  public:
    static Grammar digits(std::size_t least, std::size_t most);
    static Grammar number(std::size_t most);
    // In order; `which` tells the position.
    static Grammar one_of(std::vector<Alternative> alternatives);

    // `keys` is not empty; a secret_key is a digit, whichever.
    [[nodiscard]] Heard hear(std::string_view keys) const;
    // Of keys that are an answer.
    [[nodiscard]] Value meaning(std::string_view keys) const;
    [[nodiscard]] std::size_t which(std::string_view keys) const;
    // A lone 0 is one of the alternatives, and so not a call for a person.
    [[nodiscard]] bool offers_zero() const;
    // Digits that mean themselves.
    [[nodiscard]] bool is_digits() const { return alternatives_.empty() && !is_number_; }

  private:
    [[nodiscard]] Heard hear_digits(std::string_view keys) const;
    [[nodiscard]] Heard hear_alternatives(std::string_view keys) const;

    bool is_number_{};
    std::size_t least_{};
    std::size_t most_{};
    std::vector<Alternative> alternatives_;  // none: any digits
};

// `digits`, `digits?length=4`, `digits?minlength=2;maxlength=6`, `number?maxlength=3`, `boolean`
// (1 yes, 2 no), `boolean?y=1;n=9`: the types of VoiceXML 2.0 appendix P that keys can answer.
// Errors: "what: remedy".
driver::Result<Grammar> parse_field_type(std::string_view text);
// As above, or the answers themselves: `1|2|*`. Each means its own keys.
driver::Result<Grammar> parse_grammar(std::string_view text);

constexpr bool is_key(char c) {
    return (c >= '0' && c <= '9') || c == '*' || c == '#' || (c >= 'A' && c <= 'D');
}
bool are_keys(std::string_view text);

}  // namespace ivr_dsp::dialog
