// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/secret_comparisons.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "ivr_dsp/dialog/tokens.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp::dialog {
namespace {

class Condition {
  public:
    explicit Condition(std::string_view text) {
        while (true) {
            const auto token = next_token(text);
            if (!token || token->kind == TokenKind::end) return;
            tokens_.push_back(*token);
        }
    }

    [[nodiscard]] std::size_t size() const { return tokens_.size(); }
    [[nodiscard]] bool names(std::size_t at, std::string_view name) const {
        return tokens_[at].kind == TokenKind::name && tokens_[at].text == name &&
               mark(at, -1) != ".";
    }
    [[nodiscard]] bool takes_length(std::size_t at) const {
        return mark(at, 1) == "." && mark(at, 2) == "length";
    }
    // What the name at this place is compared with, on its right or its left.
    [[nodiscard]] std::optional<std::string> other_side(std::size_t at) const {
        if (compares(mark(at, 1)) && begins(at)) return right(at + 2);
        if (compares(mark(at, -1)) && ends(at + 1) && at >= 2) return left(at - 2);
        return std::nullopt;
    }

  private:
    // The token so many places on; empty beyond the ends.
    [[nodiscard]] std::string_view mark(std::size_t at, int places) const {
        const std::size_t there = at + static_cast<std::size_t>(places);
        return there < tokens_.size() ? tokens_[there].text : std::string_view{};
    }
    static bool compares(std::string_view mark) {
        return mark == "==" || mark == "!=" || mark == "===" || mark == "!==";
    }
    // A comparison may stand there: nothing binds tighter.
    [[nodiscard]] bool begins(std::size_t at) const {
        const std::string_view before = mark(at, -1);
        return at == 0 || before == "(" || before == "&&" || before == "||" || before == "?" ||
               before == ":";
    }
    [[nodiscard]] bool ends(std::size_t at) const {
        const std::string_view next = mark(at, 0);
        return next.empty() || next == ")" || next == "&&" || next == "||" || next == "?" ||
               next == ":";
    }
    [[nodiscard]] bool is_text(std::size_t at) const {
        return at < tokens_.size() && tokens_[at].kind == TokenKind::text;
    }
    [[nodiscard]] std::optional<std::string> right(std::size_t at) const {
        if (is_text(at) && ends(at + 1)) return std::string(tokens_[at].text);
        if (mark(at, 0) == "session" && mark(at, 1) == "." && ends(at + 3)) return session(at + 2);
        return std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> left(std::size_t at) const {
        if (is_text(at) && begins(at)) return std::string(tokens_[at].text);
        if (at >= 2 && mark(at, -1) == "." && mark(at, -2) == "session" && begins(at - 2)) {
            return session(at);
        }
        return std::nullopt;
    }
    [[nodiscard]] std::string session(std::size_t at) const {
        return fmt::format("session.{}", tokens_[at].text);
    }

    std::vector<Token> tokens_;
};

// As a quoted text or a name.
bool can_be_typed(std::string_view side) {
    if (side.starts_with("session.")) return true;
    const std::string_view text = side.substr(1, side.size() - 2);
    return !text.empty() && text.size() <= most_secret_keys && std::ranges::all_of(text, is_digit);
}

}  // namespace

driver::Result<std::vector<std::string>> compared_with(std::string_view text,
                                                       std::string_view secret) {
    const Condition condition(text);
    std::vector<std::string> sides;
    for (std::size_t at = 0; at < condition.size(); ++at) {
        if (!condition.names(at, secret) || condition.takes_length(at)) continue;
        const auto side = condition.other_side(at);
        if (!side || !can_be_typed(*side)) {
            return driver::Error{fmt::format(
                "uses the secret {} in a way that needs its digits, which the firmware keeps: "
                "compare it by == or != with session.NAME or with digits in quotes, or ask for its "
                ".length",
                secret)};
        }
        sides.push_back(*side);
    }
    return sides;
}

}  // namespace ivr_dsp::dialog
