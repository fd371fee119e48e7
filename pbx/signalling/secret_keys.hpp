// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ivr_dsp/media/messages.hpp"

namespace pbx {

// What one line types while it is asked for a secret. Kept here and nowhere else: control, its
// journal and all who read that are told that a key came, and whether the keys typed last are one
// of the texts they ought to be.
class SecretKeys {
  public:
    struct Told {
        char key{};
        std::uint8_t equals{};  // bit i: the last keys are the i-th text
    };

    // Begins or ends; what was typed before is forgotten.
    void take(const ivr_dsp::TakeSecret& order) {
        order_ = order;
        typed_ = {};
        count_ = 0;
    }

    // * and # end an answer, and are no secret.
    Told press(char key) {
        if (!order_.on || key == '*' || key == '#') return {key, 0};
        if (count_ == typed_.size()) {
            std::ranges::rotate(typed_, typed_.begin() + 1);
            --count_;
        }
        typed_[count_++] = key;
        Told told{ivr_dsp::secret_key, 0};
        const std::string_view typed(typed_.data(), count_);
        for (std::size_t i = 0; i < order_.expected.size(); ++i) {
            const std::string_view text = order_.expected[i].view();
            if (text.empty() || !typed.ends_with(text)) continue;
            told.equals |= static_cast<std::uint8_t>(1U << i);
        }
        return told;
    }

  private:
    ivr_dsp::TakeSecret order_;
    std::array<char, ivr_dsp::most_secret_keys> typed_{};
    std::size_t count_{};
};

}  // namespace pbx
