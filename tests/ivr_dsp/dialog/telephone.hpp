// SPDX-License-Identifier: GPL-2.0-or-later
// A caller on paper: presses keys, hears names of prompts, says nothing for a while.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ivr_dsp/dialog/dialog.hpp"
#include "pbx/signalling/secret_keys.hpp"

namespace support {

using Variables = std::vector<std::pair<std::string, std::string>>;

// A bank with these recordings, 1 s each, and every piece the spoken numbers need.
class Bank {
  public:
    explicit Bank(const std::vector<std::string>& names, bool with_speech = true);
    // The recordings of Debian's asterisk-core-sounds-en-wav. Fails the test if it is not
    // installed.
    static Bank of_debian();

    [[nodiscard]] const ivr_dsp::dialog::PromptIndex& index() const { return index_; }
    // "hello menu", as they were recorded.
    [[nodiscard]] std::string names(const std::vector<ivr_dsp::Clip>& clips) const;
    [[nodiscard]] const std::vector<std::string>& all() const { return names_; }

  private:
    std::vector<std::string> names_;
    ivr_dsp::dialog::PromptIndex index_;
};

// One call to one menu.
class Telephone {
  public:
    Telephone(const ivr_dsp::dialog::Menus& menus, const Bank& bank, std::string_view menu,
              const Variables& variables = {})
        : bank_(bank), session_(menus, bank.index(), menu, variables) {}

    void answers() { take(session_.start()); }
    void presses(std::string_view keys);
    // The prompt is over.
    void listens() { take(session_.played()); }
    // So much was said and recorded; or it could not be.
    void is_recorded(std::optional<driver::Ticks> spoken) { take(session_.recorded(spoken)); }
    // All prompts are over.
    void listens_to_the_end();
    // The timer that runs has passed. Fails the test if none runs.
    void says_nothing();

    // What plays since the last step that said something; empty when nothing plays.
    [[nodiscard]] const std::string& hears() const { return hears_; }
    [[nodiscard]] bool was_cut_short() const { return last_.stop_playing; }
    // Milliseconds until silence; 0: no timer.
    [[nodiscard]] long timer() const {
        return last_.wake_after ? static_cast<long>(last_.wake_after->count()) : 0;
    }
    [[nodiscard]] bool is_over() const { return ending_.has_value(); }
    // "transferred queue:sales", "exited choice=1", "person", "failed test:3: …"; "" while it
    // lasts.
    [[nodiscard]] std::string ending() const;
    // All answers so far: "account=2001 pin=(secret)".
    [[nodiscard]] const std::string& answered() const { return answered_; }
    [[nodiscard]] const ivr_dsp::dialog::Step& last_step() const { return last_; }

  private:
    void take(ivr_dsp::dialog::Step step);
    pbx::SecretKeys::Told firmware_hears(char key);

    const Bank& bank_;
    ivr_dsp::dialog::Session session_;
    std::optional<std::vector<std::string>> secret_;
    pbx::SecretKeys firmware_;
    ivr_dsp::dialog::Step last_;
    std::string hears_;
    std::string answered_;
    std::optional<ivr_dsp::dialog::Ending> ending_;
};

// A document with its menu "test", and one call to it.
class Paper {
  public:
    Paper() : bank_(words()) {}
    // The words of the bank.
    static std::vector<std::string> words();
    // `body` stands in <vxml>. Fails the test if it does not load.
    void menu_is(const std::string& body, const Variables& variables = {});
    // "" if the document loads; else all complaints. `text` is the whole document.
    [[nodiscard]] std::string complaints(const std::string& text) const;
    // The same, of a body whose first line is line 1.
    [[nodiscard]] std::string complaints_in(const std::string& body) const;

    Telephone& caller() { return *caller_; }
    [[nodiscard]] const Bank& bank() const { return bank_; }
    [[nodiscard]] const ivr_dsp::dialog::Menus& menus() const { return menus_; }

  private:
    Bank bank_;
    ivr_dsp::dialog::Menus menus_;
    std::optional<Telephone> caller_;
};

// The text of ivr_dsp/dialog/menus/NAME.vxml.
std::string shipped_menu(const std::string& name);

const char* name_of(ivr_dsp::dialog::End end);

}  // namespace support
