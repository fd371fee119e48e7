// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/arena.hpp"

#include <atomic>
#include <fstream>
#include <optional>
#include <random>

#include <grp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "driver/base/mailbox.hpp"
#include "driver/base/text.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using driver::ArenaGuest;
using driver::ArenaLayout;
using driver::ArenaOwner;
using support::Child;
using support::soon;
using Guest = ArenaOwner::Guest;

struct Note {
    std::uint64_t number{};
    driver::Text<23> said;
    FIELDS(number, said)
};
struct Desk {
    driver::Mailbox<Note, 64> to_guest;
    driver::Mailbox<Note, 64> to_owner;
};
struct OtherNote {
    driver::Text<23> said;
    std::uint64_t number{};
    FIELDS(said, number)
};

const ArenaLayout desk = driver::layout_of<Desk, Note>("desk");

bool readable(int fd, int patience_ms = 0) {
    pollfd one{fd, POLLIN, 0};
    return ::poll(&one, 1, patience_ms) == 1;
}

// What a watching test wants to know about a program.
struct Progress {
    std::atomic<std::uint64_t> taken{0};  // numbers are taken in order; the last one
    std::atomic<bool> gap{false};
    std::atomic<int> attached{0};
};

// A program that owns the desk and sends every note back.
int echo(const std::filesystem::path& socket) {
    auto arena = ArenaOwner::make(socket, desk);
    if (!arena) return 1;
    Desk& contents = driver::construct_in<Desk>(*arena);
    for (;;) {
        arena->serve();
        Note note;
        while (contents.to_owner.take(note)) {
            while (!contents.to_guest.post(note)) {
            }
            arena->ring();
        }
        ::usleep(200);
    }
}

// A program that attaches and takes notes for ever, in order.
int take_all(const std::filesystem::path& socket, Progress& progress) {
    auto arena = ArenaGuest::attach(socket, desk, std::chrono::seconds(10));
    if (!arena) return 1;
    ++progress.attached;
    Desk& contents = driver::contents_of<Desk>(*arena);
    for (;;) {
        const Note* note = contents.to_guest.front();
        if (note == nullptr) continue;
        // The one in hand when killed comes again; nothing else may.
        const std::uint64_t before = progress.taken;
        if (note->number != before + 1 && note->number != before) progress.gap = true;
        progress.taken = note->number;
        contents.to_guest.pop();
    }
}

}  // namespace

TEST_GROUP(Arena) {
    support::ScratchDirectory run;
    std::filesystem::path socket{run.path() / "desk.sock"};

    std::optional<ArenaOwner> owner;
    Desk* contents{};

    void own() {
        auto made = ArenaOwner::make(socket, desk);
        CHECK_TEXT(!!made, made ? "" : made.error().c_str());
        owner.emplace(*std::move(made));
        contents = &driver::construct_in<Desk>(*owner);
    }
    // Serves until `what` happens.
    bool serve_until(Guest what) {
        return soon([&] { return owner->serve() == what; });
    }
    std::string refusal(const ArenaLayout& layout = desk) const {
        const auto guest = ArenaGuest::attach(socket, layout, std::chrono::milliseconds(200));
        CHECK(!guest);
        return guest ? "" : guest.error();
    }
    std::string owner_refusal() const {
        const auto second = ArenaOwner::make(socket, desk);
        CHECK(!second);
        return second ? "" : second.error();
    }
    static void says(const std::string& text, const std::string& part) {
        CHECK_TEXT(text.find(part) != std::string::npos, text.c_str());
    }
};

TEST(Arena, guest_and_owner_talk_both_ways) {
    Child other([this] { return echo(socket); });
    CHECK(soon([this] { return std::filesystem::exists(socket); }));
    auto guest = ArenaGuest::attach(socket, desk);
    CHECK(!!guest);
    Desk& seen = driver::contents_of<Desk>(*guest);
    for (std::uint64_t n = 1; n <= 1000; ++n) {
        CHECK(seen.to_owner.post({n, "hello"}));
        Note back;
        CHECK(soon([&] { return seen.to_guest.take(back); }));
        LONGS_EQUAL(n, back.number);
        CHECK(back.said == "hello");
    }
}

