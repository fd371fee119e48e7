// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/numbering.hpp"

namespace ivr_dsp {

std::optional<SlotId> BusNumbering::slot_of(const driver::Source& source) const noexcept {
    using driver::SourceKind;
    const std::uint32_t index = source.index;
    switch (source.kind) {
        case SourceKind::silence:
            return silence();
        case SourceKind::line:
            if (index < counts_.lines) return line_slot(index);
            break;
        case SourceKind::voice_port:
            if (index < counts_.voice_ports) return voice_slot(index);
            break;
        case SourceKind::tone:
            if (index < tone_count) return tone_slot(index);
            break;
        case SourceKind::music:
            if (index < counts_.music_streams) return music_slot(index);
            break;
        case SourceKind::fax_port:
            if (index < counts_.fax_ports) return fax_slot(index);
            break;
        case SourceKind::conference:
            if (is_seat(index, source.seat)) return seat_slot(seat(index, source.seat));
            break;
    }
    return std::nullopt;
}

}  // namespace ivr_dsp
