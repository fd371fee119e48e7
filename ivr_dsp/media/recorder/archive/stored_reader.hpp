// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "driver/base/result.hpp"
#include "driver/board/owned_file.hpp"
#include "ivr_dsp/media/recorder/archive/sealing.hpp"

namespace ivr_dsp {

// A stored file's content, wherever one likes.
class StoredReader {
  public:
    // whole: as finish() left it. begun: a crash may have; its content ends before the first block
    // that is not right.
    enum class Expected { whole, begun };

    // Errors: it cannot be read; sealed, and there is no key or another one; its end is missing.
    static driver::Result<StoredReader> open(const std::filesystem::path& path,
                                             const RecordingKey* key,
                                             Expected expected = Expected::whole);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    // Fewer at the end, and where a block is not what was written.
    std::size_t read(std::uint64_t at, std::span<std::uint8_t> octets);
    // Reads all blocks. Error: names the first that is not what was written.
    driver::Result<void> verify();

  private:
    StoredReader(std::filesystem::path path, driver::OwnedFile file, std::uint64_t octets);
    driver::Result<void> unseal(const RecordingKey* key, Expected expected);
    [[nodiscard]] bool load(std::uint64_t number);
    [[nodiscard]] std::size_t get(std::uint64_t at, std::span<std::uint8_t> octets) const;

    std::filesystem::path path_;
    driver::OwnedFile file_;
    std::uint64_t stored_;  // octets on the disk
    std::uint64_t size_;    // of the content
    std::uint64_t blocks_;
    bool ended_{true};  // its last block is sealed as the last
    std::optional<Sealing> sealing_;
    std::optional<std::uint64_t> loaded_;
    Octets block_;
};

}  // namespace ivr_dsp
