// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/arena_socket.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace driver {
namespace {

namespace fs = std::filesystem;

struct alignas(cmsghdr) Rights {
    std::array<char, CMSG_SPACE(sizeof(Handover))> octets{};
};

Fd new_socket() {
    return Fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

Result<sockaddr_un> address_of(const fs::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    const std::size_t room = sizeof address.sun_path - 1;
    if (text.size() > room) {
        return Error{fmt::format(
            "{}: {} octets, but a socket's path has room for {}: choose a shorter directory", text,
            text.size(), room)};
    }
    text.copy(address.sun_path, room);
    return address;
}

// 0, or what went wrong.
template <class Call>
int with_address(Call call, const Fd& socket, const sockaddr_un& address) {
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    return call(socket.get(), generic, sizeof address) == 0 ? 0 : errno;
}

Result<void> clear_place(const fs::path& path, const sockaddr_un& address) {
    struct stat place {};
    if (::lstat(path.c_str(), &place) != 0) return {};
    if (!S_ISSOCK(place.st_mode)) {
        return trouble(path, "is there and is no socket: remove it or choose another path");
    }
    const Fd probe = new_socket();
    const int error = with_address(::connect, probe, address);
    if (error == 0) {
        return trouble(path, fmt::format("is served by pid {}: stop it first", pid_behind(probe)));
    }
    if (error != ECONNREFUSED && error != ENOENT) {
        return trouble(path, error, "another program's socket: stop it or choose another path");
    }
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
    return trouble(path, errno, "left by a dead program: remove it");
}

}  // namespace

Fd::~Fd() {
    if (number_ >= 0) ::close(number_);
}

Error trouble(const fs::path& path, std::string_view what) {
    return Error{fmt::format("{}: {}", path.native(), what)};
}
Error trouble(const fs::path& path, int error, std::string_view remedy) {
    return Error{fmt::format("{}: {}: {}", path.native(), std::strerror(error), remedy)};
}

Result<Fd> listen_at(const fs::path& path) {
    const auto address = address_of(path);
    if (!address) return Error{address.error()};
    const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    // While one program clears and binds, no other may: the loser would remove the winner's socket.
    const Fd directory(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || ::flock(directory.get(), LOCK_EX) != 0) {
        return trouble(parent, errno, "make this run folder, owned by the user who runs us");
    }
    if (const auto cleared = clear_place(path, *address); !cleared) return Error{cleared.error()};
    Fd listener = new_socket();
    if (const int error = with_address(::bind, listener, *address); error != 0) {
        return trouble(path, error, "let the user who runs us write to that directory");
    }
    if (::chmod(path.c_str(), 0660) != 0 || ::listen(listener.get(), 8) != 0) {
        return trouble(path, errno, "cannot be served");
    }
    return listener;
}

Result<Fd> connect_to(const fs::path& path) {
    const auto address = address_of(path);
    if (!address) return Error{address.error()};
    Fd connection = new_socket();
    const int error = with_address(::connect, connection, *address);
    if (error == 0) return connection;
    if (error == ENOENT || error == ECONNREFUSED) {
        return trouble(path, "nobody serves it: start that program first (trunkline run)");
    }
    if (error == EACCES || error == EPERM) {
        return trouble(path, error,
                       "run as the user who runs the other program, or join its group");
    }
    if (error == EAGAIN) return trouble(path, "its program does not answer: is it stopped?");
    return trouble(path, error, "another program's socket: check the path");
}

Fd accept_one(const Fd& listener) {
    return Fd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

int pid_behind(const Fd& connection) {
    ucred who{};
    socklen_t size = sizeof who;
    return ::getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 ? who.pid : 0;
}

bool hung_up(const Fd& connection) {
    char octet{};
    const auto got = ::recv(connection.get(), &octet, 1, MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

bool send_message(const Fd& to, const void* octets, std::size_t size, const Handover* fds) {
    iovec data{const_cast<void*>(octets), size};
    Rights room;
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (fds != nullptr) {
        message.msg_control = room.octets.data();
        message.msg_controllen = room.octets.size();
        cmsghdr* rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_len = CMSG_LEN(sizeof(Handover));
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        std::memcpy(CMSG_DATA(rights), fds->data(), sizeof(Handover));
    }
    return ::sendmsg(to.get(), &message, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
}

Heard receive_message(const Fd& from, void* octets, std::size_t size, std::array<Fd, 3>& fds) {
    iovec data{octets, size};
    Rights room;
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = room.octets.data();
    message.msg_controllen = room.octets.size();
    const auto got = ::recvmsg(from.get(), &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return Heard::nothing_yet;
    const cmsghdr* rights = CMSG_FIRSTHDR(&message);
    if (got >= 0 && rights != nullptr && rights->cmsg_len == CMSG_LEN(sizeof(Handover))) {
        Handover numbers{};
        std::memcpy(numbers.data(), CMSG_DATA(rights), sizeof numbers);
        for (std::size_t i = 0; i < fds.size(); ++i) fds[i] = Fd(numbers[i]);
    }
    return got == static_cast<ssize_t>(size) ? Heard::message : Heard::something_else;
}

}  // namespace driver
