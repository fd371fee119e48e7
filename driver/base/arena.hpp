// SPDX-License-Identifier: GPL-2.0-or-later
// Memory two programs share, and how each notices that the other has died. The owner makes the
// memory (a memfd, so nothing stale is ever left behind) and hands it over a Unix socket together
// with two doorbells; the socket's hang-up is the death notice. One guest at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <new>
#include <string>
#include <string_view>

#include "driver/base/result.hpp"

namespace driver {

// What both programs must agree on before they touch the memory.
struct ArenaLayout {
    std::string_view name;     // "firmware", "inbox"
    std::size_t size{};        // octets
    std::uint64_t version{};   // digest of what decides the layout: sizes, capacities, library version
};

// The layout of a struct that lives in an arena.
template <class Contents>
constexpr ArenaLayout layout_of(std::string_view name);

// The program that makes the memory. Nothing here blocks.
class ArenaOwner {
  public:
    // Makes the memory (zeroed) and listens at `socket`. Error if another program owns that socket and
    // is alive ("… is served by pid 4711: stop it first"); a dead owner's socket is taken over.
    static Result<ArenaOwner> make(const std::filesystem::path& socket, const ArenaLayout& layout);
    ArenaOwner(ArenaOwner&&) noexcept;
    ArenaOwner& operator=(ArenaOwner&&) noexcept;
    ~ArenaOwner();

    [[nodiscard]] void* memory() const noexcept;

    enum class Guest { nothing_new, arrived, left };
    // Call when poll_fd() is readable, or at any time. Accepts a guest with the right layout; tells a
    // second one or a foreign one why it is refused; notices that the guest hung up.
    Guest serve();
    [[nodiscard]] bool has_guest() const noexcept;
    [[nodiscard]] int poll_fd() const noexcept;  // an epoll descriptor: listener and guest

    // Wakes the guest, if it said that it sleeps. At most one system call.
    void ring() noexcept;
    // Readable when the guest rang.
    [[nodiscard]] int bell_fd() const noexcept;
    // Before sleeping on bell_fd(): true if really nothing came meanwhile is for the caller to check
    // once more after this returns. After waking: quiets the bell.
    void about_to_sleep() noexcept;
    void woke() noexcept;

  private:
    struct State;
    explicit ArenaOwner(State* state) noexcept;
    State* state_;
};

// The program that attaches.
class ArenaGuest {
  public:
    // Connects and maps. Errors: nobody owns the socket ("no firmware runs in …: start it with …"),
    // another guest is attached (with its pid), layout differs ("built from another version").
    static Result<ArenaGuest> attach(const std::filesystem::path& socket, const ArenaLayout& layout);
    ArenaGuest(ArenaGuest&&) noexcept;
    ArenaGuest& operator=(ArenaGuest&&) noexcept;
    ~ArenaGuest();

    [[nodiscard]] void* memory() const noexcept;
    // The owner has died or hung up: let go, and attach again when it is back. Never blocks.
    [[nodiscard]] bool owner_gone();
    [[nodiscard]] int poll_fd() const noexcept;  // readable when the owner hung up

    void ring() noexcept;
    [[nodiscard]] int bell_fd() const noexcept;
    void about_to_sleep() noexcept;
    void woke() noexcept;

  private:
    struct State;
    explicit ArenaGuest(State* state) noexcept;
    State* state_;
};

namespace detail {
constexpr std::uint64_t digest(std::string_view text, std::uint64_t start = 0xCBF29CE484222325U) {
    for (const char c : text) start = (start ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return start;
}
}  // namespace detail

template <class Contents>
constexpr ArenaLayout layout_of(std::string_view name) {
    return {name, sizeof(Contents), detail::digest(name, sizeof(Contents) * 31 + alignof(Contents))};
}

}  // namespace driver
