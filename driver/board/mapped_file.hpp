// SPDX-License-Identifier: GPL-2.0-or-later
// Memory in a file of the run folder that several programs map: cables, the trace of frames. It
// outlives the programs; whoever comes first makes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "driver/base/result.hpp"

namespace driver {

// How every such file begins.
struct FileMark {
    std::array<char, 8> magic{};
    std::uint32_t kind{};
    std::uint32_t version{};  // changes with the layout of what follows
    std::uint64_t size{};     // of the whole file
    friend bool operator==(const FileMark&, const FileMark&) = default;
};

// Where its contents begin.
inline constexpr std::size_t file_contents_at = 64;

struct FileKind {
    FileMark mark;
    std::string_view thing;  // "the cable", for errors
    std::string_view words;  // "an E1 cable", for errors
    // Makes the contents of a new file, in memory that is zero.
    void (*construct)(void* contents);
};

// Maps the file for reading and writing, with all its pages present, and makes it if it is not
// there. It is made under another name and linked, so whoever opens it at the same moment gets the
// same, complete one. Returns where the contents are. Errors: no permission, no room, or a file
// of another kind or version ("… is not an E1 cable of this version: remove it").
Result<void*> map_file(const std::filesystem::path& path, const FileKind& kind);
// Maps a file that is there, for reading only.
Result<const void*> map_file_to_read(const std::filesystem::path& path, const FileKind& kind);
void unmap_file(const void* contents, const FileKind& kind);

// True if a file is there that map_file() would refuse for its kind or version.
bool is_other_file(const std::filesystem::path& path, const FileKind& kind);

}  // namespace driver
