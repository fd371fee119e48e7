// SPDX-License-Identifier: GPL-2.0-or-later
// E1 frame alignment in timeslot 0 (G.704 §2.3, G.706 §4.1), with or without the CRC-4 multiframe,
// AIS (G.775) and RAI (O.162). Octet k of each timeslot's chunk belongs to frame k; the signal
// arrives aligned to octets, so only the frame that carries the FAS is searched for. Where it does
// not, E1Deframer aligns it.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/all_ones.hpp"
#include "driver/framing/defects.hpp"
#include "driver/framing/e1_multiframe.hpp"

namespace driver {

inline constexpr std::size_t e1_timeslots = 32;

// Sa4 (highest of five bits) to Sa8 of the four NFAS of a millisecond: with CRC-4, those of a
// submultiframe. Unused ones are 1.
using E1SaBits = std::array<std::uint8_t, 4>;
inline constexpr E1SaBits e1_sa_unused{0x1F, 0x1F, 0x1F, 0x1F};

// What timeslot 0 says besides alignment and CRC.
struct E1Overhead {
    bool remote_alarm{};  // A
    E1EBits e_bits{};     // sent with CRC-4 only
    E1SaBits sa_bits{e1_sa_unused};
};

// Writes timeslot 0; the FAS in even frames. A millisecond is a submultiframe. Without CRC-4: Si
// = 1.
class E1FrameWriter {
  public:
    constexpr E1FrameWriter() = default;
    constexpr explicit E1FrameWriter(bool with_crc4) : with_crc4_(with_crc4) {}
    // After every other timeslot was filled: they are part of the CRC.
    void write(std::span<Chunk, e1_timeslots> millisecond, const E1Overhead& overhead) noexcept;

  private:
    [[nodiscard]] unsigned first_bit(unsigned frame, const E1EBits& e_bits) const noexcept;

    bool with_crc4_{};
    bool second_half_{};  // this millisecond is submultiframe II
    std::uint8_t crc_{};  // of the submultiframe before
};

enum class E1Alignment : std::uint8_t {
    searching,
    fas_seen,
    nfas_seen,
    aligned,
    one_fas_wrong,
    two_fas_wrong,
};

struct E1ReaderOptions {
    E1Crc4 crc4{E1Crc4::off};
    bool
        nfas_can_lose{};  // three NFAS in a row with bit 2 wrong lose alignment, too (G.706 §4.1.1)
};

// Running counts.
struct E1Counts {
    std::uint32_t losses_of_frame{};
    std::uint32_t fas_errors{};      // FAS received wrong while aligned
    std::uint32_t crc_errors{};      // submultiframes
    std::uint32_t far_end_errors{};  // submultiframes the far end had errored, by E bits
    friend bool operator==(const E1Counts&, const E1Counts&) = default;
};

// Reads timeslot 0. Alignment: FAS, bit 2 of the next frame's timeslot 0 set, FAS again; lost by
// three wrong FAS in a row, or as E1Multiframe says. Where CRC-4 is known to be sent, the reader is
// out of frame until it finds the multiframe. RAI: A alike in three NFAS in a row. AIS: judged
// while out of frame.
class E1FrameReader {
  public:
    constexpr E1FrameReader() = default;
    constexpr explicit E1FrameReader(E1ReaderOptions options)
        : options_(options), multiframe_(options.crc4) {}
    void read(std::span<const Chunk, e1_timeslots> millisecond) noexcept;
    [[nodiscard]] const FrameDefects& defects() const noexcept { return defects_; }
    // Whether frames follow the alignment signal, be the multiframe found or not.
    [[nodiscard]] bool has_basic_alignment() const noexcept;
    [[nodiscard]] E1Counts counts() const noexcept;
    // For the writer.
    [[nodiscard]] E1EBits e_bits() const noexcept { return multiframe_.e_bits(); }
    [[nodiscard]] const E1Multiframe& multiframe() const noexcept { return multiframe_; }
    // Of the last four NFAS, newest last; meaningless while out of frame.
    [[nodiscard]] const E1SaBits& sa_bits() const noexcept { return sa_bits_; }
    // The signal was lost: alignment must be found anew. Counts go on.
    void reset() noexcept;

    // As read(), but no further than the frame that loses alignment. Returns how many frames it has
    // read: for E1Deframer, which then looks elsewhere.
    [[nodiscard]] std::size_t read_until_lost(
        std::span<const Chunk, e1_timeslots> millisecond) noexcept;
    // Has the alignment of another reader from now on, and goes on counting.
    void take_over(const E1FrameReader& other) noexcept;

  private:
    void read_frame(std::uint8_t timeslot_0, std::uint8_t crc) noexcept;
    void find_alignment(std::uint8_t timeslot_0) noexcept;
    void read_fas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept;
    void read_nfas(std::uint8_t timeslot_0, std::uint8_t crc) noexcept;
    void read_remote_alarm(std::uint8_t nfas) noexcept;
    [[nodiscard]] bool lacks_multiframe() const noexcept;
    void lose() noexcept;
    void update_defects() noexcept;

    E1ReaderOptions options_;
    FrameDefects defects_;
    E1Multiframe multiframe_;
    E1AllOnes all_ones_;
    E1Alignment alignment_{E1Alignment::searching};
    bool fas_is_next_{};
    std::uint8_t wrong_nfas_{};           // in a row
    std::uint8_t unlike_remote_alarm_{};  // NFAS in a row whose A says otherwise
    E1SaBits sa_bits_{e1_sa_unused};
    std::uint32_t fas_errors_{};
    std::uint32_t losses_of_frame_{};
};

}  // namespace driver
