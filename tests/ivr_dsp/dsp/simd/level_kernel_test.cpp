// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/simd/level_kernel.hpp"

#include <random>

#include "ivr_dsp/dsp/companding.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;

TEST_GROUP(LevelKernel) {
    std::mt19937 chance{5};
    ivr_dsp::LaneLaws laws;
    Chunk chunks[ivr_dsp::lanes];
    const Chunk* heard[ivr_dsp::lanes]{};

    static Law law_of(std::size_t lane) {
        return lane % 3 == 0 ? Law::alaw : Law::ulaw;
    }
    void setup() override {
        for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) {
            laws.set(lane, law_of(lane));
            heard[lane] = &chunks[lane];
        }
    }
};

TEST(LevelKernel, sounds_as_loud_as_can_be_are_added_by_every_instruction_set) {
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        float squares[ivr_dsp::lanes]{};
        double expected[ivr_dsp::lanes]{};
        for (int ms = 0; ms < 100; ++ms) {
            for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) {
                for (auto& octet : chunks[lane].octets) {
                    octet =
                        lane < 2 ? (lane == 0 ? 0xAA : 0x80) : static_cast<std::uint8_t>(chance());
                    const int sample = ivr_dsp::linear_from(law_of(lane), octet) / 4;
                    expected[lane] += sample * sample;
                }
            }
            ivr_dsp::level_kernel_of(isa).add(heard, laws, squares);
        }
        for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) {
            DOUBLES_EQUAL_TEXT(expected[lane], squares[lane], 1e-5 * expected[lane],
                               name_of(isa).data());
        }
    }
}
