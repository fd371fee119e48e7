// SPDX-License-Identifier: GPL-2.0-or-later
// Where a session stands: what is asked, what was typed, what plays. session.cpp moves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/phases.hpp"
#include "ivr_dsp/dialog/walk.hpp"

namespace ivr_dsp::dialog {

// Keys that no question hears. All of them 0: the caller wants a person.
class DroppedKeys {
  public:
    void add(std::string_view keys) {
        for (const char key : keys) (key == '0' ? zero_ : other_) = true;
    }
    [[nodiscard]] bool ask_for_person() const { return zero_ && !other_; }

  private:
    bool zero_{};
    bool other_{};
};

struct Session::State {
    std::optional<Walk> walk;  // none: there is no such menu
    std::string menu;
    Phase phase{Phase::fresh};
    std::string typed;    // keys not looked at yet
    std::string entered;  // keys of the answer that is being given
    bool bargein{};       // a key stops what plays
    std::optional<driver::Ticks> wake_after;
    std::uint8_t equals{};  // what of a secret the last keys are

    [[nodiscard]] bool hears_keys() const {
        return phase == Phase::asking || phase == Phase::listening || phase == Phase::collecting;
    }
    [[nodiscard]] bool asks_secret() const {
        return !walk->ending() && walk->question().settings.secret;
    }
    Step start();
    Step key(char key, std::uint8_t equals);
    Step prompt_over();
    Step nothing_came();
    Step recorded(std::optional<driver::Ticks> spoken);

  private:
    void move(Move to);
    Step as_before() const;
    Step settle(Step step);
    Step part(Step step);
    Step end(Step step, Ending ending);
    void drop_typed();
    void drop_unfit();
    [[nodiscard]] bool fits(char key) const;
    bool hear_keys(Step& step);
    void answer(Step& step);
    void conclude(Step& step, bool by_termchar);
    void reject();
    [[nodiscard]] Step next_words(Step step);

    DroppedKeys dropped_;  // before and during the prompt without barge-in that plays
    std::optional<Ending> wants_person_;
};

}  // namespace ivr_dsp::dialog
