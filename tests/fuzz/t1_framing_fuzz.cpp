// SPDX-License-Identifier: GPL-2.0-or-later
// What may come on a T1: any bits at all, aligned to frames or not, and what is read out of them;
// any octets on its data link.
#include <algorithm>
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
    for (int ms = 0; ms < 12; ++ms) {
        Line line{};
        line.fill(driver::filled(0x7F));
        const unsigned f_bits = writer.write(line, {});
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

// Octets of an ESF data link: two milliseconds each.
std::string report_on_the_link() {
    driver::T1DataLinkWriter link;
    driver::T1Report report;
    report.add({.crc_class = 3, .slip = true});
    const driver::T1ReportFrame frame = report.frame(false);
    std::string octets;
    static_cast<void>(link.send(frame));
    for (int i = 0; i < 20; ++i) {
        const unsigned high = link.next_bits();
        octets += static_cast<char>(high << 4U | link.next_bits());
    }
    link.send(driver::T1Code::line_loop_activate, 12);
    for (int i = 0; i < 24; ++i) {
        const unsigned high = link.next_bits();
        octets += static_cast<char>(high << 4U | link.next_bits());
    }
    return octets + octets;
}

// True if a performance report came. One lasts 60 octets.
bool read_data_link(std::span<const std::uint8_t> octets) {
    octets = octets.first(std::min<std::size_t>(octets.size(), 500));
    driver::T1DataLinkReader link;
    driver::T1CodeReader codes;
    bool reported = false;
    for (const auto octet : octets) {
        for (const unsigned bits : {octet / 16U, octet % 16U}) {
            link.read({.bits = static_cast<std::uint8_t>(bits), .count = 4});
            const auto report = driver::T1Report::parse(link.message());
            INVARIANT(!report || report->second(3).crc_class <= 6);
            reported = reported || report;
            for (unsigned i = 4; i-- > 0;) codes.read(bits >> i & 1U);
        }
    }
    INVARIANT(link.errors().total() <= octets.size());
    return reported;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool understood = read_data_link({data, size});
    for (const auto framing : both) {
        understood = read_aligned({data, size}, framing) || understood;
        understood = read_bits({data, size}, framing) || understood;
    }
    return understood ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {framed(driver::T1Framing::esf, true), framed(driver::T1Framing::sf, true),
            framed(driver::T1Framing::esf, false), framed(driver::T1Framing::sf, false),
            report_on_the_link()};
}
