// SPDX-License-Identifier: GPL-2.0-or-later
// Sixteen lines for receivers that work on sixteen channels, and spandsp at their far end: its
// generators and its receivers.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/dsp/simd/isa.hpp"
#include "ivr_dsp/dsp/tones/tone_table.hpp"

namespace support {

using Heard = std::vector<driver::Chunk>;
using Linear = std::vector<std::int16_t>;

// In a law, silence at the end to fill the last chunk.
Heard in_law(driver::Law law, const Linear& samples);
Linear linear_of(driver::Law law, const Heard& chunks);

// Gives sixteen recordings to `hear(const Chunk* const*)`, tick by tick, until all are over; those
// that end before are silent then.
void play_to(const std::vector<Heard>& recordings, driver::Law law,
             const std::function<void(const driver::Chunk* const*)>& hear);

// What spandsp sends, 16-bit linear.
namespace spandsp {

Linear r2_signal(bool forward, char sign, int ms);
Linear bell_mf(std::string_view signs);

// What its modems say for so long. reversals: of the answer tone.
enum class ModemSays {
    cng,
    calling,
    answer,
    answer_with_reversals,
    modulated_answer,
    modulated_answer_with_reversals,
    bell_answer
};
Linear modem_says(ModemSays what, int ms);

// What spandsp's receivers hear.
std::string r2_heard(bool forward, const Linear& samples);
std::string bell_mf_heard(const Linear& samples);
// A caller identification message in MDMF: type and fields, without length and sum; or in SDMF, all
// in one field of type 0. And what its receiver hears of such: fields as "type=text ". V.23, or
// else Bell 202. In a call, only 80 mark bits go before it.
struct Fields {
    std::vector<std::pair<std::uint8_t, std::string>> all;
    bool sdmf = false;
};
Linear caller_id(bool v23, const Fields& fields, bool in_call = false);
std::string caller_id_heard(bool v23, const Linear& samples);
// The ids of the tones it hears, told what an exchange plays and that a quarter more or less is
// right.
std::vector<int> tones_heard(std::span<const ivr_dsp::KnownTone> tones, const Linear& samples);
// If it hears this one, listening for it.
bool modem_heard(ModemSays what, const Linear& samples);

}  // namespace spandsp
}  // namespace support
