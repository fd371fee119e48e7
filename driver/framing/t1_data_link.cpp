// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_data_link.hpp"

namespace driver {

void T1DataLinkWriter::send(T1Code code, std::uint16_t times) noexcept {
    encoder_.abort();
    code_ = code;
    times_left_ = times;
    second_half_ = false;
}

bool T1DataLinkWriter::send(std::span<const std::uint8_t> message) noexcept {
    if (!idle()) return false;
    encoder_.send(message);
    return true;
}

std::uint8_t T1DataLinkWriter::next_octet() noexcept {
    std::uint8_t octet = 0;
    if (times_left_ == 0) {
        static_cast<void>(encoder_.fill({&octet, 1}));
        return octet;
    }
    const unsigned code = t1_code_bits(code_);
    octet = static_cast<std::uint8_t>(second_half_ ? code : code >> 8U);
    if (second_half_) --times_left_;
    second_half_ = !second_half_;
    return octet;
}

std::uint8_t T1DataLinkWriter::next_bits() noexcept {
    if (!low_bits_next_) octet_ = next_octet();
    const auto bits = static_cast<std::uint8_t>(low_bits_next_ ? octet_ & 0xF : octet_ >> 4U);
    low_bits_next_ = !low_bits_next_;
    return bits;
}

void T1DataLinkReader::read(T1DataLinkBits received) noexcept {
    has_message_ = false;
    if (received.count == 0) {
        decoder_.reset();
        count_ = 0;
        return;
    }
    bits_ = static_cast<std::uint16_t>(bits_ << received.count | received.bits);
    count_ = static_cast<std::uint8_t>(count_ + received.count);
    if (count_ < 8) return;
    count_ = static_cast<std::uint8_t>(count_ - 8);
    const auto octet = static_cast<std::uint8_t>(bits_ >> count_);
    static_cast<void>(decoder_.read({&octet, 1}));
    has_message_ = true;
}

}  // namespace driver
