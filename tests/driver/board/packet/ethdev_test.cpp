// SPDX-License-Identifier: GPL-2.0-or-later
// Boards on DPDK's ports: two rings end to end, and the kernel's own Ethernet between two network
// interfaces. A program has DPDK once, so each test is a program of its own.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <rte_eth_ring.h>
#include <rte_lcore.h>
#include <rte_ring.h>
#include <sched.h>
#include <unistd.h>

#include "driver/board/packet/dpdk/ethdev_port.hpp"
#include "driver/board/packet/dpdk/port_checks.hpp"
#include "tests/driver/board/packet/two_boards.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using namespace std::chrono_literals;
using driver::Chunk;
using driver::Eal;
using driver::EthdevPort;
using driver::PacketFormat;
using driver::Ticks;

namespace {

constexpr int cannot = 77;  // this machine lets nobody do that

// What a child complains of goes to standard error: its checks are not the test's.
int wrong(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    return 1;
}

// A board on a port of DPDK, and its bus.
struct BoardOnPort {
    driver::PacketBoard board;
    std::vector<const Chunk*> talk{std::vector<const Chunk*>(board.channels().size())};
    std::vector<Chunk*> send{std::vector<Chunk*>(board.channels().size())};
    Chunk says{driver::alaw_silence};
    std::vector<driver::SpanStatus> status;
    std::size_t frames{};
    Ticks now{};

    BoardOnPort(const driver::PacketBoardPlan& plan, driver::Port& port)
        : board(plan, &port), status(plan.spans.size() + 1) {}
    void tick() {
        board.receive(now, talk, send);
        for (Chunk* const chunk : send) *chunk = says;
        board.transmit(now);
        driver::SpanStatus news;
        while (board.next_status(news)) status[news.span.value] = news;
        driver::Frame frame;
        while (board.next_frame(frame)) ++frames;
        ++now;
    }
    [[nodiscard]] bool hears(const Chunk& chunk) {
        board.receive(now, talk, send);
        bool all = true;
        for (const Chunk* const each : talk) all = all && *each == chunk;
        board.transmit(now);
        ++now;
        return all;
    }
};

// A span of each format.
driver::PacketBoardPlan plan_to(driver::MacAddress far, bool mirrored) {
    driver::PacketBoardPlan plan;
    std::uint16_t number = 0;
    for (const PacketFormat format :
         {PacketFormat::eth, PacketFormat::ethmf, PacketFormat::satop, PacketFormat::cesopsn}) {
        driver::PacketSpanPlan one = packet_test::span_plan(format, ++number);
        if (mirrored) one = packet_test::mirrored(one);
        one.tdmoe.far = far;
        plan.spans.push_back(one);
    }
    return plan;
}

// They talk for a while, and a frame goes over each D-channel.
void talk(BoardOnPort& near, BoardOnPort& far, std::chrono::microseconds pace) {
    for (int tick = 0; tick < 1500; ++tick) {
        if (tick == 1400) {
            for (auto& octet : near.says.octets) octet = 0x17;
            for (auto& octet : far.says.octets) octet = 0x42;
            driver::Frame frame{.span = {1}, .size = 30, .octets = {}};
            for (; frame.span.value <= 4; ++frame.span.value) {
                static_cast<void>(far.board.send_frame(frame));
            }
        }
        near.tick();
        far.tick();
        if (pace > 0us) std::this_thread::sleep_for(pace);
    }
}

// Two boards on these ports; 0 if all they should hear is heard.
int hear_each_other(driver::Port& near_port, driver::Port& far_port,
                    std::chrono::microseconds pace) {
    BoardOnPort near(plan_to(far_port.address(), false), near_port);
    BoardOnPort far(plan_to(near_port.address(), true), far_port);
    talk(near, far, pace);
    for (std::size_t span = 1; span <= 4; ++span) {
        const bool fails = near.status[span].failed() || far.status[span].failed();
        if (fails) return wrong("span " + std::to_string(span) + " fails");
    }
    if (near.frames != 4) return wrong(std::to_string(near.frames) + " frames of D-channels");
    if (!near.hears(far.says) || !far.hears(near.says)) return wrong("somebody is not heard");
    const driver::PortCounts counts = near_port.counts();
    // UDP's first frames wait for ARP.
    const auto expected = std::uint64_t{1501} * 4;
    if (counts.sent < expected - 20 || counts.sent > expected + 4) {
        return wrong(std::to_string(counts.sent) + " frames sent");
    }
    return counts.no_room == 0 && counts.not_sent == 0 ? 0 : wrong("frames were not sent");
}

int talk_over_rings() {
    auto eal = Eal::start({.pci = {}, .ports = 2});
    if (!eal) return wrong(eal.error());
    rte_ring* rings[2] = {rte_ring_create("there", 1024, 0, 0),
                          rte_ring_create("back", 1024, 0, 0)};
    const int near = rte_eth_from_rings("net_ring_near", &rings[0], 1, &rings[1], 1, 0);
    const int far = rte_eth_from_rings("net_ring_far", &rings[1], 1, &rings[0], 1, 0);
    if (near < 0 || far < 0) return wrong("no ring ports");
    auto near_port = EthdevPort::use(**eal, static_cast<std::uint16_t>(near));
    auto far_port = EthdevPort::use(**eal, static_cast<std::uint16_t>(far));
    if (!near_port) return wrong(near_port.error());
    if (!far_port) return wrong(far_port.error());
    return hear_each_other(**near_port, **far_port, 0us);
}

// A network of its own; false: not allowed.
bool leave_network() {
    return unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}
int shell(const char* command) {
    return std::system(command);
}

// A port that a board has is no other's, and goes on.
int open_twice() {
    if (!leave_network() ||
        shell("ip link add line0 type veth peer name line1 && ip link set line0 up && "
              "ip link set line1 up") != 0) {
        return cannot;
    }
    auto eal = Eal::start({.pci = {}, .ports = 3});
    if (!eal) return wrong(eal.error());
    auto near_port = EthdevPort::open(**eal, "line0");
    auto far_port = EthdevPort::open(**eal, "line1");
    if (!near_port) return wrong(near_port.error());
    if (!far_port) return wrong(far_port.error());
    const auto again = EthdevPort::open(**eal, "line0");
    if (again) return wrong("opened twice");
    if (again.error().find("another board's") == std::string::npos) return wrong(again.error());
    return hear_each_other(**near_port, **far_port, 300us);
}

// On the last processor that it may use; whoever called keeps all.
int start_on_the_last_processor() {
    cpu_set_t all;
    if (sched_getaffinity(0, sizeof all, &all) != 0) return cannot;
    int last = CPU_SETSIZE - 1;
    while (!CPU_ISSET(last, &all)) --last;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    if (sched_setaffinity(0, sizeof one, &one) != 0) return cannot;
    const auto eal = Eal::start({});
    if (!eal) return wrong(eal.error());
    const cpu_set_t dpdk = rte_lcore_cpuset(rte_get_main_lcore());
    if (CPU_EQUAL(&dpdk, &one) == 0) return wrong("DPDK runs elsewhere");
    cpu_set_t after;
    if (sched_getaffinity(0, sizeof after, &after) != 0) return cannot;
    return CPU_EQUAL(&after, &one) != 0 ? 0 : wrong("the thread has other processors");
}

int talk_over_interfaces() {
    if (!leave_network() ||
        shell("ip link add line0 type veth peer name line1 && ip link set line0 up && "
              "ip link set line1 up") != 0) {
        return cannot;
    }
    auto eal = Eal::start({.pci = {}, .ports = 2});
    if (!eal) return wrong(eal.error());
    auto near_port = EthdevPort::open(**eal, "line0");
    auto far_port = EthdevPort::open(**eal, "line1");
    if (!near_port) return wrong(near_port.error());
    if (!far_port) return wrong(far_port.error());
    return hear_each_other(**near_port, **far_port, 300us);
}

int says(const driver::Result<void>& result, const char* expected) {
    if (result) return wrong("no error where one was expected: " + std::string(expected));
    return result.error().find(expected) != std::string::npos ? 0 : wrong(result.error());
}

}  // namespace

