// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <fstream>
#include <optional>
#include <string>

#include "ivr_dsp/media/recorder/archive/archive.hpp"
#include "ivr_dsp/media/recorder/archive/digest.hpp"
#include "ivr_dsp/media/recorder/archive/sound_writer.hpp"
#include "ivr_dsp/media/recorder/recorder_channel.hpp"

namespace ivr_dsp {

// One recording on its way to the disk. take() touches memory only; what the disk does not take in
// time becomes a gap: silence of the same length, told in the sidecar.
class RecordingFile {
  public:
    // `archive` and `key` outlive it.
    RecordingFile(Archive& archive, SidecarBegin begin, const RecordingKey* key);

    void take(const RecordedMoment& moment);
    // Should be flushed before more is taken.
    [[nodiscard]] bool is_full() const { return sound_file_.is_full(); }
    // Errors: the disk; try again later.
    driver::Result<void> flush();

    // The first millisecond that is not recorded any more.
    void end(Ticks at);
    // A piece of closing, after end(). True when all is done; an error may be tried again.
    driver::Result<bool> close_some();

    // It is not to be kept; what the disk has of it is removed. Instead of closing it.
    void discard();

    [[nodiscard]] RecordingOutcome outcome(RecordingEnd end) const {
        return {end, length(), gaps_, missing_};
    }
    [[nodiscard]] const std::string& audio() const { return begin_.audio; }
    // Without extension.
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    enum class Step { sound, disk, digest, chain, done };

    [[nodiscard]] Ticks length() const { return written_ + owed_; }
    void lose(Ticks lasts, GapReason why);
    void note(const RecordingGap& gap);
    void tell_gap();
    [[nodiscard]] bool pay();
    driver::Result<bool> digest_some();
    driver::Result<void> enter();

    Archive& archive_;
    SidecarBegin begin_;
    std::string name_;
    StoredFile sound_file_;
    StoredFile side_file_;
    SoundWriter sound_;
    std::string lines_;  // of the sidecar, so far

    Ticks next_;       // the tick that should come next
    Ticks written_{};  // to the sound file
    Ticks owed_{};     // silence that is still to be written
    std::optional<RecordingGap> gap_;
    std::uint32_t gaps_{};
    Ticks missing_{};

    Step step_{Step::sound};
    std::ifstream reading_;
    Sha256 sum_;
    SidecarEnd end_;
};

}  // namespace ivr_dsp
