// SPDX-License-Identifier: GPL-2.0-or-later
// Call-progress tones by country (ITU-T E.180 supplement 2), and an ear for them: frequencies by
// Goertzel filters of its own, cadence by the clock.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "tools/office/caller_display.hpp"

namespace tools::office {

ENUM(Tone, dial, recall_dial, ringback, busy, congestion, call_waiting, special_information)

// One tone of a plan. On and off times alternate, on first; none means it never pauses.
struct ToneSpec {
    Tone tone{};
    std::vector<std::uint16_t> hertz;  // one, or two that sound together
    std::vector<driver::Ticks> cadence;
    bool then_steady{};  // the cadence is said once, then the tone goes on without pause
};

struct TonePlan {
    std::vector<ToneSpec> tones;
    DisplayStandard display{};  // what its telephones understand of who calls
    // "us", "uk", "de", "fr", "cn", "br", "au". Error lists them.
    static driver::Result<TonePlan> of_country(std::string_view country);
};

// Listens for one line. A tone is named as soon as what was heard fits only one tone of the plan,
// so steady 425 Hz is a dial tone only after it has outlasted the ringing tone's second.
class ToneEar {
  public:
    explicit ToneEar(const TonePlan& plan);

    // One millisecond of samples.
    void hear(std::span<const std::int16_t, driver::samples_per_tick> samples, driver::Ticks now);
    // Something else than a tone is heard (a prompt, a talker): forget.
    void reset();

    // The named tone that goes on, and since when.
    [[nodiscard]] std::optional<Tone> tone() const { return named_; }
    [[nodiscard]] driver::Ticks since() const { return runs_since_; }
    // Right now it sounds like some tone of the plan, named or not.
    [[nodiscard]] bool sounds_like_tone() const { return tonal_; }

  private:
    struct Filter {
        double coefficient{};
        double before{};
        double before_that{};
    };

    void turn(bool on, driver::Ticks at);
    void measure(std::span<const std::int16_t, driver::samples_per_tick> samples);
    void end_block();
    [[nodiscard]] double share(const ToneSpec& spec) const;
    void follow_melody(std::size_t chord);
    void name(driver::Ticks now);
    [[nodiscard]] bool fits(const ToneSpec& spec, driver::Ticks running) const;
    [[nodiscard]] bool fits_from(const ToneSpec& spec, std::size_t phase,
                                 driver::Ticks running) const;

    const TonePlan* plan_;
    std::vector<std::uint16_t> hertz_;   // of the whole plan, each once
    std::vector<Filter> filters_;        // likewise
    std::vector<std::size_t> chord_of_;  // by tone of the plan: the first tone with the same hertz
    double energy_{};
    int block_samples_{};
    std::optional<std::size_t> chord_;  // what the present on-time sounds like
    int chord_blocks_{};                // how often in a row
    std::array<bool, 3> melody_{};      // special information: which of its three notes were heard
    bool on_{};
    bool tonal_{};
    int different_ms_{};  // since the level last agreed with on_
    driver::Ticks turned_at_{};
    driver::Ticks runs_since_{};
    std::vector<driver::Ticks> runs_;  // finished on and off times, on first
    std::optional<Tone> named_;
};

}  // namespace tools::office
