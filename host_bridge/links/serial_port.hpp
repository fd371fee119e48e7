// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "driver/base/result.hpp"
#include "host_bridge/config.hpp"

namespace host_bridge {

// An open serial device, raw: no octet means anything to the kernel. Nothing here ever waits.
class SerialPort {
  public:
    // Errors: the device is not there, not ours, used by another program, no serial device, or does
    // not know the format.
    static driver::Result<SerialPort> open(const SerialLineConfig& config);
    SerialPort(SerialPort&& other) noexcept;
    SerialPort& operator=(SerialPort&& other) noexcept;
    ~SerialPort();

    // How many octets came, with parity marks; 0 if none are there, nothing if the device has gone.
    [[nodiscard]] std::optional<std::size_t> read(std::span<char> into);
    // How many octets the device took; nothing if it has gone.
    [[nodiscard]] std::optional<std::size_t> write(std::string_view octets);
    // Octets taken that have not yet left. 0 where the device cannot tell.
    [[nodiscard]] std::size_t unsent() const;
    // The far end is connected and on, as the modem lines say; true where there are none.
    [[nodiscard]] bool carrier() const;

  private:
    explicit SerialPort(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace host_bridge
