// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/caller_id.hpp"

#include <random>
#include <string>
#include <vector>

#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::CallerId;
using ivr_dsp::CallerIdForm;
using ivr_dsp::FskStandard;
using support::Heard;

namespace {

CallerId john_doe() {
    CallerId id;
    id.time.set("09301442");
    id.number.set("5551234567");
    id.name.set("JOHN DOE");
    return id;
}

std::string words_of(const CallerId& id) {
    if (id.has_message_lamp) return id.message_lamp ? "lamp on" : "lamp off";
    std::string words(id.time.view());
    words += " " + (id.number_absent != 0 ? std::string(1, id.number_absent)
                                          : std::string(id.number.view()));
    words +=
        " " + (id.name_absent != 0 ? std::string(1, id.name_absent) : std::string(id.name.view()));
    return words;
}

Heard sent(Law law, FskStandard standard, ivr_dsp::FskIntroduction introduction,
           const ivr_dsp::CallerIdOctets& message) {
    ivr_dsp::FskSender sender(law, standard, introduction,
                              std::span(message.octets).first(message.count));
    Heard chunks(50, driver::silence(law));
    while (sender.busy()) chunks.push_back(sender.next());
    chunks.resize(chunks.size() + 50, driver::silence(law));
    return chunks;
}

// All that is heard, each followed by a semicolon.
std::string heard_on(Law law, FskStandard standard, const Heard& chunks) {
    ivr_dsp::CallerIdReceiver receiver(law, standard);
    std::string all;
    for (const Chunk& chunk : chunks) {
        if (const auto id = receiver.hear(chunk)) all += words_of(*id) + ";";
    }
    return all;
}

// Weaker, and in noise.
Heard on_a_bad_line(Law law, const Heard& chunks, double gain_db, double noise_dbm0,
                    unsigned seed = 3) {
    std::mt19937 chance(seed);
    std::normal_distribution<> noise(0, support::Tape::peak_of(noise_dbm0, law) / 1.4142);
    support::Linear samples = support::linear_of(law, chunks);
    for (auto& sample : samples) {
        const double value = sample * std::pow(10, gain_db / 20) + noise(chance);
        sample = static_cast<std::int16_t>(std::lround(value));
    }
    return support::in_law(law, samples);
}

std::vector<std::uint8_t> octets(const ivr_dsp::CallerIdOctets& message) {
    return {message.octets.begin(),
            message.octets.begin() + static_cast<std::ptrdiff_t>(message.count)};
}

}  // namespace

TEST_GROUP(CallerId) {
    Law alaw = Law::alaw;
};

// Vectors worked out by hand.
TEST(CallerId, messages_have_the_octets_of_the_standard) {
    const std::vector<std::uint8_t> sdmf = {0x04, 0x12, 0x30, 0x39, 0x33, 0x30, 0x31,
                                            0x34, 0x34, 0x32, 0x35, 0x35, 0x35, 0x31,
                                            0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x48};
    const std::vector<std::uint8_t> mdmf = {0x80, 0x20, 0x01, 0x08, 0x30, 0x39, 0x33, 0x30, 0x31,
                                            0x34, 0x34, 0x32, 0x02, 0x0A, 0x35, 0x35, 0x35, 0x31,
                                            0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x07, 0x08, 0x4A,
                                            0x4F, 0x48, 0x4E, 0x20, 0x44, 0x4F, 0x45, 0x73};
    CHECK(octets(octets_of(john_doe(), CallerIdForm::sdmf)) == sdmf);
    CHECK(octets(octets_of(john_doe(), CallerIdForm::mdmf)) == mdmf);
}

TEST(CallerId, on_hook_and_call_waiting_messages_are_heard_as_sent) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        for (const FskStandard standard : {FskStandard::bell202, FskStandard::v23}) {
            for (const auto introduction :
                 {ivr_dsp::on_hook_introduction, ivr_dsp::call_waiting_introduction}) {
                const auto message = octets_of(john_doe(), CallerIdForm::mdmf);
                const auto chunks = sent(law, standard, introduction, message);
                STRCMP_EQUAL("09301442 5551234567 JOHN DOE;",
                             heard_on(law, standard, chunks).c_str());
            }
        }
    }
}

