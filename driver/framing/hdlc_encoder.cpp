// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/hdlc_encoder.hpp"

#include <array>

#include "driver/base/invariant.hpp"
#include "driver/framing/hdlc.hpp"

namespace driver {
namespace {

// What one octet of a frame becomes on the line, after `ones` ones in a row (0-4).
struct Stuffed {
    std::uint16_t bits{};  // the lowest `count`, the highest of them goes first
    std::uint8_t count{};  // 8-10
    std::uint8_t ones{};   // in a row afterwards
};
using StuffTable = std::array<std::array<Stuffed, 256>, hdlc_stuff_after>;

constexpr Stuffed stuff(std::uint8_t octet, std::uint8_t ones) {
    Stuffed out{.bits = 0, .count = 0, .ones = ones};
    for (unsigned i = 0; i < 8; ++i) {
        const auto bit = hdlc_frame_bit(octet, i);
        out.bits = static_cast<std::uint16_t>(out.bits << 1U | bit);
        ++out.count;
        out.ones = static_cast<std::uint8_t>(bit != 0 ? out.ones + 1 : 0);
        if (out.ones == hdlc_stuff_after) {
            out.bits = static_cast<std::uint16_t>(out.bits << 1U);
            ++out.count;
            out.ones = 0;
        }
    }
    return out;
}

constexpr StuffTable stuff_table = [] {
    StuffTable table{};
    for (std::uint8_t ones = 0; ones < hdlc_stuff_after; ++ones) {
        for (unsigned octet = 0; octet < 256; ++octet) {
            table[ones][octet] = stuff(static_cast<std::uint8_t>(octet), ones);
        }
    }
    return table;
}();

}  // namespace

void HdlcEncoder::send(std::span<const std::uint8_t> frame) noexcept {
    INVARIANT(idle() && !frame.empty());
    next_ = frame.data();
    end_ = frame.data() + frame.size();
    fcs_ = hdlc_fcs(frame);
    stage_ = Stage::frame;
}

void HdlcEncoder::abort() noexcept {
    if (idle()) return;
    push_unstuffed(hdlc_abort);
    push_unstuffed(hdlc_flag);
    stage_ = Stage::idle;
}

std::size_t HdlcEncoder::fill(std::span<std::uint8_t> line) noexcept {
    const bool sending = !idle();
    std::size_t done = 0;
    while (done < line.size()) {
        if (stage_ == Stage::frame) {
            done += fill_from_frame(line.subspan(done));
            continue;
        }
        if (count_ < 8) refill();
        count_ -= 8;
        line[done++] = static_cast<std::uint8_t>(bits_ >> count_);
        if (sending && idle()) break;
    }
    return done;
}

// The common case, kept in registers: `line` could overlap this object, for all the compiler knows.
std::size_t HdlcEncoder::fill_from_frame(std::span<std::uint8_t> line) noexcept {
    auto bits = bits_;
    auto count = count_;
    auto ones = ones_;
    const auto* next = next_;
    std::size_t done = 0;
    while (done < line.size()) {
        if (count < 8) {
            if (next == end_) {
                stage_ = Stage::fcs_low;
                break;
            }
            const Stuffed& stuffed = stuff_table[ones][*next++];
            bits = bits << stuffed.count | stuffed.bits;
            count += stuffed.count;
            ones = stuffed.ones;
        }
        count -= 8;
        line[done++] = static_cast<std::uint8_t>(bits >> count);
    }
    bits_ = bits;
    count_ = count;
    ones_ = ones;
    next_ = next;
    return done;
}

void HdlcEncoder::refill() noexcept {
    switch (stage_) {
        case Stage::frame:
            return;
        case Stage::fcs_low:
            push(static_cast<std::uint8_t>(fcs_ & 0xFF));
            stage_ = Stage::fcs_high;
            return;
        case Stage::fcs_high:
            push(static_cast<std::uint8_t>(fcs_ >> 8));
            stage_ = Stage::closing;
            return;
        case Stage::closing:
            stage_ = Stage::idle;
            [[fallthrough]];
        case Stage::idle:
            push_unstuffed(hdlc_flag);
    }
}

void HdlcEncoder::push(std::uint8_t octet) noexcept {
    const Stuffed& stuffed = stuff_table[ones_][octet];
    bits_ = bits_ << stuffed.count | stuffed.bits;
    count_ += stuffed.count;
    ones_ = stuffed.ones;
}

void HdlcEncoder::push_unstuffed(std::uint8_t line_octet) noexcept {
    bits_ = bits_ << 8U | line_octet;
    count_ += 8;
    ones_ = 0;
}

}  // namespace driver
