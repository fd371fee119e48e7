// SPDX-License-Identifier: GPL-2.0-or-later
// The octets of a frame from first to last, numbers big-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "driver/base/invariant.hpp"

namespace driver {

using Octets = std::span<const std::uint8_t>;

// Reads what somebody sent: past the end there are zeros, and `ran_out`.
class OctetReader {
  public:
    explicit OctetReader(Octets octets) noexcept : rest_(octets) {}

    [[nodiscard]] std::uint64_t take(std::size_t count) noexcept {
        std::uint64_t value = 0;
        for (const std::uint8_t octet : skip(count)) value = value << 8U | octet;
        return value;
    }
    [[nodiscard]] std::uint8_t take8() noexcept { return static_cast<std::uint8_t>(take(1)); }
    [[nodiscard]] std::uint16_t take16() noexcept { return static_cast<std::uint16_t>(take(2)); }
    [[nodiscard]] std::uint32_t take32() noexcept { return static_cast<std::uint32_t>(take(4)); }
    // The octets passed over; none if there are not so many.
    Octets skip(std::size_t count) noexcept {
        if (count > rest_.size()) {
            ran_out_ = true;
            rest_ = {};
            return {};
        }
        const Octets passed = rest_.first(count);
        rest_ = rest_.subspan(count);
        return passed;
    }
    [[nodiscard]] Octets rest() const noexcept { return rest_; }
    [[nodiscard]] bool ran_out() const noexcept { return ran_out_; }

  private:
    Octets rest_;
    bool ran_out_{};
};

// Writes where there is room enough.
class OctetWriter {
  public:
    explicit OctetWriter(std::span<std::uint8_t> octets) noexcept : octets_(octets) {}

    void put(std::uint64_t value, std::size_t count) noexcept {
        INVARIANT(at_ + count <= octets_.size());
        for (std::size_t left = count; left > 0; --left) {
            octets_[at_++] = static_cast<std::uint8_t>(value >> 8U * (left - 1));
        }
    }
    void put(Octets from) noexcept {
        INVARIANT(at_ + from.size() <= octets_.size());
        if (!from.empty()) std::memcpy(octets_.data() + at_, from.data(), from.size());
        at_ += from.size();
    }
    void fill(std::uint8_t octet, std::size_t count) noexcept {
        INVARIANT(at_ + count <= octets_.size());
        std::memset(octets_.data() + at_, octet, count);
        at_ += count;
    }
    // Over what is there already.
    void pass(std::size_t count) noexcept {
        INVARIANT(at_ + count <= octets_.size());
        at_ += count;
    }
    [[nodiscard]] std::size_t written() const noexcept { return at_; }

  private:
    std::span<std::uint8_t> octets_;
    std::size_t at_{};
};

}  // namespace driver
