// SPDX-License-Identifier: GPL-2.0-or-later
// What a menu costs control. Nobody to compare with: VoiceXML browsers fetch documents and speak.
#include <string>

#include <benchmark/benchmark.h>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/speech_rules.hpp"

namespace {

using ivr_dsp::dialog::Menus;
using ivr_dsp::dialog::PromptIndex;
using ivr_dsp::dialog::Session;

PromptIndex prompts() {
    std::string contents = "trunkline-prompts 1 1\n0 1000 menu\n1 500 ask\n";
    int position = 2;
    for (const std::string_view piece : ivr_dsp::dialog::english_rules.all()) {
        contents += std::to_string(position++) + " 400 " + std::string(piece) + "\n";
    }
    auto index = PromptIndex::parse(contents);
    INVARIANT(static_cast<bool>(index));
    return *std::move(index);
}

// The menu "plain" needs no script engine, "counted" does before it asks.
const char* const plain =
    "<vxml version='2.1'><menu id='main'><prompt><audio src='menu'/></prompt>"
    "<choice dtmf='1' next='#account'/><choice dtmf='2' next='#main'/></menu>"
    "<form id='account'><field name='account' type='digits?length=8'>"
    "<prompt><audio src='ask'/></prompt><filled><transfer dest='queue:sales'/></filled>"
    "</field></form></vxml>";
const char* const counted =
    "<vxml version='2.1'><form id='main'><block><if cond='session.position &gt; 1'>"
    "<prompt><value expr='session.position'/></prompt></if></block>"
    "<field name='choice'><grammar mode='dtmf'>1|2</grammar><prompt><audio src='ask'/></prompt>"
    "<filled><if cond=\"choice == '1'\"><goto next='#main'/></if></filled></field></form></vxml>";

struct Office {
    PromptIndex index = prompts();
    Menus menus;

    Office() {
        INVARIANT(static_cast<bool>(menus.load("plain", plain, index)));
        INVARIANT(static_cast<bool>(menus.load("counted", counted, index)));
    }
    Session call(const char* menu) const {
        return Session(menus, index, menu,
                       {
                           {"ani",      "2025550100"},
                           {"position", "21"        }
        });
    }
};

void report_us(benchmark::State& state, double steps) {
    state.counters["value"] = benchmark::Counter(
        steps * 1e-6, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetLabel("us");
}

// A caller reaches a menu: the session is made, starts, and is given up.
void start(benchmark::State& state, const char* menu) {
    const Office office;
    for ([[maybe_unused]] auto _ : state) {
        Session session = office.call(menu);
        benchmark::DoNotOptimize(session.start());
    }
    report_us(state, 1);
}

// One key in a running menu, the answer it completes included.
void digits(benchmark::State& state, const char* menu, std::string_view keys) {
    const Office office;
    Session session = office.call(menu);
    session.start();
    for ([[maybe_unused]] auto _ : state) {
        for (const char key : keys) benchmark::DoNotOptimize(session.digit(key));
    }
    report_us(state, static_cast<double>(keys.size()));
}

void load(benchmark::State& state) {
    const PromptIndex index = prompts();
    for ([[maybe_unused]] auto _ : state) {
        Menus menus;
        INVARIANT(static_cast<bool>(menus.load("plain", plain, index)));
    }
    report_us(state, 1);
}

BENCHMARK_CAPTURE(start, plain, "plain")->Name("dialog.start");
BENCHMARK_CAPTURE(start, counted, "counted")->Name("dialog.start.expressions");
BENCHMARK_CAPTURE(digits, plain, "plain", "2")->Name("dialog.digit");
BENCHMARK_CAPTURE(digits, counted, "counted", "1")->Name("dialog.digit.expressions");
BENCHMARK(load)->Name("dialog.load");

}  // namespace
