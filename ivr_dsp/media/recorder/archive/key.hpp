// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "driver/base/result.hpp"

namespace ivr_dsp {

// What recordings are sealed with: AES-256.
struct RecordingKey {
    std::array<std::uint8_t, 32> octets{};
};

// The file holds 64 hexadecimal digits, as `openssl rand -hex 32` writes them. Errors: it cannot be
// read, others than its owner may read it, or it holds something else.
driver::Result<RecordingKey> read_key(const std::filesystem::path& file);

}  // namespace ivr_dsp
