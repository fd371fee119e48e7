// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-firmware: boards, bus, media and lines. Two threads: one for the tick, which never
// blocks but on the clock, and this one for signalling. Links libpri, so the program as a whole is
// GPL-2.0.
#include <atomic>
#include <optional>
#include <thread>

#include <pthread.h>
#include <sys/mman.h>

#include "driver/base/arena.hpp"
#include "driver/base/log.hpp"
#include "driver/board/cable_file.hpp"
#include "driver/board/run_folder.hpp"
#include "ivr_dsp/media/tap/tap_file.hpp"
#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "pbx/signalling/trace/trace_file.hpp"
#include "tools/config/plans.hpp"
#include "tools/firmware/fax_thread.hpp"
#include "tools/firmware/firmware.hpp"
#include "tools/firmware/pacer.hpp"
#include "tools/firmware/recorder_thread.hpp"
#include "tools/program/program.hpp"

namespace {

using driver::Error;
using driver::Result;
using driver::Ticks;

// The cables of the run folder, by the names of the configuration.
struct CableFiles {
    std::vector<driver::CableEnd<driver::E1Cable>> e1;
    std::vector<driver::CableEnd<driver::T1Cable>> t1;
    std::vector<driver::CableEnd<driver::LoopCable>> loops;
    tools::FirmwareCables cables;
};

// Keeps the file of a cable that could be opened, and what a board uses of it.
template <class End, class Used>
Result<void> keep(Result<End> cable, std::vector<End>& files, std::vector<Used>& used) {
    if (!cable) return Error{cable.error()};
    used.emplace_back(cable->get());
    files.push_back(std::move(*cable));
    return {};
}

Result<CableFiles> open_cables(const tools::Settings& settings) {
    CableFiles files;
    for (const auto& board : settings.boards) {
        if (!tools::has_cables(board)) continue;
        for (const auto& span : board.spans) {
            const bool is_e1 = span.kind == pbx::SpanKind::e1;
            const auto kept = is_e1 ? keep(driver::open_e1_cable(settings.run, span.cable),
                                           files.e1, files.cables.spans)
                                    : keep(driver::open_t1_cable(settings.run, span.cable),
                                           files.t1, files.cables.spans);
            if (!kept) return Error{kept.error()};
        }
        for (const auto& station : board.stations) {
            const auto kept = keep(driver::open_loop_cable(settings.run, station.cable),
                                   files.loops, files.cables.stations);
            if (!kept) return Error{kept.error()};
        }
    }
    return files;
}

// A fixed priority keeps the tick punctual on a busy machine. Without the right to it the tick is
// later more often, and says so.
void become_realtime(std::thread& thread) {
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) {
        driver::log_warning("firmware",
                            "memory cannot be locked: a page fault may delay a tick "
                            "(give it CAP_IPC_LOCK or raise the memlock limit)");
    }
    const sched_param priority{50};
    if (pthread_setschedparam(thread.native_handle(), SCHED_FIFO, &priority) != 0) {
        driver::log_warning("firmware",
                            "no realtime priority: ticks will be late more often (give "
                            "it CAP_SYS_NICE or raise the rtprio limit)");
    }
}

// The realtime thread. `done` is the last tick that is over.
void run_ticks(tools::Firmware& firmware, Ticks first, std::atomic<std::int64_t>& done) {
    tools::Pacer pacer(tools::machine_ns());
    Ticks tick = first;
    while (!tools::stop_asked()) {
        const std::int64_t now = tools::machine_ns();
        if (const auto later = pacer.wait_until(now, firmware.waiting())) {
            tools::sleep_until_ns(*later);
            continue;
        }
        firmware.tick(tick);
        pacer.gained(firmware.gained_ns());
        const std::int64_t worked = tools::machine_ns() - now;
        firmware.measured(static_cast<std::uint32_t>(pacer.late_ns() / 1000),
                          static_cast<std::uint32_t>(worked / 1000));
        // Release: what the tick left in the queues is visible before its number.
        done.store(tick.count(), std::memory_order_release);
        ++tick;
    }
}

void serve_control(driver::ArenaOwner& arena, tools::Firmware& firmware) {
    switch (arena.serve()) {
        case driver::ArenaOwner::Guest::arrived:
            driver::log_info("firmware", "control has attached");
            break;
        case driver::ArenaOwner::Guest::left:
            driver::log_warning("firmware", "control has gone; calls in progress go on");
            firmware.control_left();
            break;
        case driver::ArenaOwner::Guest::nothing_new:
            break;
    }
}

