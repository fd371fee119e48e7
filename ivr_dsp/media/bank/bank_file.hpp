// SPDX-License-Identifier: GPL-2.0-or-later
// A bank of sounds as a file: header, places of the clips, chunks. Little-endian; every part begins
// on eight octets, so that a mapped bank is played as it lies.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

static_assert(std::endian::native == std::endian::little, "banks are mapped, not read");

inline constexpr std::array<char, 8> bank_magic = {'T', 'R', 'K', 'L', 'B', 'A', 'N', 'K'};
inline constexpr std::uint32_t bank_version = 1;

struct BankHeader {
    std::array<char, 8> magic = bank_magic;
    std::uint32_t version = bank_version;
    std::uint16_t generation{};
    std::uint8_t law{};
    std::uint8_t reserved{};
    std::uint32_t clips{};
    std::uint32_t chunks{};
    std::uint64_t digest{};  // digest_of the places and chunks
};
static_assert(sizeof(BankHeader) == 32 && sizeof(ClipPlace) == 8);

// Goes on from `start`. Octets beyond whole words count as if zeros followed.
std::uint64_t digest_of(std::span<const std::byte> octets, std::uint64_t start);

// A bank's octets, checked whole: magic, version, size, places, digest. The view points into them;
// they must be aligned to eight. Errors name `bank` and the remedy.
driver::Result<BankView> checked_bank(std::span<const std::byte> octets, std::string_view bank);

// The table of contents that lies beside a bank (see ivr_dsp/dialog/prompt_index.hpp).
inline std::filesystem::path contents_beside(std::filesystem::path bank) {
    return bank.replace_extension(".txt");
}

}  // namespace ivr_dsp
