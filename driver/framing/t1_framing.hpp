// SPDX-License-Identifier: GPL-2.0-or-later
// T1 frame alignment: ESF with CRC-6 and data link, and SF (G.704 §2.1.3, T1.403). A millisecond
// brings eight F bits in one octet, bit k (LSB = frame 0) for frame k.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/all_ones.hpp"
#include "driver/framing/defects.hpp"
#include "driver/framing/t1_codes.hpp"
#include "driver/framing/t1_remote_alarm.hpp"
#include "driver/framing/t1_superframe.hpp"

namespace driver {

inline constexpr std::size_t t1_timeslots = 24;

// Bits of the ESF data link in one millisecond, the last in time lowest.
struct T1DataLinkBits {
    std::uint8_t bits{};
    std::uint8_t count{};
    friend bool operator==(const T1DataLinkBits&, const T1DataLinkBits&) = default;
};

struct T1Overhead {
    bool remote_alarm{};          // ESF: the code takes the data link; SF: bit 2 of all channels
    std::uint8_t data_link{0xF};  // ESF: four bits, first in time highest
};

// Makes the F bits.
class T1FrameWriter {
  public:
    constexpr T1FrameWriter() = default;
    constexpr explicit T1FrameWriter(T1Framing framing) : framing_(framing) {}
    // After the channels and their robbed bits were filled in: they are part of the CRC.
    [[nodiscard]] std::uint8_t write(std::span<Chunk, t1_timeslots> millisecond,
                                     const T1Overhead& overhead) noexcept;
    // Where in the superframe the next millisecond begins.
    [[nodiscard]] std::uint8_t frame() const noexcept { return frame_; }

  private:
    [[nodiscard]] unsigned f_bit(const T1Overhead& overhead, unsigned k) noexcept;
    [[nodiscard]] unsigned data_link_bit(const T1Overhead& overhead, unsigned k) noexcept;

    T1Framing framing_{T1Framing::esf};
    std::uint8_t frame_{};
    std::uint8_t code_bit_{};  // of the remote alarm, 0-15
    std::uint8_t crc_{};       // of the present superframe so far
    std::uint8_t sent_crc_{};  // of the one before
};

struct T1ReaderOptions {
    T1Framing framing{T1Framing::esf};
    std::uint8_t loss_window{4};  // two wrong of so many alignment bits lose alignment: 4, 5 or 6
    bool fs_can_lose{};           // SF: Fs count among them, not Ft only
};

// Running counts.
struct T1Counts {
    std::uint32_t losses_of_frame{};
    std::uint32_t framing_errors{};  // FPS, or Ft and Fs, wrong while aligned
    std::uint32_t crc_errors{};      // ESF: superframes
    friend bool operator==(const T1Counts&, const T1Counts&) = default;
};

// Reads the F bits. Alignment: the alignment bits in the same place of two superframes. If there is
// more than one such place (steady channels can make CRC bits that imitate the FPS), each is tried,
// out of frame, until its CRC-6 is right. Lost by wrong alignment bits, or by CRC-6 that are nearly
// all wrong: 320 of the 333 superframes of a second were an imitation (anything has 328 wrong; an
// ESF reader that is given SF sees one wrong alignment bit a superframe, and stays). Then it tries
// another place first, if there is one.
class T1FrameReader {
  public:
    constexpr T1FrameReader() = default;
    constexpr explicit T1FrameReader(T1ReaderOptions options) : options_(options) {}
    void read(std::span<const Chunk, t1_timeslots> millisecond, std::uint8_t framing) noexcept;
    [[nodiscard]] const FrameDefects& defects() const noexcept { return defects_; }
    [[nodiscard]] T1Counts counts() const noexcept { return counts_; }
    // ESF: what the data link said in this millisecond; nothing while out of frame.
    [[nodiscard]] T1DataLinkBits data_link() const noexcept { return data_link_; }
    [[nodiscard]] std::optional<T1Code> code() const noexcept { return codes_.code(); }
    // Where in the superframe this millisecond began, if alignment held throughout.
    [[nodiscard]] std::optional<std::uint8_t> first_frame() const noexcept;
    // The signal was lost: alignment must be found anew. Counts go on.
    void reset() noexcept;
    // As read(), but no further than the frame that loses alignment: for T1Deframer, which then
    // looks elsewhere.
    struct Read {
        std::size_t frames{};
        bool lost{};
    };
    [[nodiscard]] Read read_until_lost(std::span<const Chunk, t1_timeslots> millisecond,
                                       std::uint8_t framing) noexcept;

  private:
    enum class State : std::uint8_t { searching, on_trial, aligned };
    void read_frame(unsigned f_bit, std::uint8_t crc) noexcept;
    void search() noexcept;
    void begin(State state, std::uint8_t frame) noexcept;
    void read_aligned(unsigned f_bit) noexcept;
    void read_alignment_bit(T1FBit kind, unsigned f_bit) noexcept;
    void read_data_link(unsigned f_bit) noexcept;
    void judge_crc() noexcept;
    void count_crc(bool good) noexcept;
    void lose() noexcept;
    void update_defects(std::span<const Chunk, t1_timeslots> millisecond,
                        std::uint8_t framing) noexcept;
    [[nodiscard]] std::uint32_t place_of(std::uint8_t newest) const noexcept;

    T1ReaderOptions options_;
    FrameDefects defects_;
    T1Counts counts_;
    T1AllOnes all_ones_;
    T1Bit2Alarm bit_2_alarm_;
    T1CodeReader codes_;
    T1DataLinkBits data_link_{};
    State state_{State::searching};
    bool lost_{};  // in this call
    // Searching
    std::uint64_t f_bits_{};    // newest lowest
    std::uint8_t known_{};      // of them since the search began, at most 48
    std::uint8_t clock_{};      // F bits, modulo the superframe
    std::uint32_t rejected_{};  // places by the clock that were tried in vain, a bit each
    // Aligned
    std::uint8_t frame_{};        // of the next F bit
    std::uint8_t frames_{};       // since alignment was found, at most 8
    std::uint8_t wrong_{};        // of the last alignment bits, newest lowest
    std::uint8_t crc_{};          // of the present superframe so far
    std::uint8_t expected_{};     // of the one before
    std::uint8_t received_{};     // CRC bits so far
    std::uint8_t superframes_{};  // begun since alignment was found, at most 2
    std::uint16_t judged_{};      // superframes of the last 333, by their CRC
    std::uint16_t errored_{};     // among them
};

}  // namespace driver
