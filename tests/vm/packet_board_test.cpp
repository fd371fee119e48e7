// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: the packet board against the kernel's dahdi_dynamic_eth and dahdi_dynamic_ethmf, over
// two cards on a wire. Behind the kernel's spans is a DAHDI board of ours, which says and hears
// there.
#include "driver/board/packet/packet_board.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <dahdi/user.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "driver/board/dahdi/dahdi_board.hpp"
#include "driver/board/dahdi/dahdi_keeper.hpp"
#include "driver/board/packet/dpdk/ethdev_port.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using namespace driver;
using Clock = std::chrono::steady_clock;

constexpr MacAddress kernels_mac{0x0200'0000'0001};
// The first line logged allocates what stays.
const bool log_is_made = (log_from(LogLevel::error), true);

// Spans as dahdi_over_ethernet makes them, by their number in the kernel. Those with signalling
// bits have no D-channel, the T1 has neither.
struct Wired {
    std::uint16_t number;
    PacketFormat format;
    bool is_t1;
    std::uint8_t d_timeslot;
    std::uint16_t first_channel;  // of the packet board, and its line
    std::uint16_t kernels_first;  // channel
};
constexpr std::array wired{
    Wired{1, PacketFormat::eth,   false, 16, 0,   1  },
    Wired{2, PacketFormat::eth,   false, 0,  30,  32 },
    Wired{3, PacketFormat::ethmf, false, 16, 61,  63 },
    Wired{4, PacketFormat::ethmf, false, 0,  91,  94 },
    Wired{5, PacketFormat::ethmf, true,  0,  122, 125},
};
// Those that speech is carried in.
constexpr std::array<std::size_t, 3> spoken{0, 2, 4};
constexpr std::array<std::uint16_t, 2> d_channel_spans{1, 3};

constexpr std::size_t channels_of(const Wired& span) {
    return (span.is_t1 ? 24U : 31U) - (span.d_timeslot != 0 ? 1U : 0U);
}

constexpr bool has_bits(const Wired& span) {
    return !span.is_t1 && span.d_timeslot == 0;
}

PacketBoardPlan packet_plan(std::size_t spans) {
    PacketBoardPlan plan;
    for (const Wired& each : std::span(wired).first(spans)) {
        PacketSpanPlan span;
        span.span.id = {each.number};
        span.span.d_timeslot = each.d_timeslot;
        span.span.cas = has_bits(each);
        span.span.first_line = {each.first_channel};
        span.is_t1 = each.is_t1;
        span.format = each.format;
        span.tdmoe = {kernels_mac, static_cast<std::uint16_t>(4 + each.number)};
        span.jitter = 20ms;
        plan.spans.push_back(span);
    }
    return plan;
}

DahdiPlan dahdi_plan(std::size_t spans) {
    DahdiPlan plan;
    std::uint16_t line = 0;
    for (const std::size_t each : std::span(spoken).first(spans)) {
        DahdiSpanPlan span;
        span.id = {wired[each].number};
        span.law = Law::alaw;
        span.e1 = !wired[each].is_t1;
        span.d_timeslot = wired[each].d_timeslot;
        span.first_line = {line};
        span.kernel_span = wired[each].number;
        line = static_cast<std::uint16_t>(line + channels_of(wired[each]));
        plan.spans.push_back(span);
    }
    plan.buffers.block = 8ms;
    plan.buffers.reserve = 16ms;
    return plan;
}

// What is said in a channel: its number and a count.
Chunk said(std::size_t channel, std::uint32_t count) {
    Chunk chunk;
    chunk.octets = {static_cast<std::uint8_t>(channel),
                    static_cast<std::uint8_t>(count),
                    static_cast<std::uint8_t>(count >> 8),
                    0x5A,
                    0x0F,
                    0xC3,
                    static_cast<std::uint8_t>(~count),
                    static_cast<std::uint8_t>(channel ^ 0xFFU)};
    return chunk;
}

// The channels of a span that speech is carried in: how long a run of counts comes whole.
struct Speech {
    std::size_t place;  // among those spoken in
    std::size_t first;  // channel of the board
    unsigned run{};
    unsigned longest{};
    std::uint32_t last{};

