// SPDX-License-Identifier: GPL-2.0-or-later
// What is still to be said before the caller is listened to or sent on.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp::dialog {

// A stretch of clips that a key stops as a whole, or that no key stops.
struct Stretch {
    bool bargein{};
    std::vector<Clip> clips;
};

class PromptQueue {
  public:
    static constexpr std::size_t most_clips = 256;

    // Joins the last stretch if a key treats both alike. False: too much to say.
    [[nodiscard]] bool add(bool bargein, const std::vector<Clip>& clips) {
        if (clips.empty()) return true;
        waiting_ += clips.size();
        if (waiting_ > most_clips) return false;
        if (stretches_.empty() || stretches_.back().bargein != bargein) {
            stretches_.push_back({bargein, {}});
        }
        auto& last = stretches_.back().clips;
        last.insert(last.end(), clips.begin(), clips.end());
        return true;
    }

    [[nodiscard]] bool empty() const { return stretches_.empty(); }
    [[nodiscard]] const Stretch& front() const { return stretches_.front(); }
    Stretch take() {
        Stretch first = std::move(stretches_.front());
        stretches_.pop_front();
        waiting_ -= first.clips.size();
        return first;
    }
    // The caller knows what to press: up to what no key stops.
    void skip() {
        while (!empty() && front().bargein) take();
    }
    void clear() { *this = {}; }

  private:
    std::deque<Stretch> stretches_;
    std::size_t waiting_{};
};

}  // namespace ivr_dsp::dialog
