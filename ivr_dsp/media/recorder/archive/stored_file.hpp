// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>

#include "driver/base/result.hpp"
#include "driver/board/owned_file.hpp"
#include "ivr_dsp/media/recorder/archive/sealing.hpp"

namespace ivr_dsp {

// A file being written. Writing only touches memory; flush() is what a slow, full or lost disk can
// delay or refuse, and may then be tried again: nothing is lost meanwhile but by who finds it full.
class StoredFile {
  public:
    // What may wait in memory for the disk.
    static constexpr std::size_t most_waiting = std::size_t{512} << 10U;

    // Sealed if there is a key. The file is made by the first flush(); one of the same name is
    // replaced.
    StoredFile(std::filesystem::path path, const RecordingKey* key);
    StoredFile(const StoredFile&) = delete;
    StoredFile& operator=(const StoredFile&) = delete;

    // At the end, or again within the first block (a sound file's head).
    void write(std::uint64_t at, std::span<const std::uint8_t> octets);
    void append(std::span<const std::uint8_t> octets) { write(size_, octets); }
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] bool is_full() const { return blocks_.size() * block_octets >= most_waiting; }

    // Errors: what the system says; try again later.
    driver::Result<void> flush();
    // After the last write: all of it is on the disk, the last block sealed as the last.
    driver::Result<void> finish();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    struct Block {
        Octets octets;
        bool changed{};
    };
    driver::Result<void> open();
    driver::Result<void> put_changed(std::uint64_t number, Block& block);
    driver::Result<void> put(std::uint64_t number, const Octets& octets, bool last);
    driver::Result<void> put_at(std::uint64_t at, std::span<const std::uint8_t> octets);

    std::filesystem::path path_;
    std::optional<Sealing> sealing_;
    driver::OwnedFile file_;
    std::uint64_t size_{};
    // Those that may still change or are not on the disk: the first, the last, and between.
    std::map<std::uint64_t, Block> blocks_;
};

}  // namespace ivr_dsp
