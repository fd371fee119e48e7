// SPDX-License-Identifier: GPL-2.0-or-later
// Appending a typical event, as control does it: encoded, summed, published. The keeper's work
// (segments, the disk) is in its own thread in real life and not measured here. The peer is the
// least any journal in mapped memory must do: copy octets as many into the same segments.
#include <chrono>
#include <cstring>
#include <optional>

#include <benchmark/benchmark.h>
#include <time.h>

#include "pbx/journal/codec.hpp"
#include "pbx/journal/journal.hpp"
#include "tests/support/child.hpp"

namespace {

constexpr int batch = 1000;

pbx::Event established() {
    pbx::CallEstablished event;
    event.contact = {pbx::ContactId{4711},
                     "2125550100",
                     "8005550199",
                     "Alexandra Caller",
                     driver::Ticks(86'400'000),
                     {}};
    event.contact.data.push_back({"account", "47110815"});
    event.call = pbx::CallId{815};
    event.leg = driver::LegId::outgoing(driver::LineId{33}, 9);
    event.device = {driver::LineId{33}, driver::SpanId{2}, 2, "2044"};
    event.agent = "ann";
    event.queue = "sales";
    event.rang = driver::Ticks(4200);
    return event;
}

pbx::JournalOptions options_in(const support::ScratchDirectory& scratch) {
    return {
        .directory = scratch.path() / "journal",
        .sync_period = std::chrono::milliseconds(0),
        .retention = {.segments = 1, .octets = 0}
    };
}

// Of this thread: other programs of the machine do not count.
double seconds_worked() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// `work` does one batch and is timed; the keeper's part in between is not.
template <class Work, class Keep>
void measure(benchmark::State& state, Work&& work, Keep&& keep) {
    double seconds = 0;
    double records = 0;
    for (auto _ : state) {
        const double start = seconds_worked();
        work();
        const double spent = seconds_worked() - start;
        state.SetIterationTime(spent);
        seconds += spent;
        records += batch;
        keep();
    }
    state.counters["value"] = seconds * 1e9 / records;
    state.SetLabel("ns");
}

void journal_append(benchmark::State& state) {
    const support::ScratchDirectory scratch;
    auto journal = pbx::Journal::open(options_in(scratch));
    if (!journal) return state.SkipWithError(journal.error().c_str());
    const pbx::Event event = established();
    measure(
        state,
        [&] {
            for (int i = 0; i < batch; ++i) journal->writer().append(driver::Ticks(i), event);
        },
        [&] {
            journal->writer().replay_starts_here();
            journal->keeper().work();
        });
    if (journal->keeper().counters().waits > 0) state.SkipWithError("the keeper was late");
}

void journal_copy(benchmark::State& state) {
    const support::ScratchDirectory scratch;
    const pbx::Event event = established();
    std::vector<std::byte> record(pbx::record_octets(pbx::encoded_size(event)));
    const std::size_t size = pbx::JournalOptions{}.segment_octets;
    std::optional<pbx::Segment> segment;
    std::byte* at = nullptr;
    const auto make_segment = [&] {
        const auto left = segment ? segment->octets().data() + size - at : 0;
        if (left > static_cast<std::ptrdiff_t>(record.size() * batch)) return;
        auto made = pbx::Segment::make(scratch.path(), 1, size, false);
        if (!made) return state.SkipWithError(made.error().c_str());
        // As the keeper does; where the limit forbids it, neither is locked.
        [[maybe_unused]] const bool locked = made->lock();
        at = made->octets().data() + pbx::segment_header_octets;
        segment.emplace(*std::move(made));
    };
    make_segment();
    if (!segment) return;
    measure(
        state,
        [&] {
            for (int i = 0; i < batch; ++i, at += record.size()) {
                std::memcpy(at, record.data(), record.size());
                benchmark::ClobberMemory();
            }
        },
        make_segment);
}

}  // namespace

BENCHMARK(journal_append)->Name("journal.append")->UseManualTime();
BENCHMARK(journal_copy)->Name("journal.append|memcpy")->UseManualTime();
