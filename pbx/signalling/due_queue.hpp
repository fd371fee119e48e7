// SPDX-License-Identifier: GPL-2.0-or-later
// Who waits to be told to control, in the order in which they had something to tell.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "driver/base/fields.hpp"
#include "driver/base/invariant.hpp"

namespace pbx {

ENUM(DueKind, line, span, voice_port, health, refusals, report_end)
inline constexpr std::size_t due_kinds = 6;

struct Due {
    DueKind kind{};
    std::uint16_t index{};
};

// Level-triggered: a thing waits at most once however often it changes, so the queue has room for
// everything there is and can neither overflow nor lose. First come, first posted.
class DueQueue {
  public:
    DueQueue(std::size_t lines, std::size_t spans, std::size_t voice_ports)
        : waiting_{{std::vector<bool>(lines), std::vector<bool>(spans),
                    std::vector<bool>(voice_ports), std::vector<bool>(1), std::vector<bool>(1),
                    std::vector<bool>(1)}},
          ring_(lines + spans + voice_ports + 3) {}

    // At the end of the queue; nothing if it waits already.
    void add(Due due) {
        auto waits = waiting(due);
        if (waits) return;
        waits = true;
        INVARIANT(count_ < ring_.size());
        ring_[(first_ + count_++) % ring_.size()] = due;
    }

    // Behind all that waits now.
    void move_to_end(Due due) {
        if (waiting(due)) {
            std::size_t kept = 0;
            for (std::size_t i = 0; i < count_; ++i) {
                const Due one = ring_[(first_ + i) % ring_.size()];
                if (one.kind == due.kind && one.index == due.index) continue;
                ring_[(first_ + kept++) % ring_.size()] = one;
            }
            count_ = kept;
            waiting(due) = false;
        }
        add(due);
    }

    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] Due front() const {
        INVARIANT(!empty());
        return ring_[first_];
    }
    void pop() {
        waiting(front()) = false;
        first_ = (first_ + 1) % ring_.size();
        --count_;
    }

  private:
    std::vector<bool>::reference waiting(Due due) {
        return waiting_[static_cast<std::size_t>(due.kind)].at(due.index);
    }

    std::array<std::vector<bool>, due_kinds> waiting_;  // by kind, then index
    std::vector<Due> ring_;
    std::size_t first_{};
    std::size_t count_{};
};

}  // namespace pbx
