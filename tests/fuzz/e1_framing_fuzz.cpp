// SPDX-License-Identifier: GPL-2.0-or-later
// What may come on an E1: any bits at all, aligned to octets or not.
#include <array>
#include <span>

#include "driver/base/invariant.hpp"
#include "driver/framing/bit_stream/e1_deframer.hpp"
#include "driver/framing/e1_cas.hpp"
#include "tests/support/fuzz.hpp"

namespace {

using Line = std::array<driver::Chunk, 32>;
constexpr std::size_t tick = 256;

std::string framed(bool with_crc4, std::size_t first_octet) {
    driver::E1FrameWriter writer{with_crc4};
    driver::E1CasWriter signalling;
    std::string octets;
    for (int ms = 0; ms < 10; ++ms) {
        Line line{};
        line.fill(driver::filled(0xD5));
        signalling.write(line[16], false);
        writer.write(line, {.remote_alarm = ms > 6});
        for (std::size_t k = 0; k < 8; ++k) {
            for (const auto& timeslot : line) octets += static_cast<char>(timeslot.octets[k]);
        }
    }
    return octets.substr(first_octet);
}

void check(const driver::E1FrameReader& reader, std::size_t milliseconds) {
    const auto counts = reader.counts();
    INVARIANT(counts.fas_errors <= 4 * milliseconds && counts.crc_errors <= milliseconds);
    INVARIANT(counts.losses_of_frame <= 8 * milliseconds);
    INVARIANT(counts.far_end_errors <= 2 * milliseconds);
    INVARIANT(reader.defects().out_of_frame || reader.has_basic_alignment());
    INVARIANT(!reader.defects().out_of_frame || !reader.defects().remote_alarm);
}

// Aligned to octets; true if it was ever in frame.
bool read_aligned(std::span<const std::uint8_t> octets, driver::E1Crc4 mode) {
    driver::E1FrameReader reader{
        {.crc4 = mode, .nfas_can_lose = true}
    };
    driver::E1CasReader signalling;
    bool in_frame = false;
    for (std::size_t ms = 1; octets.size() >= tick; octets = octets.subspan(tick), ++ms) {
        Line line{};
        for (std::size_t i = 0; i < tick; ++i) line[i % 32].octets[i / 32] = octets[i];
        reader.read(line);
        check(reader, ms);
        in_frame = in_frame || !reader.defects().out_of_frame;
        if (!reader.has_basic_alignment()) signalling.reset();
        signalling.read(line[16]);
        for (std::uint8_t channel = 1; channel <= driver::e1_cas_channels; ++channel) {
            INVARIANT(signalling.bits(channel) <= 0xF);
        }
    }
    return in_frame;
}

bool read_bits(std::span<const std::uint8_t> octets, driver::E1Crc4 mode) {
    driver::E1Deframer deframer{{.crc4 = mode}};
    std::size_t put = 0;
    std::size_t milliseconds = 0;
    for (; octets.size() >= tick; octets = octets.subspan(tick)) {
        deframer.put(octets.first<tick>());
        ++put;
        while (deframer.next()) ++milliseconds;
        INVARIANT(deframer.position() <= put * tick * 8);
    }
    return milliseconds > 0;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool in_frame = false;
    for (const auto mode : {driver::E1Crc4::off, driver::E1Crc4::on, driver::E1Crc4::automatic}) {
        in_frame = read_aligned({data, size}, mode) || in_frame;
        in_frame = read_bits({data, size}, mode) || in_frame;
    }
    return in_frame ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {framed(false, 0), framed(true, 0), framed(true, 5)};
}
