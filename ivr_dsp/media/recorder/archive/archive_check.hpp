// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ivr_dsp/media/recorder/archive/archive.hpp"
#include "ivr_dsp/media/recorder/archive/sound_reader.hpp"

namespace ivr_dsp {

struct ListedRecording {
    std::string sidecar;  // file name
    Sidecar content;
};

// All that is there, the oldest first; one being written has no end yet. Error: names a sidecar
// that cannot be read, or the folder.
driver::Result<std::vector<ListedRecording>> list_recordings(const fs::path& directory);

// A folder's recordings, compared with their sidecars, and these with the chain.
struct ArchiveCheck {
    std::size_t good{};
    std::size_t being_written{};
    // The first that is not as it was written: its name, and what is wrong with it.
    struct Wrong {
        std::string file;
        std::string what;
    };
    std::optional<Wrong> wrong;
};
// With a key, every block of sealed files is opened, too. Error: the folder cannot be read.
driver::Result<ArchiveCheck> check_archive(const fs::path& directory, const RecordingKey* key);

// The sound of a recording, named by its sidecar or sound file.
driver::Result<SoundReader> open_sound(const fs::path& file, const RecordingKey* key);

}  // namespace ivr_dsp
