// SPDX-License-Identifier: GPL-2.0-or-later
// What an exchange may say on an established D-channel: any messages at all, in any order, while
// control answers and hangs up as it pleases. Behind the guard stands libpri, which is C.
//
// An input is one octet that chooses side and switch type, then messages, each with its length
// before it. libpri cannot be unmade, so four spans live through all inputs; every input ends with
// a RESTART of all channels, after which no line may be left in use.
#include <array>
#include <memory>
#include <string_view>

#include "driver/base/invariant.hpp"
#include "tests/pbx/signalling/far_end.hpp"
#include "tests/pbx/signalling/two_ends.hpp"
#include "tests/support/fuzz.hpp"

using namespace pbx_test;
using namespace std::string_view_literals;

namespace {

class Bench {
  public:
    Bench(const LineKind& kind, pbx::Side side) : far(other(side)), kind_(kind) {
        pbx::SignallingPlan plan;
        plan.spans.push_back(span_plan(kind, side));
        plan.spans.back().overlap_receiving = side == pbx::Side::user;
        end = std::make_unique<ControlEnd>(plan, channels_of(plan.spans.back()));
        end->attach();
    }

    void run(Ticks& now, Ticks how_long) {
        for (const Ticks until = now + how_long; now < until; now += 1ms) {
            for (; !far.to_product.empty(); far.to_product.pop_front()) {
                driver::Frame frame = far.to_product.front();
                frame.span = driver::SpanId{1};
                end->board.received.push_back(frame);
            }
            end->pass(now);
            // The media, which take every order.
            for (ivr_dsp::MediaCommand order; end->media->commands.take(order);) {
            }
            for (; !end->board.sent.empty(); end->board.sent.pop_front()) {
                far.hear(end->board.sent.front());
            }
        }
    }
    // Control does to each leg it knows what `wish` says, and at last lets go of all.
    void control(std::uint8_t wish) {
        for (const auto& [value, news] : end->legs) {
            if (news.phase == LegPhase::released) continue;
            if ((wish & 1U) != 0) end->alert(news.leg);
            if ((wish & 2U) != 0) end->answer(news.leg);
            if ((wish & 4U) != 0) end->release(news.leg);
        }
        if ((wish & 24U) == 8) end->dial(LineId{static_cast<std::uint16_t>(wish % 20)}, "2000");
    }
    void clear(Ticks& now) {
        for (const auto& [value, news] : end->legs) end->release(news.leg);
        const std::uint8_t last = kind_.kind == pbx::SpanKind::e1 ? 31 : 23;
        for (std::uint8_t timeslot = 1; timeslot <= last; ++timeslot) {
            const std::array<std::uint8_t, 13> restart{
                8,    2, 0,    0,    0x46,
                0x18, 3, 0xA9, 0x83, static_cast<std::uint8_t>(0x80U | timeslot),
                0x79, 1, 0x80};
            far.say(restart);
        }
        run(now, 3ms);
        for (const auto& [value, news] : end->legs) end->release(news.leg);
        run(now, 2ms);
        end->legs.clear();
        end->heard.clear();
        far.messages.clear();
    }

    std::unique_ptr<ControlEnd> end;
    FarEnd far;

  private:
    static pbx::Side other(pbx::Side side) {
        return side == pbx::Side::user ? pbx::Side::network : pbx::Side::user;
    }
    LineKind kind_;
};

struct Benches {
    Benches() {
        pbx::use_virtual_time(1, now);
        for (auto& bench : all) bench.run(now, 2s);
    }
    Ticks now{1000};
    std::array<Bench, 4> all{
        Bench{euroisdn_e1, pbx::Side::user   },
        Bench{euroisdn_e1, pbx::Side::network},
        Bench{ni2_t1,      pbx::Side::user   },
        Bench{ni2_t1,      pbx::Side::network}
    };
};

// Made with the first input: the program has no other place for what outlives an input.
Benches& benches() {
    static Benches made;
    return made;
}

std::string story(char bench, std::initializer_list<std::string_view> messages) {
    std::string text(1, bench);
    for (const std::string_view message : messages) {
        text += static_cast<char>(message.size());
        text += message;
    }
    return text;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return -1;
    Ticks& now = benches().now;
    Bench& bench = benches().all.at(data[0] % 4);
    std::span<const std::uint8_t> rest(data + 1, size - 1);
    while (!rest.empty()) {
        const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 1);
        const auto message = rest.subspan(1, length);
        bench.far.say(message);
        bench.run(now, 2ms);
        bench.control(length > 3 ? message.back() : 0);
        bench.run(now, 1ms);
        rest = rest.subspan(1 + length);
    }
    const bool understood = !bench.far.messages.empty();
    bench.clear(now);
    INVARIANT(bench.end->every_line_free());
    INVARIANT(!bench.end->overflow);
    return understood ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    constexpr auto offer =
        "\x08\x02\x00\x07\x05\x04\x03\x80\x90\xA3\x18\x03\xA9\x83\x81\x6C\x06\x21\x81"
        "1001\x70\x05\x81"
        "2000\xA1"sv;
    constexpr auto offer_any =
        "\x08\x02\x00\x09\x05\x04\x03\x90\x90\xA2\x18\x01\xA3\x1E\x02\x82\x83\x28\x06\xB1"
        "Alice\x70\x03\x81"
        "20\x7E\x04\x04uui"sv;
    constexpr auto digits = "\x08\x02\x00\x09\x7B\x70\x03\x81\x33\x34"sv;
    constexpr auto facility =
        "\x08\x02\x00\x09\x62\x1C\x12\x9F\x8B\x01\x00\xA1\x0C\x02\x01\x01\x02\x01\x00\x80\x05"
        "Alice"sv;
    constexpr auto hang_up = "\x08\x02\x00\x07\x45\x08\x02\x81\x90\x1E\x02\x81\x88"sv;
    constexpr auto released = "\x08\x02\x00\x07\x5A\x08\x02\x81\x90"sv;
    constexpr auto status = "\x08\x02\x00\x07\x7D\x08\x02\x81\x9E\x14\x01\x0A"sv;
    constexpr auto enquiry = "\x08\x02\x00\x07\x75"sv;
    constexpr auto connected =
        "\x08\x02\x80\x01\x07\x18\x03\xA9\x83\x81\x4C\x06\x21\x81"
        "2000"sv;
    constexpr auto alerting =
        "\x08\x02\x80\x01\x01\x1E\x02\x81\x88\x74\x05\x00\x00\x80"
        "12"sv;
    constexpr auto restart = "\x08\x02\x00\x00\x46\x18\x04\xA9\x83\x01\x82\x79\x01\x80"sv;
    constexpr auto service = "\x43\x02\x00\x00\x07\x01\x01\xC0\x18\x03\xA9\x83\x81"sv;
    std::vector<std::string> all;
    for (char bench = 0; bench < 4; ++bench) {
        all.push_back(story(bench, {offer, enquiry, hang_up, released}));
        all.push_back(story(bench, {offer_any, digits, facility, status}));
        all.push_back(story(bench, {offer, connected, alerting, restart, service}));
    }
    return all;
}
