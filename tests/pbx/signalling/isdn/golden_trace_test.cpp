// SPDX-License-Identifier: GPL-2.0-or-later
// What libpri 1.6.0 puts on an E1's D-channel, octet for octet: two D-channels back to back over a
// line without delay. The octets were taken from bare libpri, not from this wrapper.
#include <deque>
#include <string>
#include <vector>

#include "driver/base/log.hpp"
#include "pbx/signalling/isdn/d_channel.hpp"
#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "tests/pbx/signalling/two_ends.hpp"

#include <CppUTest/TestHarness.h>

using namespace pbx_test;
using pbx::IsdnEvent;
using pbx::IsdnNews;

namespace {

std::string hex(const driver::Frame& frame) {
    std::string text;
    for (const std::uint8_t octet : frame.view()) {
        constexpr char digits[] = "0123456789ABCDEF";
        if (!text.empty()) text += ' ';
        text += digits[octet >> 4U];
        text += digits[octet & 0x0FU];
    }
    return text;
}

struct Peer final : pbx::IsdnEvents {
    explicit Peer(pbx::Side side) : channel(span_plan(euroisdn_e1, side), *this) {}
    void happened(const IsdnEvent& event) override { events.push_back(event); }
    [[nodiscard]] std::string story() const {
        std::string text;
        for (const IsdnEvent& event : events) text += std::string(name_of(event.news)) + " ";
        return text;
    }
    std::vector<IsdnEvent> events;
    pbx::DChannel channel;
};

}  // namespace

TEST_GROUP(GoldenTrace) {
    void setup() override {
        pbx::use_virtual_time(1, now);
    }
    void teardown() override {
        pbx::use_real_time(1);
    }

    // Carries one frame each way at a time until the line is quiet, and writes down what passed.
    void exchange(Peer & cpe, Peer & net) {
        for (bool quiet = false; !quiet;) {
            quiet = true;
            quiet = !carry("CPE> ", cpe, net) && quiet;
            quiet = !carry("NET> ", net, cpe) && quiet;
        }
    }
    bool carry(const std::string& who, Peer& from, Peer& to) {
        const driver::Frame* frame = from.channel.to_send();
        if (frame == nullptr) return false;
        const driver::Frame copy = *frame;
        from.channel.sent();
        trace.push_back(who + hex(copy));
        to.channel.receive(copy);
        return true;
    }
    void passes(Peer & cpe, Peer & net, Ticks how_long) {
        for (const Ticks end = now + how_long; now < end;) {
            now += 1ms;
            pbx::set_virtual_time(now);
            cpe.channel.run();
            net.channel.run();
            exchange(cpe, net);
        }
    }
    // The next lines of the trace, from where the last expectation ended, are exactly these; lines
    // of the two directions may pass each other.
    void said(const std::string& who, const std::vector<std::string>& frames) {
        std::vector<std::string> heard;
        for (const std::string& line : trace) {
            if (line.rfind(who, 0) == 0) heard.push_back(line.substr(who.size()));
        }
        std::size_t& from = who == "CPE> " ? cpe_read : net_read;
        for (const std::string& frame : frames) {
            CHECK_TRUE(from < heard.size());
            STRCMP_EQUAL(frame.c_str(), heard[from++].c_str());
        }
    }

    Ticks now{1000};
    std::vector<std::string> trace;
    std::size_t cpe_read{};
    std::size_t net_read{};
};

TEST(GoldenTrace, of_a_whole_call_a_restart_and_an_idle_poll) {
    Peer cpe(pbx::Side::user);
    Peer net(pbx::Side::network);
    exchange(cpe, net);
    said("CPE> ", {"00 01 7F", "02 01 73"});
    said("NET> ", {"02 01 7F", "00 01 73"});

    pbx::Dial dial;
    dial.called = "2000";
    dial.calling = "1001";
    dial.name = "Alice";  // EuroISDN does not let the user's side send it
    q931_call* const out = cpe.channel.setup(dial, 1);
    exchange(cpe, net);
    said("CPE> ", {"00 01 00 00 08 02 00 01 05 04 03 80 90 A3 18 03 A9 83 81 6C 06 21 81 31 30 30 "
                   "31 70 05 81 32 30 30 30 A1"});
    said("NET> ", {"00 01 01 02"});
    const IsdnEvent ring = net.events.back();
    CHECK(ring.news == IsdnNews::offered);
    LONGS_EQUAL(1, ring.channel);
    CHECK(ring.complete && ring.audio && !ring.flexible);

    net.channel.proceeding(ring.call, 1);
    net.channel.alert(ring.call, 1);
    exchange(cpe, net);
    said("NET> ",
         {"02 01 00 02 08 02 80 01 02 18 03 A9 83 81", "02 01 02 02 08 02 80 01 01 1E 02 81 88"});
    said("CPE> ", {"02 01 01 02", "02 01 01 04"});

    net.channel.connect(ring.call, 1);
    exchange(cpe, net);
    said("NET> ", {"02 01 04 02 08 02 80 01 07 18 03 A9 83 81"});
    said("CPE> ", {"00 01 02 06 08 02 00 01 0F"});

    CHECK(cpe.channel.hang_up(out, Cause::normal_clearing));
    exchange(cpe, net);
    said("CPE> ", {"00 01 04 06 08 02 00 01 45 08 02 81 90"});
    said("NET> ", {"00 01 01 04", "00 01 01 06", "02 01 06 06 08 02 80 01 4D 08 02 81 90"});
    said("CPE> ", {"02 01 01 08", "00 01 06 08 08 02 00 01 5A 08 02 81 90"});

    CHECK_FALSE(cpe.channel.knows(out));

    cpe.channel.restart(5);
    exchange(cpe, net);
    said("CPE> ", {"00 01 08 08 08 02 00 00 46 18 03 A9 83 85 79 01 80"});
    said("NET> ", {"00 01 01 08", "02 01 08 0A 08 02 80 00 4E 18 03 A9 83 85 79 01 80"});

    STRCMP_EQUAL("link_up proceeding alerting answered cleared restart_acknowledged ",
                 cpe.story().c_str());
    STRCMP_EQUAL("link_up offered hung_up cleared restarted ", net.story().c_str());

    passes(cpe, net, 11s);
    STRCMP_EQUAL("CPE> 00 01 01 0B", trace[trace.size() - 4].c_str());
    STRCMP_EQUAL("NET> 02 01 01 0B", trace[trace.size() - 3].c_str());
}

TEST(GoldenTrace, the_same_seed_gives_the_same_frames) {
    const auto run = [] {
        TwoEnds line;
        std::string frames;
        line.to_network.tamper = [&](driver::Frame& frame) { frames += hex(frame) + "\n"; };
        line.link_up();
        for (int i = 0; i < 5; ++i) {
            const TwoEnds::Call call = line.talk(line.user, line.network);
            line.run(3s);
            line.user.release(call.calling);
            line.run(50ms);
            line.network.release(call.called);
            line.run(50ms);
        }
        return frames;
    };
    const std::string first = run();
    CHECK(first.size() > 1000);
    STRCMP_EQUAL(first.c_str(), run().c_str());
}
