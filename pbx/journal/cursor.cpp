// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/cursor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pbx/journal/crc32c.hpp"

namespace pbx {
namespace {

namespace fs = std::filesystem;
using driver::Error;
using driver::Result;

constexpr std::string_view folder = "readers";
constexpr std::size_t longest_name = 64;

bool is_name(std::string_view name) {
    const bool known = name.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789._-") == name.npos;
    return known && !name.empty() && name.size() <= longest_name && name.front() != '.';
}

fs::path path_of(const fs::path& journal, std::string_view name) {
    return journal / folder / name;
}

Error trouble(const fs::path& path) {
    return Error{fmt::format("{}: {}: let the journal's readers write there", path.native(),
                             std::strerror(errno))};
}

// One cursor with what proves that it was written whole.
struct Slot {
    std::uint64_t serial{};  // of this setting, from 1
    Cursor cursor;
    std::uint64_t check{};

    [[nodiscard]] std::uint64_t right_check() const {
        const std::array<std::uint64_t, 3> words{serial, cursor.epoch, cursor.out};
        return crc32c(std::as_bytes(std::span(words)));
    }
    [[nodiscard]] bool valid() const { return serial != 0 && check == right_check(); }
};

}  // namespace

// Two slots, written in turn: the other one stays whole.
struct CursorFile::Slots {
    using Words = std::array<std::atomic<std::uint64_t>, 4>;
    std::array<Words, 2> slots;

    [[nodiscard]] Slot load(std::size_t at) const {
        const Words& words = slots[at];
        // Whether they belong together, the check sum says.
        const auto word = [&words](std::size_t i) {
            return words[i].load(std::memory_order_relaxed);
        };
        return {
            word(0), {word(1), word(2)},
             word(3)
        };
    }
    void store(std::size_t at, const Slot& slot) {
        const std::array<std::uint64_t, 4> values{slot.serial, slot.cursor.epoch, slot.cursor.out,
                                                  slot.check};
        for (std::size_t i = 0; i < values.size(); ++i) {
            slots[at][i].store(values[i], std::memory_order_relaxed);
        }
    }
    [[nodiscard]] Slot newest() const {
        const Slot a = load(0);
        const Slot b = load(1);
        if (!a.valid()) return b.valid() ? b : Slot{};
        return b.valid() && b.serial > a.serial ? b : a;
    }
};

Result<CursorFile> CursorFile::open(const fs::path& journal, std::string_view name) {
    if (!is_name(name)) {
        return Error{
            fmt::format("'{}' cannot name a reader of the journal: use letters, digits, '.', "
                        "'_' and '-', at most {}",
                        name, longest_name)};
    }
    std::error_code ignored;  // then open says what is wrong
    fs::create_directory(journal / folder, ignored);
    const fs::path path = path_of(journal, name);
    Slots* slots = map(path, O_RDWR | O_CREAT);
    if (slots == nullptr) return trouble(path);
    return CursorFile(slots);
}

// nullptr, and errno says why.
CursorFile::Slots* CursorFile::map(const fs::path& path, int flags) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0660);
    if (fd < 0) return nullptr;
    void* at = MAP_FAILED;
    if (::posix_fallocate(fd, 0, sizeof(Slots)) == 0) {
        at = ::mmap(nullptr, sizeof(Slots), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    }
    ::close(fd);
    return at == MAP_FAILED ? nullptr : static_cast<Slots*>(at);
}

CursorFile::CursorFile(CursorFile&& other) noexcept
    : slots_(std::exchange(other.slots_, nullptr)) {}
CursorFile& CursorFile::operator=(CursorFile&& other) noexcept {
    std::swap(slots_, other.slots_);
    return *this;
}
CursorFile::~CursorFile() {
    if (slots_ != nullptr) ::munmap(slots_, sizeof(Slots));
}

Cursor CursorFile::get() const noexcept {
    return slots_->newest().cursor;
}

void CursorFile::set(const Cursor& cursor) noexcept {
    const Slot now = slots_->newest();
    Slot next{now.serial + 1, cursor, 0};
    next.check = next.right_check();
    slots_->store(next.serial % 2, next);
}

std::vector<NamedCursor> cursors_of(const fs::path& journal) {
    std::vector<NamedCursor> all;
    std::error_code error;
    for (fs::directory_iterator at(journal / folder, error), end; !error && at != end;
         at.increment(error)) {
        const std::string name = at->path().filename().native();
        if (!is_name(name)) continue;
        const CursorFile file(CursorFile::map(at->path(), O_RDWR));
        if (file.slots_ != nullptr) all.push_back({name, file.get()});
    }
    std::sort(all.begin(), all.end(),
              [](const NamedCursor& a, const NamedCursor& b) { return a.name < b.name; });
    return all;
}

Result<void> forget_cursor(const fs::path& journal, std::string_view name) {
    if (is_name(name) && ::unlink(path_of(journal, name).c_str()) == 0) return {};
    return Error{fmt::format("{}: no reader of the journal has this name", name)};
}

}  // namespace pbx
