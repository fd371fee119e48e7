// SPDX-License-Identifier: GPL-2.0-or-later
// A small exchange for tests of what is heard: a board with telephones on it, the bus, the media
// and the tick, told what to do as the signalling thread tells it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

#include "driver/board/board.hpp"
#include "driver/bus/bus.hpp"
#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/media/audio_path.hpp"
#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "ivr_dsp/media/media.hpp"

namespace support {

using driver::Chunk;
using driver::Law;
using driver::LineId;
using driver::Source;
using driver::Ticks;
using driver::VoicePortId;

constexpr Chunk voice(std::uint8_t octet) {
    return driver::filled(octet);
}

// A board whose lines end in telephones: what is said into each, what is heard from each.
class Telephones final : public driver::Board {
  public:
    Telephones(LineId first, const std::vector<Law>& laws)
        : mouths(laws.size()), ears(laws.size()) {
        for (std::size_t i = 0; i < laws.size(); ++i) {
            const auto line = static_cast<std::uint16_t>(first.value + i);
            channels_.push_back({LineId{line}, laws[i], driver::SpanId{1}, 1});
            mouths[i] = driver::silence(laws[i]);
        }
    }
    std::span<const driver::Channel> channels() const noexcept override { return channels_; }
    void receive(Ticks, std::span<const Chunk*> talk, std::span<Chunk*> send) noexcept override {
        for (std::size_t i = 0; i < mouths.size(); ++i) {
            talk[i] = &mouths[i];
            send[i] = &ears[i];
        }
    }
    void transmit(Ticks) noexcept override { ++transmitted; }
    std::optional<driver::LineClock> line_clock(driver::SpanId) const noexcept override {
        return std::nullopt;
    }
    void run_by(const driver::BusClock&) noexcept override {}
    bool next_frame(driver::Frame&) noexcept override { return false; }
    bool send_frame(const driver::Frame&) noexcept override { return false; }
    bool next_hook(driver::HookChange&) noexcept override { return false; }
    bool ring(LineId, bool) noexcept override { return false; }
    bool speak_on_hook(LineId) noexcept override { return false; }
    bool next_bits(driver::BitsChange&) noexcept override { return false; }
    bool say_bits(LineId, driver::Abcd) noexcept override { return false; }
    bool next_status(driver::SpanStatus&) noexcept override { return false; }
    bool test(const driver::SpanOrder&) noexcept override { return false; }
    bool next_test(driver::SpanTest&) noexcept override { return false; }
    bool next_performance(driver::SpanPerformance&) noexcept override { return false; }

    std::vector<Chunk> mouths;
    std::vector<Chunk> ears;
    int transmitted{};

  private:
    std::vector<driver::Channel> channels_;
};

// A bank of clips whose octets tell which chunk of which clip they are.
class TestBank {
  public:
    TestBank(std::uint16_t generation, Law law, std::initializer_list<std::uint32_t> lengths)
        : generation_(generation), law_(law) {
        for (const std::uint32_t length : lengths) {
            places_.push_back({static_cast<std::uint32_t>(chunks_.size()), length});
            for (std::uint32_t i = 0; i < length; ++i) chunks_.push_back(next_chunk());
        }
    }
    [[nodiscard]] ivr_dsp::BankView view() const { return {generation_, law_, places_, chunks_}; }
    [[nodiscard]] const Chunk& chunk(std::size_t clip, std::size_t ms) const {
        return chunks_[places_[clip].first + ms];
    }

  private:
    Chunk next_chunk() {
        Chunk chunk = driver::filled(static_cast<std::uint8_t>(places_.size()));
        chunk.octets[6] = static_cast<std::uint8_t>(chunks_.size() >> 8U);
        chunk.octets[7] = static_cast<std::uint8_t>(chunks_.size());
        return chunk;
    }

    std::uint16_t generation_;
    Law law_;
    std::vector<ivr_dsp::ClipPlace> places_;
    std::vector<Chunk> chunks_;
};

inline Chunk other_law_chunk(Law from, Chunk chunk) {
    for (auto& octet : chunk.octets) octet = ivr_dsp::other_law_octet(from, octet);
    return chunk;
}

// A voice that is one and the same sample all the time.
inline Chunk level(Law law, int sample) {
    return driver::filled(ivr_dsp::octet_from(law, static_cast<std::int16_t>(sample)));
}
inline int heard_level(Law law, const Chunk& chunk) {
    return ivr_dsp::linear_from(law, chunk.octets[0]);
}

// What is done to sound on its way.
struct Care {
    std::vector<std::optional<ivr_dsp::EchoTail>> echo_tails{};
    std::optional<float> conference_dbm0{};
    ivr_dsp::DtmfRules dtmf{};
};

class Exchange {
  public:
    static constexpr std::uint16_t generation = 7;

