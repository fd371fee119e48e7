// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace tools {

// When the next tick begins. The line's clock leads: a tick for each millisecond it brings, so what
// piled up during a hole of this machine is caught up at once. While the line is quiet for longer
// than a far end may oversleep, and while there is none, the machine's clock leads.
class Pacer {
  public:
    static constexpr std::int64_t tick_ns = 1'000'000;
    // How late a line may be before ticks go on without it.
    static constexpr std::int64_t patience_ns = 100'000'000;
    // How often a quiet line is looked at.
    static constexpr std::int64_t look_ns = 250'000;

    explicit Pacer(std::int64_t now) : due_(now) {}

    // Nothing: tick now; else look again at that moment. `waiting`: milliseconds the line has
    // ready.
    [[nodiscard]] std::optional<std::int64_t> wait_until(std::int64_t now,
                                                         std::optional<std::size_t> waiting);
    // The clock we keep without a line gained so much in the last tick: the next is due sooner.
    void gained(std::int64_t ns) { due_ -= ns; }
    // The tick that begins now is late by so much.
    [[nodiscard]] std::int64_t late_ns() const { return late_; }

  private:
    std::int64_t due_;  // by the machine's clock
    std::int64_t quiet_since_{-1};
    std::int64_t late_{};
};

inline std::optional<std::int64_t> Pacer::wait_until(std::int64_t now,
                                                     std::optional<std::size_t> waiting) {
    if (waiting && *waiting > 0) {
        quiet_since_ = -1;
        due_ = now + tick_ns;
        late_ = (static_cast<std::int64_t>(*waiting) - 1) * tick_ns;
        return std::nullopt;
    }
    if (waiting) {
        if (quiet_since_ < 0) quiet_since_ = now;
        if (now - quiet_since_ < patience_ns) return now + look_ns;
    }
    if (now < due_) return due_;
    late_ = now - due_;
    due_ += tick_ns;
    return std::nullopt;
}

}  // namespace tools
