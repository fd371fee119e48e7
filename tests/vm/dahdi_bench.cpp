// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: what a tick of the DAHDI board costs, beside a plain loop that reads and writes the
// same channels in the same blocks. Spans are joined in pairs, so that what one says another hears.
// The guest's clock counts instructions, ours and the kernel's, one a nanosecond.
//
//     dahdi_bench SPANS     lines for `trunkline-bench --also`: VALUE UNIT NAME, one a repetition
//
// Exit: 1 what was measured was not the whole work.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include "driver/base/invariant.hpp"
#include "driver/board/dahdi/dahdi_board.hpp"
#include "driver/board/dahdi/dahdi_keeper.hpp"

namespace {

using namespace driver;

// What this thread asks of the kernel. The linker (--wrap) sends its calls through the functions
// below, for which there is no other place to count.
struct Calls {
    using Place = std::span<const std::byte>;
    std::uint64_t all{};
    std::uint64_t reads_and_writes{};
    bool collects{};
    std::vector<Place> places;  // read to or written from, while they are collected

    void transfer(const void* octets, std::size_t size) {
        ++all;
        ++reads_and_writes;
        if (collects) places.emplace_back(static_cast<const std::byte*>(octets), size);
    }
};
thread_local Calls calls;

}  // namespace

extern "C" {
ssize_t real_read(int file, void* octets, std::size_t size) asm("__real_read");
ssize_t real_write(int file, const void* octets, std::size_t size) asm("__real_write");
int real_ioctl(int file, unsigned long request, void* argument) asm("__real_ioctl");
int real_poll(pollfd* files, nfds_t count, int timeout) asm("__real_poll");
ssize_t counted_read(int file, void* octets, std::size_t size) asm("__wrap_read");
ssize_t counted_write(int file, const void* octets, std::size_t size) asm("__wrap_write");
int counted_ioctl(int file, unsigned long request, void* argument) asm("__wrap_ioctl");
int counted_poll(pollfd* files, nfds_t count, int timeout) asm("__wrap_poll");

ssize_t counted_read(int file, void* octets, std::size_t size) {
    calls.transfer(octets, size);
    return real_read(file, octets, size);
}
ssize_t counted_write(int file, const void* octets, std::size_t size) {
    calls.transfer(octets, size);
    return real_write(file, octets, size);
}
int counted_ioctl(int file, unsigned long request, void* argument) {
    ++calls.all;
    return real_ioctl(file, request, argument);
}
int counted_poll(pollfd* files, nfds_t count, int timeout) {
    ++calls.all;
    return real_poll(files, count, timeout);
}
}

namespace {

// The kernel's timer brings 8 ms at a time, and a block is 2: a repetition has whole ones of both.
constexpr unsigned ticks_of_kernel = 8;
constexpr unsigned ticks_of_repetition = 5 * ticks_of_kernel;
constexpr unsigned repetitions = 25;
constexpr unsigned warm_up_ticks = 1500;
constexpr std::size_t channels_of_span = 30;

const Chunk impulse = filled(0xA5);
constexpr unsigned most_latency = 200;

void demand(bool promise, const std::string& otherwise) {
    if (promise) return;
    fmt::print(stderr, "dahdi_bench: {}\n", otherwise);
    std::exit(1);
}

using Clock = std::chrono::steady_clock;
std::int64_t now_ns() {
    return std::chrono::nanoseconds(Clock::now().time_since_epoch()).count();
}

// Reads and writes of this thread, as the kernel counts them.
std::uint64_t kernels_count() {
    std::ifstream file("/proc/thread-self/io");
    std::uint64_t sum = 0;
    std::uint64_t value{};
    for (std::string name; file >> name >> value;) {
        if (name == "syscr:" || name == "syscw:") sum += value;
    }
    return sum;
}

// What channel `i` says, always. Its span is joined to the next one, or to the one before.
Chunk said_by(std::size_t i) {
    Chunk chunk;
    chunk.octets.fill(static_cast<std::uint8_t>(i));
    chunk.octets[0] = static_cast<std::uint8_t>(i >> 8);
    return chunk;
}
std::size_t joined_to(std::size_t i) {
    return (i / channels_of_span) % 2 == 0 ? i + channels_of_span : i - channels_of_span;
}

DahdiPlan plan_of(std::size_t spans) {
    DahdiPlan plan;
    for (std::size_t i = 0; i < spans; ++i) {
        DahdiSpanPlan span;
        span.id = {static_cast<std::uint16_t>(i + 1)};
        span.law = Law::alaw;
        span.d_timeslot = 16;
        span.first_line = {static_cast<std::uint16_t>(channels_of_span * i)};
        span.kernel_span = static_cast<std::uint16_t>(i + 1);
        plan.spans.push_back(span);
    }
    plan.buffers.reserve = 16ms;  // the kernel's timer is coarse
    return plan;
}

// A way of doing the work of a tick.
class Way {
  public:
    virtual ~Way() = default;
    // Returns what it took, in nanoseconds of the guest.
    virtual std::int64_t tick() = 0;
    // Channels that did not hear in the last tick what is said to them.
    [[nodiscard]] virtual std::size_t deaf() const = 0;
};

class BoardsWay final : public Way {
  public:
    explicit BoardsWay(const DahdiPlan& plan)
        : board_(plan),
          keeper_(plan, board_.links()),
          talk_(channels_of_span * plan.spans.size()),
          send_(talk_.size()) {}

