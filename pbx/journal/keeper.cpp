// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/keeper.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <signal.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "driver/base/invariant.hpp"
#include "driver/base/log.hpp"

namespace pbx {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::uint64_t rounds_between_removals = 32;

}  // namespace

Keeper::Keeper(const JournalOptions& options) : options_(options) {}
Keeper::~Keeper() {
    stop();
}

void Keeper::adopt(Segment active, std::vector<SegmentContent> kept,
                   std::vector<Segment> prepared) {
    next_number_ = active.header().number + 1;
    kept_ = std::move(kept);
    if (!active.lock()) unlocked_.fetch_add(1, relaxed);
    segments_.push_back(std::move(active));
    for (Segment& one : prepared) {
        const SegmentHeader& header = one.header();
        const bool fits = header.number == next_number_ && header.size == options_.segment_octets;
        if (fits && spares_.room() > 0) {
            add_spare(std::move(one));
        } else {
            remove_segment(options_.directory, header.number);
        }
    }
}

void Keeper::add_spare(Segment made) {
    if (!made.lock() && unlocked_.fetch_add(1, relaxed) == 0) {
        driver::log_warning("journal",
                            "segments of {} octets cannot be locked in memory: raise "
                            "LimitMEMLOCK of control",
                            options_.segment_octets);
    }
    ++next_number_;
    INVARIANT(spares_.post(made.octets()));
    segments_.push_back(std::move(made));
}

driver::Result<void> Keeper::make_spares(unsigned count) {
    while (prepared() < count) {
        if (free_octets() < options_.segment_octets) {
            return driver::Error{
                fmt::format("{}: no room for a segment of {} octets: free space or give the "
                            "journal another disk",
                            options_.directory.native(), options_.segment_octets)};
        }
        auto made = Segment::make(options_.directory, next_number_, options_.segment_octets,
                                  options_.sync_period.count() > 0);
        if (!made) return driver::Error{made.error()};
        add_spare(*std::move(made));
    }
    return {};
}

void Keeper::start() {
    // Signals are for the program's own threads.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Keeper::run() {
    const bool syncs = options_.sync_period.count() > 0;
    const auto period = syncs ? options_.sync_period : std::chrono::milliseconds(50);
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        work();
        lock.lock();
        if (!stopping_) wake_.wait_for(lock, period);
    }
}

void Keeper::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
    stopping_ = false;
}

void Keeper::work() {
    retire_sealed();
    if (const auto made = make_spares(options_.spare_segments);
        static_cast<bool>(made) != could_make_) {
        could_make_ = !could_make_;
        if (could_make_) {
            driver::log_info("journal", "{}: there is room again", options_.directory.native());
        } else {
            driver::log_error("journal", "{}", made.error());
        }
    }
    sync_active();
    if (rounds_++ % rounds_between_removals == 0) remove_old();
    measure_space();
}

void Keeper::close() {
    stop();
    work();
    const Segment& last = segments_.front();
    last.header().state = SegmentState::closed;
    sync(last);
}

// The writer has gone on to the next: a sealed segment is the keeper's alone.
void Keeper::retire_sealed() {
    if (kept_.empty()) kept_.push_back(content_of(segments_.front()));
    while (segments_.front().state() == SegmentState::sealed) {
        const Segment& full = segments_.front();
        // After an error the system calls lost pages clean: the next start looks at them itself.
        if (sync(full) && failed_syncs_.load(relaxed) == 0) {
            full.header().state = SegmentState::durable;
        }
        segments_.pop_front();
        synced_to_ = 0;
        kept_.push_back(content_of(segments_.front()));
        rounds_ = 0;
    }
}

void Keeper::sync_active() {
    const auto committed = segments_.front().header().committed.load(std::memory_order_acquire);
    if (committed != synced_to_ && sync(segments_.front())) synced_to_ = committed;
}

bool Keeper::sync(const Segment& segment) {
    if (options_.sync_period.count() == 0) return false;
    const bool done = segment.sync();
    if (done) {
        syncs_.fetch_add(1, relaxed);
    } else if (failed_syncs_.fetch_add(1, relaxed) == 0) {
        driver::log_error("journal", "{}: the disk refuses to write: see the system's log",
                          options_.directory.native());
    }
    return done;
}

void Keeper::remove_old() {
    const auto replay_from = segments_.front().header().replay_from.load(relaxed);
    const auto cursors = cursors_of(options_.directory);
    const auto count = removable(kept_, options_.retention, cursors, replay_from);
    for (std::size_t i = 0; i < count; ++i) remove_segment(options_.directory, kept_[i].number);
    kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(count));
    removed_.fetch_add(count, relaxed);
}

std::uint64_t Keeper::prepared() const {
    return static_cast<std::uint64_t>(std::count_if(
        segments_.begin(), segments_.end(),
        [](const Segment& segment) { return segment.state() == SegmentState::prepared; }));
}

std::uint64_t Keeper::free_octets() const {
    struct statvfs disk {};
    if (::statvfs(options_.directory.c_str(), &disk) != 0) return 0;
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

void Keeper::measure_space() {
    const std::uint64_t size = options_.segment_octets;
    const std::uint64_t free = free_octets();
    const std::uint64_t wanted =
        options_.enough_free_octets > 0 ? options_.enough_free_octets : 4 * size;
    // Once it was not enough, a quarter more is: no news at every file that comes and goes.
    const bool enough = free >= (enough_.load(relaxed) ? wanted : wanted + wanted / 4);
    const SegmentHeader& active = segments_.front().header();
    const std::uint64_t further = prepared() + free / size;
    room_.store(
        active.size - active.committed.load(relaxed) + further * (size - segment_header_octets),
        relaxed);
    enough_.store(enough && prepared() >= options_.spare_segments, relaxed);
}

Space Keeper::space() const noexcept {
    return {enough_.load(relaxed), room_.load(relaxed)};
}

KeeperCounters Keeper::counters() const noexcept {
    return {syncs_.load(relaxed), failed_syncs_.load(relaxed), waits_.load(relaxed),
            removed_.load(relaxed), unlocked_.load(relaxed)};
}

std::span<std::byte> Keeper::next_segment() noexcept {
    Octets next;
    if (spares_.take(next)) return next;
    waits_.fetch_add(1, relaxed);
    for (int patience = 2000; patience > 0; --patience) {
        if (thread_.joinable()) {
            wake_.notify_one();
            ::usleep(1000);
        } else {
            work();
            patience = 1;
        }
        if (spares_.take(next)) return next;
    }
    std::fprintf(
        stderr,
        "journal %s: no room for the next segment, and those made ahead are full: free space "
        "on that disk and start again; no record was lost\n",
        options_.directory.c_str());
    std::_Exit(exit_no_room);
}

}  // namespace pbx
