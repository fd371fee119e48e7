// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/frame_guard.hpp"

#include <initializer_list>
#include <random>
#include <vector>

#include <CppUTest/TestHarness.h>

using pbx::Verdict;

TEST_GROUP(FrameGuard) {
    using Octets = std::vector<std::uint8_t>;

    static driver::Frame frame(const Octets& octets) {
        driver::Frame made{};
        made.size = static_cast<std::uint16_t>(octets.size());
        std::copy(octets.begin(), octets.end(), made.octets.begin());
        return made;
    }
    // An I frame from the network with this message.
    static Octets message(const Octets& layer3) {
        Octets octets{0x02, 0x01, 0x00, 0x00};
        octets.insert(octets.end(), layer3.begin(), layer3.end());
        return octets;
    }
    Verdict guard(const Octets& octets) {
        looked = frame(octets);
        return guard_frame(looked, context);
    }
    void says(Verdict expected, const Octets& octets) {
        STRCMP_EQUAL(std::string(name_of(expected)).c_str(),
                     std::string(name_of(guard(octets))).c_str());
    }
    void is_now(const Octets& expected) {
        const Octets left(looked.octets.begin(), looked.octets.begin() + looked.size);
        CHECK(expected == left);
    }

    driver::Frame looked{};
    pbx::GuardContext context{pbx::Side::user, pbx::SwitchType::euroisdn,
                              [](std::uint16_t reference) { return reference == 0x8001; }};
};

TEST(FrameGuard, frames_of_the_golden_trace_pass_unchanged) {
    const auto unchanged = [&](const Octets& octets) {
        says(Verdict::pass, octets);
        is_now(octets);
    };
    unchanged({0x02, 0x01, 0x7F});
    unchanged({0x00, 0x01, 0x73});
    unchanged({0x00, 0x01, 0x01, 0x02});
    unchanged(message({0x08, 0x02, 0x80, 0x01, 0x02, 0x18, 0x03, 0xA9, 0x83, 0x81}));
    unchanged(message({0x08, 0x02, 0x80, 0x01, 0x01, 0x1E, 0x02, 0x81, 0x88}));
    unchanged(message({0x08, 0x02, 0x80, 0x01, 0x4D, 0x08, 0x02, 0x81, 0x90}));
    unchanged(
        message({0x08, 0x02, 0x80, 0x00, 0x4E, 0x18, 0x03, 0xA9, 0x83, 0x85, 0x79, 0x01, 0x80}));
}

TEST(FrameGuard, what_is_no_frame_of_this_link_is_dropped) {
    says(Verdict::dropped, {});
    says(Verdict::dropped, {0x02, 0x01});
    says(Verdict::dropped, {0x03, 0x01, 0x7F});  // extension bit
    says(Verdict::dropped, {0x02, 0x00, 0x7F});
    says(Verdict::dropped, {0xFE, 0xFF, 0x03, 0x0F, 0, 0, 1, 0xFF});  // TEI management
    says(Verdict::dropped, {0x02, 0x03, 0x7F});                       // another TEI
    says(Verdict::dropped, {0x02, 0x01, 0x7F, 0x00});                 // SABME with information
    says(Verdict::dropped, {0x02, 0x01, 0x01});                       // RR without N(R)
    says(Verdict::dropped, {0x02, 0x01, 0x03, 0x08, 0x02, 0x80, 0x01, 0x02});        // UI
    says(Verdict::dropped, {0x02, 0x01, 0xAF});                                      // XID
    says(Verdict::dropped, {0x00, 0x01, 0x00, 0x00, 0x08, 0x02, 0x80, 0x01, 0x02});  // our own I
}

TEST(FrameGuard, a_message_that_is_not_for_us_is_still_acknowledged) {
    const auto blanked = [&](const Octets& layer3) {
        says(Verdict::blanked, message(layer3));
        LONGS_EQUAL(4, looked.size);
    };
    blanked({});
    blanked({0x08, 0x02, 0x80});              // too short (5.8.2)
    blanked({0x04, 0x02, 0x80, 0x01, 0x02});  // another protocol
    blanked({0x08, 0x01, 0x01, 0x02, 0x00});  // call reference of one octet
    blanked({0x08, 0x02, 0x00, 0x00, 0x05});  // SETUP for the whole interface
    blanked({0x08, 0x02, 0x80, 0x01, 0x46});  // RESTART of one call
    blanked({0x08, 0x02, 0x80, 0x01, 0xC6});  // the same in disguise
    blanked({0x08, 0x02, 0x80, 0x01, 0x05});  // SETUP in a call we began
    blanked({0x08, 0x02, 0x00, 0x02, 0x07});  // the caller answers himself
    blanked({0x08, 0x02, 0x00, 0x09, 0x6E});  // NOTIFY for nobody
    blanked({0x43, 0x02, 0x00, 0x00, 0x07});  // NI2 maintenance on EuroISDN
    context.switch_type = pbx::SwitchType::ni2;
    says(Verdict::pass, message({0x43, 0x02, 0x00, 0x00, 0x07}));
    says(Verdict::pass, message({0x08, 0x02, 0x80, 0x01, 0x6E, 0x27, 0x01, 0x80}));
}

TEST(FrameGuard, broken_elements_are_taken_out_and_the_rest_is_heard) {
    // Calling number whose octet 3 never ends, empty display, sound called number, cut-off display.
    says(Verdict::mended, message({0x08, 0x02, 0x00, 0x02, 0x05, 0x6C, 0x02, 0x21, 0x31, 0x28, 0x00,
                                   0x70, 0x03, 0x81, 0x32, 0x33, 0x28, 0x09, 0x41}));
    is_now(message({0x08, 0x02, 0x00, 0x02, 0x05, 0x70, 0x03, 0x81, 0x32, 0x33}));
}

TEST(FrameGuard, elements_of_other_codesets_are_not_measured_with_codeset_0) {
    // Non-locking shift to 6: the next element's 04 is not a bearer capability.
    const Octets sound = message({0x08, 0x02, 0x00, 0x02, 0x05, 0x9E, 0x04, 0x01, 0x00});
    says(Verdict::pass, sound);
    says(Verdict::mended, message({0x08, 0x02, 0x00, 0x02, 0x05, 0x04, 0x01, 0x00}));
}

TEST(FrameGuard, what_passes_is_never_longer_and_ends_with_a_whole_element) {
    const std::uint64_t seed = 20261121;
    std::mt19937_64 chance(seed);
    for (int i = 0; i < 200000; ++i) {
        Octets octets = message({0x08, 0x02, 0x00, 0x02, 0x05});
        const std::size_t more = chance() % 60;
        for (std::size_t k = 0; k < more; ++k) {
            octets.push_back(
                static_cast<std::uint8_t>(chance() % 5 == 0 ? chance() % 4 : chance()));
        }
        const Verdict verdict = guard(octets);
        CHECK(looked.size <= octets.size());
        if (verdict == Verdict::blanked || verdict == Verdict::dropped) continue;
        std::size_t at = 9;
        while (at < looked.size) {
            at += (looked.octets[at] & 0x80U) != 0 ? 1U : 2U + looked.octets[at + 1];
        }
        LONGS_EQUAL(looked.size, at);
    }
}
