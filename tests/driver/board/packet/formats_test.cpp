// SPDX-License-Identifier: GPL-2.0-or-later
// The octets on the wire, beside those of the kernel's dahdi_dynamic_eth and _ethmf, and of packets
// made by hand that tshark decodes.
#include <array>
#include <string>
#include <vector>

#include "driver/board/packet/wire/ethernet.hpp"
#include "driver/board/packet/wire/interleave.hpp"
#include "driver/board/packet/wire/pseudowire.hpp"
#include "driver/board/packet/wire/tdmoe.hpp"

#include <CppUTest/TestHarness.h>

using driver::Octets;
using driver::OctetWriter;
using driver::Refusal;

namespace {

std::vector<std::uint8_t> octets(std::string_view hex) {
    std::vector<std::uint8_t> all;
    std::string digits;
    for (const char c : hex) {
        if (c == ' ') continue;
        digits += c;
        if (digits.size() < 2) continue;
        all.push_back(static_cast<std::uint8_t>(std::stoul(digits, nullptr, 16)));
        digits.clear();
    }
    return all;
}
void add(std::vector<std::uint8_t>& to, std::size_t count, std::uint8_t octet) {
    to.insert(to.end(), count, octet);
}

// What dahdi_dynamic_eth of 31 channels sends: subaddress 5, in RED, channels 1 to 4 with A, B, C
// and D set, 5 with none, 16 clear; channels 1 to 3 opened.
std::vector<std::uint8_t> kernels_single() {
    auto frame = octets("0005 08 03 03b4 001f 1248 ddd0 dddd bddd dddd dddd dddd 0ddd");
    add(frame, 24, 0xD5);
    add(frame, 96, 0x7F);
    add(frame, 8, 0xFF);
    add(frame, 120, 0x7F);
    return frame;
}
// Two spans of dahdi_dynamic_ethmf.
std::vector<std::uint8_t> kernels_group() {
    auto frame = octets(
        "8002 080b 0ff4 001f 080b 0fd9 001f "
        "dddd dddd dddd bddd dddd dddd dddd 0ddd dddd dddd dddd bddd dddd dddd dddd 0ddd");
    for (int span = 0; span < 2; ++span) {
        add(frame, 8, 0xA5);
        add(frame, 120, 0x7F);
        add(frame, 8, 0xFF);
        add(frame, 120, 0x7F);
    }
    return frame;
}

}  // namespace

TEST_GROUP(Tdmoe) {
    driver::TdmoeFrame frame;

    Refusal read(const std::vector<std::uint8_t>& packet) {
        return driver::read_tdmoe(packet, frame);
    }
};

TEST(Tdmoe, reads_what_the_kernel_sends) {
    const auto packet = kernels_single();
    CHECK_EQUAL(272, packet.size());  // 286 with Ethernet's header
    CHECK(read(packet) == Refusal::none);
    CHECK(!frame.is_group);
    CHECK_EQUAL(5, frame.subaddress);
    const driver::TdmoeSpan& span = frame.span[0];
    CHECK_EQUAL(0x3B4, span.header.sequence);
    CHECK_EQUAL(31, span.header.channels);
    CHECK(span.header.yellow);
    CHECK(span.has_signalling);
    const std::array<int, 6> first{8, 4, 2, 1, 0, 13};
    for (std::size_t i = 0; i < first.size(); ++i) CHECK_EQUAL(first[i], span.signalling.of(i));
    CHECK_EQUAL(0xB, span.signalling.of(15));
    CHECK_EQUAL(248, span.samples.size());
    CHECK_EQUAL(0xD5, span.samples[23]);
    CHECK_EQUAL(0xFF, span.samples[120]);
}

TEST(Tdmoe, writes_what_the_kernel_sends) {
    const auto packet = kernels_single();
    CHECK(read(packet) == Refusal::none);
    std::array<std::uint8_t, 24> written{};
    OctetWriter out(written);
    driver::write_tdmoe(out, 5, frame.span[0].header, &frame.span[0].signalling);
    CHECK_EQUAL(driver::tdmoe_header_octets(31, true), out.written());
    MEMCMP_EQUAL(packet.data(), written.data(), written.size());
}

TEST(Tdmoe, without_signalling_words_is_shorter) {
    std::array<std::uint8_t, 8> written{};
    OctetWriter out(written);
    driver::write_tdmoe(out, 3, {.sequence = 0xFFFF, .channels = 24, .yellow = false}, nullptr);
    const auto expected = octets("0003 0800 ffff 0018");
    MEMCMP_EQUAL(expected.data(), written.data(), written.size());
    auto packet = expected;
    add(packet, 192, 0xFF);
    CHECK(read(packet) == Refusal::none);
    CHECK(!frame.span[0].has_signalling);
    CHECK_EQUAL(192, frame.span[0].samples.size());
}