TEST(CallerId, a_withheld_number_and_a_message_lamp_are_told) {
    CallerId withheld;
    withheld.time.set("12312359");
    withheld.number_absent = 'P';
    withheld.name_absent = 'O';
    CallerId lamp;
    lamp.has_message_lamp = true;
    for (const auto form : {CallerIdForm::sdmf, CallerIdForm::mdmf}) {
        const auto heard = [&](const CallerId& id) {
            return heard_on(
                alaw, FskStandard::v23,
                sent(alaw, FskStandard::v23, ivr_dsp::on_hook_introduction, octets_of(id, form)));
        };
        STRCMP_EQUAL(form == CallerIdForm::mdmf ? "12312359 P O;" : "12312359 P ;",
                     heard(withheld).c_str());
        lamp.message_lamp = true;
        STRCMP_EQUAL("lamp on;", heard(lamp).c_str());
        lamp.message_lamp = false;
        STRCMP_EQUAL("lamp off;", heard(lamp).c_str());
    }
}

TEST(CallerId, what_spandsp_sends_is_heard_and_spandsp_hears_ours) {
    for (const bool v23 : {false, true}) {
        const FskStandard standard = v23 ? FskStandard::v23 : FskStandard::bell202;
        const support::spandsp::Fields fields{
            {{0x01, "09301442"}, {0x02, "5551234567"}, {0x07, "JOHN DOE"}}
        };
        const auto theirs = support::spandsp::caller_id(v23, fields);
        CHECK(!theirs.empty());
        STRCMP_EQUAL("09301442 5551234567 JOHN DOE;",
                     heard_on(alaw, standard, support::in_law(alaw, theirs)).c_str());

        const auto ours = sent(alaw, standard, ivr_dsp::on_hook_introduction,
                               octets_of(john_doe(), CallerIdForm::mdmf));
        STRCMP_EQUAL(
            "1=09301442 2=5551234567 7=JOHN DOE ",
            support::spandsp::caller_id_heard(v23, support::linear_of(alaw, ours)).c_str());
    }
}

TEST(CallerId, a_weak_and_noisy_line_is_heard) {
    for (const FskStandard standard : {FskStandard::bell202, FskStandard::v23}) {
        const auto message = octets_of(john_doe(), CallerIdForm::mdmf);
        const auto chunks = sent(alaw, standard, ivr_dsp::on_hook_introduction, message);
        STRCMP_EQUAL("09301442 5551234567 JOHN DOE;",
                     heard_on(alaw, standard, on_a_bad_line(alaw, chunks, -16.5, -55)).c_str());
        STRCMP_EQUAL("09301442 5551234567 JOHN DOE;",
                     heard_on(alaw, standard, on_a_bad_line(alaw, chunks, 0, -28)).c_str());
    }
}

// Noise moves the start bit's edge; the edges after it put the clock right.
TEST(CallerId, noise_12_db_below_costs_one_message_in_fifty_at_most) {
    for (const bool v23 : {false, true}) {
        const support::spandsp::Fields fields{
            {{0x01, "09301442"}, {0x02, "5551234567"}, {0x07, "JOHN DOE"}}
        };
        const auto sent = support::in_law(alaw, support::spandsp::caller_id(v23, fields));
        int heard = 0;
        for (unsigned seed = 0; seed < 100; ++seed) {
            const auto noisy = on_a_bad_line(alaw, sent, 0, -26, seed);
            const auto standard = v23 ? FskStandard::v23 : FskStandard::bell202;
            heard += heard_on(alaw, standard, noisy) == "09301442 5551234567 JOHN DOE;" ? 1 : 0;
        }
        CHECK(heard >= 98);
    }
}

// The message is left out, not told wrongly; whatever comes, nothing else happens.
TEST(CallerId, a_message_with_a_wrong_sum_is_counted_and_noise_says_nothing) {
    auto message = octets_of(john_doe(), CallerIdForm::mdmf);
    message.octets[16] ^= 1U;
    ivr_dsp::CallerIdReceiver receiver(alaw, FskStandard::bell202);
    for (const Chunk& chunk :
         sent(alaw, FskStandard::bell202, ivr_dsp::on_hook_introduction, message)) {
        CHECK(!receiver.hear(chunk));
    }
    LONGS_EQUAL(1, receiver.wrong_sums());
    std::mt19937 chance(11);
    for (int tick = 0; tick < 20'000; ++tick) {
        Chunk chunk;
        for (auto& octet : chunk.octets) octet = static_cast<std::uint8_t>(chance());
        CHECK(!receiver.hear(chunk));
    }
    const auto after = sent(alaw, FskStandard::bell202, ivr_dsp::on_hook_introduction,
                            octets_of(john_doe(), CallerIdForm::mdmf));
    std::string heard;
    for (const Chunk& chunk : after) {
        if (const auto id = receiver.hear(chunk)) heard += words_of(*id);
    }
    STRCMP_EQUAL("09301442 5551234567 JOHN DOE", heard.c_str());
}