TEST(Arena, the_memory_begins_with_zeros_at_a_page) {
    auto made = ArenaOwner::make(socket, desk);
    CHECK(!!made);
    LONGS_EQUAL(0, reinterpret_cast<std::uintptr_t>(made->memory()) % 4096);
    const auto* octets = static_cast<const unsigned char*>(made->memory());
    for (std::size_t i = 0; i < desk.size; ++i) LONGS_EQUAL(0, octets[i]);
}

TEST(Arena, the_owner_notices_a_killed_guest_and_takes_the_next) {
    own();
    const support::Shared<Progress> progress;
    for (int round = 1; round <= 5; ++round) {
        Child guest([&] { return take_all(socket, *progress); });
        CHECK(serve_until(Guest::arrived));
        CHECK(owner->has_guest());
        CHECK(soon([&] { return progress->attached == round; }));
        CHECK(owner->serve() == Guest::nothing_new);
        guest.kill();
        CHECK(readable(owner->poll_fd(), 1000));
        CHECK(owner->serve() == Guest::left);
        CHECK(!owner->has_guest());
    }
}

TEST(Arena, no_message_is_lost_when_guests_are_killed_at_random) {
    own();
    const unsigned seed = std::random_device()();
    UT_PRINT(StringFromFormat("seed %u", seed).asCharString());
    std::mt19937 random(seed);
    const support::Shared<Progress> progress;
    std::uint64_t posted = 0;
    for (int round = 0; round < 20; ++round) {
        Child guest([&] { return take_all(socket, *progress); });
        CHECK(serve_until(Guest::arrived));
        const auto enough = random() % 5000;
        for (std::uint64_t i = 0; i < enough; ++i) {
            if (contents->to_guest.post({posted + 1, "x"})) ++posted;
        }
        guest.kill();
        CHECK(serve_until(Guest::left));
    }
    Child last([&] { return take_all(socket, *progress); });
    CHECK(serve_until(Guest::arrived));
    CHECK(soon([&] { return progress->taken == posted; }));
    CHECK(!progress->gap);
}

TEST(Arena, the_guest_notices_a_killed_owner_and_attaches_to_the_next) {
    for (int round = 0; round < 5; ++round) {
        Child other([this] { return echo(socket); });
        std::optional<ArenaGuest> guest;
        CHECK(soon([&] {
            auto attached = ArenaGuest::attach(socket, desk);
            if (attached) guest.emplace(*std::move(attached));
            return guest.has_value();
        }));
        CHECK(!guest->owner_gone());
        CHECK(!readable(guest->poll_fd()));
        other.kill();
        CHECK(readable(guest->poll_fd(), 1000));
        CHECK(guest->owner_gone());
        CHECK(guest->owner_gone());
        // The memory stays as it was.
        LONGS_EQUAL(0, driver::contents_of<Desk>(*guest).to_owner.waiting());
        guest->ring();
    }
}

TEST(Arena, a_second_guest_is_told_who_is_there_already) {
    own();
    const support::Shared<Progress> progress;
    Child first([&] { return take_all(socket, *progress); });
    CHECK(serve_until(Guest::arrived));
    const support::Shared<std::array<char, 400>> said;
    Child second([&] {
        const auto refused = ArenaGuest::attach(socket, desk, std::chrono::seconds(10));
        if (!refused) refused.error().copy(said->data(), said->size() - 1);
        return refused ? 1 : 0;
    });
    CHECK(soon([&] { return owner->serve() == Guest::nothing_new && said->front() != 0; }));
    says(said->data(), "pid " + std::to_string(first.pid()) + " is attached already");
    CHECK(owner->has_guest());
}

