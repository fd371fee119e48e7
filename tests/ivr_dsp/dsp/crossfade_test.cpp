// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/crossfade.hpp"

#include <algorithm>
#include <cstdlib>

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;

TEST_GROUP(Crossfade){static Chunk level(int sample){
    return driver::filled(ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(sample)));
}
}
;

TEST(Crossfade, two_sounds_that_are_the_same_stay_as_they_are) {
    for (int ms = 0; ms < 8; ++ms) {
        CHECK(ivr_dsp::crossfaded(Law::alaw, level(5000), level(5000), ms, 8) == level(5000));
    }
}

TEST(Crossfade, one_goes_over_into_the_other_without_a_step) {
    const Chunk from = level(8000);
    const Chunk to = level(-8000);
    int before = ivr_dsp::linear_from(Law::alaw, from.octets[0]);
    for (int ms = 0; ms < 16; ++ms) {
        const Chunk both = ivr_dsp::crossfaded(Law::alaw, from, to, ms, 16);
        for (const int sample : ivr_dsp::linear_from(Law::alaw, both)) {
            CHECK(sample <= before);
            CHECK(before - sample <= 2 * 256);  // two steps of the law
            before = sample;
        }
    }
    CHECK(std::abs(before - ivr_dsp::linear_from(Law::alaw, to.octets[0])) <= 256);
}
