// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/law/law_kernel.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"

#include <CppUTest/TestHarness.h>

using driver::Law;
using ivr_dsp::Isa;
using Octets = std::vector<std::uint8_t>;
using Samples = std::vector<std::int16_t>;

TEST_GROUP(LawKernel) {
    int sets{};

    // Calls check(kernel, law) for every instruction set of this machine and both laws, and expects
    // it to count nothing wrong.
    template <class Check>
    void in_every_set(Check && check) {
        for (const Isa isa : ivr_dsp::all_isas) {
            if (!ivr_dsp::machine_has(isa)) continue;
            ++sets;
            for (const Law law : {Law::alaw, Law::ulaw}) {
                LONGS_EQUAL_TEXT(0, check(ivr_dsp::law_kernel_of(isa), law), name_of(isa).data());
            }
        }
        CHECK(sets > 0);
    }
    static Octets all_octets() {
        Octets octets(256);
        std::iota(octets.begin(), octets.end(), std::uint8_t{0});
        return octets;
    }
    static Samples all_samples() {
        Samples samples(65'536);
        std::iota(samples.begin(), samples.end(), std::int16_t{-32768});
        return samples;
    }
};

TEST(LawKernel, every_octet_is_decoded_as_g711_has_it) {
    in_every_set([](const ivr_dsp::LawKernel& kernel, Law law) {
        const Octets octets = all_octets();
        Samples samples(octets.size());
        kernel.decode(law, octets.data(), samples.data(), octets.size());
        return std::count_if(octets.begin(), octets.end(), [&](std::uint8_t octet) {
            return samples[octet] != ivr_dsp::linear_from(law, octet);
        });
    });
}

TEST(LawKernel, every_sample_is_encoded_as_g191_has_it) {
    in_every_set([](const ivr_dsp::LawKernel& kernel, Law law) {
        const Samples samples = all_samples();
        Octets octets(samples.size());
        kernel.encode(law, samples.data(), octets.data(), samples.size());
        int wrong = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            wrong += octets[i] != ivr_dsp::octet_from(law, samples[i]) ? 1 : 0;
        }
        return wrong;
    });
}

TEST(LawKernel, every_octet_goes_to_the_other_law_by_the_tables_of_g711) {
    in_every_set([](const ivr_dsp::LawKernel& kernel, Law from) {
        Octets octets = all_octets();
        kernel.other(from, octets.data(), octets.data(), octets.size());
        int wrong = 0;
        for (std::size_t i = 0; i < octets.size(); ++i) {
            wrong += octets[i] != ivr_dsp::other_law_octet(from, static_cast<std::uint8_t>(i));
        }
        return wrong;
    });
}

// From one octet to more than any vector holds; what lies behind is left alone.
TEST(LawKernel, any_number_of_samples_is_converted_and_not_one_more) {
    in_every_set([](const ivr_dsp::LawKernel& kernel, Law law) {
        const Octets octets = all_octets();
        int wrong = 0;
        for (std::size_t n = 0; n <= 100; ++n) {
            const std::size_t first = n / 2;
            Octets others(102, 0xEE);
            Samples samples(102, 0x1234);
            Octets back(102, 0xEE);
            kernel.other(law, octets.data() + first, others.data() + 1, n);
            kernel.decode(law, octets.data() + first, samples.data() + 1, n);
            kernel.encode(law, samples.data() + 1, back.data() + 1, n);
            for (std::size_t i = 0; i < n; ++i) {
                const std::uint8_t octet = octets[first + i];
                wrong += others[i + 1] != ivr_dsp::other_law_octet(law, octet);
                wrong += samples[i + 1] != ivr_dsp::linear_from(law, octet);
                const bool is_negative_zero = law == Law::ulaw && octet == 0x7F;
                wrong += back[i + 1] != (is_negative_zero ? 0xFF : octet);
            }
            wrong += others[0] != 0xEE || others[n + 1] != 0xEE;
            wrong += samples[0] != 0x1234 || samples[n + 1] != 0x1234;
            wrong += back[0] != 0xEE || back[n + 1] != 0xEE;
        }
        return wrong;
    });
}