TEST(Arena, a_guest_from_another_version_is_refused) {
    own();
    const ArenaLayout swapped = driver::layout_of<Desk, OtherNote>("desk");
    CHECK(swapped.version != desk.version);
    CHECK(swapped.size == desk.size);
    for (const ArenaLayout& other : {swapped, driver::layout_of<Note, Note>("desk")}) {
        Child guest([&] { return ArenaGuest::attach(socket, other) ? 1 : 0; });
        CHECK(soon([&] {
            return owner->serve() == Guest::nothing_new && !readable(owner->poll_fd(), 20);
        }));
        LONGS_EQUAL(0, guest.wait());
    }
    CHECK(!owner->has_guest());
    Child other([this] { return echo(run.path() / "echo.sock"); });
    socket = run.path() / "echo.sock";
    CHECK(soon([this] { return std::filesystem::exists(socket); }));
    says(refusal(swapped), "built from another version of 'desk'");
}

TEST(Arena, nobody_there_is_said_so) {
    says(refusal(), "nobody serves it: start that program first");
}

TEST(Arena, a_dead_owners_socket_is_taken_over) {
    Child dead([this] { return echo(socket); });
    CHECK(soon([this] { return std::filesystem::exists(socket); }));
    dead.kill();
    CHECK(std::filesystem::exists(socket));
    says(refusal(), "nobody serves it");
    own();
}

TEST(Arena, a_live_owner_keeps_its_socket) {
    Child first([this] { return echo(socket); });
    CHECK(soon([this] { return static_cast<bool>(ArenaGuest::attach(socket, desk)); }));
    says(owner_refusal(), "is served by pid " + std::to_string(first.pid()) + ": stop it first");
}

TEST(Arena, what_is_no_socket_is_left_alone) {
    std::ofstream(socket) << "precious";
    says(owner_refusal(), "is no socket: remove it or choose another path");
    CHECK(std::filesystem::file_size(socket) == 8);
}

TEST(Arena, an_owner_that_ends_takes_its_socket_along_but_not_its_successors) {
    own();
    owner.reset();
    CHECK(!std::filesystem::exists(socket));
    own();
    std::filesystem::remove(socket);
    Child successor([this] { return echo(socket); });
    CHECK(soon([this] { return std::filesystem::exists(socket); }));
    owner.reset();
    CHECK(std::filesystem::exists(socket));
}

TEST(Arena, a_path_too_long_is_refused_with_its_length) {
    socket = run.path() / std::string(120, 'x');
    const std::string length = std::to_string(socket.native().size());
    says(owner_refusal(), length + " octets, but a socket's path has room for 107");
    says(refusal(), "choose a shorter directory");
}

TEST(Arena, a_missing_directory_is_named) {
    socket = run.path() / "nowhere" / "desk.sock";
    says(owner_refusal(), "nowhere: No such file or directory: make this run folder");
}

TEST(Arena, without_permission_neither_side_gets_in) {
    own();
    const support::Shared<std::array<std::array<char, 400>, 2>> said;
    Child stranger([&] {
        const bool somebody_else = ::chmod(run.path().c_str(), 0755) == 0 &&
                                   ::setgroups(0, nullptr) == 0 && ::setgid(65534) == 0 &&
                                   ::setuid(65534) == 0;
        if (!somebody_else) return 1;
        const auto guest = ArenaGuest::attach(socket, desk);
        const auto second = ArenaOwner::make(run.path() / "other.sock", desk);
        if (guest || second) return 2;
        guest.error().copy((*said)[0].data(), 399);
        second.error().copy((*said)[1].data(), 399);
        return 0;
    });
    const int status = stranger.wait();
    if (status == 1) {
        UT_PRINT("not checked: only root can become somebody else");
        return;
    }
    LONGS_EQUAL(0, status);
    says((*said)[0].data(), "Permission denied: run as the user who runs the other program");
    says((*said)[1].data(), "Permission denied: let the user who runs us write");
}

