// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/trace/trace_ring.hpp"

#include <algorithm>
#include <cstring>

namespace pbx {

namespace {

// The word that says what a record is: span, size, side, direction.
constexpr unsigned size_shift = 16;
constexpr unsigned side_shift = 32;
constexpr unsigned direction_shift = 40;

}  // namespace

void TraceRing::set_clock(driver::Ticks at, std::int64_t utc_us) noexcept {
    utc_at_tick_zero_us_.store(utc_us - at.count() * 1000, std::memory_order_relaxed);
}

void TraceRing::write(const driver::Frame& frame, TraceDirection direction, Side side,
                      driver::Ticks at) noexcept {
    std::array<std::uint64_t, words> image{};
    const auto size = std::min<std::size_t>(frame.size, TraceRecord::room);
    const std::int64_t utc_us =
        utc_at_tick_zero_us_.load(std::memory_order_relaxed) + at.count() * 1000;
    image[0] = static_cast<std::uint64_t>(at.count());
    image[1] = static_cast<std::uint64_t>(utc_us);
    image[2] = frame.span.value | std::uint64_t{size} << size_shift |
               static_cast<std::uint64_t>(side) << side_shift |
               static_cast<std::uint64_t>(direction) << direction_shift;
    std::memcpy(&image[octets_at], frame.octets.data(), size);

    const std::uint64_t number = written_.load(std::memory_order_relaxed) + 1;
    Slot& slot = slots_[number % capacity];
    slot.stamp.store(2 * number - 1, std::memory_order_relaxed);
    // Release: who sees a word of what follows sees this stamp.
    std::atomic_thread_fence(std::memory_order_release);
    for (std::size_t i = 0; i < octets_at + (size + 7) / 8; ++i) {
        slot.word[i].store(image[i], std::memory_order_relaxed);
    }
    slot.stamp.store(2 * number, std::memory_order_release);
    written_.store(number, std::memory_order_release);
}

bool TraceRing::read(std::uint64_t number, TraceRecord& record) const noexcept {
    const Slot& slot = slots_[number % capacity];
    if (number == 0 || slot.stamp.load(std::memory_order_acquire) != 2 * number) return false;
    std::array<std::uint64_t, words> image{};
    for (std::size_t i = 0; i < image.size(); ++i) {
        image[i] = slot.word[i].load(std::memory_order_relaxed);
    }
    // Acquire: if a word was newer than the first look, so is the second look.
    std::atomic_thread_fence(std::memory_order_acquire);
    if (slot.stamp.load(std::memory_order_relaxed) != 2 * number) return false;

    const std::uint64_t what = image[2];
    record.number = number;
    record.at = driver::Ticks{static_cast<std::int64_t>(image[0])};
    record.utc_us = static_cast<std::int64_t>(image[1]);
    record.span = driver::SpanId{static_cast<std::uint16_t>(what)};
    record.side = (what >> side_shift & 1U) == 0 ? Side::user : Side::network;
    record.direction =
        (what >> direction_shift & 1U) == 0 ? TraceDirection::received : TraceDirection::sent;
    // Clamped, in case somebody else has written to the file.
    record.size = std::min(static_cast<std::uint16_t>(what >> size_shift & 0xFFFFU),
                           static_cast<std::uint16_t>(TraceRecord::room));
    std::memcpy(record.octets.data(), &image[octets_at], TraceRecord::room);
    return true;
}

bool TraceReader::next(TraceRecord& record) noexcept {
    while (next_ <= ring_->last()) {
        if (ring_->read(next_, record)) {
            ++next_;
            return true;
        }
        // Overtaken: the writer has come round.
        const std::uint64_t from = std::max(ring_->first(), next_ + 1);
        missed_ += from - next_;
        next_ = from;
    }
    return false;
}

std::uint64_t TraceReader::missed() noexcept {
    const std::uint64_t since = missed_;
    missed_ = 0;
    return since;
}

}  // namespace pbx
