// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "ivr_dsp/dsp/tones/reversal_kernel.hpp"
#include "ivr_dsp/dsp/tones/tone_table.hpp"

namespace ivr_dsp {

// A tone that began or ended on one of sixteen channels, or whose phase turned.
struct ToneChange {
    std::size_t lane{};
    CadenceChange tone;
    float level_dbm0{};  // of a tone that began: of all its frequencies
    bool reversed{};
    bool modulated{};  // of a tone that began and may reverse: ANSam instead of ANS (V.8)
};
// At most two a channel, group of tones and tick.
struct ToneChanges {
    std::array<ToneChange, 2 * ToneTable::groups * lanes> all;
    std::size_t count{};
    [[nodiscard]] const ToneChange* begin() const noexcept { return all.data(); }
    [[nodiscard]] const ToneChange* end() const noexcept { return all.data() + count; }
};

// Tones with their cadences on sixteen channels. Realtime; the table must outlive it.
class ToneListener {
  public:
    ToneListener(const ToneTable& table, Isa isa) noexcept;

    // Another call on this channel: nothing was heard yet.
    void reset(std::size_t lane, driver::Law law) noexcept;
    // Call every tick with a chunk for each channel.
    void hear(const driver::Chunk* const* heard, ToneChanges& changes) noexcept;

  private:
    struct Group {
        const ToneGroup* tones{};  // nullptr: the table has none of them
        ToneLanes filters;
        SegmentLanes segments;
        ReversalLanes reversals;
        std::array<CadenceTracker, lanes> trackers;
    };
    static void judge(Group& group, ToneChanges& changes) noexcept;
    [[nodiscard]] static bool is_modulated(const Group& group, std::size_t lane) noexcept;
    static void tell_reversals(const Group& group, ToneChanges& changes) noexcept;

    const ToneKernel* filters_;
    const SegmentKernel* judge_;
    const ReversalKernel* reversals_;
    LaneLaws laws_;
    FoldedChunks folded_;
    ToneLook look_;
    Group groups_[ToneTable::groups];
};

}  // namespace ivr_dsp
