// SPDX-License-Identifier: GPL-2.0-or-later
// E1 frame alignment in timeslot 0 (G.704 §2.3, G.706 §4.1), AIS (G.775) and RAI (O.162). Octet k
// of each timeslot's chunk belongs to frame k; the signal arrives aligned to octets, so only the
// frame that carries the FAS is searched for.
#pragma once

#include <cstdint>
#include <span>

#include "driver/base/chunk.hpp"
#include "driver/framing/defects.hpp"

namespace driver {

inline constexpr std::size_t e1_timeslots = 32;

// Puts FAS and NFAS into timeslot 0; the FAS in even frames. Without CRC-4: Si = 1, Sa4-Sa8 = 1.
class E1FrameWriter {
  public:
    void write(std::span<Chunk, e1_timeslots> millisecond, bool remote_alarm) noexcept;
};

enum class E1Alignment : std::uint8_t {
    searching,
    fas_seen,
    nfas_seen,
    aligned,
    one_fas_wrong,
    two_fas_wrong,
};

// Reads timeslot 0. Alignment: FAS, bit 2 of the next frame's timeslot 0 set, FAS again; lost by
// three wrong FAS in a row. RAI: A alike in three NFAS in a row. AIS: at most two zeros in each of
// two consecutive periods of 512 bits; over when two periods have more, or with alignment.
class E1FrameReader {
  public:
    void read(std::span<const Chunk, e1_timeslots> millisecond) noexcept;
    [[nodiscard]] const FrameDefects& defects() const noexcept { return defects_; }
    // The signal was lost: alignment must be found anew.
    void reset() noexcept { *this = E1FrameReader{}; }

  private:
    void read_alignment(std::uint8_t timeslot_0) noexcept;
    void read_remote_alarm(std::uint8_t nfas) noexcept;
    void watch_for_all_ones(std::span<const Chunk, e1_timeslots> millisecond) noexcept;

    FrameDefects defects_;
    E1Alignment alignment_{E1Alignment::searching};
    bool fas_is_next_{};
    std::uint8_t unlike_remote_alarm_{};  // NFAS in a row whose A says otherwise
    std::uint8_t unlike_all_ones_{};      // 512-bit periods in a row that say otherwise
};

}  // namespace driver
