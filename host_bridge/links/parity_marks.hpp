// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace host_bridge {

// One octet from a serial line; `damaged` when parity or framing was wrong, or the line was broken.
struct SerialOctet {
    char octet{};
    bool damaged{};
    friend bool operator==(const SerialOctet&, const SerialOctet&) = default;
};

// Takes back what termios' PARMRK puts in: FF FF is a real FF, FF 00 x is x with wrong parity or
// framing (x = 0 also for BREAK).
class ParityMarks {
  public:
    std::optional<SerialOctet> take(char raw) {
        const auto octet = static_cast<unsigned char>(raw);
        switch (state_) {
            case State::plain:
                if (octet != 0xFF) return SerialOctet{raw, false};
                state_ = State::marked;
                return std::nullopt;
            case State::marked:
                state_ = octet == 0 ? State::damaged : State::plain;
                if (octet == 0) return std::nullopt;
                return SerialOctet{raw, octet != 0xFF};
            case State::damaged:
                state_ = State::plain;
                return SerialOctet{raw, true};
        }
        return std::nullopt;
    }

  private:
    enum class State : std::uint8_t { plain, marked, damaged };
    State state_{};
};

}  // namespace host_bridge
