// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/serial_ear.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

namespace tools::firstcall {

driver::Result<SerialEar> SerialEar::open(const std::filesystem::path& device, char end) {
    termios raw{};
    cfmakeraw(&raw);
    int master = -1;
    int slave = -1;
    std::array<char, 128> name{};
    if (openpty(&master, &slave, name.data(), &raw, nullptr) != 0) {
        return driver::Error{std::string("no pseudo terminal to be had: ") + std::strerror(errno)};
    }
    fcntl(master, F_SETFL, O_NONBLOCK);
    std::error_code failed;
    std::filesystem::remove(device, failed);
    std::filesystem::create_symlink(name.data(), device, failed);
    if (failed) return driver::Error{device.string() + ": " + failed.message()};
    return SerialEar(master, slave, end);
}

SerialEar::SerialEar(SerialEar&& other) noexcept
    : master_(std::exchange(other.master_, -1)),
      slave_(std::exchange(other.slave_, -1)),
      end_(other.end_),
      heard_(std::move(other.heard_)) {}

SerialEar::~SerialEar() {
    if (master_ >= 0) close(master_);
    if (slave_ >= 0) close(slave_);
}

std::vector<std::string> SerialEar::take() {
    std::array<char, 4096> octets{};
    for (;;) {
        const ssize_t size = read(master_, octets.data(), octets.size());
        if (size <= 0) break;
        heard_.append(octets.data(), static_cast<std::size_t>(size));
    }
    std::vector<std::string> records;
    for (std::size_t at = heard_.find(end_); at != std::string::npos; at = heard_.find(end_)) {
        std::string record = heard_.substr(0, at);
        heard_.erase(0, at + 1);
        std::erase_if(record, [](char c) { return c == '\r' || c == '\n'; });
        if (!record.empty()) records.push_back(std::move(record));
    }
    return records;
}

}  // namespace tools::firstcall
