// SPDX-License-Identifier: GPL-2.0-or-later
// The far end of a serial line: a pty whose other side the host opens as its device.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "driver/base/result.hpp"

namespace tools::firstcall {

class SerialEar {
  public:
    // `device` is made as a link to the pty. Records end with `end`.
    static driver::Result<SerialEar> open(const std::filesystem::path& device, char end);
    SerialEar(SerialEar&& other) noexcept;
    SerialEar& operator=(SerialEar&&) = delete;
    ~SerialEar();

    // Whole records that have come, without blanks and line ends around them.
    [[nodiscard]] std::vector<std::string> take();

  private:
    SerialEar(int master, int slave, char end) : master_(master), slave_(slave), end_(end) {}

    int master_;
    int slave_;  // kept open: the line stays up while the host is away
    char end_;
    std::string heard_;
};

}  // namespace tools::firstcall
