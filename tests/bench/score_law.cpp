// SPDX-License-Identifier: GPL-2.0-or-later
// Laws by ITU-T G.711 and G.191: every sample and every octet, by tables and by the kernels of
// every instruction set; the row has the worst of them.
#include <algorithm>
#include <numeric>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/law/law_kernel.hpp"
#include "tests/bench/score.hpp"
#include "tests/ivr_dsp/dsp/g711.hpp"

// Last: its header defines macros that break others.
#include <spandsp.h>
#undef lrint
#undef lrintf

namespace score {
namespace {

using driver::Law;
using ivr_dsp::LawKernel;
using Octets = std::vector<std::uint8_t>;
using Samples = std::vector<std::int16_t>;

// What must come out, for 0, 1, 2 and so on; and how to ask each of ours for all of it.
struct Question {
    std::string what;
    std::vector<int> right;
    std::vector<int> by_table;
    std::vector<int> (*by_kernel)(const LawKernel&, Law);
    Law law;
    std::vector<int> by_spandsp;
};

long count_right(const Question& question, const std::vector<int>& said) {
    return std::inner_product(said.begin(), said.end(), question.right.begin(), 0L, std::plus<>(),
                              std::equal_to<>());
}

Row row_of(const Question& question) {
    long worst = count_right(question, question.by_table);
    for (const ivr_dsp::Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa)) continue;
        const auto said = question.by_kernel(ivr_dsp::law_kernel_of(isa), question.law);
        worst = std::min(worst, count_right(question, said));
    }
    const auto all = static_cast<long>(question.right.size());
    return {question.what, "all", worst == all, counted(worst, all),
            counted(count_right(question, question.by_spandsp), all)};
}

template <class Ask>
std::vector<int> each(int first, int last, Ask ask) {
    std::vector<int> all;
    all.reserve(static_cast<std::size_t>(last - first) + 1);
    for (int i = first; i <= last; ++i) all.push_back(ask(i));
    return all;
}
template <class Ask>
std::vector<int> each_octet(Ask ask) {
    return each(0, 255, [&](int octet) { return ask(static_cast<std::uint8_t>(octet)); });
}
template <class Ask>
std::vector<int> each_sample(Ask ask) {
    return each(-32768, 32767, [&](int sample) { return ask(static_cast<std::int16_t>(sample)); });
}

Octets all_octets() {
    Octets octets(256);
    std::iota(octets.begin(), octets.end(), std::uint8_t{0});
    return octets;
}
std::vector<int> encoded(const LawKernel& kernel, Law law) {
    Samples samples(65'536);
    std::iota(samples.begin(), samples.end(), std::int16_t{-32768});
    Octets octets(samples.size());
    kernel.encode(law, samples.data(), octets.data(), samples.size());
    return {octets.begin(), octets.end()};
}
std::vector<int> decoded(const LawKernel& kernel, Law law) {
    const Octets octets = all_octets();
    Samples samples(octets.size());
    kernel.decode(law, octets.data(), samples.data(), octets.size());
    return {samples.begin(), samples.end()};
}
std::vector<int> converted(const LawKernel& kernel, Law from) {
    Octets octets = all_octets();
    kernel.other(from, octets.data(), octets.data(), octets.size());
    return {octets.begin(), octets.end()};
}

// Both directions of a law, and its table to the other one.
void law_rows(Law law, std::vector<Row>& rows) {
    const bool is_alaw = law == Law::alaw;
    const std::string name = is_alaw ? "A-law" : "µ-law";
    const g711::Scale scale = is_alaw ? g711::alaw() : g711::ulaw();
    rows.push_back(
        row_of({name + ", samples encoded",
                each_sample([&](auto sample) { return scale.octet_of(sample); }),
                each_sample([&](auto sample) { return ivr_dsp::octet_from(law, sample); }), encoded,
                law, each_sample([&](auto sample) {
                    return is_alaw ? linear_to_alaw(sample) : linear_to_ulaw(sample);
                })}));
    rows.push_back(row_of({name + ", octets decoded",
                           each_octet([&](auto octet) { return scale.value_of(octet); }),
                           each_octet([&](auto octet) { return ivr_dsp::linear_from(law, octet); }),
                           decoded, law, each_octet([&](auto octet) {
                               return is_alaw ? alaw_to_linear(octet) : ulaw_to_linear(octet);
                           })}));
    rows.push_back(
        row_of({name + " to the other law, G.711's table " + (is_alaw ? "4" : "3"),
                each_octet([&](auto octet) {
                    return is_alaw ? g711::ulaw_of_alaw(octet) : g711::alaw_of_ulaw(octet);
                }),
                each_octet([&](auto octet) { return ivr_dsp::other_law_octet(law, octet); }),
                converted, law, each_octet([&](auto octet) {
                    return is_alaw ? alaw_to_ulaw(octet) : ulaw_to_alaw(octet);
                })}));
}

}  // namespace

std::vector<Row> law_rows(const Settings& /*every one is tried*/) {
    std::vector<Row> rows;
    for (const Law law : {Law::alaw, Law::ulaw}) law_rows(law, rows);
    return rows;
}

}  // namespace score