// The signalling thread: a pass after each tick. `trace` may be nullptr.
void run_signalling(driver::ArenaOwner& arena, tools::Firmware& firmware,
                    const std::atomic<std::int64_t>& done, pbx::TraceRing* trace) {
    constexpr int passes_per_clock_mark = 1000;
    int passes_to_mark = 0;
    std::int64_t passed = 0;
    std::int64_t next = tools::machine_ns();
    while (!tools::stop_asked()) {
        serve_control(arena, firmware);
        const std::int64_t tick = done.load(std::memory_order_acquire);
        if (tick != passed) {
            if (trace != nullptr && passes_to_mark-- == 0) {
                trace->set_clock(Ticks{tick}, tools::utc_us());
                passes_to_mark = passes_per_clock_mark;
            }
            firmware.pass(Ticks{tick});
            arena.ring();
            passed = tick;
        }
        next = std::max(next + tools::Pacer::tick_ns, tools::machine_ns());
        tools::sleep_until_ns(next);
    }
}

// Calls go on on a disk, too, but stand still whenever it does.
Result<void> make_run_folder(const std::filesystem::path& folder) {
    auto made = driver::make_run_folder(folder);
    if (made && !driver::lies_in_memory(folder)) {
        driver::log_warning("firmware",
                            "the run folder {} is on a disk: whenever that is slow, calls are "
                            "silent (remove the folder while the center is down: it is made in "
                            "memory then; or choose one in memory, such as /run/trunkline)",
                            folder.string());
    }
    return made;
}

// Calls go on without a trace.
pbx::TraceFile open_trace(const tools::Settings& settings) {
    auto file = pbx::open_trace(settings.trace_ring());
    if (file) return std::move(*file);
    driver::log_error("firmware", "D-channel frames are not traced: {}", file.error());
    return {nullptr, [](pbx::TraceRing*) {}};
}

// Calls go on without taps.
ivr_dsp::TapFile open_taps(const tools::Settings& settings) {
    auto file = ivr_dsp::open_taps(settings.tap_ring());
    if (file) return std::move(*file);
    driver::log_error("firmware", "lines cannot be listened to: {}", file.error());
    return {nullptr, [](ivr_dsp::TapRing*) {}};
}

// Calls go on without recordings. Without the key there are none: they would not be sealed.
std::optional<ivr_dsp::RecorderPlan> plan_recordings(tools::Settings& settings) {
    if (settings.recorder_channels() == 0) return std::nullopt;
    auto plan = tools::recorder_plan(settings);
    if (plan) return std::move(*plan);
    driver::log_error("firmware", "nothing is recorded: {}", plan.error());
    settings.recording.channels = 0;
    settings.voicemail.channels = 0;
    return std::nullopt;
}

Result<void> run(const std::string& file) {
    auto settings = tools::settings_on_disk(file);
    if (!settings) return Error{settings.error()};
    auto made = make_run_folder(settings->run);
    if (!made) return made;
    const auto sounds = tools::FirmwareSounds::load(*settings);
    if (!sounds) return Error{sounds.error()};
    auto cables = open_cables(*settings);
    if (!cables) return Error{cables.error()};
    auto arena = driver::ArenaOwner::make(
        settings->firmware_socket(),
        driver::layout_of<pbx::FirmwareArena, pbx::DownBody, pbx::UpBody>("firmware"));
    if (!arena) return Error{arena.error()};

    const Ticks first = tools::machine_ticks();
    const auto epoch = static_cast<std::uint64_t>(tools::utc_us());
    tools::Boards boards(*settings, cables->cables, epoch);
    pbx::use_virtual_time(epoch, first);
    const auto clock = pbx::self_test_clock();
    if (!clock) return Error{clock.error()};

    const pbx::TraceFile trace = open_trace(*settings);
    const ivr_dsp::TapFile taps = open_taps(*settings);
    auto recordings = plan_recordings(*settings);
    auto& contents = driver::construct_in<pbx::FirmwareArena>(*arena);
    tools::Firmware firmware(*settings, boards, *sounds, epoch, contents);
    if (trace) firmware.record_frames(*trace);
    if (taps) firmware.record_taps(*taps);
    std::atomic<std::int64_t> done{first.count() - 1};
    std::optional<tools::RecorderThread> recorder;
    if (recordings) {
        recorder.emplace(std::move(*recordings), firmware, done);
    }
    std::optional<tools::FaxThread> faxes;
    if (settings->fax.config.ports > 0) {
        faxes.emplace(tools::fax_plan(*settings), firmware.fax_channels(), done);
    }
    std::thread ticks([&] { run_ticks(firmware, first, done); });
    become_realtime(ticks);
    driver::log_info("firmware", "runs {} lines",
                     settings->boards.empty() ? 0 : tools::line_book(*settings).all().size());
    run_signalling(*arena, firmware, done, trace.get());
    ticks.join();
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    return tools::run_with_configuration("trunkline-firmware",
                                         "Boards, bus, media and lines of a Trunkline call center.",
                                         argc, argv, run);
}
