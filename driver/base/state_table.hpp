// SPDX-License-Identifier: GPL-2.0-or-later
// State machines as tables, checked while compiling. One row per step; an event without a row is a
// surprise: the caller counts and ignores it, since the network may send anything.
//
//     inline constexpr auto leg_steps = driver::state_table<LegState, LegEvent>({
//         {LegState::idle, LegEvent::setup, LegState::offered},
//         …
//     });
//     static_assert(leg_steps.has_one_answer_each());
//     static_assert(leg_steps.can_reach(LegState::releasing, LegState::idle));
#pragma once

#include <array>
#include <cstddef>
#include <optional>

namespace driver {

template <class State, class Event>
struct Step {
    State from;
    Event on;
    State to;
};

template <class State, class Event, std::size_t Rows>
class StateTable {
  public:
    constexpr explicit StateTable(const Step<State, Event> (&rows)[Rows]) {
        for (std::size_t i = 0; i < Rows; ++i) rows_[i] = rows[i];
    }

    // Where `event` leads from `state`; nothing if the table has no such row.
    [[nodiscard]] constexpr std::optional<State> next(State state, Event event) const {
        for (const auto& row : rows_) {
            if (row.from == state && row.on == event) return row.to;
        }
        return std::nullopt;
    }

    // No two rows answer the same event in the same state.
    [[nodiscard]] constexpr bool has_one_answer_each() const {
        for (std::size_t i = 0; i < Rows; ++i) {
            for (std::size_t j = i + 1; j < Rows; ++j) {
                if (rows_[i].from == rows_[j].from && rows_[i].on == rows_[j].on) return false;
            }
        }
        return true;
    }

    // Some chain of steps leads from one state to the other.
    [[nodiscard]] constexpr bool can_reach(State from, State to) const {
        std::array<State, Rows + 1> seen{from};
        std::size_t count = 1;
        for (std::size_t i = 0; i < count; ++i) {
            if (seen[i] == to && i > 0) return true;
            for (const auto& row : rows_) {
                if (row.from == seen[i] && !contains(seen, count, row.to)) seen[count++] = row.to;
                if (row.from == seen[i] && row.to == to) return true;
            }
        }
        return false;
    }

    // From every state that appears, `home` can be reached: nothing stays stuck.
    [[nodiscard]] constexpr bool all_reach(State home) const {
        for (const auto& row : rows_) {
            if (row.to != home && !can_reach(row.to, home)) return false;
            if (row.from != home && !can_reach(row.from, home)) return false;
        }
        return true;
    }

    [[nodiscard]] constexpr const std::array<Step<State, Event>, Rows>& rows() const {
        return rows_;
    }

  private:
    static constexpr bool contains(const std::array<State, Rows + 1>& seen, std::size_t count,
                                   State state) {
        for (std::size_t i = 0; i < count; ++i) {
            if (seen[i] == state) return true;
        }
        return false;
    }

    std::array<Step<State, Event>, Rows> rows_{};
};

template <class State, class Event, std::size_t Rows>
constexpr StateTable<State, Event, Rows> state_table(const Step<State, Event> (&rows)[Rows]) {
    return StateTable<State, Event, Rows>(rows);
}

}  // namespace driver
