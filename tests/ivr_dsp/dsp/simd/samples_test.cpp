// SPDX-License-Identifier: GPL-2.0-or-later
// Octets as samples in every kernel: seen through the one that folds them, from whose sums and
// differences each sample can be told again.
#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/tones/tone_kernel.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;

TEST_GROUP(Samples) {
    ivr_dsp::LaneLaws laws;
    Chunk chunks[2][ivr_dsp::lanes];  // of two milliseconds
    const Chunk* heard[2][ivr_dsp::lanes]{};

    // Sample `at` of a lane's sixteen.
    static int sample(const ivr_dsp::FoldedChunks& folded, std::size_t lane, std::size_t at) {
        const std::size_t early = at < 8 ? at : 15 - at;
        const int sum = folded.sums[early / 2][2 * lane + early % 2];
        const int difference = folded.differences[early / 2][2 * lane + early % 2];
        return (at < 8 ? sum - difference : sum + difference) / 2;
    }
};

// Lanes of both laws side by side, every octet in every place.
TEST(Samples, every_instruction_set_decodes_every_octet_of_both_laws_as_the_tables_do) {
    const auto law_of = [](std::size_t lane) { return lane % 3 == 0 ? Law::alaw : Law::ulaw; };
    for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) {
        laws.set(lane, law_of(lane));
        for (std::size_t ms : {0U, 1U}) heard[ms][lane] = &chunks[ms][lane];
    }
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        int wrong = 0;
        ivr_dsp::FoldedChunks folded;
        for (unsigned first = 0; first < 256; ++first) {
            for (std::size_t at = 0; at < 8 * ivr_dsp::lanes; ++at) {
                chunks[0][at / 8].octets[at % 8] = static_cast<std::uint8_t>(first + at);
                chunks[1][at / 8].octets[at % 8] = static_cast<std::uint8_t>(first + 3 * at);
            }
            const auto& kernel = ivr_dsp::tone_kernel_of(isa);
            CHECK_FALSE(kernel.fold(heard[0], laws, folded));
            CHECK(kernel.fold(heard[1], laws, folded));
            for (std::size_t at = 0; at < 16 * ivr_dsp::lanes; ++at) {
                const std::uint8_t octet = chunks[at / 8 % 2][at / 16].octets[at % 8];
                wrong += sample(folded, at / 16, at % 16) !=
                         ivr_dsp::linear_from(law_of(at / 16), octet) / 4;
            }
        }
        LONGS_EQUAL_TEXT(0, wrong, name_of(isa).data());
    }
}

TEST(Samples, the_portable_code_runs_everywhere) {
    CHECK(ivr_dsp::machine_has(Isa::scalar));
    CHECK(ivr_dsp::machine_has(ivr_dsp::best_isa()));
}
