// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/queue_book.hpp"

#include <algorithm>

namespace acd {

Ratio service_level(const QueueRow& row, ServiceLevel variant) {
    const std::uint64_t ended = row.answered + row.abandoned;
    switch (variant) {
        case ServiceLevel::abandon_positive:
            return {row.answered_in_target + row.abandoned_in_target, ended};
        case ServiceLevel::handled_only:
            return {row.answered_in_target, row.answered};
        case ServiceLevel::abandon_negative:
            return {row.answered_in_target, ended};
        case ServiceLevel::abandon_ignored:
            return {row.answered_in_target, ended - row.abandoned_in_target};
        case ServiceLevel::short_abandon_positive:
            return {row.answered_in_target + row.short_abandoned, ended};
        case ServiceLevel::short_abandon_excluded:
            return {row.answered_in_target, ended - row.short_abandoned};
    }
    return {};
}

QueueBook::Queue& QueueBook::queue(const pbx::Name& name) {
    const auto [found, is_new] = queues_.try_emplace(std::string(name.view()));
    if (is_new) found->second.row.queue = name;
    return found->second;
}

void QueueBook::entered(driver::Ticks tick, const pbx::QueueEntered& event) {
    Queue& queue = this->queue(event.queue);
    if (!queue.waiting.try_emplace(event.contact.contact, tick).second) return;
    ++queue.row.offered;
}

void QueueBook::left(const pbx::QueueLeft& event) {
    Queue& queue = this->queue(event.queue);
    QueueRow& row = queue.row;
    if (queue.waiting.erase(event.contact.contact) == 0) ++row.carried_in;
    const bool in_target = event.waited <= goal_.target;
    switch (event.exit) {
        case pbx::QueueExit::connected:
            ++row.answered;
            row.answered_in_target += in_target ? 1 : 0;
            row.waited_answered += event.waited;
            break;
        case pbx::QueueExit::abandoned:
            ++row.abandoned;
            row.abandoned_in_target += in_target ? 1 : 0;
            row.short_abandoned += event.waited < goal_.short_abandon ? 1 : 0;
            row.waited_abandoned += event.waited;
            break;
        case pbx::QueueExit::left:
            ++row.left;
            break;
        case pbx::QueueExit::transferred:
            ++row.transferred;
            break;
        case pbx::QueueExit::failed:
            ++row.failed;
            break;
    }
}

void QueueBook::lost_all() {
    for (auto& [name, queue] : queues_) {
        queue.row.failed += queue.waiting.size();
        queue.waiting.clear();
    }
}

QueueRow QueueBook::shown(const Queue& queue, driver::Ticks now) {
    QueueRow row = queue.row;
    row.waiting = queue.waiting.size();
    for (const auto& [contact, since] : queue.waiting) {
        row.longest_wait = std::max(row.longest_wait, now - since);
    }
    return row;
}

std::vector<QueueRow> QueueBook::rows(driver::Ticks now) const {
    std::vector<QueueRow> rows;
    for (const auto& [name, queue] : queues_) rows.push_back(shown(queue, now));
    return rows;
}

QueueRow QueueBook::row(std::string_view queue, driver::Ticks now) const {
    const auto found = queues_.find(queue);
    if (found != queues_.end()) return shown(found->second, now);
    QueueRow never_used;
    never_used.queue = queue;
    return never_used;
}

}  // namespace acd
