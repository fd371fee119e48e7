// SPDX-License-Identifier: GPL-2.0-or-later
// What may come on a T1: any bits at all, aligned to frames or not, and what is read out of them.
#include <array>
#include <span>

#include "driver/base/invariant.hpp"
#include "driver/framing/bit_stream/t1_deframer.hpp"
#include "driver/framing/loop_codes.hpp"
#include "driver/framing/t1_data_link.hpp"
#include "driver/framing/t1_report.hpp"
#include "driver/framing/t1_robbed_bits.hpp"
#include "tests/support/fuzz.hpp"

namespace {

using Line = std::array<driver::Chunk, 24>;
constexpr std::size_t tick = 193;  // octets; aligned, the last one holds the F bits

constexpr std::array both{driver::T1Framing::esf, driver::T1Framing::sf};

// Aligned: 24 octets eight times, then the F bits. Else the bits of the line.
std::string framed(driver::T1Framing framing, bool aligned) {
    driver::T1FrameWriter writer{framing};
    driver::T1DataLinkWriter data_link;
    const driver::T1ReportFrame report = driver::T1Report{}.frame(false);
    static_cast<void>(data_link.send(report));
    std::string octets;
    unsigned bits = 1;
    const auto add_bits = [&](unsigned value, unsigned count) {
        for (unsigned i = count; i-- > 0;) {
            bits = bits << 1U | (value >> i & 1U);
            if (bits < 0x100) continue;
            octets += static_cast<char>(bits & 0xFF);
            bits = 1;
        }
    };
    for (int ms = 0; ms < 20; ++ms) {
        Line line{};
        line.fill(driver::filled(0x7F));
        const unsigned f_bits = writer.write(line, {.data_link = data_link.next_bits()});
        for (unsigned k = 0; k < 8; ++k) {
            if (!aligned) add_bits(f_bits >> k & 1U, 1);
            for (const auto& channel : line) add_bits(channel.octets[k], 8);
        }
        if (aligned) add_bits(f_bits, 8);
    }
    return octets;
}

bool read_aligned(std::span<const std::uint8_t> octets, driver::T1Framing framing) {
    driver::T1FrameReader reader{{.framing = framing}};
    driver::T1RobbedBitReader signalling{framing, 2};
    driver::T1DataLinkReader data_link;
    driver::LoopCodeReader loop{driver::line_loop_up, driver::Ticks{20}};
    bool in_frame = false;
    for (std::size_t ms = 1; octets.size() >= tick; octets = octets.subspan(tick), ++ms) {
        Line line{};
        for (std::size_t i = 0; i + 1 < tick; ++i) line[i % 24].octets[i / 24] = octets[i];
        reader.read(line, octets[tick - 1]);
        in_frame = in_frame || !reader.defects().out_of_frame;
        INVARIANT(reader.counts().framing_errors <= 8 * ms && reader.counts().crc_errors <= ms);
        INVARIANT(reader.data_link().count <= 4 && reader.data_link().bits <= 0xF);
        const auto first = reader.first_frame();
        INVARIANT(!first || *first < driver::t1_superframe_length(framing));
        signalling.read(line, first);
        INVARIANT(signalling.bits(24) <= 0xF);
        data_link.read(reader.data_link());
        const auto report = driver::T1Report::parse(data_link.message());
        INVARIANT(!report || report->second(3).crc_class <= 6);
        loop.read(line);
    }
    return in_frame;
}

bool read_bits(std::span<const std::uint8_t> octets, driver::T1Framing framing) {
    driver::T1Deframer deframer{{.framing = framing}};
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
    for (const auto framing : both) {
        in_frame = read_aligned({data, size}, framing) || in_frame;
        in_frame = read_bits({data, size}, framing) || in_frame;
    }
    return in_frame ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {framed(driver::T1Framing::esf, true), framed(driver::T1Framing::sf, true),
            framed(driver::T1Framing::esf, false), framed(driver::T1Framing::sf, false)};
}
