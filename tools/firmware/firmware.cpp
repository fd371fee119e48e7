// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/firmware.hpp"

#include <algorithm>

#include "tools/config/plans.hpp"
#include "tools/firmware/clocks_plan.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

ivr_dsp::MediaPlan media_plan(const Settings& settings) {
    ivr_dsp::MediaPlan plan;
    plan.law = settings.law;
    plan.voice_ports = settings.voice_ports;
    plan.conferences = settings.conferences;
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            const std::size_t channels = span.kind == pbx::SpanKind::e1 ? 30 : 23;
            plan.lines.insert(plan.lines.end(), channels, span.law);
        }
        plan.lines.insert(plan.lines.end(), board.stations.size(), settings.law);
    }
    return plan;
}

driver::Bus make_bus(const Settings& settings, const ivr_dsp::MediaSounds& sounds) {
    const auto numbering = ivr_dsp::numbering_of(media_plan(settings), sounds);
    return {numbering.slots(), numbering.transmit_ports(), numbering.media_ports()};
}

driver::E1Crc4 crc4_of(LineFraming framing) {
    if (framing == LineFraming::crc4) return driver::E1Crc4::on;
    if (framing == LineFraming::no_crc4) return driver::E1Crc4::off;
    return driver::E1Crc4::automatic;
}

// Lines and connectors, counted board by board.
class BoardPlans {
  public:
    BoardPlans(const Settings& settings, const FirmwareCables& cables, std::uint64_t epoch)
        : settings_(settings), cables_(cables), second_of_day_(second_of_day(epoch)) {}

    driver::BoardPlan next(const BoardSettings& board) {
        driver::BoardPlan plan{.spans = {}, .stations = {}, .second_of_day = second_of_day_};
        for (const SpanSettings& one : board.spans) plan.spans.push_back(next(one));
        std::uint8_t connector = 0;
        for (std::size_t left = board.stations.size(); left > 0; --left) {
            plan.stations.push_back(
                {{line_++}, cables_.stations.at(station_++), settings_.law, ++connector});
        }
        return plan;
    }

  private:
    // An epoch is when the firmware started: microseconds of UTC.
    static std::uint32_t second_of_day(std::uint64_t epoch) {
        return static_cast<std::uint32_t>(epoch / 1'000'000 % 86'400);
    }

    driver::SpanPlan next(const SpanSettings& span) {
        driver::SpanPlan plan;
        plan.id = span.id;
        plan.cable = cables_.spans.at(span_++);
        plan.law = span.law;
        plan.d_timeslot = span.d_timeslot;
        plan.first_line = {line_};
        plan.crc4 = crc4_of(span.framing);
        plan.framing =
            span.framing == LineFraming::sf ? driver::T1Framing::sf : driver::T1Framing::esf;
        plan.own_clock = has_own_clock(span);
        plan.alarm_times = span.alarm_times;
        plan.ses_threshold = span.ses_threshold;
        plan.answers_loop_codes = span.answers_loop_codes;
        plan.answered_loop_lasts = span.answered_loop_lasts;
        line_ = static_cast<std::uint16_t>(line_ + (span.kind == pbx::SpanKind::e1 ? 30 : 23));
        return plan;
    }

    const Settings& settings_;
    const FirmwareCables& cables_;
    std::uint32_t second_of_day_;
    std::size_t span_{};
    std::size_t station_{};
    std::uint16_t line_{};
};

}  // namespace

Result<FirmwareSounds> FirmwareSounds::load(const Settings& settings) {
    auto prompts = ivr_dsp::PromptBank::open(settings.prompt_bank(), settings.law);
    if (!prompts) return Error{prompts.error()};
    auto music = ivr_dsp::PromptBank::open(settings.music_bank(), settings.law);
    if (!music) return Error{music.error()};
    const auto* plan = ivr_dsp::tone_plan_of(settings.country);
    INVARIANT(plan != nullptr);  // checked with the configuration
    return FirmwareSounds{std::move(*prompts), std::move(*music),
                          ivr_dsp::CompiledTones(*plan, settings.law)};
}

ivr_dsp::MediaSounds FirmwareSounds::view() const {
    return {{prompts.view()}, music.view(), tones.sounds()};
}

Firmware::Firmware(const Settings& settings, const FirmwareCables& cables,
                   const FirmwareSounds& sounds, std::uint64_t epoch, pbx::FirmwareArena& arena)
    : arena_(arena),
      sounds_(sounds.view()),
      boards_([&] {
          std::deque<driver::SimulatedBoard> boards;
          BoardPlans plans(settings, cables, epoch);
          for (const BoardSettings& board : settings.boards) boards.emplace_back(plans.next(board));
          return boards;
      }()),
      board_list_([&] {
          std::vector<driver::Board*> list;
          list.reserve(boards_.size());
          for (auto& board : boards_) list.push_back(&board);
          return list;
      }()),
      clocks_(clocks_plan(settings), board_list_),
      queues_(std::make_unique<ivr_dsp::MediaQueues>()),
      bus_(make_bus(settings, sounds_)),
      media_(media_plan(settings), sounds_, bus_, *queues_),
      path_(bus_, media_, board_list_, *queues_),
      signalling_(signalling_plan(settings, epoch), board_list_, *queues_, arena) {
    signalling_.tell_clocks(clocks_);
}

void Firmware::pass(Ticks now) {
    signalling_.pass(now);
    // Release: what was posted up to this tick is visible before the tick is.
    arena_.done_to_tick.store(now.count(), std::memory_order_release);
}

}  // namespace tools
