// SPDX-License-Identifier: GPL-2.0-or-later
// One Duktape heap of limited size. The only place that knows Duktape. Nothing the engine does,
// also running out of memory in the middle of anything, takes the program down.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "driver/base/result.hpp"
#include "ivr_dsp/dialog/value.hpp"

namespace ivr_dsp::dialog {

class Script {
  public:
    // What a fresh heap takes (92 KiB), and as much again to work in.
    static constexpr std::size_t usual_octets = 192UL * 1024;

    explicit Script(std::size_t most_octets = usual_octets);
    Script(Script&&) noexcept;
    Script& operator=(Script&&) noexcept;
    ~Script();

    // `source` is a function; what comes back can be run by every Script of this process. Errors:
    // the engine's own words.
    driver::Result<std::string> compile(std::string_view source);

    // Calls a compiled function. Errors name the kind of failure only ("TypeError", "needs more
    // than 192 KiB"): the engine's sentence would quote values, and a value may be secret.
    driver::Result<Value> run(std::string_view program, std::span<const Value> arguments);

    [[nodiscard]] std::size_t used_octets() const;

  private:
    struct Heap;
    std::unique_ptr<Heap> heap_;
};

}  // namespace ivr_dsp::dialog
