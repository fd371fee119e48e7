// SPDX-License-Identifier: GPL-2.0-or-later
// Bit-oriented codes on the ESF data link (T1.403 §9.4.1): 16 bits, repeated. Written
// `0xxxxxx0 11111111` and sent from the right: eight ones first, then the six bits x backwards
// between zeros. The code is those six bits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace driver {

enum class T1Code : std::uint8_t {
    remote_alarm = 0x00,
    line_loop_activate = 0x07,
    network_loop_activate = 0x09,
    payload_loop_activate = 0x0A,
    universal_loop_deactivate = 0x12,
    loop_retention = 0x15,
    payload_loop_deactivate = 0x19,
    line_loop_deactivate = 0x1C,
    remote_alarm_customer = 0x1F,  // RAI-CI
};

// The sixteen bits of a code, first in time highest.
constexpr std::uint16_t t1_code_bits(T1Code code) {
    unsigned backwards = 0;
    for (unsigned i = 0; i < 6; ++i) {
        backwards = backwards << 1U | (static_cast<unsigned>(code) >> i & 1U);
    }
    return static_cast<std::uint16_t>(0xFF00U | backwards << 1U);
}

// Finds codes among the bits of the data link. A code is there when 7 of the last 10 periods of 16
// bits held it; the remote alarm when all of the last 16 did, until two of 16 did not.
class T1CodeReader {
  public:
    void read(unsigned bit) noexcept;
    [[nodiscard]] std::optional<T1Code> code() const noexcept;
    [[nodiscard]] bool remote_alarm() const noexcept { return remote_alarm_; }

  private:
    static constexpr std::uint8_t none = 0xFF;
    void end_of_period() noexcept;

    std::uint16_t bits_{};        // the last 16, newest lowest
    std::uint8_t period_bits_{};  // of this period, 0-15
    std::uint8_t seen_{none};     // in this period
    std::uint16_t alarms_{};      // whether each of the last 16 periods held the remote alarm
    bool remote_alarm_{};
    std::array<std::uint8_t, 10> last_{none, none, none, none, none,
                                       none, none, none, none, none};  // newest last
};

}  // namespace driver
