// SPDX-License-Identifier: GPL-2.0-or-later
// The terminal, by ncurses: lines of cells go out, keys come in. The only place that knows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "tools/trunkline/screen/line.hpp"

namespace tools::screen {

enum class Key : std::uint8_t { none, quit, up, down, open, back };

// Takes the terminal over, and gives it back as it was.
class Terminal {
  public:
    // Errors: standard output is no terminal, or of a kind nobody knows (TERM).
    static driver::Result<Terminal> open();
    Terminal(Terminal&& other) noexcept;
    Terminal& operator=(Terminal&&) = delete;
    ~Terminal();

    [[nodiscard]] std::size_t rows() const;
    [[nodiscard]] std::size_t columns() const;
    void paint(const std::vector<Line>& lines);
    // The next key, if one comes within this time; `none` also when the size has changed.
    Key key(driver::Ticks within);

  private:
    explicit Terminal(bool in_colour) : in_colour_(in_colour) {}
    [[nodiscard]] unsigned long attributes_of(const Style& style) const;

    bool in_colour_;
    bool owns_{true};
};

}  // namespace tools::screen