    explicit Exchange(const std::vector<Law>& lines = std::vector<Law>(8, Law::alaw),
                      Law law = Law::alaw, driver::ConferenceRooms rooms = {2},
                      Ticks fade = Ticks{0}, const Care& care = {})
        : prompts(generation, law, {5, 3, 0, 40}),
          music(1, law, {10, 7, 0}),
          tones(*ivr_dsp::tone_plan_of("cn"), law),
          plan{lines, law,      4, rooms, fade, 3, {}, care.echo_tails, care.conference_dbm0,
               2,     care.dtmf},
          sounds{{prompts.view()}, music.view(), tones.sounds()},
          board(LineId{0}, lines),
          bus(numbering().slots(), numbering().transmit_ports(), numbering().media_ports(), law),
          media(plan, sounds, bus, *queues),
          path(bus, media, boards, *queues) {}

    [[nodiscard]] ivr_dsp::BusNumbering numbering() const {
        return ivr_dsp::numbering_of(plan, sounds);
    }

    // ── what the signalling thread says ──
    void order(const ivr_dsp::MediaCommand& command) {
        if (!queues->commands.post(command)) ++unposted;
    }
    void listen(int line, Source source) { order(driver::Listen{line_listener(line), source}); }
    void bridge(int one, int other) {
        listen(one, line_source(other));
        listen(other, line_source(one));
    }
    // A conference seat hears the line, and the line hears the seat.
    void seat(int conference, int seat, int line) {
        const auto place = static_cast<std::uint8_t>(seat);
        const auto index = static_cast<std::uint16_t>(conference);
        order(driver::Listen{
            {driver::ListenerKind::conference, place, index},
            line_source(line)
        });
        listen(line, {driver::SourceKind::conference, place, index});
    }
    void leave(int conference, int seat, int line) {
        order(driver::Listen{
            {driver::ListenerKind::conference, static_cast<std::uint8_t>(seat),
             static_cast<std::uint16_t>(conference)},
            Source::none()
        });
        listen(line, Source::none());
    }
    void play(int port, std::uint32_t number, const std::vector<int>& clips, bool append = false,
              std::uint16_t of_generation = generation) {
        ivr_dsp::Play play{
            port_id(port), number, append, static_cast<std::uint8_t>(clips.size()), {}};
        for (std::size_t i = 0; i < clips.size(); ++i) {
            play.clips[i] = {of_generation, static_cast<std::uint16_t>(clips[i])};
        }
        order(play);
    }
    void append(int port, std::uint32_t number, const std::vector<int>& clips) {
        play(port, number, clips, true);
    }
    void stop(int port) { order(ivr_dsp::StopPlay{port_id(port)}); }
    void listen_for_digits(int line, bool on = true) {
        order(ivr_dsp::ListenForDigits{line_id(line), on});
    }

    // ── what happens on the lines ──
    void says(int line, const Chunk& chunk) {
        board.mouths[static_cast<std::size_t>(line)] = chunk;
    }
    void tick(int times = 1) {
        for (int i = 0; i < times; ++i) {
            path.tick(now);
            ++now;
        }
    }
    [[nodiscard]] const Chunk& hears(int line) const {
        return board.ears[static_cast<std::size_t>(line)];
    }

    // ── what the signalling thread is told ──
    template <class Event>
    std::vector<Event> told() {
        std::vector<Event> all;
        ivr_dsp::MediaEvent event;
        while (queues->events.take(event)) {
            if (const auto* one = std::get_if<Event>(&event)) all.push_back(*one);
        }
        return all;
    }

    static LineId line_id(int line) { return {static_cast<std::uint16_t>(line)}; }
    static VoicePortId port_id(int port) { return {static_cast<std::uint16_t>(port)}; }
    static Source line_source(int line) { return Source::line(line_id(line)); }
    static Source voice_source(int port) { return Source::voice(port_id(port)); }
    static driver::Listener line_listener(int line) {
        return driver::Listener::line(line_id(line));
    }

    TestBank prompts;  // clips of 5, 3, 0 and 40 ms
    TestBank music;    // streams of 10, 7 and 0 ms
    ivr_dsp::CompiledTones tones;
    ivr_dsp::MediaPlan plan;
    ivr_dsp::MediaSounds sounds;
    Telephones board;
    std::vector<driver::Board*> boards{&board};
    std::unique_ptr<ivr_dsp::MediaQueues> queues = std::make_unique<ivr_dsp::MediaQueues>();
    driver::Bus bus;
    ivr_dsp::Media media;
    ivr_dsp::AudioPath path;
    Ticks now{0};
    int unposted{};
};

}  // namespace support
