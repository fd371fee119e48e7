// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/invariant.hpp"

#include <cstdio>
#include <cstdlib>

namespace driver {

void broken_invariant(const char* promise, const char* file, int line) noexcept {
    std::fprintf(stderr, "broken invariant at %s:%d: %s\n", file, line, promise);
    std::abort();
}

}  // namespace driver