TEST(Tdmoe, reads_a_group_the_kernel_sends) {
    const auto packet = kernels_group();
    CHECK_EQUAL(558, packet.size());
    CHECK(read(packet) == Refusal::none);
    CHECK(frame.is_group);
    CHECK_EQUAL(2, frame.spans);
    CHECK_EQUAL(0xFF4, frame.span[0].header.sequence);
    CHECK_EQUAL(0xFD9, frame.span[1].header.sequence);
    CHECK(frame.span[1].header.yellow);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK_EQUAL(248, frame.span[i].samples.size());
        CHECK_EQUAL(0x7F, frame.span[i].samples[0]);
        CHECK_EQUAL(0xFF, frame.span[i].samples[120]);
    }
}

TEST(Tdmoe, writes_a_group_the_kernel_sends) {
    const auto packet = kernels_group();
    CHECK(read(packet) == Refusal::none);
    const std::array headers{frame.span[0].header, frame.span[1].header};
    const std::array bits{frame.span[0].signalling, frame.span[1].signalling};
    std::vector<std::uint8_t> written(packet.size());
    OctetWriter out(written);
    driver::write_tdmoe_group(out, headers, bits);
    CHECK_EQUAL(driver::tdmoe_group_header_octets(2), out.written());
    for (std::size_t i = 0; i < 2; ++i) {
        auto* const begin = written.data() + out.written() + i * driver::tdmoe_block_octets;
        driver::write_tdmoe_block_edges(
            std::span<std::uint8_t, driver::tdmoe_block_octets>(begin, driver::tdmoe_block_octets),
            8, 31);
        std::copy(frame.span[i].samples.begin(), frame.span[i].samples.end(), begin + 8);
    }
    MEMCMP_EQUAL(packet.data(), written.data(), written.size());
}

TEST(Tdmoe, a_t1_in_a_group_is_padded_behind) {
    std::vector<std::uint8_t> block(driver::tdmoe_block_octets);
    driver::write_tdmoe_block_edges(
        std::span<std::uint8_t, driver::tdmoe_block_octets>(block.data(), block.size()), 0, 24);
    CHECK_EQUAL(0, block[191]);
    CHECK_EQUAL(0xDD, block[192]);
    CHECK_EQUAL(0xDD, block[255]);
}

TEST(Tdmoe, a_t1_behind_an_e1_begins_where_that_begins) {
    const std::array headers{
        driver::TdmoeHeader{.sequence = 0, .channels = 24, .yellow = false},
        driver::TdmoeHeader{.sequence = 0, .channels = 31, .yellow = false},
        driver::TdmoeHeader{.sequence = 0, .channels = 24, .yellow = false}
    };
    std::vector<std::uint8_t> packet(driver::tdmoe_group_header_octets(3));
    OctetWriter out(packet);
    driver::write_tdmoe_group(out, headers, std::array<driver::SpanSignalling, 3>{});
    std::size_t begin = 0;
    for (const driver::TdmoeHeader& header : headers) {
        begin = driver::tdmoe_block_begin(header.channels, begin);
        std::array<std::uint8_t, driver::tdmoe_block_octets> block{};
        driver::write_tdmoe_block_edges(block, begin, header.channels);
        packet.insert(packet.end(), block.begin(), block.end());
    }
    CHECK(read(packet) == Refusal::none);
    const auto begins = [&](std::size_t i) {
        return static_cast<std::size_t>(frame.span[i].samples.data() - packet.data()) -
               driver::tdmoe_group_header_octets(3) - i * driver::tdmoe_block_octets;
    };
    CHECK_EQUAL(0, begins(0));
    CHECK_EQUAL(8, begins(1));
    CHECK_EQUAL(8, begins(2));
    for (std::size_t i = 0; i < 3; ++i) {
        for (const std::uint8_t octet : frame.span[i].samples) CHECK_EQUAL(0, octet);
    }
}

