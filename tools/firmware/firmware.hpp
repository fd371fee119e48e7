// SPDX-License-Identifier: GPL-2.0-or-later
// The firmware without its program: boards, bus, media and lines of one configuration, put
// together. The program drives it with two threads; a simulation with one.
#pragma once

#include <memory>
#include <optional>

#include "driver/base/result.hpp"
#include "driver/board/clock/clocks.hpp"
#include "driver/bus/bus.hpp"
#include "ivr_dsp/media/audio_path.hpp"
#include "ivr_dsp/media/bank/listening_plan.hpp"
#include "ivr_dsp/media/bank/prompt_bank.hpp"
#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "ivr_dsp/media/media.hpp"
#include "pbx/signalling/signalling.hpp"
#include "tools/config/settings.hpp"
#include "tools/firmware/boards.hpp"

namespace tools {

using driver::Ticks;

// Prompts, music and tones in memory.
struct FirmwareSounds {
    ivr_dsp::PromptBank prompts;
    ivr_dsp::PromptBank music;
    ivr_dsp::CompiledTones tones;
    std::vector<ivr_dsp::HeardTones> heard;  // by tone_countries_of

    // Errors name the bank that is missing or damaged, and how to make it.
    static driver::Result<FirmwareSounds> load(const Settings& settings);
    [[nodiscard]] ivr_dsp::MediaSounds view() const;
};

class Firmware {
  public:
    // Everything referred to outlives the firmware.
    Firmware(const Settings& settings, Boards& boards, const FirmwareSounds& sounds,
             std::uint64_t epoch, pbx::FirmwareArena& arena);
    Firmware(const Firmware&) = delete;
    Firmware& operator=(const Firmware&) = delete;

    // Realtime thread, once a millisecond of the bus's clock.
    void tick(Ticks now) noexcept {
        clocks_.tick(now);
        path_.tick(now);
    }
    // Its punctuality, by the caller's clock.
    void measured(std::uint32_t late_us, std::uint32_t work_us) noexcept {
        path_.measured(late_us, work_us);
    }
    // Ticks due by the line that gives the clock; nothing while none does.
    [[nodiscard]] std::optional<std::size_t> waiting() const noexcept { return clocks_.waiting(); }
    // What the clock gained in the last tick, for who keeps it while no line does.
    [[nodiscard]] std::int64_t gained_ns() const noexcept { return clocks_.last_gain_ns(); }

    // Signalling thread, after each tick. Publishes `now` as done.
    void pass(Ticks now);
    void control_left() { signalling_.control_left(); }
    // Every frame of a D-channel is written there. It outlives the firmware.
    void record_frames(pbx::TraceRing& ring) { signalling_.record_frames(ring); }
    // Taps of lines go there. Before the first tick; it outlives the firmware.
    void record_taps(ivr_dsp::TapRing& ring) noexcept { media_.record_taps(ring); }
    // What the recorder's worker empties.
    [[nodiscard]] std::span<ivr_dsp::RecorderChannel> recorder_channels() noexcept {
        return media_.recorder_channels();
    }
    // What the worker of faxes serves.
    [[nodiscard]] std::span<ivr_dsp::FaxChannel> fax_channels() noexcept {
        return media_.fax_channels();
    }
    // What it also looks after: mailboxes.
    [[nodiscard]] ivr_dsp::MessageQueues& message_queues() noexcept { return queues_->messages; }
    [[nodiscard]] std::span<ivr_dsp::MessageSeat> message_seats() noexcept {
        return media_.message_seats();
    }
    [[nodiscard]] const pbx::Signalling& signalling() const { return signalling_; }
    [[nodiscard]] const driver::TickHealth& health() const noexcept { return path_.health(); }

  private:
    pbx::FirmwareArena& arena_;
    const ivr_dsp::MediaSounds sounds_;
    Boards& boards_;
    driver::Clocks clocks_;
    std::unique_ptr<ivr_dsp::MediaQueues> queues_;
    driver::Bus bus_;
    ivr_dsp::Media media_;
    ivr_dsp::AudioPath path_;
    pbx::Signalling signalling_;
};

}  // namespace tools
