// SPDX-License-Identifier: GPL-2.0-or-later
// What realtime code may do, so that the check can be seen to let it.
#include <array>
#include <cmath>

#include "driver/base/chunk.hpp"
#include "driver/base/invariant.hpp"

namespace good {

double tick(const std::array<driver::Chunk, 32>& heard, std::array<driver::Chunk, 32>& said,
            int at) {
    INVARIANT(at >= 0);
    said = heard;
    return std::sin(at);
}

}  // namespace good
