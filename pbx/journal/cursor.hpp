// SPDX-License-Identifier: GPL-2.0-or-later
// How far a reader has come, and how the journal knows what it still needs.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/result.hpp"

namespace pbx {

// The last out record a reader has done with; 0: none yet. A record's number says nothing without
// the epoch: after an unclean stop of the machine the last numbers are given out again.
struct Cursor {
    std::uint64_t epoch{};
    std::uint64_t out{};
    FIELDS(epoch, out)
    friend auto operator<=>(const Cursor&, const Cursor&) = default;
};

// A reader's cursor, kept with the journal under the reader's name. What lies after it is not
// deleted, so a name that is no longer used has to be forgotten.
class CursorFile {
  public:
    // Begins at {0, 0} if the name is new. Names have letters, digits, '.', '_' and '-', at
    // most 64.
    static driver::Result<CursorFile> open(const std::filesystem::path& journal,
                                           std::string_view name);
    CursorFile(CursorFile&& other) noexcept;
    CursorFile& operator=(CursorFile&& other) noexcept;
    ~CursorFile();

    [[nodiscard]] Cursor get() const noexcept;
    // Remembers, also across a kill; a few stores. A power cut may bring an older cursor back.
    void set(const Cursor& cursor) noexcept;

  private:
    struct Slots;
    explicit CursorFile(Slots* slots) : slots_(slots) {}
    static Slots* map(const std::filesystem::path& path, int flags);
    friend std::vector<struct NamedCursor> cursors_of(const std::filesystem::path& journal);

    Slots* slots_;
};

struct NamedCursor {
    std::string name;
    Cursor cursor;
};
// All that are kept with the journal, by name.
std::vector<NamedCursor> cursors_of(const std::filesystem::path& journal);
// The reader of this name needs nothing any more. Error if there is none.
driver::Result<void> forget_cursor(const std::filesystem::path& journal, std::string_view name);

}  // namespace pbx
