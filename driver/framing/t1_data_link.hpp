// SPDX-License-Identifier: GPL-2.0-or-later
// The ESF data link (FDL, 4 kbit/s): bit-oriented codes before messages, flags while there is
// neither (T1.403 §9.4). Four bits a millisecond.
#pragma once

#include <cstdint>
#include <span>

#include "driver/framing/hdlc_decoder.hpp"
#include "driver/framing/hdlc_encoder.hpp"
#include "driver/framing/t1_codes.hpp"
#include "driver/framing/t1_framing.hpp"

namespace driver {

class T1DataLinkWriter {
  public:
    // Commands are repeated ten times or more. A message that is under way is given up.
    void send(T1Code code, std::uint16_t times) noexcept;
    // Neither a message nor a code is under way.
    [[nodiscard]] bool idle() const noexcept { return encoder_.idle() && times_left_ == 0; }
    // False while another message or a code is under way. The octets must stay valid until then.
    [[nodiscard]] bool send(std::span<const std::uint8_t> message) noexcept;
    // For T1Overhead.
    [[nodiscard]] std::uint8_t next_bits() noexcept;

  private:
    [[nodiscard]] std::uint8_t next_octet() noexcept;

    HdlcEncoder encoder_;
    T1Code code_{};
    std::uint16_t times_left_{};
    bool second_half_{};  // of the code
    std::uint8_t octet_{};
    bool low_bits_next_{};
};

class T1DataLinkReader {
  public:
    // As T1FrameReader::data_link() has them; none means that alignment is lost.
    void read(T1DataLinkBits bits) noexcept;
    // The message that ended in the last read(), without FCS; empty if none did.
    [[nodiscard]] std::span<const std::uint8_t> message() const noexcept {
        return has_message_ ? decoder_.frame() : std::span<const std::uint8_t>{};
    }
    [[nodiscard]] const HdlcErrors& errors() const noexcept { return decoder_.errors(); }

  private:
    HdlcDecoder decoder_;
    bool has_message_{};
    std::uint16_t bits_{};  // not yet an octet; newest lowest
    std::uint8_t count_{};
};

}  // namespace driver
