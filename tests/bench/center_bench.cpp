// SPDX-License-Identifier: GPL-2.0-or-later
// The whole center, its lines and its callers on the virtual clock, in one thread.
#include <algorithm>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "tests/bench/pri_bare.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"

namespace {

using driver::Ticks;
using tools::firstcall::CallStory;
using tools::firstcall::Options;
using tools::firstcall::Show;
using tools::office::CallerScript;
using namespace std::chrono_literals;
namespace office = tools::office;

// The machine's own clock: gettimeofday is the virtual one here.
double seconds_now() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

Options center() {
    Options options;
    options.in_virtual_time = true;
    options.spans = 3;
    options.agents = 1;
    return options;
}

std::vector<CallerScript> callers(std::uint32_t count, Ticks every,
                                  const std::vector<office::ScriptStep>& steps) {
    std::vector<CallerScript> callers(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        callers[i].ani = tools::firstcall::ani_of(i + 1);
        callers[i].dnis = tools::firstcall::service_number;
        callers[i].at = (i + 1) * every;
        callers[i].steps = steps;
    }
    return callers;
}

// Plays them to the end; seconds it took. Nothing: it could not be played.
std::optional<double> play(Show& show, std::vector<CallerScript> callers) {
    if (!show.wait_for_start()) return std::nullopt;
    // Until every channel has been restarted (Q.931 §5.5): a call that comes earlier is cleared.
    for (int step = 0; step < 1000; ++step) show.step();
    const double begun = seconds_now();
    show.schedule(std::move(callers));
    while (!show.over() && show.trouble().empty()) show.step();
    const double took = seconds_now() - begun;
    const bool all_answered = std::ranges::all_of(show.book().rest(), [](const CallStory* story) {
        return story->lived->answered_at.has_value();
    });
    if (!show.trouble().empty() || !all_answered) return std::nullopt;
    return took;
}

// Dialled, answered by a menu, hung up and recorded: exchange, bus, PBX, IVR, journal, host,
// SQLite.
void set_ups(benchmark::State& state) {
    constexpr std::uint32_t calls = 2000;
    const Options options = center();
    double seconds = 0;
    std::uint32_t made = 0;
    for (auto _ : state) {
        const auto show = Show::open(options);
        // Some 100 octets a call: three D-channels carry no more than 240 calls a second.
        const auto took =
            show ? play(**show, callers(calls, 5ms, {office::ExpectAnswer{}})) : std::nullopt;
        if (!took) return state.SkipWithError("the calls could not be played");
        state.SetIterationTime(*took);
        seconds += *took;
        made += calls;
    }
    state.counters["value"] = made / seconds;
    state.SetLabel("calls/s");
}

void bare_set_ups(benchmark::State& state) {
    static bench::BarePri bare;
    int channel = 0;
    for (auto _ : state) {
        channel = channel % 15 + 1;
        if (!bare.one_call(channel)) state.SkipWithError("the call did not come about");
    }
    state.counters["value"] = benchmark::Counter(1, benchmark::Counter::kIsIterationInvariantRate);
    state.SetLabel("calls/s");
}

// From the first sample of a key's tone on the line until the menu knows the digit.
void digit_to_dialog(benchmark::State& state) {
    const Options options = center();
    std::vector<std::int64_t> ticks;
    for (auto _ : state) {
        const auto show = Show::open(options);
        const auto took =
            show ? play(**show, callers(100, 250ms,
                                        {office::ExpectAnswer{},
                                         office::ExpectPrompt{.prompt = "basic-pbx-ivr-main"},
                                         office::Wait{500ms}, office::Press{"1"}}))
                 : std::nullopt;
        if (!took) return state.SkipWithError("the calls could not be played");
        state.SetIterationTime(*took);
        for (const CallStory* story : (*show)->book().rest()) {
            if (!story->understood || !story->lived->pressed_at) continue;
            ticks.push_back(*story->understood - story->lived->pressed_at->count());
        }
    }
    if (ticks.empty()) return state.SkipWithError("no digit was understood");
    std::ranges::nth_element(ticks, ticks.begin() + std::ssize(ticks) / 2);
    state.counters["value"] = static_cast<double>(ticks[ticks.size() / 2]);
    state.SetLabel("ticks");
}

// Every channel of so many E1s has a caller who listens to a menu: framed line, board, bus, media,
// PBX, IVR, journal, host; and the exchange, which knows every sound it hears. Times as fast as
// life, on one core.
template <unsigned spans>
void full_lines(benchmark::State& state) {
    Options options = center();
    options.spans = spans;
    const std::uint32_t channels = 30 * options.spans;
    double seconds = 0;
    double lived = 0;
    for (auto _ : state) {
        const auto show = Show::open(options);
        if (!show || !(*show)->wait_for_start()) {
            return state.SkipWithError("the center did not start");
        }
        for (int step = 0; step < 1000; ++step) (*show)->step();
        (*show)->schedule(callers(channels, 10ms, {office::ExpectAnswer{}, office::Wait{60s}}));
        for (Ticks i{}; i < (channels + 300) * 10ms; i += 10ms) (*show)->step();
        const double begun = seconds_now();
        for (Ticks i{}; i < 20s; i += 10ms) (*show)->step();
        const double took = seconds_now() - begun;
        state.SetIterationTime(took);
        seconds += took;
        lived += 20;
        if (!(*show)->world().ended().empty()) return state.SkipWithError("somebody hung up");
    }
    state.counters["value"] = lived / seconds;
    state.SetLabel("x");
}

BENCHMARK(full_lines<2>)->Name("twin.60.channels")->UseManualTime()->Iterations(1);
BENCHMARK(full_lines<16>)->Name("twin.480.channels")->UseManualTime()->Iterations(1);
BENCHMARK(set_ups)->Name("pri.calls")->UseManualTime()->Iterations(1);
BENCHMARK(bare_set_ups)->Name("pri.calls|libpri alone, both ends");
BENCHMARK(digit_to_dialog)->Name("digit.to.dialog")->UseManualTime()->Iterations(1);

}  // namespace
