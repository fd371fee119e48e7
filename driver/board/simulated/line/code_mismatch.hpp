// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <utility>

#include "driver/board/simulated/line/line_order.hpp"
#include "driver/framing/line_code/line_decoder.hpp"
#include "driver/framing/line_code/line_encoder.hpp"

namespace driver {

// One end sends in one line code, the other receives in another. Encoder and decoder hold back an
// octet each, so a millisecond is whole when two octets of the next have gone in; the first one
// passes as it is, and is said again with its errors.
template <class Millisecond>
class CodeMismatch {
  public:
    void use(LineCode sender, LineCode receiver) noexcept {
        if (sender == sender_ && receiver == receiver_) return;
        sender_ = sender;
        receiver_ = receiver;
        encoder_ = LineEncoder(sender);
        decoder_ = LineDecoder(receiver);
        holds_ = false;
    }
    [[nodiscard]] bool changes() const noexcept { return sender_ != receiver_; }
    // Puts the millisecond in, takes out the one before.
    void pass(Millisecond& line) noexcept {
        Octets octets;
        LineOrder<Millisecond>::write(line, octets);
        const bool first = !std::exchange(holds_, true);
        for (std::size_t i = 0; i < octets.size(); ++i) {
            const std::uint8_t decoded = decoder_.decode(encoder_.encode(octets[i]));
            // The first two end the millisecond that is held.
            if (i < 2) {
                held_[octets.size() - 2 + i] = decoded;
                if (i == 1 && !first) LineOrder<Millisecond>::read(line, held_);
            } else {
                held_[i - 2] = decoded;
            }
        }
    }

  private:
    using Octets = typename LineOrder<Millisecond>::Octets;
    LineCode sender_{LineCode::hdb3};
    LineCode receiver_{LineCode::hdb3};
    LineEncoder encoder_{LineCode::hdb3};
    LineDecoder decoder_{LineCode::hdb3};
    Octets held_{};
    bool holds_{};
};

}  // namespace driver
