// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "driver/base/result.hpp"

namespace host_bridge {

// How far a serial line has come.
struct SerialCursor {
    std::uint64_t epoch{};
    std::uint64_t number{};    // the last record that has left, or needs not leave
    std::uint64_t sequence{};  // of the last line printed
    std::int64_t hour{};       // of the last time mark: hours since 1970
    friend bool operator==(const SerialCursor&, const SerialCursor&) = default;
};

// A small file that holds a cursor, replaced as a whole. Survives a kill at any instant; not
// synced, so that saving never waits: after a power cut it may be the one before.
class CursorFile {
  public:
    explicit CursorFile(std::filesystem::path path) : path_(std::move(path)) {}

    // Nothing if there is none yet. Error if it is there and unreadable or damaged.
    [[nodiscard]] driver::Result<std::optional<SerialCursor>> load() const;
    [[nodiscard]] driver::Result<void> save(const SerialCursor& cursor) const;

  private:
    std::filesystem::path path_;
};

}  // namespace host_bridge
