// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/firmware.hpp"

#include <algorithm>

#include "tools/config/plans.hpp"
#include "tools/config/sound_banks.hpp"
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
    plan.fade = driver::Ticks{8};
    plan.conference_dbm0 = settings.conference_dbm0;
    plan.recorders = settings.recorder_channels();
    const auto countries = tone_countries_of(settings);
    plan.dtmf = settings.dtmf;
    plan.fax_ports = settings.fax.config.ports;
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            const std::size_t channels = span.kind == pbx::SpanKind::e1 ? 30 : 23;
            plan.lines.insert(plan.lines.end(), channels, span.law);
            plan.echo_tails.insert(plan.echo_tails.end(), channels, span.echo_tail);
            const auto country = std::ranges::find(countries, span.country);
            plan.tone_tables.resize(plan.lines.size(),
                                    static_cast<std::uint8_t>(country - countries.begin()));
        }
        for (const StationSettings& station : board.stations) {
            plan.lines.push_back(settings.law);
            plan.echo_tails.push_back(station.echo_tail);
        }
        plan.tone_tables.resize(plan.lines.size());  // the center's
    }
    return plan;
}

driver::Bus make_bus(const Settings& settings, const ivr_dsp::MediaSounds& sounds) {
    const auto numbering = ivr_dsp::numbering_of(media_plan(settings), sounds);
    return {numbering.slots(), numbering.transmit_ports(), numbering.media_ports()};
}

}  // namespace

Result<FirmwareSounds> FirmwareSounds::load(const Settings& settings) {
    auto prompts = open_prompt_bank(settings);
    if (!prompts) return Error{prompts.error()};
    auto music = ivr_dsp::PromptBank::open(settings.music_bank(), settings.law);
    if (!music) return Error{music.error()};
    const auto* plan = ivr_dsp::tone_plan_of(settings.country);
    INVARIANT(plan != nullptr);  // checked with the configuration
    FirmwareSounds sounds{
        std::move(*prompts), std::move(*music), ivr_dsp::CompiledTones(*plan, settings.law), {}};
    for (const std::string& country : tone_countries_of(settings)) {
        auto heard = ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of(country), settings.tones);
        if (!heard) return Error{heard.error()};
        sounds.heard.push_back(*heard);
    }
    return sounds;
}

ivr_dsp::MediaSounds FirmwareSounds::view() const {
    return {{prompts.view()}, music.view(), tones.sounds(), heard};
}

Firmware::Firmware(const Settings& settings, Boards& boards, const FirmwareSounds& sounds,
                   std::uint64_t epoch, pbx::FirmwareArena& arena)
    : arena_(arena),
      sounds_(sounds.view()),
      boards_(boards),
      clocks_(clocks_plan(settings), boards_.all()),
      queues_(std::make_unique<ivr_dsp::MediaQueues>()),
      bus_(make_bus(settings, sounds_)),
      media_(media_plan(settings), sounds_, bus_, *queues_),
      path_(bus_, media_, boards_.all(), *queues_),
      signalling_(signalling_plan(settings, epoch), boards_.all(), *queues_, arena) {
    signalling_.tell_clocks(clocks_);
}

void Firmware::pass(Ticks now) {
    signalling_.pass(now);
    boards_.tell();
    // Release: what was posted up to this tick is visible before the tick is.
    arena_.done_to_tick.store(now.count(), std::memory_order_release);
}

}  // namespace tools