    [[nodiscard]] std::size_t size() const { return channels_of(wired[spoken[place]]); }
    [[nodiscard]] Chunk said_in(std::size_t channel, std::uint32_t count) const {
        return said(32 * place + channel, count);
    }
    void say(std::span<Chunk* const> send, std::uint32_t count) const {
        for (std::size_t i = 0; i < size(); ++i) *send[first + i] = said_in(i, count);
    }
    void hear(std::span<const Chunk* const> talk) {
        const std::uint32_t heard = talk[first]->octets[1] + talk[first]->octets[2] * 256U;
        bool whole = heard == (last + 1) % 65'536;
        for (std::size_t i = 0; i < size(); ++i) {
            whole = whole && *talk[first + i] == said_in(i, heard);
        }
        run = whole ? run + 1 : 0;
        longest = std::max(longest, run);
        last = heard;
    }
};

// A board's bus: says a count in each channel, and hears it.
template <class BoardType>
struct Tester {
    explicit Tester(BoardType& its_board) : board(its_board) {}
    BoardType& board;
    std::vector<const Chunk*> talk{std::vector<const Chunk*>(board.channels().size())};
    std::vector<Chunk*> send{std::vector<Chunk*>(board.channels().size())};
    std::vector<Speech> speech;
    std::uint32_t count{};
    std::array<SpanStatus, wired.size() + 1> status{};
    std::vector<Frame> frames;
    Ticks now{};

    void tick() {
        board.run_by({});
        board.receive(now, talk, send);
        for (Speech& each : speech) {
            each.say(send, count);
            each.hear(talk);
        }
        ++count;
        board.transmit(now);
        SpanStatus news;
        while (board.next_status(news)) status.at(news.span.value) = news;
        Frame frame;
        while (board.next_frame(frame)) frames.push_back(frame);
        ++now;
    }
    // Milliseconds whole, of the span that has heard least.
    [[nodiscard]] unsigned least() const {
        return std::ranges::min(speech, {}, &Speech::longest).longest;
    }
    [[nodiscard]] std::vector<Frame> frames_of(std::uint16_t span) const {
        std::vector<Frame> some;
        std::ranges::copy_if(frames, std::back_inserter(some),
                             [&](const Frame& frame) { return frame.span.value == span; });
        return some;
    }
};

// Its name and alarms.
std::string first_line_of(int kernel_span) {
    std::ifstream file("/proc/dahdi/" + std::to_string(kernel_span));
    std::string line;
    std::getline(file, line);
    return line;
}

// Signalling bits of one of the kernel's channels.
class KernelChannel {
  public:
    explicit KernelChannel(int number) : file_(::open("/dev/dahdi/channel", O_RDWR | O_NONBLOCK)) {
        CHECK(file_ >= 0);
        CHECK_EQUAL(0, ::ioctl(file_, DAHDI_SPECIFY, &number));
    }
    KernelChannel(const KernelChannel&) = delete;
    KernelChannel& operator=(const KernelChannel&) = delete;
    ~KernelChannel() { ::close(file_); }
    // The driver leaves the next channel's in the upper nibble.
    [[nodiscard]] int received() const {
        int bits = -1;
        CHECK_EQUAL(0, ::ioctl(file_, DAHDI_GETRXBITS, &bits));
        return bits & 0xF;
    }
    void sends(int bits) const { CHECK_EQUAL(0, ::ioctl(file_, DAHDI_SETTXBITS, &bits)); }

  private:
    int file_;
};

Frame frame_of(std::uint16_t span, std::uint8_t first, std::size_t size) {
    Frame frame{.span = {span}, .size = static_cast<std::uint16_t>(size), .octets = {}};
    for (std::size_t i = 0; i < size; ++i) frame.octets[i] = static_cast<std::uint8_t>(first + i);
    return frame;
}

// The port, whose cable can be cut in each direction.
struct Cable final : Port {
    std::unique_ptr<EthdevPort> port;
    bool we_say{true};
    bool we_hear{true};

