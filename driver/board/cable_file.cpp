// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/cable_file.hpp"

#include <array>
#include <new>
#include <string_view>

#include <fmt/format.h>

#include "driver/board/mapped_file.hpp"
#include "driver/board/run_folder.hpp"

namespace driver {
namespace {

constexpr std::array<char, 8> magic = {'T', 'L', 'c', 'a', 'b', 'l', 'e', '\n'};
constexpr std::uint32_t version = 3;  // raise it when anything in cable.hpp changes its layout

struct Traits {
    std::uint32_t kind{};
    std::string_view words;
};
template <class Kind>
constexpr Traits traits{};
template <>
constexpr Traits traits<E1Cable>{1, "an E1 cable"};
template <>
constexpr Traits traits<T1Cable>{2, "a T1 cable"};
template <>
constexpr Traits traits<LoopCable>{3, "a station's loop"};

// The file as C++ lays it out: its size is a multiple of the alignment.
template <class Kind>
struct alignas(64) File {
    FileMark mark;
    alignas(file_contents_at) Kind cable;
};

template <class Kind>
constexpr FileKind file_kind{
    {magic,                                         traits<Kind>.kind, version, sizeof(File<Kind>)},
    "the cable",
    traits<Kind>.words,
    [](void* contents) { new (contents) Kind;}
};

// A counter that takes a lock would not work between programs.
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

template <class Kind>
void unmap(Kind* cable) {
    unmap_file(cable, file_kind<Kind>);
}

std::filesystem::path file_of(const std::filesystem::path& directory, const std::string& name) {
    return directory / (name + ".cable");
}

template <class Kind>
Result<CableEnd<Kind>> open_cable(const std::filesystem::path& directory, const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos) {
        return Error{fmt::format("\"{}\" is no name for a cable: use letters, digits and -", name)};
    }
    if (const auto made = make_run_folder(directory); !made) return Error{made.error()};
    const auto contents = map_file(file_of(directory, name), file_kind<Kind>);
    if (!contents) return Error{contents.error()};
    return CableEnd<Kind>(std::launder(static_cast<Kind*>(*contents)), unmap<Kind>);
}

}  // namespace

Result<CableEnd<E1Cable>> open_e1_cable(const std::filesystem::path& directory,
                                        const std::string& name) {
    return open_cable<E1Cable>(directory, name);
}

Result<CableEnd<T1Cable>> open_t1_cable(const std::filesystem::path& directory,
                                        const std::string& name) {
    return open_cable<T1Cable>(directory, name);
}

Result<CableEnd<LoopCable>> open_loop_cable(const std::filesystem::path& directory,
                                            const std::string& name) {
    return open_cable<LoopCable>(directory, name);
}

bool is_laid(const std::filesystem::path& directory, const std::string& name) {
    std::error_code ignored;
    return std::filesystem::exists(file_of(directory, name), ignored);
}

}  // namespace driver
