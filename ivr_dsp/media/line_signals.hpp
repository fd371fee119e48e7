// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <vector>

#include "ivr_dsp/dsp/dtmf_generator.hpp"
#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "ivr_dsp/dsp/tones/code_generator.hpp"
#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "ivr_dsp/dsp/tones/test_signals.hpp"
#include "ivr_dsp/media/active_set.hpp"
#include "ivr_dsp/media/listening.hpp"
#include "ivr_dsp/media/plan.hpp"
#include "ivr_dsp/media/queues.hpp"

namespace ivr_dsp {

// What lines hear for a while: a technician's test tones and digits, and who calls. The line hears
// it in place of what it listens to, and that again when it is over; each ends by itself.
class LineSignals {
  public:
    LineSignals(const MediaPlan& plan, Listening& listening)
        : listening_(listening), sending_(plan.lines.size()) {
        signals_.reserve(plan.lines.size());
        for (const Law law : plan.lines) signals_.emplace_back(law);
    }

    // In place of what the line was sent before. False if there is no such line or no digit.
    bool send(const SendTone& order) noexcept;
    bool send(const SendDigits& order) noexcept;
    bool send(const SendCallerId& order) noexcept;
    bool send(const SendMessageLamp& order) noexcept;

    // Says this millisecond of each.
    void talk() noexcept;

  private:
    enum class What : std::uint8_t { tone, digits, caller_id };
    struct Signal {
        explicit Signal(Law law) noexcept
            : line_law(law),
              sweep(law, {}),
              noise(law, 0, 0),
              answer(law, true),
              digits(law),
              codes(law, {}),
              fsk(law, {}, {}, {}) {}
        Law line_law;
        What what{};
        SendTone tone{};
        SweepGenerator sweep;
        NoiseGenerator noise;
        AnswerToneGenerator answer;
        driver::Ticks sent{};
        driver::Text<31> to_dial;
        std::size_t dialled{};
        bool has_codes{};  // what is dialled are register signals
        DtmfGenerator digits;
        CodeGenerator codes;
        bool alerts_first{};
        CallerIdOctets caller_id;
        FskSender fsk;  // of these octets
    };
    // How a telephone is told something.
    struct Way {
        driver::LineId line;
        FskStandard standard{};
        CallerIdForm form{};
        bool in_call{};
    };

    [[nodiscard]] bool tell(const Way& way, const CallerId& id) noexcept;
    void begin(std::uint32_t line) noexcept;
    void end(std::uint32_t line) noexcept;
    // False when it is over.
    [[nodiscard]] static bool next(Signal& signal, Chunk& chunk) noexcept;
    template <class Generator>
    [[nodiscard]] static bool next_of_digits(Signal& signal, Generator& generator,
                                             Chunk& chunk) noexcept;
    [[nodiscard]] static bool next_of_caller_id(Signal& signal, Chunk& chunk) noexcept;
    static void begin_tone(Signal& signal, const SendTone& order) noexcept;
    [[nodiscard]] static Chunk next_of_tone(Signal& signal) noexcept;

    Listening& listening_;
    std::vector<Signal> signals_;  // by line
    ActiveSet sending_;            // lines
};

}  // namespace ivr_dsp
