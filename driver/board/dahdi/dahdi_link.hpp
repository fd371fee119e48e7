// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "driver/board/dahdi/dahdi_file.hpp"
#include "driver/board/messages.hpp"
#include "driver/framing/performance/second.hpp"

namespace driver {

// The open channels of a span, by timeslot (from 1).
struct DahdiFiles {
    static constexpr std::size_t most = 32;
    std::array<DahdiFile, most> timeslot;
    // Read first: the kernel fills channels in their order, so when the last one that carries
    // octets has a block, all have. It tells of holes, too.
    std::uint8_t reference{};
    bool kernel_does_hdlc{};  // of the D-channel: whole frames are read and written
    PathFormat format{};      // what the driver counts errors of
};

// What the tick and the keeper have in common of one span. `state` says whose the files are: the
// keeper opens and closes them, the tick uses them while they are open.
//
//     closed ──keeper──► open ──tick──► lost ──keeper──► closed
struct DahdiLink {
    enum class State : std::uint8_t { closed, open, lost };
    std::atomic<State> state{State::closed};
    DahdiFiles files;

    // keeper → tick: why the files are not open.
    std::atomic<BoardTrouble> trouble{};
    // As the driver says.
    std::atomic<bool> loss_of_signal{};
    std::atomic<bool> out_of_frame{};
    std::atomic<bool> alarm_indication{};
    std::atomic<bool> remote_alarm{};
    std::atomic<std::uint32_t> crc_errors{};
    std::atomic<std::uint32_t> framing_errors{};
    std::atomic<std::uint32_t> far_end_errors{};
    std::atomic<bool> driver_loops{};  // the loop asked for is closed in the board

    // tick → keeper
    std::atomic<SpanLoop> loop{};
};

}  // namespace driver
