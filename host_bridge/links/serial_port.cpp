// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/serial_port.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

namespace host_bridge {

namespace {

driver::Error trouble(const SerialLineConfig& config, std::string_view what,
                      std::string_view remedy) {
    return {fmt::format("{}: {}: {}: {}", config.name, config.device.string(), what, remedy)};
}

std::optional<speed_t> speed_of(unsigned bits_per_second) {
    switch (bits_per_second) {
        case 300:
            return B300;
        case 1200:
            return B1200;
        case 2400:
            return B2400;
        case 4800:
            return B4800;
        case 9600:
            return B9600;
        case 19200:
            return B19200;
        case 38400:
            return B38400;
        case 57600:
            return B57600;
        case 115200:
            return B115200;
        default:
            return std::nullopt;
    }
}

tcflag_t control_flags(const SerialFormat& format) {
    tcflag_t flags = CREAD | CLOCAL | (format.data_bits == 7 ? CS7 : CS8);
    if (format.parity != Parity::none) flags |= PARENB;
    if (format.parity == Parity::odd) flags |= PARODD;
    if (format.stop_bits == 2) flags |= CSTOPB;
    if (format.rts_cts) flags |= CRTSCTS;
    return flags;
}

// A pseudo-terminal stores the speed and silently keeps eight bits without parity.
bool is_pseudo_terminal(int fd) {
    struct stat file {};
    if (fstat(fd, &file) != 0) return false;
    return major(file.st_rdev) >= 136 && major(file.st_rdev) <= 143;
}

// tcsetattr() succeeds when it could change anything at all, so what it did is read back.
bool set_format(int fd, const SerialFormat& format, speed_t speed) {
    termios wanted{};
    wanted.c_iflag = INPCK | PARMRK;
    wanted.c_cflag = control_flags(format);
    wanted.c_cc[VMIN] = 0;
    wanted.c_cc[VTIME] = 0;
    cfsetispeed(&wanted, speed);
    cfsetospeed(&wanted, speed);
    if (tcsetattr(fd, TCSANOW, &wanted) != 0) return false;
    termios actual{};
    if (tcgetattr(fd, &actual) != 0) return false;
    constexpr tcflag_t checked = CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS;
    const bool same_frame = (actual.c_cflag & checked) == (wanted.c_cflag & checked);
    const bool raw = (actual.c_lflag & (ICANON | ECHO | ISIG | IEXTEN)) == 0 &&
                     (actual.c_iflag & (IXON | ICRNL | ISTRIP)) == 0 &&
                     (actual.c_oflag & OPOST) == 0;
    return raw && cfgetospeed(&actual) == speed && (same_frame || is_pseudo_terminal(fd));
}

}  // namespace

driver::Result<SerialPort> SerialPort::open(const SerialLineConfig& config) {
    const auto speed = speed_of(config.format.speed);
    if (!speed) {
        return trouble(config, fmt::format("{} bit/s is no usual speed", config.format.speed),
                       "set 300 to 115200");
    }
    const int fd = ::open(config.device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        const int error = errno;
        return trouble(config, std::strerror(error),
                       error == EBUSY    ? "another program has it: stop that one"
                       : error == EACCES ? "let this user read and write it (group dialout)"
                                         : "see that it is plugged in, or name another device");
    }
    SerialPort port(fd);
    if (isatty(fd) == 0) return trouble(config, "is no serial device", "name another one");
    if (ioctl(fd, TIOCEXCL) != 0) return trouble(config, std::strerror(errno), "unplug and plug");
    if (!set_format(fd, config.format, *speed)) {
        return trouble(config,
                       fmt::format("does not know {} bit/s, {} data bits, parity {}, {} stop bits",
                                   config.format.speed, config.format.data_bits,
                                   name_of(config.format.parity), config.format.stop_bits),
                       "set another format");
    }
    tcflush(fd, TCIOFLUSH);
    return port;
}

SerialPort::SerialPort(SerialPort&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

SerialPort& SerialPort::operator=(SerialPort&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

SerialPort::~SerialPort() {
    if (fd_ < 0) return;
    // Closing would wait for what a stuck line has not taken.
    tcflush(fd_, TCOFLUSH);
    ioctl(fd_, TIOCNXCL);
    ::close(fd_);
}

std::optional<std::size_t> SerialPort::read(std::span<char> into) {
    pollfd state{fd_, POLLIN, 0};
    if (::poll(&state, 1, 0) < 0) return 0;
    if ((state.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) return std::nullopt;
    if ((state.revents & POLLIN) == 0) return 0;
    const ssize_t size = ::read(fd_, into.data(), into.size());
    if (size > 0) return static_cast<std::size_t>(size);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    return size == 0 ? std::optional<std::size_t>(0) : std::nullopt;
}

std::optional<std::size_t> SerialPort::write(std::string_view octets) {
    const ssize_t size = ::write(fd_, octets.data(), octets.size());
    if (size >= 0) return static_cast<std::size_t>(size);
    if (errno == EAGAIN || errno == EINTR) return 0;
    return std::nullopt;
}

std::size_t SerialPort::unsent() const {
    int waiting = 0;
    if (ioctl(fd_, TIOCOUTQ, &waiting) != 0 || waiting < 0) return 0;
    return static_cast<std::size_t>(waiting);
}

bool SerialPort::carrier() const {
    int lines = 0;
    if (ioctl(fd_, TIOCMGET, &lines) != 0) return true;
    return (lines & (TIOCM_CAR | TIOCM_DSR)) != 0;
}

}  // namespace host_bridge
