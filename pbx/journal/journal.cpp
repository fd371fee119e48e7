// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/journal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "pbx/journal/recovery.hpp"

namespace pbx {

namespace fs = std::filesystem;
using driver::Error;
using driver::Result;

// Held as long as the journal is written; the system lets go of it whatever happens to us.
class WriterLock {
  public:
    static Result<WriterLock> take(const fs::path& journal) {
        const fs::path path = journal / "lock";
        WriterLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
        if (lock.fd_ < 0) {
            return Error{fmt::format("{}: {}: let the user who runs control write there",
                                     path.native(), std::strerror(errno))};
        }
        if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
            std::array<char, 32> pid{};
            [[maybe_unused]] const auto size = ::pread(lock.fd_, pid.data(), pid.size() - 1, 0);
            return Error{fmt::format("{}: pid {} writes this journal: stop it first",
                                     journal.native(), pid.data())};
        }
        const std::string pid = std::to_string(::getpid());
        if (::ftruncate(lock.fd_, 0) != 0 || ::pwrite(lock.fd_, pid.data(), pid.size(), 0) < 0) {
            // Only the sentence above would lack its number.
            driver::log_warning("journal", "{}: {}", path.native(), std::strerror(errno));
        }
        return lock;
    }
    WriterLock(WriterLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    WriterLock& operator=(WriterLock&&) = delete;
    ~WriterLock() {
        if (fd_ >= 0) ::close(fd_);
    }

  private:
    explicit WriterLock(int fd) : fd_(fd) {}
    int fd_;
};

namespace {

Result<void> check(const JournalOptions& options) {
    const std::size_t octets = options.segment_octets;
    if (octets < smallest_segment || octets % segment_header_octets != 0) {
        return Error{
            fmt::format("journal: segments of {} octets: choose a multiple of {}, at least {}",
                        octets, segment_header_octets, smallest_segment)};
    }
    if (options.spare_segments < 1 || options.spare_segments > 4) {
        return Error{
            fmt::format("journal: {} spare segments: choose 1 to 4", options.spare_segments)};
    }
    std::error_code failed;
    fs::create_directories(options.directory, failed);
    if (failed) {
        return Error{fmt::format("{}: {}: choose another directory for the journal",
                                 options.directory.native(), failed.message())};
    }
    return {};
}

}  // namespace

struct Journal::State {
    State(WriterLock taken, const JournalOptions& options)
        : lock(std::move(taken)), keeper(options), writer(keeper) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (opened) keeper.close();
    }

    Result<void> start(const JournalOptions& options, JournalEnd end, std::uint64_t boot);

    WriterLock lock;
    Keeper keeper;
    Writer writer;
    Recovery recovery;
    bool opened{false};
};

Result<Journal> Journal::open(const JournalOptions& options) {
    if (const auto checked = check(options); !checked) return Error{checked.error()};
    auto boot = options.boot != 0 ? Result<std::uint64_t>(options.boot) : this_boot();
    if (!boot) return Error{boot.error()};
    auto lock = WriterLock::take(options.directory);
    if (!lock) return Error{lock.error()};
    auto end = find_end(options.directory, *boot);
    if (!end) return Error{end.error()};
    auto state = std::make_unique<State>(*std::move(lock), options);
    const auto started = state->start(options, *std::move(end), *boot);
    if (!started) return Error{started.error()};
    return Journal(std::move(state));
}

Result<void> Journal::State::start(const JournalOptions& options, JournalEnd end,
                                   std::uint64_t boot) {
    const bool fresh = !end.segment;
    const bool torn = !fresh && !end.same_boot && !end.in_order;
    std::uint64_t epoch =
        fresh ? std::max<std::uint64_t>(options.epoch, 1) : end.segment.header().epoch;
    if (torn) epoch = std::max(options.epoch, epoch + 1);
    recovery = {.epoch = epoch,
                .fresh = fresh,
                .new_epoch = torn,
                .in_order = end.in_order,
                .last_in = end.last_in,
                .last_out = end.last_out,
                .replay_from = end.replay_from,
                .dropped_octets = end.dropped_octets};
    const bool goes_on = !fresh && end.same_boot;
    if (!fresh) {
        writer.resume(end);
        keeper.adopt(std::move(end.segment), std::move(end.kept), std::move(end.prepared));
    }
    if (!goes_on) {
        // Before anything is begun: what fails now can be tried again.
        if (auto made = keeper.make_spares(options.spare_segments + 1); !made) return made;
        writer.begin(keeper.next_segment(), epoch, boot);
    }
    keeper.work();
    opened = true;
    return {};
}

Journal::Journal(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

const Recovery& Journal::recovery() const {
    return state_->recovery;
}
Writer& Journal::writer() {
    return state_->writer;
}
Keeper& Journal::keeper() {
    return state_->keeper;
}

}  // namespace pbx
