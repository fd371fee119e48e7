// SPDX-License-Identifier: GPL-2.0-or-later
// Frames that arrive spoilt: never delivered, always counted, never in the way of the next one.
#include <cstdio>
#include <random>
#include <string>

#include "driver/framing/hdlc.hpp"
#include "tests/driver/framing/d_channel_line.hpp"

#include <CppUTest/TestHarness.h>

using namespace hdlc_test;

namespace {

const std::string good = flag + stuffed(with_fcs(ua)) + flag + flag;

}  // namespace

TEST_GROUP(SpoiltFrames) {
    driver::HdlcDecoder decoder;

    // The good frame after the spoilt one is heard, and nothing else.
    void only_the_good_one_arrives(const std::string& spoilt) {
        CHECK(received(decoder, as_octets(spoilt + good)) == Frames{ua});
    }
};

TEST(SpoiltFrames, a_wrong_bit_spoils_the_check_sequence) {
    auto octets = with_fcs({0x00, 0x01, 0x53});
    octets[2] ^= 0x40;
    only_the_good_one_arrives(flag + stuffed(octets) + flag);
    LONGS_EQUAL(1, decoder.errors().bad_fcs);
    LONGS_EQUAL(1, decoder.errors().total());
}

TEST(SpoiltFrames, seven_ones_abort_a_frame) {
    only_the_good_one_arrives(flag + stuffed({0x00, 0x01}) + "1111111" + "0");
    LONGS_EQUAL(1, decoder.errors().aborted);
    LONGS_EQUAL(1, decoder.errors().total());
}

TEST(SpoiltFrames, a_channel_that_idles_with_ones_aborts_nothing) {
    only_the_good_one_arrives(flag + std::string(800, '1') + flag + std::string(80, '1') + "0");
    LONGS_EQUAL(0, decoder.errors().total());
}

TEST(SpoiltFrames, fewer_than_five_octets_are_too_short) {
    only_the_good_one_arrives(flag + stuffed(with_fcs({0x00, 0x01})) + flag + stuffed({0x55}));
    LONGS_EQUAL(2, decoder.errors().too_short);
    LONGS_EQUAL(2, decoder.errors().total());
}

TEST(SpoiltFrames, an_octet_more_than_the_longest_is_too_long) {
    const Octets longest(driver::hdlc_longest_frame, 0x55);
    const Octets longer(driver::hdlc_longest_frame + 1, 0x55);
    const Octets babble(5000, 0x55);
    const auto bits = flag + stuffed(with_fcs(longer)) + flag + stuffed(with_fcs(longest)) + flag +
                      stuffed(babble) + good;
    CHECK(received(decoder, as_octets(bits)) == (Frames{longest, ua}));
    LONGS_EQUAL(2, decoder.errors().too_long);
    LONGS_EQUAL(2, decoder.errors().total());
}

TEST(SpoiltFrames, a_lost_bit_leaves_no_whole_number_of_octets) {
    auto bits = stuffed(with_fcs({0x00, 0x01, 0x01, 0x01}));
    bits.erase(3, 1);
    only_the_good_one_arrives(flag + bits + flag);
    LONGS_EQUAL(1, decoder.errors().broken);
    LONGS_EQUAL(1, decoder.errors().total());
}

TEST(SpoiltFrames, what_comes_before_the_first_flag_is_no_frame) {
    only_the_good_one_arrives("0010110" + stuffed(Octets(600, 0x2A)));
    LONGS_EQUAL(0, decoder.errors().total());
}

TEST(SpoiltFrames, a_frame_cut_by_loss_of_signal_is_forgotten) {
    decoder.read(as_octets(flag + stuffed(Octets(16, 0x11))));
    decoder.reset();
    only_the_good_one_arrives(stuffed(Octets(4, 0x22)));
    LONGS_EQUAL(0, decoder.errors().total());
}

TEST(SpoiltFrames, one_wrong_bit_never_lets_a_wrong_frame_through) {
    const Octets frame = {0x00, 0x01, 0x08, 0x0A, 0x08, 0x02, 0x00, 0x01, 0x05, 0xFF, 0xFF};
    const auto bits = flag + stuffed(with_fcs(frame)) + flag;
    for (std::size_t at = 0; at < bits.size(); ++at) {
        auto hit = bits;
        hit[at] = hit[at] == '0' ? '1' : '0';
        driver::HdlcDecoder other_end;
        for (const auto& arrived : received(other_end, as_octets(hit + good))) {
            CHECK(arrived == frame || arrived == ua);
        }
    }
}

TEST(SpoiltFrames, noise_neither_harms_the_decoder_nor_what_follows) {
    const auto seed = std::random_device{}();
    std::printf(" seed %u ", seed);
    std::mt19937 chance(seed);
    for (int round = 0; round < 2000; ++round) {
        Octets noise(chance() % 700);
        const auto ones_wanted = chance() % 3;
        for (auto& octet : noise) {
            const auto some = chance();
            octet = static_cast<std::uint8_t>(ones_wanted == 0 ? some : some | chance());
        }
        const std::size_t at_a_time = 1 + chance() % 20;
        for (const auto& frame : received(decoder, noise, at_a_time)) {
            CHECK(frame.size() >= driver::hdlc_shortest_frame);
            CHECK(frame.size() <= driver::hdlc_longest_frame);
        }
        CHECK(received(decoder, as_octets(flag + flag + good), at_a_time).back() == ua);
    }
    CHECK(decoder.errors().total() > 0);
}
