// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/firmware.hpp"

#include <algorithm>

#include "tools/config/plans.hpp"

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

// One board's part of the cables, its lines going on from `line`.
driver::BoardPlan board_plan(const Settings& settings, const BoardSettings& board,
                             const FirmwareCables& cables, std::size_t& span, std::size_t& station,
                             std::uint16_t& line) {
    driver::BoardPlan plan;
    for (const SpanSettings& one : board.spans) {
        plan.spans.push_back({one.id, cables.spans.at(span++), one.law, one.d_timeslot, {line}});
        line = static_cast<std::uint16_t>(line + (one.kind == pbx::SpanKind::e1 ? 30 : 23));
    }
    std::uint8_t connector = 0;
    for ([[maybe_unused]] const StationSettings& one : board.stations) {
        plan.stations.push_back(
            {{line++}, cables.stations.at(station++), settings.law, ++connector});
    }
    return plan;
}

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
          std::size_t span = 0;
          std::size_t station = 0;
          std::uint16_t line = 0;
          for (const BoardSettings& board : settings.boards) {
              boards.emplace_back(board_plan(settings, board, cables, span, station, line));
          }
          return boards;
      }()),
      board_list_([&] {
          std::vector<driver::Board*> list;
          for (auto& board : boards_) list.push_back(&board);
          return list;
      }()),
      queues_(std::make_unique<ivr_dsp::MediaQueues>()),
      bus_(make_bus(settings, sounds_)),
      media_(media_plan(settings), sounds_, bus_, *queues_),
      path_(bus_, media_, board_list_, *queues_),
      signalling_(signalling_plan(settings, epoch), board_list_, *queues_, arena) {
    for (std::size_t i = 0; i < settings.boards.size(); ++i) {
        if (settings.boards[i].clock == ClockSource::line) clocks_.push_back(board_list_[i]);
    }
}

std::optional<std::size_t> Firmware::waiting() const noexcept {
    for (const driver::Board* board : clocks_) {
        if (const auto waiting = board->waiting()) return waiting;
    }
    return std::nullopt;
}

void Firmware::pass(Ticks now) {
    signalling_.pass(now);
    // Release: what was posted up to this tick is visible before the tick is.
    arena_.done_to_tick.store(now.count(), std::memory_order_release);
}

}  // namespace tools
