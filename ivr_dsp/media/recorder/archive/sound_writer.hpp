// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <sndfile.h>

#include "ivr_dsp/media/recorder/archive/sound_format.hpp"
#include "ivr_dsp/media/recorder/archive/stored_file.hpp"

namespace ivr_dsp {

// Milliseconds of both directions as a sound file. Touches memory only, like the stored file's
// write().
class SoundWriter {
  public:
    // `file` is empty and outlives the writer.
    SoundWriter(StoredFile& file, const SoundFormat& format);

    void write(const driver::Chunk& says, const driver::Chunk& hears);
    // From here on the file, should it end here, is a right one (Opus: but for the last second).
    void sync();
    // Nothing may be written afterwards.
    void close();

  private:
    // What libsndfile writes to.
    struct Place {
        StoredFile* file;
        std::uint64_t at{};
    };
    static SF_VIRTUAL_IO calls();
    void hand_over();

    SoundFormat format_;
    std::unique_ptr<Place> place_;  // libsndfile keeps its address
    std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound_;
    Octets octets_;                      // wav: not yet handed over
    std::vector<std::int16_t> samples_;  // opus
};

}  // namespace ivr_dsp