TEST_GROUP(Ethdev) {
    std::string nothing;  // what every fixture begins with

    static int outcome(int (*body)()) {
        return support::Child(body).wait();
    }
    static void may_be_skipped(int status) {
        if (status == cannot) {
            UT_PRINT("skipped: this user may not make a network of its own");
        } else {
            CHECK_EQUAL(0, status);
        }
    }
};

TEST(Ethdev, boards_talk_over_rings_without_any_right) {
    const int status = outcome([] {
        if (geteuid() == 0 && setuid(65'534) != 0) return wrong("cannot be nobody");
        return talk_over_rings();
    });
    CHECK_EQUAL(0, status);
}

TEST(Ethdev, boards_talk_over_interfaces_of_the_kernel) {
    may_be_skipped(outcome(talk_over_interfaces));
}

TEST(Ethdev, a_port_that_is_opened_twice_is_an_error_and_the_first_goes_on) {
    may_be_skipped(outcome(open_twice));
}

TEST(Ethdev, dpdk_runs_on_a_processor_that_is_allowed) {
    may_be_skipped(outcome(start_on_the_last_processor));
}

TEST(Ethdev, an_interface_that_cannot_be_used_is_told_with_its_remedy) {
    CHECK_EQUAL(0, says(driver::check_port("nosuch0"), "there is no network interface nosuch0"));
    may_be_skipped(outcome([] {
        if (!leave_network() || shell("ip link add line0 type veth peer name line1") != 0) {
            return cannot;
        }
        return says(driver::check_port("line0"), "ip link set line0 up");
    }));
    const int status = outcome([] {
        if (geteuid() == 0 && setuid(65'534) != 0) return wrong("cannot be nobody");
        return says(driver::check_port("lo"), "cap_net_raw");
    });
    CHECK_EQUAL(0, status);
}

TEST(Ethdev, a_card_that_is_not_there_is_told_with_its_remedy) {
    CHECK(driver::port_kind("0000:03:00.0") == driver::PortKind::pci);
    CHECK(driver::port_kind("enp3s0") == driver::PortKind::interface);
    CHECK(driver::port_kind("net_tap0,iface=lines") == driver::PortKind::virtual_device);
    CHECK_EQUAL(0, says(driver::check_port("ffff:03:00.0"), "lspci -D"));
}

TEST(Ethdev, a_device_dpdk_does_not_know_is_an_error_and_no_end) {
    CHECK_EQUAL(
        0, outcome([] {
            auto eal = Eal::start({});
            if (!eal) return wrong(eal.error());
            const auto port = EthdevPort::open(**eal, "net_nosuch0");
            if (port) return wrong("opened");
            return port.error().find("net_nosuch0") != std::string::npos ? 0 : wrong(port.error());
        }));
}
