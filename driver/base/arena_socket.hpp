// SPDX-License-Identifier: GPL-2.0-or-later
// The Unix socket over which arena.cpp hands out memory: who listens, who is behind a connection,
// has it hung up, descriptors along with a message. Nothing here blocks, but for the moment in
// which another program takes its place in the same directory.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

#include "driver/base/result.hpp"

namespace driver {

// A file descriptor and the duty to close it.
class Fd {
  public:
    explicit Fd(int number = -1) noexcept : number_(number) {}
    Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        const Fd gone(std::exchange(number_, std::exchange(other.number_, -1)));
        return *this;
    }
    ~Fd();
    [[nodiscard]] int get() const noexcept { return number_; }
    explicit operator bool() const noexcept { return number_ >= 0; }

  private:
    int number_;
};

// "path: what"; with an error number "path: its text: remedy".
Error trouble(const std::filesystem::path& path, std::string_view what);
Error trouble(const std::filesystem::path& path, int error, std::string_view remedy);

// Listens at `path`. A dead program's socket is taken over; a live one's, or anything else that is
// there, is left alone and an Error. Its user and group may connect.
Result<Fd> listen_at(const std::filesystem::path& path);
Result<Fd> connect_to(const std::filesystem::path& path);
// The next one who connected, if any.
Fd accept_one(const Fd& listener);

// Who made the other end (who listened, seen from the guest).
int pid_behind(const Fd& connection);
// Nobody is there any more. What still comes from the other end is thrown away.
bool hung_up(const Fd& connection);

using Handover = std::array<int, 3>;
// One message, optionally with three descriptors. False when the other end is gone.
bool send_message(const Fd& to, const void* octets, std::size_t size, const Handover* fds);
// `something_else`: a message of another size, or nobody is there any more.
enum class Heard { message, nothing_yet, something_else };
Heard receive_message(const Fd& from, void* octets, std::size_t size, std::array<Fd, 3>& fds);

}  // namespace driver
