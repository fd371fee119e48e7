// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/segment.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pbx/journal/crc32c.hpp"
#include "pbx/journal/record.hpp"

namespace pbx {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t segment_magic = 0x314C4E524A4C5400U;
constexpr std::string_view suffix = ".journal";
// What is being made. There is at most one, overwritten by the next.
constexpr std::string_view unfinished = "next.unfinished";

driver::Error trouble(const fs::path& path, std::string_view what) {
    return driver::Error{fmt::format("{}: {}", path.native(), what)};
}

}  // namespace

fs::path segment_path(const fs::path& journal, std::uint64_t number) {
    return journal / fmt::format("{:012}{}", number, suffix);
}

std::vector<std::uint64_t> segments_in(const fs::path& journal) {
    std::vector<std::uint64_t> numbers;
    std::error_code error;
    for (fs::directory_iterator at(journal, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().native();
        std::uint64_t number{};
        const char* last = name.data() + name.size();
        const auto [rest, failed] = std::from_chars(name.data(), last, number);
        const std::string_view tail(rest, static_cast<std::size_t>(last - rest));
        if (failed == std::errc() && tail == suffix) numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void remove_segment(const fs::path& journal, std::uint64_t number) {
    ::unlink(segment_path(journal, number).c_str());
}

void sync_directory(const fs::path& journal) {
    const int fd = ::open(journal.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

std::uint32_t check_of(const SegmentHeader& header) {
    return crc32c(std::as_bytes(std::span(&header, 1)).first(offsetof(SegmentHeader, check)));
}

driver::Result<Segment> Segment::make(const fs::path& journal, std::uint64_t number,
                                      std::size_t octets, bool on_disk) {
    const fs::path growing = journal / unfinished;
    const fs::path path = segment_path(journal, number);
    const int fd = ::open(growing.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (fd < 0) return trouble(growing, std::strerror(errno));
    if (const int error = ::posix_fallocate(fd, 0, static_cast<off_t>(octets)); error != 0) {
        ::close(fd);
        ::unlink(growing.c_str());
        return trouble(path,
                       fmt::format("no room for a segment of {} octets: {}: free space or give "
                                   "the journal another disk",
                                   octets, std::strerror(error)));
    }
    auto segment = map(fd, path, Access::write);
    if (!segment) return segment;
    SegmentHeader& header = *::new (segment->base_) SegmentHeader{};
    header.magic = segment_magic;
    header.layout = journal_layout();
    header.number = number;
    header.size = octets;
    header.committed = segment_header_octets;
    header.state = SegmentState::prepared;
    if (on_disk && ::fsync(fd) != 0) return trouble(path, std::strerror(errno));
    if (::rename(growing.c_str(), path.c_str()) != 0) return trouble(path, std::strerror(errno));
    if (on_disk) sync_directory(journal);
    return segment;
}

driver::Result<Segment> Segment::open(const fs::path& journal, std::uint64_t number,
                                      Access access) {
    const fs::path path = segment_path(journal, number);
    const int fd = ::open(path.c_str(), (access == Access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    if (fd < 0) return trouble(path, std::strerror(errno));
    auto segment = map(fd, path, access);
    if (!segment) return segment;
    const SegmentHeader& header = segment->header();
    if (header.magic != segment_magic) {
        return trouble(path, "is no segment of a journal: move it elsewhere");
    }
    if (header.layout != journal_layout()) {
        return trouble(path,
                       "was written by another version: read it with that version, or move the "
                       "journal's directory aside and begin a new one");
    }
    const SegmentState state = segment->state();
    const bool begun = state != SegmentState::prepared;
    if (header.size != segment->size_ || header.number != number ||
        state < SegmentState::prepared || state > SegmentState::closed ||
        (begun && header.check != check_of(header))) {
        return trouble(path,
                       "its header is damaged: restore the file from a copy, or move the "
                       "journal's directory aside and begin a new one");
    }
    return segment;
}

driver::Result<Segment> Segment::map(int fd, const fs::path& path, Access access) {
    struct stat file {};
    if (::fstat(fd, &file) != 0 || static_cast<std::size_t>(file.st_size) < smallest_segment) {
        ::close(fd);
        return trouble(path,
                       "too short for a segment of a journal: restore the file from a copy, or "
                       "move the journal's directory aside and begin a new one");
    }
    const auto size = static_cast<std::size_t>(file.st_size);
    const int how = access == Access::write ? PROT_READ | PROT_WRITE : PROT_READ;
    void* base = ::mmap(nullptr, size, how, MAP_SHARED, fd, 0);
    if (base == MAP_FAILED) {
        const int error = errno;
        ::close(fd);
        return trouble(path, fmt::format("cannot be mapped: {}", std::strerror(error)));
    }
    return Segment(fd, static_cast<std::byte*>(base), size);
}

Segment::Segment(Segment&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      base_(std::exchange(other.base_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

Segment& Segment::operator=(Segment&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(base_, other.base_);
    std::swap(size_, other.size_);
    return *this;
}

Segment::~Segment() {
    if (base_ != nullptr) ::munmap(base_, size_);
    if (fd_ >= 0) ::close(fd_);
}

std::size_t Segment::written() const {
    const auto all = octets();
    const auto last = std::find_if(all.rbegin(), all.rend(),
                                   [](std::byte octet) { return octet != std::byte{0}; });
    return static_cast<std::size_t>(all.rend() - last);
}

bool Segment::sync() const {
    return ::fdatasync(fd_) == 0;
}
bool Segment::lock() const {
    if (::mlock(base_, size_) == 0) return true;
    // In memory at least now. An older kernel does not know this: then each page comes when needed.
    ::madvise(base_, size_, MADV_POPULATE_READ);
    return false;
}

bool Segment::removed() const {
    struct stat file {};
    return ::fstat(fd_, &file) == 0 && file.st_nlink == 0;
}

}  // namespace pbx
