// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

#include "tools/trace/phrase.hpp"

namespace tools {

// What --lang says.
constexpr trace::Language language_of(std::string_view word) {
    return word == "zh" ? trace::Language::zh : trace::Language::en;
}

// Says the one of two texts (UTF-8) that the operator reads.
class Bilingual {
  public:
    explicit Bilingual(trace::Language language) : language_(language) {}
    explicit Bilingual(std::string_view word) : Bilingual(language_of(word)) {}
    const char* operator()(const char* english, const char* chinese) const {
        return language_ == trace::Language::zh ? chinese : english;
    }

  private:
    trace::Language language_;
};

}  // namespace tools
