// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sndfile.h>

#include "driver/base/chunk.hpp"
#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/media/recorder/archive/stored_reader.hpp"

namespace ivr_dsp {

// A recording's sound, read by libsndfile from wherever it is kept.
class SoundReader {
  public:
    // Errors: libsndfile finds no sound in it, or its head speaks of more than any recording has.
    // `name` is for errors.
    static driver::Result<SoundReader> open(StoredReader file, const std::string& name);

    // How long it is, by its head.
    [[nodiscard]] driver::Ticks lasts() const;
    [[nodiscard]] const SF_INFO& info() const { return info_; }
    // All of its first channel in a law's octets: as they are if they are of that law. Error: not
    // as many are there as its head says. Once; afterwards the sound is read.
    [[nodiscard]] driver::Result<std::vector<std::uint8_t>> octets(driver::Law law);
    // Writes all of it to a WAV file: octets as they are, or decoded. Error: cannot be written.
    driver::Result<void> export_to(const std::filesystem::path& file);

  private:
    struct Place {
        StoredReader file;
        std::uint64_t at{};
    };
    SoundReader(StoredReader file, std::string name)
        : name_(std::move(name)), place_(new Place{std::move(file)}) {}
    static SF_VIRTUAL_IO calls();
    [[nodiscard]] driver::Error damaged(std::string_view what) const;

    std::string name_;
    std::unique_ptr<Place> place_;  // libsndfile keeps its address
    SF_INFO info_{};
    std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound_{nullptr, sf_close};
};

}  // namespace ivr_dsp
