// SPDX-License-Identifier: GPL-2.0-or-later
// What lies beside a recording's sound: JSON, one object a line. The first line says what is
// recorded, then comes a line for each gap when it is over, and the last seals the book: how long,
// how many octets, their SHA-256, and the SHA-256 of the sidecar before this one. So nobody changes
// or takes away a recording without changing all that came after it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/media/recorder/archive/sound_format.hpp"

namespace ivr_dsp {

using driver::Ticks;

// Why silence stands for what was. ring: the worker was too slow for the memory it reads from.
// disk: the disk took nothing. secret: it was nobody's business. killed: the firmware died, and
// nobody knows how long it was.
ENUM(GapReason, ring, disk, secret, killed)

struct RecordingGap {
    Ticks at{};     // from the beginning of the sound
    Ticks lasts{};  // of a killed one: 0
    GapReason why{};
    friend bool operator==(const RecordingGap&, const RecordingGap&) = default;
};

struct SidecarBegin {
    std::uint64_t recording{};  // control's number
    std::string line;           // "1/17", or a station's number
    std::string audio;          // the file's name
    std::int64_t start_utc_us{};
    Ticks start_tick{};
    SoundFormat format;
    bool sealed{};
    std::string caller;  // who left it, if it is a message and that is known
};

struct SidecarEnd {
    Ticks lasts{};
    Ticks missing{};  // all gaps but secrets
    std::uint64_t octets{};
    std::string sha256;
    std::uint64_t chain{};        // this sidecar's number in the folder, from 1
    std::string previous_sha256;  // of the sidecar before; empty for the first
};

struct Sidecar {
    SidecarBegin begin;
    std::vector<RecordingGap> gaps;
    std::optional<SidecarEnd> end;  // none: it was not closed
};

std::string line_of(const SidecarBegin& begin);
std::string line_of(const RecordingGap& gap);
std::string line_of(const SidecarEnd& end);
// Error: not what line_of() writes, but for a last line that is cut off.
driver::Result<Sidecar> sidecar_of(std::string_view text);

// "20261122T183705.123Z", and as people read it.
std::string utc_for_names(std::int64_t utc_us);
std::string utc_text(std::int64_t utc_us);

}  // namespace ivr_dsp