TEST(Arena, a_stopped_owner_does_not_hold_the_guest_for_ever) {
    Child other([this] { return echo(socket); });
    CHECK(soon([this] { return static_cast<bool>(ArenaGuest::attach(socket, desk)); }));
    other.send(SIGSTOP);
    says(refusal(), "pid " + std::to_string(other.pid()) + " does not answer");
}

TEST(Arena, a_silent_caller_does_not_keep_others_out) {
    own();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.native().copy(address.sun_path, sizeof address.sun_path - 1);
    const int silent = ::socket(AF_UNIX, SOCK_SEQPACKET, 0);
    LONGS_EQUAL(0, ::connect(silent, reinterpret_cast<sockaddr*>(&address), sizeof address));
    CHECK(owner->serve() == Guest::nothing_new);
    const support::Shared<Progress> progress;
    Child guest([&] { return take_all(socket, *progress); });
    CHECK(serve_until(Guest::arrived));
    ::close(silent);
}

TEST_GROUP_BASE(ArenaBells, TEST_GROUP_CppUTestGroupArena) {
    // Both ends in this process: a thread serves while the guest attaches.
    std::optional<ArenaGuest> guest;

    void setup() override {
        own();
        std::thread serving([this] { serve_until(Guest::arrived); });
        auto attached = ArenaGuest::attach(socket, desk);
        serving.join();
        CHECK(!!attached);
        guest.emplace(*std::move(attached));
    }
};

TEST(ArenaBells, who_is_awake_is_not_rung) {
    owner->ring();
    guest->ring();
    CHECK(!readable(guest->bell_fd()));
    CHECK(!readable(owner->bell_fd()));
}

TEST(ArenaBells, who_sleeps_is_rung_once) {
    guest->about_to_sleep();
    CHECK(!readable(guest->bell_fd()));
    owner->ring();
    owner->ring();
    CHECK(readable(guest->bell_fd()));
    guest->woke();
    CHECK(!readable(guest->bell_fd()));
    owner->ring();
    CHECK(!readable(guest->bell_fd()));
    CHECK(!readable(owner->bell_fd()));

    owner->about_to_sleep();
    guest->ring();
    CHECK(readable(owner->bell_fd()));
    owner->woke();
    CHECK(!readable(owner->bell_fd()));
}

TEST(ArenaBells, the_next_guest_does_not_hear_the_bell_of_the_last) {
    guest->about_to_sleep();
    owner->ring();
    guest.reset();
    CHECK(serve_until(Guest::left));
    std::thread serving([this] { serve_until(Guest::arrived); });
    auto next = ArenaGuest::attach(socket, desk);
    serving.join();
    CHECK(!!next);
    CHECK(!readable(next->bell_fd()));
}

TEST(ArenaBells, a_sleeper_never_misses_a_note) {
    constexpr std::uint64_t notes = 20'000;
    Desk& seen = driver::contents_of<Desk>(*guest);
    std::atomic<std::uint64_t> missed = 0;
    std::uint64_t sleeps = 0;
    std::thread sleeper([&] {
        Note note;
        while (note.number < notes && missed == 0) {
            while (seen.to_guest.take(note)) {
            }
            guest->about_to_sleep();
            if (seen.to_guest.waiting() == 0 && note.number < notes) {
                ++sleeps;
                if (!readable(guest->bell_fd(), 3000)) ++missed;
            }
            guest->woke();
        }
    });
    std::mt19937 random(1);
    for (std::uint64_t n = 1; n <= notes && missed == 0;) {
        if (contents->to_guest.post({n, "wake"})) ++n;
        owner->ring();
        // Long enough, now and then, for the other to fall asleep just now.
        for (auto pause = random() % 2000; pause > 0; --pause)
            std::atomic_signal_fence(std::memory_order_seq_cst);
    }
    sleeper.join();
    LONGS_EQUAL(0, missed);
    CHECK(sleeps > 100);
}