TEST(Tdmoe, what_is_broken_is_refused_by_its_reason) {
    const auto good = kernels_single();
    const auto with = [&](std::size_t at, std::uint8_t octet) {
        auto packet = good;
        packet[at] = octet;
        return packet;
    };
    CHECK(read({}) == Refusal::too_short);
    CHECK(read({good.begin(), good.begin() + 7}) == Refusal::too_short);
    CHECK(read({good.begin(), good.end() - 1}) == Refusal::wrong_size);
    CHECK(read({good.begin(), good.begin() + 12}) == Refusal::wrong_size);
    CHECK(read(with(2, 7)) == Refusal::wrong_samples);
    CHECK(read(with(3, 0x13)) == Refusal::reserved_bits);
    CHECK(read(with(3, 0x0B)) == Refusal::reserved_bits);  // a group's
    CHECK(read(with(7, 0)) == Refusal::wrong_channels);
    CHECK(read(with(7, 33)) == Refusal::wrong_channels);
    CHECK(read(with(6, 0xFF)) == Refusal::wrong_channels);
    CHECK(read(with(7, 32)) == Refusal::wrong_size);
    CHECK(read(octets("8000")) == Refusal::wrong_spans);
    CHECK(read(octets("8005")) == Refusal::wrong_spans);
    auto group = kernels_group();
    group[7] = 32;  // does not fit behind the empty one
    CHECK(read(group) == Refusal::wrong_channels);
    group = kernels_group();
    group.pop_back();
    CHECK(read(group) == Refusal::wrong_size);
}

TEST_GROUP(Pseudowire) {
    driver::PseudowirePacket packet;

    [[nodiscard]] static std::vector<std::uint8_t> of(std::string_view word, std::size_t payload) {
        auto all = octets(word);
        add(all, payload, 0x55);
        return all;
    }
    Refusal satop(std::string_view word, std::size_t payload) {
        const auto all = of(word, payload);
        return driver::read_satop(all, 256, packet);
    }
    Refusal cesopsn(std::string_view word, std::size_t payload) {
        const auto all = of(word, payload);
        return driver::read_cesopsn(all, 240, packet);
    }
    static void writes(std::string_view word, const driver::PseudowirePacket& header,
                       std::size_t payload) {
        std::array<std::uint8_t, 4> written{};
        OctetWriter out(written);
        driver::write_control_word(out, header, payload);
        const auto expected = octets(word);
        MEMCMP_EQUAL(expected.data(), written.data(), 4);
    }
};

TEST(Pseudowire, satop_says_line_fault_and_packet_loss) {
    CHECK(satop("00000007", 256) == Refusal::none);
    CHECK_EQUAL(7, packet.sequence);
    CHECK(packet.state == driver::PseudowireState{});
    CHECK(satop("08000008", 0) == Refusal::none);
    CHECK(packet.state.line_fault);
    CHECK_EQUAL(0, packet.payload.size());
    CHECK(satop("08000008", 256) == Refusal::none);
    CHECK(satop("0400ffff", 256) == Refusal::none);
    CHECK(packet.state.packet_loss);
    CHECK_EQUAL(0xFFFF, packet.sequence);
}

TEST(Pseudowire, satop_ignores_the_bits_that_are_reserved) {
    CHECK(satop("00c00007", 256) == Refusal::none);  // FRG
    CHECK(satop("03000007", 256) == Refusal::none);  // RSV; CESoPSN's M
    CHECK(packet.state == driver::PseudowireState{});
}

TEST(Pseudowire, cesopsn_says_what_its_line_says) {
    CHECK(cesopsn("00000007", 240) == Refusal::none);
    CHECK(cesopsn("02000008", 240) == Refusal::none);
    CHECK(packet.state.line_remote);
    CHECK(cesopsn("08040008", 0) == Refusal::none);
    CHECK(packet.state.line_fault);
    CHECK(cesopsn("04000009", 240) == Refusal::none);
    CHECK(packet.state.packet_loss);
    CHECK(cesopsn("030c0009", 8) == Refusal::signalling);
}

TEST(Pseudowire, is_written_as_it_is_read) {
    writes("00000007", {.state = {}, .sequence = 7, .payload = {}}, 256);
    writes("08040008",
           {
               .state = {.line_fault = true,    .packet_loss = false, .line_remote = false},
               .sequence = 8,
               .payload = {                    }
    },
           0);
    writes("0600ffff",
           {
               .state = {.line_fault = false,  .packet_loss = true, .line_remote = true},
               .sequence = 0xFFFF,
               .payload = {                   }
    },
           240);
}

TEST(Pseudowire, what_is_broken_is_refused_by_its_reason) {
    CHECK(satop("000000", 0) == Refusal::too_short);
    CHECK(satop("10000007", 256) == Refusal::reserved_bits);
    CHECK(satop("00000007", 255) == Refusal::wrong_size);
    CHECK(satop("00000007", 0) == Refusal::wrong_size);
    CHECK(satop("00030007", 256) == Refusal::wrong_size);
    CHECK(satop("08080008", 0) == Refusal::wrong_size);
    CHECK(cesopsn("01000007", 240) == Refusal::reserved_bits);
    CHECK(cesopsn("00400007", 240) == Refusal::reserved_bits);  // a fragment
    CHECK(cesopsn("0a000007", 240) == Refusal::reserved_bits);
    CHECK(cesopsn("00000007", 241) == Refusal::wrong_size);
}

