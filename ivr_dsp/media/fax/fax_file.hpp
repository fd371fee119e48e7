// SPDX-License-Identifier: GPL-2.0-or-later
// TIFF files as faxes are: they come from outside, so each is looked at before a decoder sees it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "driver/base/result.hpp"

namespace ivr_dsp {

inline constexpr std::uintmax_t most_fax_octets = std::uintmax_t{64} << 20U;
inline constexpr std::uint32_t most_fax_pages = 999;
inline constexpr std::uint32_t most_fax_rows = 16'384;  // of a page; A4 has 4,579 at the finest

// How many pages a file to be sent has: TIFF, one bit a pixel, coded by T.4, T.6 or not at all,
// 1,728, 2,048 or 2,432 wide. The error says what is wrong, where, and how to make one that is not.
driver::Result<std::uint32_t> pages_of_fax(const std::filesystem::path& file);

}  // namespace ivr_dsp
