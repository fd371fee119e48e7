// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "driver/base/chunk.hpp"
#include "driver/base/invariant.hpp"
#include "driver/board/pci/registers.hpp"
#include "driver/board/pci/te4/te4_bring_up.hpp"
#include "driver/board/pci/te4/te4_registers.hpp"
#include "driver/framing/elastic_store.hpp"

namespace driver {

// Milliseconds in the memory that a TE2xx/TE4xx shares with us. Realtime thread.
//
// Fifth generation: a ring, eight octets of a timeslot together. The bus reads and writes right
// there: nothing is copied.
//
//     buffer    … taken-1   taken   …   in use   in use+1 …
//     received     we read it            the board writes it
//     to send                            sent     we write `ahead` after the one taken
//
// Earlier ones write over one single buffer each millisecond, so it is copied at once, and what is
// to be sent is copied there at the end of our tick: two passes of a kilobyte.
class Te4Dma {
  public:
    static constexpr std::size_t ring_length = 64;
    static constexpr std::size_t most_ahead = 16;
    static constexpr std::size_t memory_octets = 2 * ring_length * te4::buffer_octets;

    // `ahead`: what we send is for so many milliseconds after the one we have taken, at least 2;
    // more of it stands more jitter. It grows by one when we are late by one.
    Te4Dma(Registers& registers, const DmaMemory& memory, const Te4Card& card, std::size_t ahead)
        : registers_(registers),
          memory_(memory),
          length_(card.has_ring() ? ring_length : 1),
          ahead_(std::clamp<std::size_t>(ahead, 2, most_ahead)) {
        INVARIANT(memory.octets.size() >= memory_octets);
    }

    [[nodiscard]] Te4Buffers buffers() const noexcept;
    // What a span's timeslots say when nobody does.
    void idle(unsigned span, const Chunk& silence) noexcept;
    // DMA begins, with silence everywhere.
    void start() noexcept;

    // Looks what the board has done. False: it reads as ones.
    [[nodiscard]] bool poll() noexcept;
    // Milliseconds the board has done that we have not taken, by its registers, now.
    [[nodiscard]] std::uint64_t waiting() const noexcept;
    [[nodiscard]] std::uint64_t brought() const noexcept { return brought_; }

    // The millisecond of this tick, after poll(). False: there is none, the last is said again.
    bool take() noexcept;
    // A span's 32 timeslots in it; and where what is to be sent belongs, nullptr if it is too late.
    [[nodiscard]] const Chunk* received(unsigned span) const noexcept;
    [[nodiscard]] Chunk* to_send(unsigned span) noexcept;
    // All of it was filled in.
    void sent() noexcept;

    // Ever: ticks whose millisecond the board had sent without us; milliseconds lost before we
    // came; and what was left out or said twice because the bus's clock is another, in frames.
    [[nodiscard]] std::uint32_t late() const noexcept { return late_; }
    [[nodiscard]] std::uint32_t lost() const noexcept { return lost_; }
    [[nodiscard]] const Slips& slips() const noexcept { return slips_; }
    [[nodiscard]] std::size_t ahead() const noexcept { return ahead_; }

  private:
    using Buffer = std::array<Chunk, te4::spans * te4::timeslots>;
    // Over so many ticks the fewest waiting are what is left of jitter.
    static constexpr unsigned window = 1000;
    static constexpr std::uint64_t most_left = 2;

    [[nodiscard]] bool has_ring() const noexcept { return length_ > 1; }
    [[nodiscard]] std::uint8_t* received_place(std::uint64_t at) const noexcept;
    [[nodiscard]] std::uint8_t* to_send_place(std::uint64_t at) const noexcept;
    [[nodiscard]] std::uint64_t index_moved(std::uint32_t ring) const noexcept;
    void make_idle(std::uint64_t at) noexcept;
    void advance() noexcept;
    void watch_backlog() noexcept;
    void place_what_is_sent() noexcept;

    Registers& registers_;
    DmaMemory memory_;
    std::size_t length_;
    std::size_t ahead_;
    Buffer idle_{};
    Buffer received_copy_{};
    Buffer to_send_copy_{};

    std::uint64_t brought_{};  // since DMA began
    std::uint64_t taken_{};
    bool any_taken_{};
    bool in_time_{};
    std::uint64_t fewest_left_{~std::uint64_t{}};
    unsigned watched_{};
    std::uint32_t late_{};
    std::uint32_t lost_{};
    Slips slips_;
};

}  // namespace driver
