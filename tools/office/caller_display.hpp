// SPDX-License-Identifier: GPL-2.0-or-later
// A telephone's display: who calls, as FSK between two rings tells it, and the lamp that says a
// message waits. Heard by spandsp.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "driver/base/chunk.hpp"

namespace tools::office {

// Between which frequencies telephones of a country listen: those of Bell 202 or of V.23.
enum class DisplayStandard : std::uint8_t { bell202, v23 };

struct DisplayedCaller {
    std::string time;            // MMDDhhmm
    std::string number;          // "P": withheld, "O": not known
    std::string name;            // likewise; empty: nothing was said of it
    std::optional<bool> lamp{};  // of a message that says nothing else
    friend bool operator==(const DisplayedCaller&, const DisplayedCaller&) = default;
};

class CallerDisplay {
  public:
    CallerDisplay(driver::Law law, DisplayStandard standard);
    CallerDisplay(CallerDisplay&&) noexcept;
    CallerDisplay& operator=(CallerDisplay&&) noexcept;
    ~CallerDisplay();

    void hear(const driver::Chunk& chunk);
    // What a whole message said, the checksum of which was right; nothing before.
    [[nodiscard]] const std::optional<DisplayedCaller>& shown() const;

  private:
    struct State;
    driver::Law law_;
    std::unique_ptr<State> state_;
};

}  // namespace tools::office
