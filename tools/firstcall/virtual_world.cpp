// SPDX-License-Identifier: GPL-2.0-or-later
// One process, one thread, one clock that goes as fast as it can: office → firmware → control →
// host, a tick at a time. The same classes as in the programs.
#include <filesystem>

#include "driver/base/mailbox.hpp"
#include "host_bridge/host_bridge.hpp"
#include "host_bridge/journal_log.hpp"
#include "pbx/journal/journal.hpp"
#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "pbx/signalling/trace/trace_file.hpp"
#include "tools/config/plans.hpp"
#include "tools/control/journal_writer.hpp"
#include "tools/control/replay_journal.hpp"
#include "tools/firmware/fax_thread.hpp"
#include "tools/firmware/firmware.hpp"
#include "tools/firmware/pacer.hpp"
#include "tools/firmware/recorder_thread.hpp"
#include "tools/firstcall/world.hpp"
#include "tools/program/version.hpp"

namespace tools::firstcall {

using driver::Error;
using driver::Result;
using driver::Ticks;

namespace {

constexpr std::uint64_t firmware_epoch = 1;
constexpr std::int64_t utc_at_start_us = 1'767'225'600'000'000;  // 2026-01-01
constexpr Ticks ticks_per_step{10};
constexpr Ticks mark_every{60'000};
constexpr Ticks keep_every{50};
constexpr Ticks recorder_every{100};
constexpr std::uint64_t records_between_rests = 5'000;

class VirtualInbox final : public host_bridge::Inbox {
  public:
    bool post(const pbx::HostCommand& command) override { return queue_.post(command); }
    [[nodiscard]] std::uint64_t control_life() const override { return 1; }
    bool take(pbx::HostCommand& command) { return queue_.take(command); }

  private:
    driver::Mailbox<pbx::HostCommand, 256> queue_;
};

class Ended final : public office::OfficeEvents {
  public:
    void noticed(const office::Notice&) override {}
    void call_ended(const office::CallExperience& experience) override {
        calls.push_back(experience);
    }
    void phone_ended(const office::PhoneExperience& use) override { phones.push_back(use); }
    std::vector<office::CallExperience> calls;
    std::vector<office::PhoneExperience> phones;
};

// All cables of a scene, in memory.
struct Wires {
    std::vector<std::unique_ptr<driver::E1Cable>> e1;
    std::vector<std::unique_ptr<driver::T1Cable>> t1;
    std::vector<std::unique_ptr<driver::LoopCable>> stations;
    SceneCables ends;

    // All that waits for the center is lost.
    void skip_to_present() const {
        for (const auto& cable : e1) cable->from_far.skip_to_present();
        for (const auto& cable : t1) cable->from_far.skip_to_present();
        for (const auto& cable : stations) cable->from_far.skip_to_present();
    }

    explicit Wires(const Scene& scene) {
        for (const SpanSettings* span : spans_of(scene.settings)) {
            ends.ids.push_back(span->id);
            if (span->kind == pbx::SpanKind::t1) {
                ends.spans.emplace_back(t1.emplace_back(std::make_unique<driver::T1Cable>()).get());
            } else {
                ends.spans.emplace_back(e1.emplace_back(std::make_unique<driver::E1Cable>()).get());
            }
        }
        for (std::size_t i = 0; i < scene.stations.size(); ++i) {
            stations.push_back(std::make_unique<driver::LoopCable>());
            ends.stations.push_back(stations.back().get());
        }
    }
};

pbx::JournalOptions journal_options(const Scene& scene) {
    pbx::JournalOptions options;
    options.directory = scene.settings.journal.directory;
    options.segment_octets = scene.settings.journal.segment_octets;
    options.sync_period = std::chrono::milliseconds(0);
    options.retention.segments = 1'000'000;  // the whole run
    options.epoch = 1;
    options.boot = 1;
    return options;
}

class VirtualWorld final : public World {
  public:
    VirtualWorld(const Scene& scene, const Options& options, FirmwareSounds sounds,
                 pbx::Journal journal, pbx::TraceFile trace)
        : wires_(scene),
          sounds_(std::move(sounds)),
          trace_(std::move(trace)),
          arena_(std::make_unique<pbx::FirmwareArena>()),
          journal_(std::move(journal)),
          writer_(journal_.writer()),
          control_(std::make_unique<acd::Control>(center_config, writer_)),
          directory_(scene.settings.journal.directory) {
        pbx::use_virtual_time(options.seed, Ticks{0});
    }

    Result<void> start(const Scene& scene, const Options& options, const office::Soundbook& book) {
        boards_.emplace(scene.settings, FirmwareCables{wires_.ends.spans, wires_.ends.stations},
                        firmware_epoch);
        firmware_ =
            std::make_unique<Firmware>(scene.settings, *boards_, sounds_, firmware_epoch, *arena_);
        auto recordings = recorder_plan(scene.settings);
        if (!recordings) return Error{recordings.error()};
        recorder_.emplace(std::move(*recordings), firmware_->recorder_channels(),
                          firmware_->message_queues(), firmware_->message_seats());
        faxes_.emplace(fax_plan(scene.settings), firmware_->fax_channels());
        trace_->set_clock(Ticks{0}, utc_at_start_us);
        firmware_->record_frames(*trace_);
        const auto configured = read_configuration(scene.config);
        if (!configured) return Error{configured.error()};
        pbx::Began began;
        began.epoch = 1;
        began.seed = options.seed;
        began.version = version;
        (void)control_->take(now_, began);
        auto taken = control_->take(now_, *configured);
        if (!taken) return taken;
        (void)control_->take(now_, pbx::ClockMark{utc_at_start_us});
        arena_->control_generation = 2;  // attached, once and for all
        auto office = make_office(scene, options, book, wires_.ends, ended_);
        if (!office) return Error{office.error()};
        office_ = std::move(*office);
        auto log = host_bridge::JournalLog::open(scene.settings.journal.directory);
        if (!log) return Error{log.error()};
        log_ = std::move(*log);
        auto bridge = host_bridge::HostBridge::open(scene.settings.host, *log_, inbox_, moment());
        if (!bridge) return Error{bridge.error()};
        bridge_ = std::move(*bridge);
        session_.emplace(bridge_->local_session(std::string(client_name), moment()));
        return {};
    }

    void step() override {
        for (Ticks i{}; i < ticks_per_step; ++i) tick();
        bridge_->poll(moment());
    }

    void exchange(Crm& crm) override {
        session_->receive(crm.take_output(), moment());
        session_->poll(moment(), true);
        std::string out;
        session_->fill(out, std::size_t{1} << 20U);
        crm.hear(out);
    }

    Ticks now() override { return office_->now(); }
    bool office_ready() override { return office_->ready(); }
    bool office_idle() override { return office_->idle(); }
    bool lamp_is_lit(const std::string& station) override {
        return office_->station(station)->lamp_is_lit();
    }
    void schedule(std::vector<office::CallerScript> callers) override {
        for (auto& caller : callers) office_->call(std::move(caller));
    }
    Result<void> disturb(driver::SpanId span, const driver::LineFaults& faults) override {
        return disturb_line(wires_.ends, span, faults);
    }
    void disturb(driver::SpanId span, const office::TrunkFaults& faults) override {
        disturb_trunk(*office_, span, faults);
    }
    void run_clock(driver::SpanId span, const office::TrunkClockSetup& clock) override {
        run_trunk_clock(*office_, span, clock);
    }
    void disturb(const office::OfficeFaults& faults) override { office_->disturb(faults); }
    Result<void> pull_board(std::size_t board, bool out) override {
        if (board >= boards_->all().size()) return Error{"there is no such board"};
        if (!boards_->pull(board, out)) return Error{"only a simulated board can be pulled out"};
        return {};
    }
    Result<void> stall(Ticks time, bool missed) override {
        stalled_ = time;
        misses_ = missed;
        return {};
    }
    // Nothing it had not journalled is missed: messages wait in the mailbox, commands in the inbox.
    Result<void> kill_control() override {
        control_ = std::make_unique<acd::Control>(center_config, writer_);
        const auto report = replay_journal(*control_, directory_, rested_at_ + 1, writer_);
        if (!report) return Error{report.error()};
        if (!report->difference.empty()) return Error{report->difference};
        (void)control_->take(now_, pbx::Resumed{std::string(version)});
        arena_->control_generation += 2;  // another control is attached
        return {};
    }
    std::vector<office::CallExperience> ended() override { return std::exchange(ended_.calls, {}); }
    std::vector<office::PhoneExperience> used_phones() override {
        return std::exchange(ended_.phones, {});
    }
    office::OfficeSummary summary() override { return office_->summary(); }

  private:
    void tick() {
        ++nominal_now_;
        office_->tick();
        const std::int64_t now_ns = nominal_now_.count() * Pacer::tick_ns;
        if (stalled_ > Ticks{}) {
            if (--stalled_ > Ticks{}) return;
            if (misses_) {
                wires_.skip_to_present();
                pacer_ = Pacer(now_ns);
            }
        }
        // By its own clock, which may be another than the office's.
        while (!pacer_.wait_until(now_ns, firmware_->waiting())) center_tick();
    }
    void center_tick() {
        ++now_;
        firmware_->tick(now_);
        pacer_.gained(firmware_->gained_ns());
        const auto late_us = static_cast<std::uint32_t>(pacer_.late_ns() / 1000);
        if (late_us > 0) firmware_->measured(late_us, 0);
        firmware_->pass(now_);
        if (now_ % recorder_every == Ticks{0}) recorder_->pass({now_, moment().utc_us});
        if (now_ % ivr_dsp::FaxWorker::pass_every == Ticks{0}) faxes_->pass(now_);
        control_->take_messages(*arena_);
        pbx::HostCommand command;
        while (inbox_.take(command)) (void)control_->take(now_, command);
        control_->advance(now_);
        if (now_ % mark_every == Ticks{0}) {
            (void)control_->take(now_, pbx::ClockMark{moment().utc_us});
        }
        rest_if_due();
        control_->post_orders(*arena_);
        if (now_ % keep_every == Ticks{0}) journal_.keeper().work();
    }

    [[nodiscard]] host_bridge::Moment moment() const {
        return {now_, utc_at_start_us + nominal_now_.count() * 1000};
    }

    void rest_if_due() {
        const std::uint64_t written = journal_.writer().last_in();
        if (written - rested_at_ < records_between_rests || !control_->at_rest()) return;
        rested_at_ = written;
        journal_.writer().replay_starts_here();
        (void)control_->take(now_, control_->rested());
    }

    Ticks nominal_now_{};  // milliseconds of the office and the world
    Ticks now_{};          // the center's, which the firmware counts
    Pacer pacer_{Pacer::tick_ns};
    Ticks stalled_{};  // that it will still stand still
    bool misses_{};    // what comes meanwhile
    Wires wires_;
    FirmwareSounds sounds_;
    pbx::TraceFile trace_;
    std::unique_ptr<pbx::FirmwareArena> arena_;
    std::optional<Boards> boards_;
    std::unique_ptr<Firmware> firmware_;
    std::optional<ivr_dsp::RecorderWorker> recorder_;
    std::optional<ivr_dsp::FaxWorker> faxes_;
    Ended ended_;
    std::unique_ptr<office::Office> office_;
    pbx::Journal journal_;
    JournalWriter writer_;
    std::unique_ptr<acd::Control> control_;
    std::filesystem::path directory_;
    VirtualInbox inbox_;
    std::unique_ptr<host_bridge::JournalLog> log_;
    std::unique_ptr<host_bridge::HostBridge> bridge_;
    std::optional<host_bridge::JsonSession> session_;
    std::uint64_t rested_at_{};  // in record
};

}  // namespace

Result<std::unique_ptr<World>> make_virtual_world(const Scene& scene, const Options& options,
                                                  const office::Soundbook& book) {
    auto sounds = FirmwareSounds::load(scene.settings);
    if (!sounds) return Error{sounds.error()};
    auto journal = pbx::Journal::open(journal_options(scene));
    if (!journal) return Error{journal.error()};
    auto trace = pbx::open_trace(scene.settings.trace_ring());
    if (!trace) return Error{trace.error()};
    auto world = std::make_unique<VirtualWorld>(scene, options, std::move(*sounds),
                                                std::move(*journal), std::move(*trace));
    const auto started = world->start(scene, options, book);
    if (!started) return Error{started.error()};
    return std::unique_ptr<World>(std::move(world));
}

}  // namespace tools::firstcall
