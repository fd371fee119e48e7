// SPDX-License-Identifier: GPL-2.0-or-later
// A segment: one file of the journal, all of it on the disk from the beginning (never sparse: a
// full disk would be a SIGBUS), one page of header and then records. Segments are numbered from 1;
// the file's name is its number, so that the next one is always found.
//
//     prepared ──► active ──► sealed ──► durable
//     by keeper    by writer   by writer  by keeper, when all of it is on the disk
//                     └─────► closed      the journal ended in order
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "driver/base/result.hpp"

namespace pbx {

inline constexpr std::size_t segment_header_octets = 4096;
inline constexpr std::size_t smallest_segment = std::size_t{64} * 1024;

enum class SegmentState : std::uint32_t { prepared = 1, active, sealed, durable, closed };

// First page of a segment.
struct SegmentHeader {
    // Since the keeper made it.
    std::uint64_t magic;
    std::uint64_t layout;  // journal_layout() of the program that wrote it
    std::uint64_t number;
    std::uint64_t size;  // octets of the file
    // Since the writer began it: valid in all states but `prepared`.
    std::uint64_t epoch;
    std::uint64_t boot;      // which start of the machine
    std::uint64_t first_in;  // number the first record of each kind has or will have
    std::uint64_t first_out;
    std::uint32_t check;  // CRC-32C of all above
    // Stored with release by the writer, loaded with acquire by readers: octets from the beginning
    // of the file that hold whole records.
    alignas(64) std::atomic<std::uint64_t> committed;
    // Hints, stored before `committed`: last number of each kind, and the in record with which a
    // replay has to begin (0: the first of all).
    std::atomic<std::uint64_t> last_in;
    std::atomic<std::uint64_t> last_out;
    std::atomic<std::uint64_t> replay_from;
    alignas(64) std::atomic<SegmentState> state;
};
// One disk sector, which a power cut leaves either old or new.
static_assert(sizeof(SegmentHeader) <= 512);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// One segment in memory. Unmapped and closed by the destructor.
class Segment {
  public:
    enum class Access { read, write };
    // Makes the file whole and prepared, then gives it its name. Error when the disk is full.
    // `on_disk`: a power cut afterwards leaves all of it or nothing.
    static driver::Result<Segment> make(const std::filesystem::path& journal, std::uint64_t number,
                                        std::size_t octets, bool on_disk);
    // Error if it is no segment, damaged, or written by another version.
    static driver::Result<Segment> open(const std::filesystem::path& journal, std::uint64_t number,
                                        Access access);
    Segment() = default;
    Segment(Segment&& other) noexcept;
    Segment& operator=(Segment&& other) noexcept;
    ~Segment();

    explicit operator bool() const { return base_ != nullptr; }
    [[nodiscard]] SegmentHeader& header() const { return *reinterpret_cast<SegmentHeader*>(base_); }
    [[nodiscard]] SegmentState state() const {
        return header().state.load(std::memory_order_acquire);
    }
    // The whole file.
    [[nodiscard]] std::span<std::byte> octets() const { return {base_, size_}; }
    // Octets after the last that is not zero.
    [[nodiscard]] std::size_t written() const;

    // All of it on the disk. False if the disk refused.
    [[nodiscard]] bool sync() const;
    // Keeps its pages in memory. False if the limit of locked memory forbids it.
    [[nodiscard]] bool lock() const;
    // The file has been removed; what is mapped can still be read.
    [[nodiscard]] bool removed() const;

  private:
    Segment(int fd, std::byte* base, std::size_t size) : fd_(fd), base_(base), size_(size) {}
    static driver::Result<Segment> map(int fd, const std::filesystem::path& path, Access access);

    int fd_{-1};
    std::byte* base_{nullptr};
    std::size_t size_{};
};

std::filesystem::path segment_path(const std::filesystem::path& journal, std::uint64_t number);
// The numbers of the segments that are there, rising.
std::vector<std::uint64_t> segments_in(const std::filesystem::path& journal);
void remove_segment(const std::filesystem::path& journal, std::uint64_t number);
// Check sum of what a header says since the writer began the segment.
std::uint32_t check_of(const SegmentHeader& header);
// Names made, changed and removed in the directory are on the disk.
void sync_directory(const std::filesystem::path& journal);

}  // namespace pbx
