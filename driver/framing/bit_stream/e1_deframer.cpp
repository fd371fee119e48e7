// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/bit_stream/e1_deframer.hpp"

namespace driver {
namespace {

constexpr std::uint64_t frame_bits = 256;
constexpr std::uint64_t tick_bits = frame_bits * samples_per_tick;
constexpr std::uint64_t hunt_bits = 2 * frame_bits + 8;  // two FAS
constexpr std::uint8_t fas = 0x1B;
constexpr std::uint8_t fas_bits = 0x7F;
constexpr std::uint8_t nfas_bit_2 = 0x40;

}  // namespace

E1Deframer::E1Deframer(E1ReaderOptions options) noexcept
    : reader_(options), automatic_(options.crc4 == E1Crc4::automatic) {}

void E1Deframer::put(std::span<const std::uint8_t, octets_per_tick> line) noexcept {
    bits_.put(line);
    if (!reading_.hunting) {
        all_ones_ = {};
        return;
    }
    std::array<Chunk, e1_timeslots> unaligned{};
    for (std::size_t i = 0; i < octets_per_tick; ++i) {
        unaligned[i % e1_timeslots].octets[i / e1_timeslots] = line[i];
    }
    all_ones_.read(unaligned);
}

bool E1Deframer::next() noexcept {
    const bool was_hunting = reading_.hunting;
    Progress progress = Progress::moved;
    while (progress == Progress::moved) progress = advance(reading_, reader_);
    if (progress == Progress::needs_bits) return false;
    if (!automatic_) return true;
    if (was_hunting || reader_.multiframe().state() != E1Multiframe::State::searching) {
        begin_elsewhere();
    } else {
        const auto ours = millisecond_;  // both use it
        look_elsewhere();
        millisecond_ = ours;
    }
    return true;
}

FrameDefects E1Deframer::defects() const noexcept {
    FrameDefects defects = reader_.defects();
    defects.alarm_indication = reading_.hunting && all_ones_.seen();
    return defects;
}

// Where a frame alignment begins, at or after the present place; false if bits are missing.
bool E1Deframer::hunt(Reading& reading) const noexcept {
    for (; reading.at + hunt_bits <= bits_.end(); ++reading.at) {
        if ((bits_.octet(reading.at) & fas_bits) != fas) continue;
        if ((bits_.octet(reading.at + frame_bits) & nfas_bit_2) == 0) continue;
        if ((bits_.octet(reading.at + 2 * frame_bits) & fas_bits) == fas) return true;
    }
    return false;
}

E1Deframer::Progress E1Deframer::advance(Reading& reading, E1FrameReader& reader) noexcept {
    if (reading.hunting) {
        if (!hunt(reading)) return Progress::needs_bits;
        reading.hunting = false;
    }
    if (reading.at + tick_bits > bits_.end()) return Progress::needs_bits;
    take_millisecond(reading.at);
    reading.at += frame_bits * reader.read_until_lost(millisecond_);
    if (reader.has_basic_alignment()) return Progress::millisecond;
    reading.at -= frame_bits - 1;
    reading.hunting = true;
    return Progress::moved;
}

void E1Deframer::look_elsewhere() noexcept {
    while (elsewhere_.at < reading_.at) {
        if (advance(elsewhere_, elsewhere_reader_) == Progress::needs_bits) return;
        if (elsewhere_reader_.multiframe().state() != E1Multiframe::State::aligned) continue;
        reader_.take_over(elsewhere_reader_);
        reading_ = elsewhere_;
        return;
    }
}

void E1Deframer::begin_elsewhere() noexcept {
    elsewhere_ = {.at = reading_.at, .hunting = true};
    elsewhere_reader_ = E1FrameReader{{.crc4 = E1Crc4::on}};
}

void E1Deframer::take_millisecond(std::uint64_t at) noexcept {
    for (std::size_t k = 0; k < samples_per_tick; ++k) {
        for (std::size_t t = 0; t < e1_timeslots; ++t, at += 8) {
            millisecond_[t].octets[k] = bits_.octet(at);
        }
    }
}

}  // namespace driver
