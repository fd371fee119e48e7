// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace tools {

// Says the one of two texts (UTF-8) that the operator reads.
class Bilingual {
  public:
    // `language`: "en" or "zh".
    explicit Bilingual(std::string_view language) : chinese_(language == "zh") {}
    const char* operator()(const char* english, const char* chinese) const {
        return chinese_ ? chinese : english;
    }

  private:
    bool chinese_;
};

}  // namespace tools
