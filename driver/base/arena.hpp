// SPDX-License-Identifier: GPL-2.0-or-later
// Memory two programs share, and how each notices that the other has died. The owner makes the
// memory (a memfd, so nothing stale is ever left behind) and hands it over a Unix socket together
// with two doorbells; the socket's hang-up is the death notice. One guest at a time.
//
//     owner:  auto arena = ArenaOwner::make(socket, layout_of<Contents, Message>("firmware"));
//             Contents& contents = construct_in<Contents>(*arena);   // once, before serve()
//     guest:  auto arena = ArenaGuest::attach(socket, layout_of<Contents, Message>("firmware"));
//             Contents& contents = contents_of<Contents>(*arena);
//
// The contents' destructor never runs: a guest may still look while the owner goes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <new>
#include <string_view>

#include "driver/base/fields.hpp"
#include "driver/base/result.hpp"

namespace driver {

// What both programs must agree on before they touch the memory.
struct ArenaLayout {
    std::string_view name;    // "firmware", "inbox"
    std::size_t size{};       // octets
    std::uint64_t version{};  // digest of what decides the layout: sizes, fields of the messages
};

// The layout of a struct that lives in an arena. `Messages` are the types with FIELDS inside it (or
// variants of them): their size alone would not show that two fields have changed places.
template <class Contents, class... Messages>
constexpr ArenaLayout layout_of(std::string_view name);

// The program that makes the memory. Nothing here blocks.
class ArenaOwner {
  public:
    // Makes the memory (zeroed, all of it there) and listens at `socket`, which its user and group
    // may use. Errors: another program owns that socket and is alive ("… is served by pid 4711:
    // stop it first"); no such directory, no permission, path too long. A dead owner's socket is
    // taken over.
    static Result<ArenaOwner> make(const std::filesystem::path& socket, const ArenaLayout& layout);
    ArenaOwner(ArenaOwner&&) noexcept;
    ArenaOwner& operator=(ArenaOwner&&) noexcept;
    ~ArenaOwner();  // the guest notices; the socket file goes

    [[nodiscard]] void* memory() const noexcept;  // aligned to a page

    enum class Guest { nothing_new, arrived, left };
    // Call when poll_fd() is readable, or at any time. Accepts a guest with the right layout; tells
    // a second one or a foreign one why it is refused; notices that the guest hung up. Reports one
    // change a call: poll_fd() stays readable while there are more. Nobody gets in before the first
    // call.
    Guest serve();
    [[nodiscard]] bool has_guest() const noexcept;
    [[nodiscard]] int poll_fd() const noexcept;  // an epoll descriptor: listener and guest

    // Wakes the guest, if it said that it sleeps. At most one system call, none if it is awake.
    void ring() noexcept;
    // Readable when the guest rang.
    [[nodiscard]] int bell_fd() const noexcept;
    // Before sleeping on bell_fd(): say so, then look once more whether something came meanwhile.
    // What is posted after this call rings. After waking, however it happened: woke() quiets the
    // bell.
    void about_to_sleep() noexcept;
    void woke() noexcept;

  private:
    struct State;
    explicit ArenaOwner(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

// The program that attaches.
class ArenaGuest {
  public:
    // Connects and maps; waits at most `patience` for the owner's answer. Errors: nobody owns the
    // socket ("… start it first"), the owner does not answer, another guest is attached (with its
    // pid), the layout differs ("built from another version"), no permission, path too long.
    static Result<ArenaGuest> attach(const std::filesystem::path& socket, const ArenaLayout& layout,
                                     std::chrono::milliseconds patience = std::chrono::seconds(1));
    ArenaGuest(ArenaGuest&&) noexcept;
    ArenaGuest& operator=(ArenaGuest&&) noexcept;
    ~ArenaGuest();

    [[nodiscard]] void* memory() const noexcept;
    // The owner has died or hung up: let go, and attach again when it is back. Never blocks.
    [[nodiscard]] bool owner_gone();
    [[nodiscard]] int poll_fd() const noexcept;  // readable when the owner hung up

    // As with the owner.
    void ring() noexcept;
    [[nodiscard]] int bell_fd() const noexcept;
    void about_to_sleep() noexcept;
    void woke() noexcept;

  private:
    struct State;
    explicit ArenaGuest(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

// Makes the contents, exactly once per arena: a second time would reset the queues under the guest.
template <class Contents>
Contents& construct_in(ArenaOwner& arena) {
    return *::new (arena.memory()) Contents;
}
template <class Contents>
Contents& contents_of(ArenaGuest& arena) {
    return *std::launder(static_cast<Contents*>(arena.memory()));
}

template <class Contents, class... Messages>
constexpr ArenaLayout layout_of(std::string_view name) {
    static_assert(alignof(Contents) <= 4096);
    std::uint64_t version = digest_of(name, digest_of(sizeof(Contents), alignof(Contents)));
    ((version = layout_digest<Messages>(digest_of(sizeof(Messages), version))), ...);
    return {name, sizeof(Contents), version};
}

}  // namespace driver
