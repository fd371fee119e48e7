// SPDX-License-Identifier: GPL-2.0-or-later
// A bug stops the program, also in release: a restart is safer than a cross-connected call.
#pragma once

namespace driver {

// Prints the broken promise and its place to standard error and aborts. Never returns.
[[noreturn]] void broken_invariant(const char* promise, const char* file, int line) noexcept;

}  // namespace driver

#define INVARIANT(promise)            \
    ((promise) ? static_cast<void>(0) \
               : ::driver::broken_invariant(#promise, __FILE_NAME__, __LINE__))
