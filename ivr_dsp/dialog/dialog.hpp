// SPDX-License-Identifier: GPL-2.0-or-later
// Menus: VoiceXML documents that are told what happened and say what to do next. No sound, no
// clock, no line: a menu can be tested on paper. What of VoiceXML is understood stands in
// README.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/dialog/prompt_index.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp::dialog {

// How a dialog ended.
enum class End {
    transferred,   // <transfer dest="…">: `destination` is for routing to understand
    person,        // the caller wants or needs a person: pressed 0 where the menu has no 0 of its
                   // own, or gave three wrong or no answers in a row
    exited,        // <exit>, or ran off the end of the document; `values` holds its namelist
    disconnected,  // <disconnect>: the caller is to be hung up
    failed,        // no such menu, an expression failed, or the document goes round in circles
};
struct Ending {
    End end{};
    std::string destination;
    // <exit namelist="a b">: a and b with their values. <exit expr="…">: "value" and that.
    std::vector<std::pair<std::string, std::string>> values;
    std::string error;  // when failed: "document:line: what"
};

// What the caller has just answered: a field's name and value, a menu's id and the keys. The value
// of a secret is empty: nobody here knows it.
struct Input {
    std::string field;
    std::string value;
    bool secret{};
};

// What the caller says now is to be recorded (VoiceXML 2.0, 2.3.6).
struct Record {
    driver::Ticks longest{};
    driver::Ticks final_silence{};
};

// A clip that stands for the message the session is about: <audio expr="session.message"/>.
inline constexpr Clip the_message{0xFFFF, 0xFFFF};

// What to do next. Each step cancels the timer of the step before. Never both `play` and `ending`:
// last words are played first, and the ending comes with played() or the key that cuts them short.
struct Step {
    bool stop_playing{};                      // the caller pressed a key while a prompt played
    std::vector<Clip> play;                   // say these, in this order; then call played()
    std::optional<driver::Ticks> wake_after;  // if nothing happens until then, call silence()
    std::vector<Input> inputs;
    std::optional<Record> record;  // begin; then call recorded() when it is over
    bool stop_recording{};         // the caller pressed a key: recorded() follows all the same
    std::optional<Ending> ending;  // nothing more follows
};

struct Document;  // one compiled VoiceXML document

// Where a menu sends callers, and the line that says so (first).
struct TransferTarget {
    std::string destination;
    int line{};
};

// All menus of a configuration. Immutable after loading; sessions refer to it and must not outlive
// it, so a changed configuration is loaded into new Menus.
class Menus {
  public:
    Menus();
    Menus(Menus&&) noexcept;
    Menus& operator=(Menus&&) noexcept;
    ~Menus();

    // Compiles a document and checks it whole: elements, attributes, expressions, goto targets, and
    // that every <audio src> is in the bank. `name` is how others refer to it. Errors carry
    // "name:line: what: remedy", one per line when there are several. A name is loaded once only.
    driver::Result<void> load(const std::string& name, std::string_view vxml,
                              const PromptIndex& prompts);
    [[nodiscard]] bool contains(std::string_view name) const;
    // Every destination a <transfer dest="literal"> names, for routing to check at load. Those of
    // destexpr have the right form, or the session fails.
    [[nodiscard]] std::vector<TransferTarget> destinations(std::string_view name) const;

  private:
    friend class Session;
    std::map<std::string, std::unique_ptr<Document>, std::less<>> documents_;
};

// One caller's walk through a menu. Deterministic: same calls in, same steps out.
class Session {
  public:
    // `variables` become session variables in the document (`session.ani`, `session.position` …).
    // If there is no such menu, start() says so. `menus` and `prompts` must outlive the session.
    Session(const Menus& menus, const PromptIndex& prompts, std::string_view menu,
            const std::vector<std::pair<std::string, std::string>>& variables);
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    // A call that comes when it has no meaning (played() while nothing plays, anything after the
    // ending) changes nothing; its step only renews the timer that runs.
    Step start();
    // 0-9 * # A-D; before start(): kept, 32 at most. A question for a secret hears only secret_key
    // and what it `equals` (pbx::Digit), besides * and #; any other question only plain keys.
    Step digit(char digit, std::uint8_t equals = 0);
    Step played();   // the last `play` is over, to its end or stopped
    Step silence();  // `wake_after` has passed
    // What was to be recorded is: so much of it was not silence; or, without that, it is not.
    Step recorded(std::optional<driver::Ticks> spoken);

    // While a secret is asked for: the texts it may equal, texts_per_secret at most.
    [[nodiscard]] std::optional<std::vector<std::string>> secret() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ivr_dsp::dialog
