// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/mailbox.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <new>
#include <random>
#include <thread>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CppUTest/TestHarness.h>

namespace {

// Says in every word the same, so that half a message would show.
struct Message {
    std::uint64_t program{};  // which program sent it, from 1
    std::uint64_t serial{};   // its how many-th, from 1
    std::array<std::uint64_t, 14> words{};

    static Message of(std::uint64_t program, std::uint64_t serial) {
        Message message{program, serial, {}};
        message.words.fill(program << 40U ^ serial);
        return message;
    }
    [[nodiscard]] bool is_whole() const {
        const auto right = of(program, serial);
        return words == right.words;
    }
};
using Box = driver::Mailbox<Message, 64>;

}  // namespace

TEST_GROUP(Mailbox) {
    std::unique_ptr<Box> box = std::make_unique<Box>();

    static bool post_patiently(Box & to, const Message& message) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!to.post(message)) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::yield();
        }
        return true;
    }
};

TEST(Mailbox, messages_are_taken_once_and_in_order) {
    Message message;
    CHECK_FALSE(box->take(message));
    CHECK(box->post(Message::of(1, 1)));
    CHECK(box->post(Message::of(1, 2)));
    LONGS_EQUAL(2, box->waiting());
    CHECK(box->take(message));
    LONGS_EQUAL(1, message.serial);
    CHECK(box->take(message));
    LONGS_EQUAL(2, message.serial);
    CHECK_FALSE(box->take(message));
}

TEST(Mailbox, a_full_box_refuses_and_loses_nothing) {
    std::uint64_t posted = 0;
    while (box->post(Message::of(1, posted + 1))) ++posted;
    LONGS_EQUAL(Box::capacity, posted);
    LONGS_EQUAL(0, box->room());
    Message message;
    CHECK(box->take(message));
    LONGS_EQUAL(1, message.serial);
    LONGS_EQUAL(1, box->room());
    CHECK(box->post(Message::of(1, posted + 1)));
    for (std::uint64_t serial = 2; serial <= posted + 1; ++serial) {
        CHECK(box->take(message));
        LONGS_EQUAL(serial, message.serial);
    }
}

TEST(Mailbox, the_oldest_message_may_be_looked_at_and_stays_until_popped) {
    POINTERS_EQUAL(nullptr, box->front());
    CHECK(box->post(Message::of(1, 1)));
    CHECK(box->post(Message::of(1, 2)));
    LONGS_EQUAL(1, box->front()->serial);
    LONGS_EQUAL(1, box->front()->serial);
    box->pop();
    LONGS_EQUAL(2, box->front()->serial);
    box->pop();
    POINTERS_EQUAL(nullptr, box->front());
}

TEST(Mailbox, two_threads_hand_over_whole_messages_in_order) {
    constexpr std::uint64_t many = 200000;
    bool all_posted = true;
    std::thread producer([&] {
        for (std::uint64_t serial = 1; serial <= many && all_posted; ++serial) {
            all_posted = post_patiently(*box, Message::of(7, serial));
        }
    });
    std::uint64_t wrong = 0;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (std::uint64_t serial = 1; serial <= many;) {
        Message message;
        if (box->take(message)) {
            wrong += message.is_whole() && message.serial == serial ? 0 : 1;
            ++serial;
        } else if (std::chrono::steady_clock::now() > deadline) {
            break;
        } else {
            std::this_thread::yield();
        }
    }
    producer.join();
    CHECK(all_posted);
    LONGS_EQUAL(0, wrong);
    LONGS_EQUAL(0, box->waiting());
}

// The box lies in memory that programs share; the producers are programs, killed while they post.
TEST(Mailbox, a_producer_killed_at_any_moment_leaves_only_whole_messages_in_order) {
    const auto seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    std::mt19937 chance(seed);
    void* const memory =
        ::mmap(nullptr, sizeof(Box), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    auto& shared = *std::construct_at(static_cast<Box*>(memory));
    std::uint64_t wrong = 0;
    std::uint64_t heard = 0;
    Message last;
    const auto listen = [&] {
        Message message;
        while (shared.take(message)) {
            const bool follows = message.program == last.program
                                     ? message.serial == last.serial + 1
                                     : message.program > last.program && message.serial == 1;
            wrong += message.is_whole() && follows ? 0 : 1;
            last = message;
            ++heard;
        }
    };
    for (std::uint64_t program = 1; program <= 40; ++program) {
        const pid_t producer = ::fork();
        if (producer == 0) {
            for (std::uint64_t serial = 1;; ++serial) {
                if (!post_patiently(shared, Message::of(program, serial))) ::_exit(1);
            }
        }
        const auto enough = heard + 1 + chance() % 3000;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (heard < enough && std::chrono::steady_clock::now() < deadline) {
            listen();
            std::this_thread::yield();
        }
        ::kill(producer, SIGKILL);
        ::waitpid(producer, nullptr, 0);
        CHECK(heard >= enough);
        listen();
    }
    LONGS_EQUAL(0, wrong);
    LONGS_EQUAL(40, last.program);
    ::munmap(memory, sizeof(Box));
}
