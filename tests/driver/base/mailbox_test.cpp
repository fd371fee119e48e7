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

constexpr auto patience = std::chrono::seconds(20);

bool post_patiently(Box& box, const Message& message) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!box.post(message)) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace

TEST_GROUP(Mailbox) {
    std::unique_ptr<Box> box = std::make_unique<Box>();
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
    const auto deadline = std::chrono::steady_clock::now() + patience;
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

// The box lies in memory that programs share; its producers are programs, killed while they post.
TEST_GROUP(SharedMailbox) {
    std::mt19937 chance;
    Box* box = nullptr;
    Message last;
    std::uint64_t heard = 0;
    std::uint64_t wrong = 0;

    void setup() override {
        const auto seed = std::random_device{}();
        std::printf(" seed %u ", seed);
        chance.seed(seed);
        void* const memory =
            ::mmap(nullptr, sizeof(Box), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        CHECK(memory != MAP_FAILED);
        box = std::construct_at(static_cast<Box*>(memory));
    }
    void teardown() override {
        ::munmap(box, sizeof(Box));
    }

    // Posts for ever, or until nobody takes any more.
    pid_t start_producer(std::uint64_t program) {
        const pid_t producer = ::fork();
        if (producer != 0) return producer;
        std::uint64_t serial = 1;
        while (post_patiently(*box, Message::of(program, serial))) ++serial;
        ::_exit(1);
    }
    [[nodiscard]] bool follows(const Message& message) const {
        if (message.program == last.program) return message.serial == last.serial + 1;
        return message.program > last.program && message.serial == 1;
    }
    void listen() {
        Message message;
        while (box->take(message)) {
            wrong += message.is_whole() && follows(message) ? 0 : 1;
            last = message;
            ++heard;
        }
    }
    bool hears_another(std::uint64_t some) {
        const auto enough = heard + some;
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (heard < enough && std::chrono::steady_clock::now() < deadline) {
            listen();
            std::this_thread::yield();
        }
        return heard >= enough;
    }
};

TEST(SharedMailbox, a_producer_killed_at_any_moment_leaves_only_whole_messages_in_order) {
    for (std::uint64_t program = 1; program <= 40; ++program) {
        const pid_t producer = start_producer(program);
        const bool spoke = hears_another(1 + chance() % 3000);
        ::kill(producer, SIGKILL);
        ::waitpid(producer, nullptr, 0);
        CHECK(spoke);
        listen();
    }
    LONGS_EQUAL(0, wrong);
    LONGS_EQUAL(40, last.program);
}
