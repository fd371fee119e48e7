// SPDX-License-Identifier: GPL-2.0-or-later
// Call set-up and clearing over a primary rate link, both sides together, in microseconds a call:
// libpri alone (pri.bare), and the product's D-channels back to back with libpri alone as the peer
// of the same run (pri.wrapped): what the guard, the copying of events and the bookkeeping cost.
#include <string>

#include <benchmark/benchmark.h>

#include "pbx/signalling/isdn/d_channel.hpp"
#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "tests/bench/pri_bare.hpp"

namespace {

void report_microseconds(benchmark::State& state) {
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(1e-6, Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("us");
}

void bare_call(benchmark::State& state) {
    // Kept: libpri cannot be unmade, and a benchmark may be begun several times.
    static bench::BarePri bare;
    int channel = 0;
    for (auto _ : state) {
        channel = channel % 15 + 1;
        if (!bare.one_call(channel)) state.SkipWithError("the call did not come about");
    }
    report_microseconds(state);
}

class Party final : public pbx::IsdnEvents {
  public:
    explicit Party(pbx::Side side) : channel(plan(side), *this) {}

    void happened(const pbx::IsdnEvent& event) override {
        if (event.news == pbx::IsdnNews::offered) {
            channel.proceeding(event.call, event.channel);
            channel.alert(event.call, event.channel);
            channel.connect(event.call, event.channel);
        }
        answered = answered || event.news == pbx::IsdnNews::answered;
        cleared = cleared || event.news == pbx::IsdnNews::cleared;
    }
    bool deliver_to(Party& other) {
        bool any = false;
        while (const driver::Frame* frame = channel.to_send()) {
            const driver::Frame copy = *frame;
            channel.sent();
            other.channel.receive(copy);
            any = true;
        }
        return any;
    }

    bool answered{};
    bool cleared{};
    pbx::DChannel channel;

  private:
    static pbx::SpanPlan plan(pbx::Side side) {
        pbx::SpanPlan plan;
        plan.span = driver::SpanId{1};
        plan.side = side;
        return plan;
    }
};

void settle(Party& user, Party& network) {
    while (user.deliver_to(network) | network.deliver_to(user)) {
    }
}

void wrapped_call(benchmark::State& state) {
    static Party user(pbx::Side::user);
    static Party network(pbx::Side::network);
    settle(user, network);
    pbx::Dial dial;
    dial.called = "2000";
    dial.calling = "1001";
    int channel = 0;
    for (auto _ : state) {
        channel = channel % 15 + 1;
        user.answered = user.cleared = false;
        q931_call* const call = user.channel.setup(dial, channel);
        settle(user, network);
        static_cast<void>(user.channel.hang_up(call, pbx::Cause::normal_clearing));
        settle(user, network);
        if (!user.answered || !user.cleared) state.SkipWithError("the call did not come about");
    }
    report_microseconds(state);
}

BENCHMARK(bare_call)->Name("pri.bare");
BENCHMARK(wrapped_call)->Name("pri.wrapped");
BENCHMARK(bare_call)->Name("pri.wrapped|libpri alone");

}  // namespace
