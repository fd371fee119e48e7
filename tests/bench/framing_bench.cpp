// SPDX-License-Identifier: GPL-2.0-or-later
// HDLC of a D-channel, per octet on the line: frames of 64 octets back to back, eight line octets
// at a time, as a tick brings them. The peer is libosmocore's isdnhdlc, given the same. Framing of
// an E1 with CRC-4 and a T1 with ESF and CRC-6, per line octet: each written once and read once.
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

extern "C" {
#include <osmocom/core/isdnhdlc.h>
}

#include "driver/framing/e1_framing.hpp"
#include "driver/framing/hdlc_decoder.hpp"
#include "driver/framing/hdlc_encoder.hpp"
#include "driver/framing/t1_framing.hpp"

namespace {

constexpr std::size_t frame_size = 64;
constexpr std::size_t frames = 1024;
constexpr std::size_t tick = 8;

using Octets = std::vector<std::uint8_t>;

Octets random_payload() {
    std::mt19937 chance(1);
    Octets payload(frames * frame_size);
    for (auto& octet : payload) octet = static_cast<std::uint8_t>(chance());
    return payload;
}

// Sends all frames; the line ends with the tick in which the last one ended.
std::size_t encode(const Octets& payload, Octets& line) {
    driver::HdlcEncoder encoder;
    std::size_t next = 0;
    std::size_t at = 0;
    for (bool done = false; !done; at += tick) {
        for (auto left = std::span(line).subspan(at, tick); !left.empty();) {
            if (encoder.idle()) {
                done = next == payload.size();
                if (!done) encoder.send(std::span(payload).subspan(next, frame_size));
                if (!done) next += frame_size;
            }
            left = left.subspan(encoder.fill(left));
        }
    }
    return at;
}

std::size_t decode(std::span<const std::uint8_t> line) {
    driver::HdlcDecoder decoder;
    std::size_t good = 0;
    for (std::size_t at = 0; at < line.size(); at += tick) {
        for (auto left = line.subspan(at, tick); !left.empty();) {
            left = left.subspan(decoder.read(left));
            good += decoder.frame().size() == frame_size ? 1 : 0;
        }
    }
    return good;
}

std::size_t peer_encode(const Octets& payload, Octets& line) {
    osmo_isdnhdlc_vars peer{};
    osmo_isdnhdlc_out_init(&peer, OSMO_HDLC_F_BITREVERSE);
    std::size_t next = 0;
    std::size_t at = 0;
    std::size_t sent = 0;
    while (next < payload.size()) {
        int taken = 0;
        const int made = osmo_isdnhdlc_encode(&peer, payload.data() + next + sent,
                                              static_cast<std::uint16_t>(frame_size - sent), &taken,
                                              line.data() + at, tick);
        at += static_cast<std::size_t>(made);
        sent += static_cast<std::size_t>(taken);
        if (sent == frame_size) next += frame_size;
        if (sent == frame_size) sent = 0;
    }
    for (int i = 0; i < 2; ++i) {  // FCS and flags of the last frame
        int taken = 0;
        at += static_cast<std::size_t>(
            osmo_isdnhdlc_encode(&peer, nullptr, 0, &taken, line.data() + at, tick));
    }
    return at;
}

std::size_t peer_decode(std::span<const std::uint8_t> line) {
    osmo_isdnhdlc_vars peer{};
    osmo_isdnhdlc_rcv_init(&peer, OSMO_HDLC_F_BITREVERSE);
    Octets frame(512);
    std::size_t good = 0;
    for (std::size_t at = 0; at < line.size(); at += tick) {
        for (auto left = line.subspan(at, tick); !left.empty();) {
            int taken = 0;
            const int size =
                osmo_isdnhdlc_decode(&peer, left.data(), static_cast<int>(left.size()), &taken,
                                     frame.data(), static_cast<int>(frame.size()));
            good += size == static_cast<int>(frame_size) ? 1 : 0;
            left = left.subspan(static_cast<std::size_t>(taken));
        }
    }
    return good;
}

// What a line octet took, in nanoseconds of this thread's time.
void report_nanoseconds(benchmark::State& state, std::size_t octets) {
    using Counter = benchmark::Counter;
    state.counters["value"] = Counter(static_cast<double>(octets) * 1e-9,
                                      Counter::kIsIterationInvariantRate | Counter::kInvert);
    state.SetLabel("ns");
}

template <auto Encode, auto Decode>
void measure_encoding(benchmark::State& state) {
    const auto payload = random_payload();
    Octets line(2 * payload.size());
    std::size_t size = 0;
    for (auto _ : state) benchmark::DoNotOptimize(size = Encode(payload, line));
    if (Decode(std::span(line).first(size)) != frames) state.SkipWithError("frames are missing");
    report_nanoseconds(state, size);
}

template <auto Decode>
void measure_decoding(benchmark::State& state) {
    const auto payload = random_payload();
    Octets line(2 * payload.size());
    const auto size = encode(payload, line);
    std::size_t good = 0;
    for (auto _ : state) benchmark::DoNotOptimize(good = Decode(std::span(line).first(size)));
    if (good != frames) state.SkipWithError("frames are missing");
    report_nanoseconds(state, size);
}

constexpr std::size_t ticks = 64;

template <std::size_t timeslots>
std::vector<std::array<driver::Chunk, timeslots>> random_ticks() {
    std::mt19937 chance(1);
    std::vector<std::array<driver::Chunk, timeslots>> line(ticks);
    for (auto& millisecond : line) {
        for (auto& timeslot : millisecond) {
            for (auto& octet : timeslot.octets) octet = static_cast<std::uint8_t>(chance());
        }
    }
    return line;
}

void measure_e1(benchmark::State& state) {
    auto line = random_ticks<driver::e1_timeslots>();
    driver::E1FrameWriter writer{true};
    driver::E1FrameReader reader{{.crc4 = driver::E1Crc4::on}};
    for (auto _ : state) {
        for (auto& millisecond : line) {
            writer.write(millisecond, {.e_bits = reader.e_bits()});
            reader.read(millisecond);
        }
    }
    const bool good = !reader.defects().out_of_frame && reader.counts().crc_errors == 0;
    if (!good) state.SkipWithError("the line was not read as it was written");
    report_nanoseconds(state, ticks * driver::e1_timeslots * driver::samples_per_tick);
}

void measure_t1(benchmark::State& state) {
    auto line = random_ticks<driver::t1_timeslots>();
    driver::T1FrameWriter writer;
    driver::T1FrameReader reader;
    for (auto _ : state) {
        for (auto& millisecond : line) reader.read(millisecond, writer.write(millisecond, {}));
    }
    const bool good = !reader.defects().out_of_frame && reader.counts().crc_errors == 0;
    if (!good) state.SkipWithError("the line was not read as it was written");
    report_nanoseconds(state, ticks * driver::t1_timeslots * driver::samples_per_tick);
}

BENCHMARK(measure_e1)->Name("framing.e1");
BENCHMARK(measure_t1)->Name("framing.t1");
BENCHMARK(measure_encoding<encode, peer_decode>)->Name("hdlc.encode");
BENCHMARK(measure_encoding<peer_encode, decode>)->Name("hdlc.encode|libosmocore isdnhdlc");
BENCHMARK(measure_decoding<decode>)->Name("hdlc.decode");
BENCHMARK(measure_decoding<peer_decode>)->Name("hdlc.decode|libosmocore isdnhdlc");

}  // namespace
