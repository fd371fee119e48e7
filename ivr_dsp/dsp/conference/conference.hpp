// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/conference/conference_kernel.hpp"
#include "ivr_dsp/dsp/conference/conference_part.hpp"
#include "ivr_dsp/dsp/conference/level_control.hpp"
#include "ivr_dsp/dsp/conference/talker.hpp"

namespace ivr_dsp {

// Parties who each hear all others. Places are dense: when one leaves, the last takes his.
// Realtime: only the constructor allocates.
class Conference {
  public:
    explicit Conference(std::size_t most_parties, Isa isa = best_isa(),
                        const LevelControl::Settings& levels = {})
        : kernel_(conference_kernel_of(isa)),
          levels_(levels),
          parties_(most_parties),
          places_((most_parties + ConferencePlaces::count - 1) / ConferencePlaces::count),
          whispered_(most_parties),
          whispers_(most_parties) {
        for (ConferencePlaces& four : places_) {
            std::fill_n(four.heard, ConferencePlaces::count, &driver::ulaw_silence);
        }
    }

    [[nodiscard]] std::size_t parties() const noexcept { return count_; }
    [[nodiscard]] bool is_full() const noexcept { return count_ == parties_.size(); }
    // There must be room. He takes this part from his first sample on.
    std::size_t enter(driver::Law law, const ConferencePart& part = {}) noexcept;
    // The party at the last place takes this one. Who coached him coaches nobody.
    void leave(std::size_t place) noexcept;
    // Gains and mutes change within 16 ms, so that nothing clicks. Whom others hear changes while
    // he is silent: he goes down in 16 ms for those who heard him, and up for those who will.
    void set(std::size_t place, const ConferencePart& part) noexcept;
    [[nodiscard]] const ConferencePart& part(std::size_t place) const noexcept {
        return parties_[place].part;
    }

    // Before mix(): where this millisecond of the party is. It stays there until mix() is over.
    void hear(std::size_t place, const driver::Chunk& chunk) noexcept {
        four_of(place).heard[place % ConferencePlaces::count] = &chunk;
    }
    void mix() noexcept;
    // Many, which costs less than one after the other.
    static void mix(std::span<Conference* const> rooms) noexcept;
    // What the party hears, in its own law; until the next mix().
    [[nodiscard]] const driver::Chunk& said(std::size_t place) const noexcept {
        return four_of(place).said[place % ConferencePlaces::count];
    }
    // What somebody hears who is no party; not when it is full, for he would hear it from a seat
    // that is left.
    [[nodiscard]] const driver::Chunk& said_to_all(driver::Law law) const noexcept {
        return said_to_all_[static_cast<std::size_t>(law)];
    }

    [[nodiscard]] bool speaks(std::size_t place) const noexcept {
        return parties_[place].talker.speaks();
    }
    // Somebody is meant to hear him.
    [[nodiscard]] bool is_heard(std::size_t place) const noexcept {
        const ConferencePart& part = parties_[place].part;
        return !part.muted && part.role != ConferenceRole::listens;
    }
    // To find the loudest of those who speak.
    [[nodiscard]] float level(std::size_t place) const noexcept {
        return parties_[place].talker.level();
    }
    // What is multiplied by, as a level.
    [[nodiscard]] float gain_db(std::size_t place) const noexcept {
        return 20 * std::log10(static_cast<float>(parties_[place].gain) / ConferencePlaces::unity);
    }

  private:
    // Who hears a party.
    struct Audience {
        ConferenceRole role{};
        std::uint16_t coached{};
        friend bool operator==(const Audience&, const Audience&) = default;
    };
    struct Party {
        ConferencePart part;
        Audience audience;  // now; that of his part as soon as he is silent
        Talker talker;
        LevelControl control;
        float factor{1};        // of the gain he was given
        std::int16_t gain{};    // now
        std::int16_t wanted{};  // and in a few milliseconds
    };

    [[nodiscard]] ConferencePlaces& four_of(std::size_t place) noexcept {
        return places_[place / ConferencePlaces::count];
    }
    [[nodiscard]] const ConferencePlaces& four_of(std::size_t place) const noexcept {
        return places_[place / ConferencePlaces::count];
    }
    [[nodiscard]] static Audience audience_of(const ConferencePart& part) noexcept {
        const bool coaches = part.role == ConferenceRole::coaches;
        return {part.role, coaches ? part.coached : std::uint16_t{}};
    }
    void take_part(Party& party, std::size_t place, const ConferencePart& part) noexcept;
    void want_gain(Party& party) noexcept;
    [[nodiscard]] bool turn_gain(std::size_t place) noexcept;
    void look(std::size_t place) noexcept;
    void find_whispers() noexcept;
    void next_mix(ConferenceMix& order) noexcept;
    void listen() noexcept;
    void lose(std::size_t place, std::size_t gone, std::size_t last) noexcept;

    const ConferenceKernel& kernel_;
    LevelControl::Settings levels_;
    std::size_t count_{};
    std::vector<Party> parties_;
    std::vector<ConferencePlaces> places_;
    std::array<driver::Chunk, 2> said_to_all_{};  // by law
    std::vector<SampleRow> whispered_;
    std::vector<Whisper> whispers_;
    std::size_t whisper_count_{};
    bool is_turning_{};  // somebody's gain is on its way
    Limiter limiter_;
    unsigned ms_{};
};

}  // namespace ivr_dsp
