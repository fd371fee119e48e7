// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "ivr_dsp/dsp/echo/echo_canceller.hpp"
#include "ivr_dsp/dsp/tones/tone_listener.hpp"
#include "ivr_dsp/media/quality/way_meter.hpp"

namespace ivr_dsp {

// Sixteen lines whose cancellers have the same tail, or who have none: takes the echo out of what
// they say while they have a call, and measures both ways. Realtime from the constructor on.
class LineBatch {
  public:
    // A line that is asked about goes on being measured for so long.
    static constexpr driver::Ticks asked_lasts{60'000};

    // `answer_tone`: a modem's, told with its reversals. It outlives the batch.
    LineBatch(std::optional<EchoTail> tail, const ToneTable& answer_tone)
        : tail_(tail), says_tones_(answer_tone, best_isa()), hears_tones_(answer_tone, best_isa()) {
        if (tail) cancellers_.emplace(*tail);
    }

    [[nodiscard]] bool is_full() const noexcept { return count_ == lanes; }
    // Another line, which gets the next lane.
    std::size_t add(std::uint32_t line, driver::Law law) noexcept;
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] std::uint32_t line(std::size_t lane) const noexcept { return lines_[lane].line; }

    void begin_call(std::size_t lane) noexcept;
    void end_call(std::size_t lane) noexcept;
    // Somebody wants to know: the lane is measured if it is not anyhow.
    void ask(std::size_t lane) noexcept;
    void report(std::size_t lane, LineQuality& quality) const noexcept;

    // Whether any lane has work; others cost nothing.
    [[nodiscard]] bool works() const noexcept { return busy_ > 0; }
    [[nodiscard]] bool works(std::size_t lane) const noexcept { return lines_[lane].busy; }
    [[nodiscard]] bool cancels(std::size_t lane) const noexcept {
        return tail_ && lines_[lane].in_call;
    }
    [[nodiscard]] const driver::Chunk& silence(std::size_t lane) const noexcept {
        return driver::silence(lines_[lane].law);
    }
    // A millisecond that the lanes with work say; silence for the others.
    void hear(const driver::Chunk* const* says) noexcept;
    // That without its echo, until the next call.
    [[nodiscard]] const driver::Chunk& clean(std::size_t lane) const noexcept {
        return clean_[lane];
    }
    // The line has been sent this millisecond.
    void sent(std::size_t lane, const driver::Chunk& chunk) noexcept { sent_[lane] = chunk; }

  private:
    struct Line {
        std::uint32_t line{};
        driver::Law law{driver::Law::alaw};
        bool in_call{};
        bool busy{};
        bool disabled{};        // by tone
        driver::Ticks quiet{};  // while disabled: both ways
        driver::Ticks asked_left{};
        driver::Ticks measured{};
    };

    void measure_anew(std::size_t lane) noexcept;
    void update(std::size_t lane) noexcept;
    void heed_tones(ToneListener& listener, const driver::Chunk* const* chunks) noexcept;
    void heed_silence(std::size_t lane) noexcept;

    std::optional<EchoTail> tail_;
    std::optional<EchoCancellers> cancellers_;
    ToneListener says_tones_;
    ToneListener hears_tones_;
    WayMeter brought_;  // what the lines say, as they bring it
    WayMeter says_;     // without its echo; of no use without cancellers
    WayMeter hears_;
    std::array<Line, lanes> lines_{};
    std::array<driver::Chunk, lanes> sent_{};
    std::array<driver::Chunk, lanes> clean_{};
    std::size_t count_{};
    std::size_t busy_{};
};

}  // namespace ivr_dsp
