// SPDX-License-Identifier: GPL-2.0-or-later
// Broken inputs for readers of what comes from outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace fuzz {

inline constexpr std::size_t longest_input = 4096;  // octets

// The input of run `run`: a sample after 1 to 8 changes, now and then pure noise. It depends on its
// arguments only, so a single run can be made again. `samples` must not be empty.
std::string broken_input(std::span<const std::string> samples, std::uint64_t seed,
                         std::uint64_t run);

}  // namespace fuzz
