// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/arena.hpp"

#include <array>
#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/base/arena_socket.hpp"

namespace driver {
namespace {

namespace fs = std::filesystem;
using SleepFlag = std::atomic<std::uint32_t>;
static_assert(SleepFlag::is_always_lock_free);

constexpr std::size_t header_octets = 4096;
constexpr std::uint64_t handshake = 0x544C4152454E4131U;  // changes when Hello or Answer does

// First page of the memory. A side about to sleep raises its flag; who has posted something takes
// the flag down and rings. Every access exchanges, so that whoever raises a flag also sees all that
// was posted before somebody last found it down.
struct Header {
    SleepFlag owner_sleeps;
    alignas(64) SleepFlag guest_sleeps;
};
static_assert(sizeof(Header) <= header_octets);

// What a guest says first, and the answer. With a welcome come memory, owner's bell, guest's bell.
struct Hello {
    std::uint64_t handshake_version, layout_version, size;
    friend bool operator==(const Hello&, const Hello&) = default;
};
enum class Verdict : std::uint32_t { welcome, occupied, foreign };
struct Answer {
    Verdict verdict{};
    std::int32_t other_guest{};  // pid, when occupied
};

struct Region {
    std::array<Fd, 3> fds;
    Fd& memory{fds[0]};
    Fd& owner_bell{fds[1]};
    Fd& guest_bell{fds[2]};
    void* base{MAP_FAILED};
    std::size_t octets{};

    Region() = default;
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;
    ~Region() {
        if (base != MAP_FAILED) ::munmap(base, octets);
    }
    bool map(std::size_t contents_size) {
        octets = header_octets + contents_size;
        base = ::mmap(nullptr, octets, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                      memory.get(), 0);
        return base != MAP_FAILED;
    }
    [[nodiscard]] Header& header() const { return *static_cast<Header*>(base); }
    [[nodiscard]] void* contents() const { return static_cast<std::byte*>(base) + header_octets; }
};

void raise(SleepFlag& sleeps) noexcept {
    sleeps.exchange(1, std::memory_order_acq_rel);
}

void quiet(SleepFlag& sleeps, const Fd& bell) noexcept {
    sleeps.exchange(0, std::memory_order_acq_rel);
    eventfd_t rings = 0;
    // Nothing to read is as good.
    [[maybe_unused]] const int done = ::eventfd_read(bell.get(), &rings);
}

void ring_if_asleep(SleepFlag& sleeps, const Fd& bell) noexcept {
    if (sleeps.exchange(0, std::memory_order_acq_rel) == 0) return;
    // Fails only when the bell is full, and then it rings already.
    [[maybe_unused]] const int done = ::eventfd_write(bell.get(), 1);
}

// All of the memory, now: a page that is missing later would be a SIGBUS in the realtime thread.
Result<void> make_region(Region& region, const ArenaLayout& layout) {
    region.memory = Fd(::memfd_create("trunkline", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    region.owner_bell = Fd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    region.guest_bell = Fd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    const auto size = static_cast<off_t>(header_octets + layout.size);
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    if (region.memory && region.owner_bell && region.guest_bell &&
        ::fallocate(region.memory.get(), 0, 0, size) == 0 &&
        ::fcntl(region.memory.get(), F_ADD_SEALS, seals) == 0 && region.map(layout.size)) {
        return {};
    }
    return trouble(fs::path(layout.name), errno,
                   fmt::format("no shared memory of {} octets: free memory or descriptors", size));
}

void watch(const Fd& epoll, const Fd& what) {
    epoll_event event{};
    event.events = EPOLLIN;
    // Cannot fail with a fresh descriptor, but for the kernel's own memory: then serve() still
    // works.
    [[maybe_unused]] const int done = ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, what.get(), &event);
}

}  // namespace

struct ArenaOwner::State {
    Region region;
    Hello expected{};
    fs::path path;
    struct stat place {};
    Fd listener, epoll, guest;
    Fd unknown;  // has connected and not yet said hello; the next one takes its place