    // From now on channel 0 says something else, for one tick.
    void say_once() { says_once_ = true; }
    std::int64_t tick() override {
        const std::int64_t before_receive = now_ns();
        board_.run_by({});
        board_.receive(now_, talk_, send_);
        const std::int64_t after_receive = now_ns();
        for (std::size_t i = 0; i < send_.size(); ++i) *send_[i] = said_by(i);
        if (std::exchange(says_once_, false)) *send_[0] = impulse;
        const std::int64_t before_transmit = now_ns();
        board_.transmit(now_);
        const std::int64_t after_transmit = now_ns();
        ++now_;
        SpanStatus status;
        while (board_.next_status(status)) {
        }
        SpanPerformance quarter;
        while (board_.next_performance(quarter)) {
        }
        return after_receive - before_receive + after_transmit - before_transmit;
    }
    [[nodiscard]] std::size_t deaf() const override {
        std::size_t count = 0;
        for (std::size_t i = 0; i < talk_.size(); ++i) count += *talk_[i] != said_by(joined_to(i));
        return count;
    }
    [[nodiscard]] std::span<const Chunk* const> talk() const { return talk_; }
    [[nodiscard]] std::span<Chunk* const> send() const { return send_; }

  private:
    DahdiBoard board_;
    DahdiKeeper keeper_;
    std::vector<const Chunk*> talk_;
    std::vector<Chunk*> send_;
    Ticks now_{1};
    bool says_once_{};
};

// What cannot be left out: a read and a write of each channel and block. Every other tick those of
// the other half of the channels.
class PlainWay final : public Way {
  public:
    explicit PlainWay(const DahdiPlan& plan) {
        for (const DahdiSpanPlan& one : plan.spans) {
            auto span = open_dahdi_span(one, plan.buffers);
            demand(bool(span), span ? "" : span.error());
            for (std::size_t timeslot = 1; timeslot <= span->channels.size(); ++timeslot) {
                if (timeslot == one.d_timeslot) continue;
                channels_.push_back({span->channels[timeslot - 1].get(), {}, {}});
                channels_.back().said.fill(said_by(channels_.size() - 1));
            }
            spans_.push_back(std::move(*span));
        }
        for (const Channel& channel : channels_) {
            DahdiFile(channel.file).flush();
            for (Ticks said{}; said < plan.buffers.reserve; said += plan.buffers.block) {
                write(channel);
            }
        }
    }
    std::int64_t tick() override {
        const std::int64_t before = now_ns();
        for (std::size_t i = ++ticks_ % 2; i < channels_.size(); i += 2) {
            Channel& channel = channels_[i];
            channel.whole = ::read(channel.file, channel.heard.data(), octets) == octets;
            write(channel);
            if (!channel.whole) forget_events(channel);
        }
        return now_ns() - before;
    }
    [[nodiscard]] std::size_t deaf() const override {
        std::size_t count = 0;
        for (std::size_t i = 0; i < channels_.size(); ++i) {
            count += !channels_[i].whole || channels_[i].heard[0] != said_by(joined_to(i));
        }
        return count;
    }

  private:
    struct Channel {
        int file{};
        std::array<Chunk, 2> heard{};  // a block of 2 ms
        std::array<Chunk, 2> said{};
        bool whole{};
    };
    static constexpr ssize_t octets = sizeof(Channel::heard);
    // Of the beginning, when nothing had been written. They stop reading and writing.
    static void forget_events(const Channel& channel) {
        while (DahdiFile(channel.file).next_event() != DahdiEvent::none) {
        }
    }
    static void write(const Channel& channel) {
        static_cast<void>(::write(channel.file, channel.said.data(), octets));
    }

    std::vector<OpenSpan> spans_;
    std::vector<Channel> channels_;
    unsigned ticks_{};
};

// Ticks in the guest's time, placed so that the kernel's timer, whose own work on the channels
// takes a while every 8 ms, finds none of them at work: they begin with that work, the longest
// while in which nobody can ask the time, and wait for its end. With 16 spans that work takes 3 ms
// of 8 and our ticks 4.6: some are late, and it falls within one of them.
class Ticker {
  public:
    Ticker() {
        const auto end = Clock::now() + std::chrono::milliseconds(20);
        for (auto before = Clock::now(); before < end;) {
            const auto now = Clock::now();
            if (now - before > kernels_work_) {
                kernels_work_ = now - before;
                due_ = before + std::chrono::microseconds(200);
            }
            before = now;
        }
    }
    std::int64_t tick(Way& way) {
        due_ += std::chrono::milliseconds(1);
        std::this_thread::sleep_until(due_);
        return way.tick();
    }
    // Nanoseconds the kernel's timer takes, every 8 ms.
    [[nodiscard]] double kernels_work() const {
        return std::chrono::duration<double, std::nano>(kernels_work_).count();
    }

