// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/te4/te4_dma.hpp"

#include <atomic>
#include <cstring>
#include <new>

namespace driver {
namespace {

constexpr std::uint32_t frames_of_tick = ElasticStore::frames_of_tick;

}  // namespace

std::uint8_t* Te4Dma::received_place(std::uint64_t at) const noexcept {
    return &memory_.octets[at % length_ * te4::buffer_octets];
}

std::uint8_t* Te4Dma::to_send_place(std::uint64_t at) const noexcept {
    return &memory_.octets[(length_ + at % length_) * te4::buffer_octets];
}

Te4Buffers Te4Dma::buffers() const noexcept {
    const auto area = static_cast<std::uint32_t>(length_ * te4::buffer_octets);
    return {.received_address = memory_.bus_address,
            .transmitted_address = memory_.bus_address + area,
            .count = static_cast<std::uint32_t>(length_)};
}

void Te4Dma::idle(unsigned span, const Chunk& silence) noexcept {
    const std::size_t first = span * te4::timeslots;
    for (std::size_t i = 0; i < te4::timeslots; ++i) idle_[first + i] = silence;
}

void Te4Dma::make_idle(std::uint64_t at) noexcept {
    std::memcpy(to_send_place(at), idle_.data(), te4::buffer_octets);
}

void Te4Dma::start() noexcept {
    for (std::size_t i = 0; i < length_; ++i) {
        std::memset(received_place(i), 0xFF, te4::buffer_octets);
        make_idle(i);
    }
    to_send_copy_ = idle_;
    brought_ = taken_ = 0;
    any_taken_ = in_time_ = false;
    fewest_left_ = ~std::uint64_t{};
    watched_ = 0;
}

// How far the board's index has moved since it was looked at: less than once round.
std::uint64_t Te4Dma::index_moved(std::uint32_t ring) const noexcept {
    const std::uint32_t index = ring >> te4::ring_index_shift & te4::ring_index_mask;
    return (index + length_ - brought_ % length_) % length_;
}

bool Te4Dma::poll() noexcept {
    const std::uint32_t read = registers_.read(has_ring() ? te4::ring : te4::interrupt);
    if (read == all_ones_read) return false;
    if (has_ring()) {
        brought_ += index_moved(read);
    } else if ((read & te4::dma_interrupt) != 0) {
        registers_.write(te4::interrupt, 0);
        ++brought_;
    }
    // What the board wrote before its index is there.
    std::atomic_thread_fence(std::memory_order_acquire);
    return true;
}

std::uint64_t Te4Dma::waiting() const noexcept {
    const std::uint32_t read = registers_.read(has_ring() ? te4::ring : te4::interrupt);
    if (read == all_ones_read) return 0;
    const std::uint64_t more = has_ring() ? index_moved(read) : (read & te4::dma_interrupt) >> 1U;
    return brought_ + more - taken_;
}

void Te4Dma::advance() noexcept {
    if (has_ring()) make_idle(taken_);  // sent long ago: never twice
    ++taken_;
}

bool Te4Dma::take() noexcept {
    // What came before the first tick is nobody's voice.
    while (!any_taken_ && brought_ - taken_ > 1) advance();
    // Older ones are being written over.
    while (brought_ - taken_ > length_ - std::min<std::size_t>(length_ - 1, most_ahead)) {
        advance();
        ++lost_;
    }
    const bool fresh = brought_ != taken_;
    if (fresh) {
        advance();
        any_taken_ = true;
        if (!has_ring()) {
            std::memcpy(received_copy_.data(), received_place(0), te4::buffer_octets);
        }
        watch_backlog();
    } else if (any_taken_) {
        slips_.repeated += frames_of_tick;
    }
    place_what_is_sent();
    return fresh;
}

// The bus's clock is slower than the board's: what piles up is left out.
void Te4Dma::watch_backlog() noexcept {
    fewest_left_ = std::min(fewest_left_, brought_ - taken_);
    if (++watched_ < window) return;
    for (; fewest_left_ >= most_left; --fewest_left_) {
        advance();
        slips_.deleted += frames_of_tick;
    }
    watched_ = 0;
    fewest_left_ = ~std::uint64_t{};
}

// The buffer in use was fetched when its millisecond began. Late by one, after a tick in time, is
// jitter a little more than `ahead_` stands; a hole that is caught up says nothing about jitter.
void Te4Dma::place_what_is_sent() noexcept {
    const bool was_in_time = in_time_;
    in_time_ = any_taken_ && (!has_ring() || taken_ - 1 + ahead_ > brought_);
    if (!any_taken_ || in_time_) return;
    ++late_;
    if (was_in_time && taken_ + ahead_ > brought_ && ahead_ < most_ahead) ++ahead_;
}

const Chunk* Te4Dma::received(unsigned span) const noexcept {
    if (!has_ring()) return &received_copy_[span * te4::timeslots];
    const std::uint64_t at = any_taken_ ? taken_ - 1 : 0;
    return std::launder(reinterpret_cast<const Chunk*>(received_place(at))) + span * te4::timeslots;
}

Chunk* Te4Dma::to_send(unsigned span) noexcept {
    if (!in_time_) return nullptr;
    if (!has_ring()) return &to_send_copy_[span * te4::timeslots];
    return std::launder(reinterpret_cast<Chunk*>(to_send_place(taken_ - 1 + ahead_))) +
           span * te4::timeslots;
}

void Te4Dma::sent() noexcept {
    if (!has_ring() && in_time_) {
        std::memcpy(to_send_place(0), to_send_copy_.data(), te4::buffer_octets);
    }
    std::atomic_thread_fence(std::memory_order_release);
}

}  // namespace driver
