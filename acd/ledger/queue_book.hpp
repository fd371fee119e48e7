// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pbx/journal/events.hpp"

namespace acd {

// When a wait counts as within the goal, and below which an abandoned one is an early hang-up.
struct ServiceGoal {
    driver::Ticks target{std::chrono::seconds(20)};
    driver::Ticks short_abandon{std::chrono::seconds(5)};
};

// One queue's counts since the journal began. Waits are queue time plus ring time, without IVR.
struct QueueRow {
    pbx::Name queue;
    std::uint64_t carried_in{};  // were waiting before the first record that was read
    std::uint64_t offered{};
    std::uint64_t answered{};
    std::uint64_t answered_in_target{};
    std::uint64_t abandoned{};  // short ones included
    std::uint64_t abandoned_in_target{};
    std::uint64_t short_abandoned{};
    std::uint64_t left{};              // chose not to wait
    std::uint64_t transferred{};       // went to another queue or destination
    std::uint64_t failed{};            // the center let them down
    std::uint64_t waiting{};           // carried out
    driver::Ticks longest_wait{};      // of those waiting now
    driver::Ticks waited_answered{};   // sum over the answered
    driver::Ticks waited_abandoned{};  // sum over the abandoned
    FIELDS(queue, carried_in, offered, answered, answered_in_target, abandoned, abandoned_in_target,
           short_abandoned, left, transferred, failed, waiting, longest_wait, waited_answered,
           waited_abandoned)

    // The identity every queue keeps at every record.
    [[nodiscard]] constexpr bool balances() const {
        return carried_in + offered == answered + abandoned + left + transferred + failed + waiting;
    }
};

// The six ways to state a service level; they differ in what an abandoned caller counts for.
ENUM(ServiceLevel, abandon_positive, handled_only, abandon_negative, abandon_ignored,
     short_abandon_positive, short_abandon_excluded)

// A rate as its two integers: many intervals add up by adding both. Empty when `whole` is 0.
struct Ratio {
    std::uint64_t part{};
    std::uint64_t whole{};
    friend constexpr bool operator==(const Ratio&, const Ratio&) = default;
};
[[nodiscard]] Ratio service_level(const QueueRow& row, ServiceLevel variant);

class QueueBook {
  public:
    explicit QueueBook(const ServiceGoal& goal) : goal_(goal) {}

    void entered(driver::Ticks tick, const pbx::QueueEntered& event);
    void left(const pbx::QueueLeft& event);
    // Whoever waited has been lost with the machine: counted as failed.
    void lost_all();

    [[nodiscard]] std::vector<QueueRow> rows(driver::Ticks now) const;  // by name
    [[nodiscard]] QueueRow row(std::string_view queue, driver::Ticks now) const;

  private:
    struct Queue {
        QueueRow row;
        std::map<pbx::ContactId, driver::Ticks> waiting;  // since
    };
    Queue& queue(const pbx::Name& name);
    static QueueRow shown(const Queue& queue, driver::Ticks now);

    ServiceGoal goal_;
    std::map<std::string, Queue, std::less<>> queues_;
};

}  // namespace acd
