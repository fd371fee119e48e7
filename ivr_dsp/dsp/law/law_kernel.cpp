// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/law/law_kernel.hpp"

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/law/law_vectors.hpp"

namespace ivr_dsp::IVR_DSP_ISA {
namespace {

#if IVR_DSP_WIDTH == 1

void other(Law from, const std::uint8_t* octets, std::uint8_t* others, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) others[i] = other_law_octet(from, octets[i]);
}
void decode(Law law, const std::uint8_t* octets, std::int16_t* samples, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) samples[i] = linear_from(law, octets[i]);
}
void encode(Law law, const std::int16_t* samples, std::uint8_t* octets, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) octets[i] = octet_from(law, samples[i]);
}

#else

// Calls vector(from, to) for each vector of elements; the last few go there and back by a place
// that is large enough.
template <std::size_t Elements, class From, class To, class Vector>
IVR_DSP_INLINE void for_all(const From* from, To* to, std::size_t n, Vector&& vector) {
    std::size_t i = 0;
    for (; i + Elements <= n; i += Elements) vector(from + i, to + i);
    if (i == n) return;
    From last[Elements]{};
    To done[Elements];
    std::memcpy(last, from + i, (n - i) * sizeof(From));
    vector(last, done);
    std::memcpy(to + i, done, (n - i) * sizeof(To));
}

constexpr std::size_t samples_at_once = sizeof(Shorts) / sizeof(std::int16_t);

// The other law for the 128 codes without their sign, which stays, in eight rows of sixteen. Each
// row is kept as its difference from the row before, so that all rows an index is not below add up
// to the one it is in.
struct Rows {
    Bytes row[8];
};
IVR_DSP_INLINE Rows rows_of(Law from) noexcept {
    const std::uint8_t* table = companding.other_law[static_cast<std::size_t>(from)].data();
    Rows rows;
    rows.row[0] = repeated(table);
    for (std::size_t i = 1; i < 8; ++i) {
        rows.row[i] = repeated(table + 16 * i) ^ repeated(table + 16 * (i - 1));
    }
    return rows;
}
void other(Law from, const std::uint8_t* octets, std::uint8_t* others, std::size_t n) {
    const Rows rows = rows_of(from);
    for_all<sizeof(Bytes)>(octets, others, n, [&](const std::uint8_t* in, std::uint8_t* out) {
        const auto all = load<Bytes>(in);
        Bytes index = all & 0x7F;
        Bytes found = chosen(rows.row[0], index) ^ (all & 0x80);
        for (std::size_t i = 1; i < 8; ++i) {
            index -= 16;
            found ^= chosen(rows.row[i], index);
        }
        store(out, found);
    });
}

void decode(Law law, const std::uint8_t* octets, std::int16_t* samples, std::size_t n) {
    const auto by = [&](Shorts is_alaw) {
        for_all<samples_at_once>(octets, samples, n, [&](const std::uint8_t* in, auto* out) {
            store(out, linear_of(widened(load<FewBytes>(in)), is_alaw) * 4);
        });
    };
    if (law == Law::alaw) return by(shorts(-1));
    by(shorts(0));
}

void encode(Law law, const std::int16_t* samples, std::uint8_t* octets, std::size_t n) {
    const auto by = [&](Shorts is_alaw) {
        for_all<samples_at_once>(samples, octets, n, [&](const std::int16_t* in, auto* out) {
            store(out, narrowed(octets_from(load<Shorts>(in) >> 2, is_alaw)));
        });
    };
    if (law == Law::alaw) return by(shorts(-1));
    by(shorts(0));
}

#endif

}  // namespace

const LawKernel law_kernel{other, decode, encode};

}  // namespace ivr_dsp::IVR_DSP_ISA
