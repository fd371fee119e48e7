// SPDX-License-Identifier: GPL-2.0-or-later
// A folder of recordings, one writer, any number of readers.
//
//     20261122T183705.123Z_1-17_42.wav        the sound; ….opus, ….wav.sealed
//     20261122T183705.123Z_1-17_42.json       its sidecar
//     chain                                   which sidecar is the last, and its SHA-256
//
// While it is written a name ends in .part. Closing goes in this order, so that whatever it is
// interrupted at can be finished later: sound · ….json.closed · chain · ….json · the sound's name.
#pragma once

#include <filesystem>
#include <string>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/recorder/archive/key.hpp"
#include "ivr_dsp/media/recorder/archive/sidecar.hpp"

namespace ivr_dsp {

namespace fs = std::filesystem;

// The last sidecar of the chain.
struct ChainHead {
    std::uint64_t chain{};
    std::string sidecar;
    std::string sha256;
};
// A folder without one has an empty head.
driver::Result<ChainHead> read_head(const fs::path& directory);
driver::Result<std::string> read_text(const fs::path& file);

class Archive {
  public:
    explicit Archive(fs::path directory) : directory_(std::move(directory)) {}

    // Makes the folder if need be, and finishes what a crash interrupted.
    driver::Result<void> open();
    [[nodiscard]] const fs::path& directory() const { return directory_; }

    // Without extension.
    [[nodiscard]] static std::string name_of(const SidecarBegin& begin);
    static std::string audio_name(const std::string& name, const SoundFormat& format, bool sealed);
    [[nodiscard]] fs::path part(const std::string& file) const {
        return directory_ / (file + ".part");
    }
    [[nodiscard]] fs::path sidecar(const std::string& name) const {
        return directory_ / (name + ".json");
    }

    // A recording whose sound is whole, still under its .part name, becomes the chain's last.
    // `lines`: its sidecar but for the last line. May be tried again.
    driver::Result<void> enter(const std::string& name, const std::string& audio,
                               const std::string& lines, SidecarEnd end);

  private:
    [[nodiscard]] driver::Result<void> finish_interrupted();

    fs::path directory_;
    ChainHead head_;
    bool opened_{};
};

// Closes what a firmware that died left open, and says in the sidecar that it did. The error names
// what cannot be closed; the rest is.
driver::Result<std::size_t> recover(Archive& archive, const RecordingKey* key);

}  // namespace ivr_dsp