    [[nodiscard]] MacAddress address() const noexcept override { return port->address(); }
    [[nodiscard]] std::span<const Octets> receive() noexcept override {
        const auto frames = port->receive();
        return we_hear ? frames : std::span<const Octets>{};
    }
    [[nodiscard]] FrameRoom room() noexcept override { return port->room(); }
    void send(std::span<const OutgoingFrame> frames) noexcept override {
        if (we_say) return port->send(frames);
        for (OutgoingFrame frame : frames) {
            frame.size = 0;
            port->send({&frame, 1});
        }
    }
    [[nodiscard]] std::int64_t now_ns() const noexcept override { return port->now_ns(); }
    [[nodiscard]] PortCounts counts() const noexcept override { return port->counts(); }
};

}  // namespace

TEST_GROUP(PacketBoardAndKernel) {
    std::unique_ptr<Eal> eal;
    Cable cable;
    std::unique_ptr<PacketBoard> board;
    std::unique_ptr<Tester<PacketBoard>> ours;
    Tester<DahdiBoard>* kernels{};  // behind the kernel's spans, while they are open
    std::int64_t longest_gap_us{};
    std::int64_t longest_burst{};

    void setup() override {
        auto started = Eal::start({});
        CHECK_TEXT(!!started, started ? "" : started.error().c_str());
        eal = std::move(*started);
        auto opened = EthdevPort::open(*eal, "wire1");
        CHECK_TEXT(!!opened, opened ? "" : opened.error().c_str());
        cable.port = std::move(*opened);
    }
    void board_has(std::size_t spans, std::size_t spoken_in) {
        board = std::make_unique<PacketBoard>(packet_plan(spans), &cable);
        ours = std::make_unique<Tester<PacketBoard>>(*board);
        for (std::size_t i = 0; i < spoken_in; ++i) {
            ours->speech.push_back({.place = i, .first = wired[spoken[i]].first_channel});
        }
    }
    // Ticks in real time, as the firmware's pacer makes them.
    void pass(Ticks time) {
        auto due = Clock::now();
        auto before = due;
        std::int64_t burst = 0;
        for (; time > Ticks{}; --time) {
            due += std::chrono::milliseconds(1);
            std::this_thread::sleep_until(due);
            const auto begins = Clock::now();
            const std::int64_t gap =
                std::chrono::duration_cast<std::chrono::microseconds>(begins - before).count();
            longest_gap_us = std::max(longest_gap_us, gap);
            burst = gap < 500 ? burst + 1 : 0;
            longest_burst = std::max(longest_burst, burst);
            before = begins;
            ours->tick();
            if (kernels != nullptr) kernels->tick();
        }
    }
    // What the kernel says of all its spans from this one on.
    static void kernel_says(const char* word, bool is_said, std::size_t first = 0,
                            std::size_t end = wired.size()) {
        for (std::size_t i = first; i < end; ++i) {
            const std::string text = first_line_of(wired[i].number);
            CHECK_EQUAL_TEXT(is_said, text.find(word) != std::string::npos, text.c_str());
        }
    }
    // A DAHDI board behind so many of the kernel's spans, for a while; then `asked`.
    template <class Function>
    void with_kernels_board(std::size_t spans, Function asked) {
        const DahdiPlan plan = dahdi_plan(spans);
        const auto dahdi = std::make_unique<DahdiBoard>(plan);
        DahdiKeeper keeper(plan, dahdi->links());
        Tester<DahdiBoard> tester(*dahdi);
        for (std::size_t i = 0; i < spans; ++i) {
            tester.speech.push_back({.place = i, .first = plan.spans[i].first_line.value});
        }
        kernels = &tester;
        pass(1s);
        asked(*dahdi);
        kernels = nullptr;
    }
    [[nodiscard]] std::uint64_t slips() const {
        std::uint64_t all = 0;
        for (const SpanStatus& each : ours->status) all += each.slips;
        return all;
    }
    // For 5 s, or as many as PACKET_SECONDS says: exactly a frame a millisecond of each span of
    // eth, and of the group.
    void frames_are_counted() {
        constexpr std::uint64_t links = 3;
        const char* const wanted = std::getenv("PACKET_SECONDS");
        const Ticks time = wanted != nullptr ? Ticks{1000 * std::stoi(wanted)} : Ticks{5s};
        longest_gap_us = longest_burst = 0;
        const std::uint64_t before = cable.counts().sent;
        const std::uint64_t slipped = slips();
        const auto began = Clock::now();
        pass(time);
        const auto lasted =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
        const std::uint64_t sent = cable.counts().sent - before;
        std::cout << "\n"
                  << sent / links << " frames of each link in " << lasted.count()
                  << " ms of the guest's clock, longest gap " << longest_gap_us
                  << " us, longest burst " << longest_burst << "; whole for " << ours->least()
                  << " ms here, " << kernels->least() << " ms there; slips " << slips() - slipped
                  << "\n";
        CHECK_EQUAL(links * time.count(), sent);
        CHECK(ours->least() > 1000);
        CHECK(kernels->least() > 1000);
    }
    void speech_and_d_channels() {
        with_kernels_board(3, [&](DahdiBoard& dahdi) {
            for (const std::size_t size : {3U, 100U, 260U}) {
                for (const std::uint16_t span : d_channel_spans) {
                    CHECK(board->send_frame(frame_of(span, 0x10, size)));
                    CHECK(dahdi.send_frame(frame_of(span, 0x50, size)));
                }
            }
            frames_are_counted();
            for (const std::uint16_t span : d_channel_spans) {
                const auto here = ours->frames_of(span);
                const auto there = kernels->frames_of(span);
                CHECK_EQUAL(3, here.size());
                CHECK_EQUAL(3, there.size());
                CHECK(here.back().octets == frame_of(span, 0x50, 260).octets);
                CHECK(there.back().octets == frame_of(span, 0x10, 260).octets);
            }
        });
    }
    // Of a span's channels 1 and 31.
    void signalling_bits(std::size_t place) {
        const KernelChannel first(wired[place].kernels_first);
        const KernelChannel last(wired[place].kernels_first + 30);
        const LineId our_first{wired[place].first_channel};
        const LineId our_last{static_cast<std::uint16_t>(our_first.value + 30)};
        CHECK(board->say_bits(our_first, 0x9));
        CHECK(board->say_bits(our_last, 0x6));
        first.sends(0x5);
        last.sends(0xB);
        pass(200ms);
        CHECK_EQUAL(0x9, first.received());
        CHECK_EQUAL(0x6, last.received());
        std::map<LineId, Abcd> heard;
        BitsChange change;
        while (board->next_bits(change)) heard[change.line] = change.bits;
        CHECK_EQUAL(0x5, heard[our_first]);
        CHECK_EQUAL(0xB, heard[our_last]);
    }
    void alarms() {
        cable.we_hear = false;
        pass(t1_alarm_times.declare + 500ms);
        kernel_says("YELLOW", true);
        for (const Wired& each : wired) CHECK(ours->status[each.number].failed());
        cable.we_hear = true;
        pass(2s);
        kernel_says("YELLOW", false);
        cable.we_say = false;
        pass(5s);
        kernel_says("RED", true);
        for (const Wired& each : wired) CHECK(ours->status[each.number].remote_alarm);
        cable.we_say = true;
    }
    // The kernel's clock was the group's; now the single one's.
    void group_falls_silent() {
        board_has(2, 1);
        pass(3s);
        kernel_says("RED", false, 0, 2);
        kernel_says("RED", true, 2);
        Stranger stranger;
        CHECK(board->next_stranger(stranger));
        CHECK(stranger == Stranger::of(kernels_mac, 0x8003));
        with_kernels_board(1, [&](DahdiBoard&) {
            pass(2s);
            CHECK(ours->least() > 1000);
            CHECK(kernels->least() > 1000);
        });
    }
};

// DPDK starts once in a program, so this is one test.
TEST(PacketBoardAndKernel, talk_tdm_over_ethernet) {
    board_has(wired.size(), spoken.size());
    // Nobody has sent anything yet.
    kernel_says("RED", true);
    pass(3s);
    kernel_says("RED", false);
    for (const Wired& each : wired) CHECK_FALSE(ours->status[each.number].failed());

    speech_and_d_channels();
    signalling_bits(1);
    signalling_bits(3);
    alarms();
    group_falls_silent();
}