    ~State() {
        struct stat now {};
        const bool ours = listener && ::lstat(path.c_str(), &now) == 0 &&
                          now.st_ino == place.st_ino && now.st_dev == place.st_dev;
        if (ours) ::unlink(path.c_str());
    }
    bool answer_unknown();
};

Result<ArenaOwner> ArenaOwner::make(const fs::path& socket, const ArenaLayout& layout) {
    auto state = std::make_unique<State>();
    if (const auto made = make_region(state->region, layout); !made) return Error{made.error()};
    auto listener = listen_at(socket);
    if (!listener) return Error{listener.error()};
    state->listener = *std::move(listener);
    state->expected = {handshake, layout.version, layout.size};
    state->path = socket;
    state->epoll = Fd(::epoll_create1(EPOLL_CLOEXEC));
    if (!state->epoll || ::lstat(socket.c_str(), &state->place) != 0) {
        return trouble(socket, errno, "cannot be served");
    }
    watch(state->epoll, state->listener);
    return ArenaOwner(std::move(state));
}

ArenaOwner::ArenaOwner(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
ArenaOwner::ArenaOwner(ArenaOwner&&) noexcept = default;
ArenaOwner& ArenaOwner::operator=(ArenaOwner&&) noexcept = default;
ArenaOwner::~ArenaOwner() = default;

void* ArenaOwner::memory() const noexcept {
    return state_->region.contents();
}
bool ArenaOwner::has_guest() const noexcept {
    return static_cast<bool>(state_->guest);
}
int ArenaOwner::poll_fd() const noexcept {
    return state_->epoll.get();
}
int ArenaOwner::bell_fd() const noexcept {
    return state_->region.owner_bell.get();
}
void ArenaOwner::ring() noexcept {
    ring_if_asleep(state_->region.header().guest_sleeps, state_->region.guest_bell);
}
void ArenaOwner::about_to_sleep() noexcept {
    raise(state_->region.header().owner_sleeps);
}
void ArenaOwner::woke() noexcept {
    quiet(state_->region.header().owner_sleeps, state_->region.owner_bell);
}

ArenaOwner::Guest ArenaOwner::serve() {
    State& state = *state_;
    if (state.guest && hung_up(state.guest)) {
        state.guest = Fd();
        return Guest::left;
    }
    if (state.unknown && state.answer_unknown()) return Guest::arrived;
    // As many as the listener's backlog holds.
    for (int i = 0; i < 8; ++i) {
        Fd next = accept_one(state.listener);
        if (!next) break;
        state.unknown = std::move(next);
        watch(state.epoll, state.unknown);
        if (state.answer_unknown()) return Guest::arrived;
    }
    return Guest::nothing_new;
}

// True when it became the guest.
bool ArenaOwner::State::answer_unknown() {
    Hello hello{};
    std::array<Fd, 3> unwanted;
    const Heard heard = receive_message(unknown, &hello, sizeof hello, unwanted);
    if (heard == Heard::nothing_yet) return false;
    Fd who = std::move(unknown);
    Answer answer{};
    if (heard != Heard::message || hello != expected) {
        answer.verdict = Verdict::foreign;
    } else if (guest) {
        answer = {Verdict::occupied, pid_behind(guest)};
    } else {
        quiet(region.header().guest_sleeps, region.guest_bell);
        const Handover fds{region.memory.get(), region.owner_bell.get(), region.guest_bell.get()};
        if (!send_message(who, &answer, sizeof answer, &fds)) return false;
        guest = std::move(who);
        return true;
    }
    send_message(who, &answer, sizeof answer, nullptr);
    return false;
}

struct ArenaGuest::State {
    Region region;
    Fd connection;
    bool gone{};
};

Result<ArenaGuest> ArenaGuest::attach(const fs::path& socket, const ArenaLayout& layout,
                                      std::chrono::milliseconds patience) {
    auto connection = connect_to(socket);
    if (!connection) return Error{connection.error()};
    const Hello hello{handshake, layout.version, layout.size};
    send_message(*connection, &hello, sizeof hello, nullptr);
    pollfd answered{connection->get(), POLLIN, 0};
    if (::poll(&answered, 1, static_cast<int>(patience.count())) <= 0) {
        return trouble(socket, fmt::format("pid {} does not answer: is it stopped or overloaded?",
                                           pid_behind(*connection)));
    }
    Answer answer{};
    auto state = std::make_unique<State>();
    Region& region = state->region;
    if (receive_message(*connection, &answer, sizeof answer, region.fds) != Heard::message) {
        return trouble(socket, "its program hung up: see why, then try again");
    }
    if (answer.verdict == Verdict::occupied) {
        return trouble(
            socket, fmt::format("pid {} is attached already: stop it first", answer.other_guest));
    }
    struct stat memory {};
    if (answer.verdict != Verdict::welcome || ::fstat(region.memory.get(), &memory) != 0 ||
        static_cast<std::size_t>(memory.st_size) != header_octets + layout.size) {
        return trouble(socket, fmt::format("pid {} was built from another version of '{}': start "
                                           "programs of one version",
                                           pid_behind(*connection), layout.name));
    }
    if (!region.map(layout.size)) return trouble(socket, errno, "its memory cannot be mapped");
    state->connection = *std::move(connection);
    return ArenaGuest(std::move(state));
}

ArenaGuest::ArenaGuest(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
ArenaGuest::ArenaGuest(ArenaGuest&&) noexcept = default;
ArenaGuest& ArenaGuest::operator=(ArenaGuest&&) noexcept = default;
ArenaGuest::~ArenaGuest() = default;

void* ArenaGuest::memory() const noexcept {
    return state_->region.contents();
}
bool ArenaGuest::owner_gone() {
    state_->gone = state_->gone || hung_up(state_->connection);
    return state_->gone;
}
int ArenaGuest::poll_fd() const noexcept {
    return state_->connection.get();
}
int ArenaGuest::bell_fd() const noexcept {
    return state_->region.guest_bell.get();
}
void ArenaGuest::ring() noexcept {
    ring_if_asleep(state_->region.header().owner_sleeps, state_->region.owner_bell);
}
void ArenaGuest::about_to_sleep() noexcept {
    raise(state_->region.header().guest_sleeps);
}
void ArenaGuest::woke() noexcept {
    quiet(state_->region.header().guest_sleeps, state_->region.guest_bell);
}

}  // namespace driver