  private:
    Clock::time_point due_;
    Clock::duration kernels_work_{};
};

struct Tick {
    double took{};   // nanoseconds of the guest
    double calls{};  // of the system
};
double per_call(const Tick& tick) {
    return tick.took / tick.calls;
}

// What a tick takes on average without the kernel's timer. Ticks within which that did its work,
// once in each of its periods, took half as long as it does more than their calls do in most ticks;
// theirs count as those of the others did.
double alone(std::vector<Tick> ticks, double kernels_work) {
    std::sort(ticks.begin(), ticks.end(),
              [](const Tick& a, const Tick& b) { return per_call(a) < per_call(b); });
    const double usual = per_call(ticks[ticks.size() / 2]);
    Tick all;
    Tick undisturbed;
    std::size_t disturbed = 0;
    for (const Tick& tick : ticks) {
        all.calls += tick.calls;
        if (tick.took > usual * tick.calls + kernels_work / 2) {
            ++disturbed;
            continue;
        }
        undisturbed.took += tick.took;
        undisturbed.calls += tick.calls;
    }
    demand(disturbed <= ticks.size() / ticks_of_kernel + 1,
           fmt::format("{} of {} ticks took far longer than their calls", disturbed, ticks.size()));
    return per_call(undisturbed) * all.calls / static_cast<double>(ticks.size());
}

void measure(Way& way, Ticker& ticker, std::size_t spans, const std::string& peer) {
    for (unsigned i = 0; i < warm_up_ticks; ++i) ticker.tick(way);
    const std::uint64_t kernel_before = kernels_count();
    const std::uint64_t before = calls.reads_and_writes;
    std::vector<Tick> ticks(ticks_of_repetition);
    for (unsigned repetition = 0; repetition < repetitions; ++repetition) {
        double called = 0;
        for (Tick& tick : ticks) {
            const std::uint64_t calls_before = calls.all;
            tick.took = static_cast<double>(ticker.tick(way));
            tick.calls = static_cast<double>(calls.all - calls_before);
            called += tick.calls;
        }
        fmt::print("{} guest_instructions board.tick.dahdi.{}{}\n",
                   alone(ticks, ticker.kernels_work()), spans, peer);
        fmt::print("{} system_calls board.calls.dahdi.{}{}\n", called / ticks_of_repetition, spans,
                   peer);
        demand(way.deaf() == 0, fmt::format("{} channels do not hear the others", way.deaf()));
    }
    // Those of reading the count, and of what was printed, are the kernel's alone.
    const std::uint64_t others =
        kernels_count() - kernel_before - (calls.reads_and_writes - before);
    demand(others <= 2 * repetitions + 4,
           fmt::format("the kernel has counted {} reads and writes more", others));
}

// How often an octet is moved in user space between the kernel's copy and the bus, in and out
// together: not at all where the kernel reads and writes in the places of the bus.
double copies(BoardsWay& way, Ticker& ticker) {
    calls.places.reserve(1'000'000);
    calls.collects = true;
    for (unsigned i = 0; i < 100; ++i) ticker.tick(way);
    calls.collects = false;
    const auto is_the_kernels = [](const Chunk* chunk) {
        const auto octets = std::as_bytes(std::span(chunk, 1));
        return std::any_of(calls.places.begin(), calls.places.end(), [&](Calls::Place place) {
            return &octets.front() >= &place.front() && &octets.back() <= &place.back();
        });
    };
    const auto talk = way.talk();
    const auto send = way.send();
    const auto moved = talk.size() - std::count_if(talk.begin(), talk.end(), is_the_kernels) +
                       send.size() - std::count_if(send.begin(), send.end(), is_the_kernels);
    return static_cast<double>(moved) / static_cast<double>(talk.size());
}

// Ticks from one that says something to one that hears it, at the span joined to it.
unsigned latency(BoardsWay& way, Ticker& ticker) {
    way.say_once();
    ticker.tick(way);
    for (unsigned ticks = 1; ticks < most_latency; ++ticks) {
        ticker.tick(way);
        if (*way.talk()[joined_to(0)] == impulse) return ticks;
    }
    demand(false, "what is said is never heard");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t spans = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0;
    demand(spans > 0 && spans % 2 == 0, "says how many spans, in pairs: dahdi_bench 4");
    const DahdiPlan plan = plan_of(spans);
    {
        BoardsWay board(plan);
        Ticker ticker;
        measure(board, ticker, spans, "");
        if (spans == 4) {
            fmt::print("{} copies board.copies.dahdi\n", copies(board, ticker));
            for (unsigned i = 0; i < repetitions; ++i) {
                fmt::print("{} ticks board.latency.dahdi.reserve_16\n", latency(board, ticker));
            }
        }
    }
    PlainWay plain(plan);
    Ticker ticker;
    measure(plain, ticker, spans, "|plain read/write loop");
    return 0;
}
