// SPDX-License-Identifier: GPL-2.0-or-later
// The only place that knows Boost.Lockfree.
#pragma once

#include <cstddef>
#include <type_traits>

#include <boost/lockfree/spsc_queue.hpp>

namespace driver {

// A fixed-size queue with one producer and one consumer, each in its own thread or process. Holds
// no pointer, so it works wherever its memory is mapped. A producer killed inside `post` leaves
// nothing visible; a consumer killed between `front` and `pop` meets the same message again.
template <class Message, std::size_t Capacity>
class Mailbox {
    static_assert(std::is_trivially_copyable_v<Message>, "what crosses a border is plain data");

  public:
    static constexpr std::size_t capacity = Capacity;

    // Producer. False when full: the caller keeps the message and tries again.
    [[nodiscard]] bool post(const Message& message) noexcept { return queue_.push(message); }
    [[nodiscard]] std::size_t room() const noexcept { return queue_.write_available(); }

    // Consumer. The oldest message, or nullptr; stays in the queue until `pop`.
    [[nodiscard]] const Message* front() noexcept {
        return queue_.read_available() > 0 ? &queue_.front() : nullptr;
    }
    void pop() noexcept { queue_.pop(); }
    [[nodiscard]] bool take(Message& message) noexcept { return queue_.pop(message); }
    [[nodiscard]] std::size_t waiting() const noexcept { return queue_.read_available(); }

  private:
    boost::lockfree::spsc_queue<Message, boost::lockfree::capacity<Capacity>> queue_;
};

}  // namespace driver
