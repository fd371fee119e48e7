// SPDX-License-Identifier: GPL-2.0-or-later
// What a packet board sends, faults and all, read by tshark: nothing malformed, and it says of each
// what we mean. ethmf is not among it.
#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/driver/board/packet/two_boards.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using namespace packet_test;
using namespace std::chrono_literals;

namespace {

void put(std::string& to, std::uint32_t value, int octets) {
    for (; octets > 0; --octets, value >>= 8U) to += static_cast<char>(value & 0xFFU);
}

// A capture of Ethernet frames, a millisecond each.
std::string capture(const std::vector<Frame>& frames) {
    std::string all;
    for (const std::uint32_t word : {0xA1B2C3D4U, 0x00040002U, 0U, 0U, 65535U, 1U}) {
        put(all, word, 4);
    }
    std::uint32_t at = 0;
    for (const Frame& frame : frames) {
        const auto size = static_cast<std::uint32_t>(frame.size());
        for (const std::uint32_t word : {at / 1000, at % 1000 * 1000, size, size}) {
            put(all, word, 4);
        }
        all.append(frame.begin(), frame.end());
        ++at;
    }
    return all;
}

}  // namespace

TEST_GROUP(TsharkOnPackets) {
    std::size_t frames{};
    support::ScratchDirectory scratch;

    // What a board of such a span sends: in alarm, well, losing some, and hearing nothing again.
    std::string sent(PacketFormat format, std::uint16_t spans = 1) {
        std::vector<driver::PacketSpanPlan> plans;
        for (std::uint16_t i = 1; i <= spans; ++i) plans.push_back(span_plan(format, i));
        TwoBoards wire(plans);
        wire.records = true;
        wire.on_the_way = [](Frame& frame) { return frame.size() < 60 ? 1 : 0; };
        wire.run(300ms);
        wire.on_the_way = [](Frame&) { return 1; };
        wire.run(2s);
        for (const unsigned l_bit : {0U, 8U}) {
            wire.on_the_way = [&](Frame& frame) {
                if (frame.size() < 46) return 1;  // ARP
                frame[42] = static_cast<std::uint8_t>(frame[42] | l_bit);
                frame[40] = frame[41] = 0;
                return 1;
            };
            if (format == PacketFormat::satop || format == PacketFormat::cesopsn) wire.run(300ms);
        }
        wire.on_the_way = [](Frame&) { return 0; };
        wire.run(500ms);
        frames = wire.sent.size();
        std::string file = (scratch.path() / "frames.pcap").string();
        std::ofstream(file, std::ios::binary) << capture(wire.sent);
        return file;
    }
    [[nodiscard]] std::vector<std::string> tshark(const std::string& file,
                                                  const std::string& options) const {
        const std::string command = "tshark -r '" + file +
                                    "' -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE " +
                                    options + " 2>/dev/null";
        std::FILE* const said = popen(command.c_str(), "r");
        CHECK(said != nullptr);
        std::vector<std::string> all;
        std::array<char, 4096> line{};
        while (std::fgets(line.data(), static_cast<int>(line.size()), said) != nullptr) {
            all.emplace_back(line.data());
            if (all.back().ends_with('\n')) all.back().pop_back();
        }
        const int status = pclose(said);
        CHECK_EQUAL_TEXT(0, status, command.c_str());
        return all;
    }
    // Nothing is malformed, and no sum is wrong.
    void is_well_formed(const std::string& file, const std::string& options) const {
        const auto wrong = tshark(file, options +
                                            " -Y '_ws.malformed || ip.checksum.status == 0 || "
                                            "udp.checksum.status == 0 || _ws.expert.severity >= "
                                            "6291456'");
        CHECK_TEXT(wrong.empty(), wrong.empty() ? "" : wrong.front().c_str());
    }
    [[nodiscard]] std::map<std::string, int> counted(const std::string& file,
                                                     const std::string& options) const {
        std::map<std::string, int> count;
        for (const std::string& line : tshark(file, options)) ++count[line];
        return count;
    }
};

TEST(TsharkOnPackets, reads_tdm_over_ethernet) {
    const std::string file = sent(PacketFormat::eth);
    is_well_formed(file, "");
    const auto fields = counted(
        file,
        "-T fields -e tdmoe.subaddress -e tdmoe.samples -e tdmoe.channels -e tdmoe.yellowalarm");
    int all = 0;
    for (const auto& [line, count] : fields) {
        STRCMP_CONTAINS("5\t", line.c_str());
        STRCMP_CONTAINS("\t8\t31\t", line.c_str());
        all += count;
    }
    CHECK_EQUAL(frames, static_cast<std::size_t>(all));
    CHECK_EQUAL(2, fields.size());  // with the alarm and without
    const auto sequence = tshark(file, "-T fields -e tdmoe.counter");
    for (std::size_t i = 0; i < sequence.size(); ++i) {
        CHECK_EQUAL(i, std::stoul(sequence[i]));
    }
}

TEST(TsharkOnPackets, reads_satop_with_its_faults) {
    const std::string file = sent(PacketFormat::satop);
    const std::string as = "-d udp.port==5102,pwsatopcw ";
    is_well_formed(file, as);
    CHECK_EQUAL(frames, tshark(file, as + "-Y 'pwsatop.cw || arp'").size());
    CHECK(tshark(file, as + "-Y 'pwsatop.cw.rbit == 1'").size() > 300);
    CHECK(tshark(file, as + "-Y 'pwsatop.cw.rbit == 0'").size() > 1500);
    CHECK(tshark(file, as + "-Y 'pwsatop.cw.lbit == 1'").empty());
}

TEST(TsharkOnPackets, reads_cesopsn_with_its_faults) {
    const std::string file = sent(PacketFormat::cesopsn);
    const std::string as = "-d udp.port==5102,pwcesopsn ";
    is_well_formed(file, as);
    CHECK_EQUAL(frames, tshark(file, as + "-Y 'pwcesopsn || arp'").size());
    CHECK(tshark(file, as + "-Y 'pwcesopsn.cw.rbit == 1'").size() > 300);
    CHECK(tshark(file, as + "-Y 'pwcesopsn.cw.lm == 2'").size() > 100);  // RDI
    CHECK(tshark(file, as + "-Y 'pwcesopsn.cw.lm == 0'").size() > 1500);
}