TEST_GROUP(Ip) {
    std::vector<std::uint8_t> packet;
    driver::UdpHeader header{
        {{0x0A00'0001}, 5000},
        {{0x0A00'0002}, 5001},
        0xB8
    };

    void setup() override {
        packet.assign(28, 0);
        add(packet, 5, 0x77);
        OctetWriter out(packet);
        driver::write(out, header, Octets(packet).subspan(28));
    }
    [[nodiscard]] Refusal refusal() const {
        return driver::read_udp(packet).refusal;
    }
    [[nodiscard]] Refusal with(std::size_t at, std::uint8_t octet) const {
        auto changed = packet;
        changed[at] = octet;
        return driver::read_udp(changed).refusal;
    }
};

TEST(Ip, a_packet_is_read_as_it_was_written) {
    // RFC 1071 sums, reckoned by hand.
    const auto expected =
        octets("45b8 0021 0000 4000 4011 2612 0a000001 0a000002 1388 1389 000d 2f43 7777777777");
    MEMCMP_EQUAL(expected.data(), packet.data(), 10);
    const driver::ReadUdp read = driver::read_udp(packet);
    CHECK(read.refusal == Refusal::none);
    CHECK(read.packet.header.from == header.from);
    CHECK(read.packet.header.to == header.to);
    CHECK_EQUAL(5, read.packet.payload.size());
    add(packet, 13, 0);  // Ethernet's padding
    CHECK(refusal() == Refusal::none);
    CHECK_EQUAL(5, driver::read_udp(packet).packet.payload.size());
}

TEST(Ip, no_udp_checksum_is_none_wrong) {
    packet[26] = packet[27] = 0;
    CHECK(refusal() == Refusal::none);
}

TEST(Ip, what_is_broken_is_refused_by_its_reason) {
    CHECK(with(32, 0x78) == Refusal::wrong_checksum);
    CHECK(with(12, 0x0B) == Refusal::wrong_checksum);
    CHECK(with(0, 0x65) == Refusal::not_ours);
    CHECK(with(0, 0x44) == Refusal::wrong_size);
    CHECK(with(3, 0xFF) == Refusal::wrong_size);
    packet.resize(19);
    CHECK(refusal() == Refusal::too_short);
}

TEST(Ip, fragments_and_other_protocols_are_not_taken) {
    packet[6] = 0x20;
    packet[7] = 0x00;
    const auto sum = [&] {  // the header's, anew
        packet[10] = packet[11] = 0;
        unsigned total = 0;
        for (std::size_t i = 0; i < 20; i += 2) total += packet[i] * 256U + packet[i + 1];
        total = (total & 0xFFFFU) + (total >> 16U);
        packet[10] = static_cast<std::uint8_t>(~total >> 8U);
        packet[11] = static_cast<std::uint8_t>(~total);
    };
    sum();
    CHECK(refusal() == Refusal::fragment);
    packet[6] = 0x40;
    packet[9] = 6;
    sum();
    CHECK(refusal() == Refusal::not_ours);
}

TEST(Ip, arp_is_read_as_it_was_written) {
    std::vector<std::uint8_t> arp(driver::arp_octets);
    OctetWriter out(arp);
    driver::write(out, driver::Arp{driver::Arp::What::reply,
                                   {0x0200'0000'0001},
                                   {0x0A00'0001},
                                   {0x0200'0000'0002},
                                   {0x0A00'0002}});
    const auto expected = octets("0001 0800 0604 0002 020000000001 0a000001 020000000002 0a000002");
    MEMCMP_EQUAL(expected.data(), arp.data(), arp.size());
    CHECK(driver::read_arp(arp).has_value());
    arp[5] = 5;
    CHECK(!driver::read_arp(arp).has_value());
    arp.resize(27);
    CHECK(!driver::read_arp(arp).has_value());
}

TEST_GROUP(Interleaving) {
    static constexpr std::size_t most = 32;
    std::array<driver::Chunk, most> chunks;
};

TEST(Interleaving, goes_frame_by_frame_for_any_number_of_timeslots) {
    for (std::size_t count = 1; count <= most; ++count) {
        std::vector<std::uint8_t> frames(count * 8);
        for (std::size_t i = 0; i < frames.size(); ++i) frames[i] = static_cast<std::uint8_t>(i);
        driver::deinterleave(frames, std::span(chunks).first(count));
        for (std::size_t t = 0; t < count; ++t) {
            for (std::size_t k = 0; k < 8; ++k) {
                CHECK_EQUAL(frames[k * count + t], chunks[t].octets[k]);
            }
        }
        std::vector<std::uint8_t> back(frames.size());
        driver::interleave(std::span<const driver::Chunk>(chunks).first(count), back);
        CHECK(back == frames);
    }
}
