// SPDX-License-Identifier: GPL-2.0-or-later
// The way of one caller through a document: the form interpretation algorithm (VoiceXML 2.0,
// appendix C). Knows no keys and no time. Runs until it asks a question or is over; what is to be
// said before that stands in the queue.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/document.hpp"
#include "ivr_dsp/dialog/prompt_queue.hpp"
#include "ivr_dsp/dialog/variables.hpp"

namespace ivr_dsp::dialog {

class Walk {
  public:
    // Actions between two questions; more means that the document goes round in circles.
    static constexpr int most_actions = 1000;
    // Wrong or missing answers in a row: to one question, and to all since the last right one.
    static constexpr int most_misses = 3;
    static constexpr int most_misses_anywhere = 12;

    Walk(const Document& document, const PromptIndex& prompts,
         const std::vector<std::pair<std::string, std::string>>& session)
        : document_(document), prompts_(prompts), variables_(document, session) {}

    void begin();
    // The caller answered the question with keys its grammar accepts; of a secret, `equals` says
    // which of the expected texts the last of them are.
    Input answer(std::string_view keys, std::uint8_t equals);
    // What the question's secret may equal.
    [[nodiscard]] std::vector<std::string> expected() const;
    // The question was a <record>; so much of what came was not silence.
    void recorded(driver::Ticks spoken);
    // The caller did not, or not with such keys.
    void miss(Event event);

    // After each of these three: either an ending, or a question.
    [[nodiscard]] const std::optional<Ending>& ending() const { return ending_; }
    [[nodiscard]] const Question& question() const;
    // How long to wait for the first key once all is said.
    [[nodiscard]] driver::Ticks timeout() const {
        return prompt_timeout_.value_or(question().settings.timeout);
    }
    PromptQueue& queue() { return queue_; }
    [[nodiscard]] bool has_script() const { return variables_.has_script(); }

  private:
    struct Visit {
        int asked{};  // times its prompts were said
        int misses{};
        std::array<int, event_count> events{};
    };

    // walk.cpp: from item to item
    void hear();
    [[nodiscard]] Value meaning(const Question& asked, std::string_view keys,
                                std::uint8_t equals) const;
    void enter(DialogId dialog);
    void declare(const std::vector<Declaration>& declarations);
    void go_on();
    std::optional<std::size_t> next_item();
    void visit(std::size_t item);
    void ask(const Question& question);
    void say_beep(const Question& question);
    void handle(Event event);
    const Handler* best_handler(Event event, int count);
    [[nodiscard]] const Dialog& dialog() const { return document_.dialogs[dialog_.value]; }

    // walk_actions.cpp: executable content
    void run(const Actions& actions);
    void act(const Action& action);
    void assign(const Assign& assign);
    void choose(const Choose& choice);
    void go_to(const Target& target, int line);
    void transfer(const Transfer& transfer, int line);
    void exit(const Exit& exit);
    void say(const Prompt& prompt);
    std::vector<Clip> clips(const Piece& piece);
    bool holds(const std::optional<Formula>& condition);
    Value work_out(const Formula& formula);
    void end(Ending ending);
    void fail(int line, std::string_view problem);
    // The caller goes elsewhere: nothing more of this item is done.
    [[nodiscard]] bool has_left() const { return ending_ || goes_to_; }

    const Document& document_;
    const PromptIndex& prompts_;
    Variables variables_;
    PromptQueue queue_;
    std::optional<Ending> ending_;
    std::optional<DialogId> goes_to_;
    DialogId dialog_;
    std::size_t item_{};
    std::vector<Visit> visits_;                    // one per item of the dialog
    std::optional<driver::Ticks> prompt_timeout_;  // the last prompt's since the caller was heard
    int actions_left_{};
    int misses_anywhere_{};
    bool silent_{};  // the last handler asked for no reprompt
};

}  // namespace ivr_dsp::dialog
