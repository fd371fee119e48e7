// SPDX-License-Identifier: GPL-2.0-or-later
// What a caller identification message says: SDMF and MDMF of TR-NWT-000030, also in ETS 300 659-3.
// Octets here are what FSK carries.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "ivr_dsp/dsp/tones/fsk.hpp"

namespace ivr_dsp {

// A text of at most so many characters, without memory of its own elsewhere.
template <std::size_t most>
struct ShortText {
    std::array<char, most> characters{};
    std::size_t length{};
    [[nodiscard]] std::string_view view() const noexcept { return {characters.data(), length}; }
    // What is too long is cut.
    void set(std::string_view text) noexcept {
        length = text.size() < most ? text.size() : most;
        for (std::size_t i = 0; i < length; ++i) characters[i] = text[i];
    }
};

// Why something is missing: O is out of the area, P is private.
struct CallerId {
    ShortText<8> time;  // MMDDhhmm
    ShortText<32> number;
    char number_absent{};  // 0, O or P
    ShortText<50> name;
    char name_absent{};
    ShortText<32> dialled;
    bool has_message_lamp{};  // a message waiting message: then only `message_lamp` counts
    bool message_lamp{};
};

inline constexpr std::size_t most_caller_id_octets = 2 + 255 + 1;
struct CallerIdOctets {
    std::array<std::uint8_t, most_caller_id_octets> octets{};
    std::size_t count{};
};

// What a telephone in conversation is told by that a message is about to come (GR-30-CORE 6.3; ETS
// 300 659-2, 5.2): it falls silent, answers by the key D (or A) within 165 ms, and listens.
inline constexpr ToneStep call_waiting_alert{
    {2130, -15},
    {2750,    -15},
    driver::Ticks{80}
};
// From its end until the message begins, long enough for any answer.
inline constexpr driver::Ticks call_waiting_answer{300};

ENUM(CallerIdForm, sdmf, mdmf)
// SDMF has time and number only. The sum of all octets is 0.
CallerIdOctets octets_of(const CallerId& id, CallerIdForm form) noexcept;

// Takes octets one by one, as they are heard.
class CallerIdReader {
  public:
    // A message that is complete with this octet and whose sum is right.
    std::optional<CallerId> take(std::uint8_t octet) noexcept;
    // The carrier is gone: what has begun will not be finished.
    void reset() noexcept { message_.count = 0; }
    // Of the message told last, until the next begins.
    [[nodiscard]] CallerIdForm form() const noexcept;
    [[nodiscard]] std::uint64_t wrong_sums() const noexcept { return wrong_sums_; }

  private:
    CallerIdOctets message_;
    std::uint64_t wrong_sums_{};
};

// Hears caller identification on one channel, between rings or after the call waiting alert.
class CallerIdReceiver {
  public:
    CallerIdReceiver(Law law, FskStandard standard) noexcept : fsk_(law, standard) {}
    std::optional<CallerId> hear(const Chunk& chunk) noexcept;
    // Of the message told last, until the next begins.
    [[nodiscard]] CallerIdForm form() const noexcept { return reader_.form(); }
    [[nodiscard]] std::uint64_t wrong_sums() const noexcept { return reader_.wrong_sums(); }

  private:
    FskReceiver fsk_;
    CallerIdReader reader_;
    int ticks_without_octet_{};
};

}  // namespace ivr_dsp
