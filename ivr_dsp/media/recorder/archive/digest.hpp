// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include <nettle/sha2.h>

#include "driver/base/result.hpp"

namespace ivr_dsp {

// SHA-256 (FIPS 180-4), fed piece by piece.
class Sha256 {
  public:
    Sha256() { sha256_init(&state_); }
    void add(std::span<const std::uint8_t> octets) {
        sha256_update(&state_, octets.size(), octets.data());
    }
    // Of all that was added, in hexadecimal; begins anew.
    std::string hex();

  private:
    sha256_ctx state_{};
};

std::string sha256_of(std::string_view text);
// Error: it cannot be read.
driver::Result<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace ivr_dsp
