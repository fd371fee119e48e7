// SPDX-License-Identifier: GPL-2.0-or-later
// Caller identification as spandsp sends it, at random places and in both laws, weaker and in
// noise.
#include <cmath>
#include <numbers>
#include <random>

#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "tests/bench/score.hpp"
#include "tests/bench/score_lines.hpp"

namespace score {
namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::CallerId;
using ivr_dsp::CallerIdForm;
using ivr_dsp::FskStandard;
using support::Heard;
using support::Linear;
using support::Tape;

struct Message {
    FskStandard standard = FskStandard::bell202;
    CallerIdForm form = CallerIdForm::mdmf;
    bool in_call = false;  // after the alert of call waiting
    double dbm0 = -14;
    double noise_dbm0 = -60;
};

// Sent by spandsp at -14 dBm0.
Linear sent(const Message& message) {
    const bool is_v23 = message.standard == FskStandard::v23;
    if (message.form == CallerIdForm::sdmf) {
        const support::spandsp::Fields fields{{{0x00, "093014425551234567"}}, true};
        return support::spandsp::caller_id(is_v23, fields, message.in_call);
    }
    const support::spandsp::Fields fields{
        {{0x01, "09301442"}, {0x02, "5551234567"}, {0x07, "JOHN DOE"}}
    };
    return support::spandsp::caller_id(is_v23, fields, message.in_call);
}

Heard recorded(const Message& message, const Settings& settings, unsigned trial) {
    const Law law = law_of(trial);
    Linear samples = sent(message);
    std::mt19937 chance(settings.seed + trial);
    const double gain = std::pow(10, (message.dbm0 + 14) / 20);
    for (auto& sample : samples) sample = static_cast<std::int16_t>(std::lround(gain * sample));
    if (message.in_call) {
        Tape alert(law, settings.seed + trial);
        alert.sines(
            {
                {2130, message.dbm0},
                {2750, message.dbm0}
        },
            80);
        const Linear before = support::linear_of(law, alert.pause(200).chunks());
        samples.insert(samples.begin(), before.begin(), before.end());
    }
    samples.insert(samples.begin(), trial % 97, 0);
    std::normal_distribution<> noise(0, Tape::peak_of(message.noise_dbm0) / std::numbers::sqrt2);
    for (auto& sample : samples) {
        sample = static_cast<std::int16_t>(std::lround(sample + noise(chance)));
    }
    return support::in_law(law, samples);
}

// Once, and as it was sent.
bool we_hear(const Message& message, const Heard& line, Law law) {
    CallerId id;
    id.time.set("09301442");
    id.number.set("5551234567");
    if (message.form == CallerIdForm::mdmf) id.name.set("JOHN DOE");
    const auto wanted = octets_of(id, message.form);
    ivr_dsp::CallerIdReceiver receiver(law, message.standard);
    int heard = 0;
    bool right = true;
    for (const Chunk& chunk : line) {
        const auto got = receiver.hear(chunk);
        if (!got) continue;
        ++heard;
        right = right && receiver.form() == message.form &&
                octets_of(*got, message.form).octets == wanted.octets;
    }
    return heard == 1 && right;
}

bool spandsp_hears(const Message& message, const Heard& line, Law law) {
    const bool is_v23 = message.standard == FskStandard::v23;
    return support::spandsp::caller_id_heard(is_v23, support::linear_of(law, line)) ==
           (message.form == CallerIdForm::mdmf ? "1=09301442 2=5551234567 7=JOHN DOE "
                                               : "0=093014425551234567 ");
}

Row message_row(const Settings& settings, const std::string& what, const Message& message) {
    return row_of(
        settings, what,
        {.recording = [&](unsigned trial) { return recorded(message, settings, trial); },
         .ours =
             [&](const auto& lines, Law law) {
                 std::vector<bool> right;
                 right.reserve(lines.size());
                 for (const Heard& line : lines) right.push_back(we_hear(message, line, law));
                 return right;
             },
         .theirs = [&](const Heard& line, Law law) { return spandsp_hears(message, line, law); }});
}

}  // namespace

std::vector<Row> caller_id_rows(const Settings& settings) {
    std::vector<Row> rows;
    const auto in_all_forms = [&](const std::string& name, Message message) {
        rows.push_back(message_row(settings, name + ", -14 dBm0", message));
        message.dbm0 = -30;
        message.noise_dbm0 = -65;
        rows.push_back(message_row(settings, name + ", -30 dBm0", message));
        message.dbm0 = -14;
        message.noise_dbm0 = -29;
        rows.push_back(message_row(settings, name + ", noise 15 dB below", message));
    };
    in_all_forms("Bell 202", {});
    in_all_forms("V.23", {.standard = FskStandard::v23});
    in_all_forms("Bell 202, SDMF", {.form = CallerIdForm::sdmf});
    in_all_forms("Bell 202, call waiting", {.in_call = true});
    in_all_forms("V.23, call waiting", {.standard = FskStandard::v23, .in_call = true});
    // Nobody asks for that.
    for (const auto standard : {FskStandard::bell202, FskStandard::v23}) {
        rows.push_back(message_row(
            settings,
            std::string(standard == FskStandard::v23 ? "V.23" : "Bell 202") + ", noise 12 dB below",
            {.standard = standard, .noise_dbm0 = -26}));
        rows.back().limit = "no fewer than the peer";
        rows.back().kept = rows.back().ours.value >= rows.back().peer->value;
    }
    return rows;
}

}  // namespace score
