// SPDX-License-Identifier: GPL-2.0-or-later
// A technician's instruments: taps, test tones, digits.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/media/tap/tap_reader.hpp"
#include "tests/ivr_dsp/dsp/spectrum.hpp"
#include "tests/ivr_dsp/dsp/tape.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Source;
using driver::Ticks;
using ivr_dsp::TapMoment;
using ivr_dsp::TapReader;
using ivr_dsp::TestTone;
using support::Exchange;
using support::voice;

TEST_GROUP(Instruments) {
    std::unique_ptr<ivr_dsp::TapRing> ring = std::make_unique<ivr_dsp::TapRing>();
    Exchange office{
        {Law::alaw, Law::alaw, Law::ulaw, Law::alaw, Law::alaw, Law::alaw}
    };

    void setup() override {
        office.media.record_taps(*ring);
    }

    void tap(int line, std::uint64_t number, std::int64_t ms) {
        office.order(ivr_dsp::TapLine{Exchange::line_id(line), number, Ticks{ms}});
    }
    void tone(int line, TestTone tone, std::uint16_t hz, std::int16_t level, std::int64_t ms) {
        office.order(ivr_dsp::SendTone{Exchange::line_id(line), tone, hz, level, Ticks{ms}});
    }
    void dial(int line, const char* digits) {
        office.order(ivr_dsp::SendDigits{Exchange::line_id(line), digits, {}});
    }
    void identify(int line, ivr_dsp::FskStandard standard, const char* number, const char* name,
                  bool withheld = false) {
        office.order(ivr_dsp::SendCallerId{Exchange::line_id(line), standard,
                                           ivr_dsp::CallerIdForm::mdmf, false, "11222301", number,
                                           name, withheld});
    }
    // What a telephone there makes of two seconds.
    std::optional<ivr_dsp::CallerId> shown(int line, ivr_dsp::FskStandard standard) {
        const auto law = office.plan.lines[static_cast<std::size_t>(line)];
        ivr_dsp::CallerIdReceiver display(law, standard);
        std::optional<ivr_dsp::CallerId> shown;
        for (const Chunk& chunk : heard(line, 2000)) {
            if (auto one = display.hear(chunk)) shown = one;
        }
        return shown;
    }
    // What the line hears in so many ticks.
    std::vector<Chunk> heard(int line, int ticks) {
        std::vector<Chunk> all;
        for (int i = 0; i < ticks; ++i) {
            office.tick();
            all.push_back(office.hears(line));
        }
        return all;
    }
    std::vector<TapMoment> read(TapReader & reader) {
        std::vector<TapMoment> all;
        TapMoment moment;
        while (reader.next(moment)) all.push_back(moment);
        return all;
    }
    static std::string digits_in(const std::vector<TapMoment>& moments) {
        std::string digits;
        for (const TapMoment& moment : moments) {
            if (moment.digit != 0) digits += moment.digit;
        }
        return digits;
    }
    // The caller presses keys for so long.
    void presses(int line, char key, int ms = 80) {
        ivr_dsp::DtmfGenerator keypad(office.plan.lines[static_cast<std::size_t>(line)]);
        CHECK(keypad.send(key));
        for (int i = 0; i < ms; ++i) {
            office.says(line, keypad.next());
            office.tick();
        }
        office.says(line, driver::alaw_silence);
        office.tick(80);
    }
};

TEST(Instruments, a_tap_has_every_millisecond_of_both_directions_and_ends_by_itself) {
    office.bridge(0, 1);
    tap(1, 4711, 20);
    for (std::uint8_t i = 0; i < 30; ++i) {
        office.says(0, voice(i));
        office.says(1, voice(static_cast<std::uint8_t>(i + 100)));
        office.tick();
    }
    auto reader = TapReader::find(*ring, 4711);
    CHECK(reader.has_value());
    CHECK(reader->facts().line == Exchange::line_id(1) && reader->facts().law == Law::alaw);
    CHECK(reader->facts().lasts == Ticks{20});
    const auto moments = read(*reader);
    LONGS_EQUAL(20, moments.size());
    for (std::uint8_t i = 0; i < 20; ++i) {
        CHECK(moments[i].says == voice(static_cast<std::uint8_t>(i + 100)));
        CHECK(moments[i].hears == voice(i));
    }
    CHECK(reader->over());
    LONGS_EQUAL(0, reader->missed());
}

TEST(Instruments, a_line_hears_nothing_of_being_tapped) {
    office.bridge(0, 1);
    tap(1, 1, 20);
    office.says(0, voice(0x11));
    CHECK(heard(1, 1).front() == voice(0x11));
}

TEST(Instruments, a_tap_can_be_ended_before_its_time) {
    tap(1, 5, 1000);
    office.tick(10);
    tap(1, 5, 0);
    office.tick(10);
    auto reader = TapReader::find(*ring, 5);
    LONGS_EQUAL(10, read(*reader).size());
    CHECK(reader->over());
}

TEST(Instruments, four_lines_are_tapped_at_once_and_a_fifth_when_one_is_over) {
    for (int line = 0; line < 4; ++line) tap(line, 100U + static_cast<unsigned>(line), 50);
    office.tick(10);
    tap(4, 200, 50);
    office.tick(10);
    CHECK_FALSE(TapReader::find(*ring, 200).has_value());
    LONGS_EQUAL(1, office.media.counters().refused_commands);
    office.tick(40);
    tap(4, 201, 50);
    office.tick(10);
    CHECK(TapReader::find(*ring, 201).has_value());
    tap(99, 202, 50);
    tap(1, 0, 50);
    office.tick();
    LONGS_EQUAL(3, office.media.counters().refused_commands);
}

TEST(Instruments, a_reader_that_oversleeps_counts_what_it_missed_and_keeps_the_time) {
    const auto capacity = static_cast<int>(ivr_dsp::TapRing::capacity);
    tap(0, 7, capacity + 1000);
    office.says(0, voice(0x42));
    office.tick(300);
    auto reader = TapReader::find(*ring, 7);
    CHECK(read(*reader).front().says == voice(0x42));
    office.tick(capacity + 700);
    const auto moments = read(*reader);
    LONGS_EQUAL(capacity + 700, moments.size());
    CHECK(reader->missed() >= 700 && reader->missed() <= 701);
    CHECK(moments.front().says == driver::alaw_silence);
    CHECK(moments.back().says == voice(0x42));
    CHECK(reader->over());
}

TEST(Instruments, digits_are_told_in_the_millisecond_they_were_heard) {
    tap(0, 7, 1000);
    office.tick(100);
    for (const char key : {'1', '2', '#'}) presses(0, key);
    auto reader = TapReader::find(*ring, 7);
    const auto moments = read(*reader);
    STRCMP_EQUAL("12#", digits_in(moments).c_str());
    for (std::size_t i = 0; i < moments.size(); ++i) {
        if (moments[i].digit == '1') CHECK(i >= 100 + 28 && i <= 100 + 40);
    }
}

TEST(Instruments, a_digit_is_told_with_its_level_its_twist_and_its_end) {
    tap(0, 7, 1000);
    office.tick(100);
    presses(0, '5');  // 80 ms of -9 and -7 dBm0
    auto reader = TapReader::find(*ring, 7);
    std::size_t began = 0;
    std::size_t ended = 0;
    const auto moments = read(*reader);
    for (std::size_t i = 0; i < moments.size(); ++i) {
        if (moments[i].digit_ended) ended = i;
        if (moments[i].digit == 0) continue;
        began = i;
        DOUBLES_EQUAL(-4.9, moments[i].level_tenths_dbm0 / 10.0, 0.3);
        DOUBLES_EQUAL(2, moments[i].twist_tenths_db / 10.0, 0.3);
    }
    CHECK(began > 0 && ended > began);
    DOUBLES_EQUAL(80, static_cast<double>(ended - began), 12);
}

TEST(Instruments, what_is_secret_is_neither_heard_nor_shown) {
    tap(0, 7, 3000);
    office.listen_for_digits(0);
    presses(0, '1');
    office.order(ivr_dsp::ListenForDigits{Exchange::line_id(0), true, true});
    presses(0, '2');
    presses(0, '3');
    office.order(ivr_dsp::ListenForDigits{Exchange::line_id(0), true, false});
    presses(0, '4');  // still within half a second of it
    office.tick(600);
    presses(0, '5');
    auto reader = TapReader::find(*ring, 7);
    const auto moments = read(*reader);
    STRCMP_EQUAL("1???5", digits_in(moments).c_str());
    for (const TapMoment& moment : moments) {
        if (moment.secret) CHECK(moment.says == driver::alaw_silence);
        if (moment.digit == '?') {
            LONGS_EQUAL(0, moment.level_tenths_dbm0);
            LONGS_EQUAL(0, moment.twist_tenths_db);
        }
    }
    // The dialog hears them all the same.
    LONGS_EQUAL(5, office.told<ivr_dsp::DigitHeard>().size());
}

TEST(Instruments, what_the_other_party_types_in_secret_is_not_heard_either) {
    office.bridge(0, 1);
    tap(0, 7, 3000);
    office.order(ivr_dsp::ListenForDigits{Exchange::line_id(1), true, true});
    office.says(0, voice(0x42));
    presses(1, '2');
    office.listen_for_digits(1, false);
    office.tick(600);
    auto reader = TapReader::find(*ring, 7);
    const auto moments = read(*reader);
    STRCMP_EQUAL("", digits_in(moments).c_str());
    CHECK(moments.front().secret && !moments.back().secret);
    CHECK(moments.back().says == voice(0x42));
    for (const TapMoment& moment : moments) {
        if (!moment.secret) continue;
        CHECK(moment.hears == driver::alaw_silence && moment.says == driver::alaw_silence);
    }
}

TEST(Instruments, the_digital_milliwatt_is_that_of_g711_in_the_lines_law) {
    tone(0, TestTone::milliwatt, 0, 0, 10);
    tone(2, TestTone::milliwatt, 0, 0, 10);
    office.tick(5);
    CHECK((office.hears(0) == Chunk{
                                  {0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4}
    }));
    CHECK((office.hears(2) == Chunk{
                                  {0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E}
    }));
}

TEST(Instruments, a_tone_has_its_frequency_and_level_without_a_seam) {
    tone(0, TestTone::sine, 1004, -13, 3000);
    const auto chunks = heard(0, 2000);
    const auto samples = support::samples_of(Law::alaw, chunks);
    DOUBLES_EQUAL(1004, support::frequency_near(samples, 1000), 0.5);
    DOUBLES_EQUAL(-13, support::dbm0_at(samples, 1004), 0.1);
}

TEST(Instruments, a_tone_takes_the_place_of_the_call_and_gives_it_back) {
    office.bridge(0, 1);
    office.says(0, voice(0x11));
    tone(1, TestTone::milliwatt, 0, 0, 10);
    const auto chunks = heard(1, 12);
    CHECK(chunks[9] != voice(0x11));
    CHECK(chunks[10] == voice(0x11));
    // Who it listens to may change meanwhile; nobody else hears the tone.
    tone(1, TestTone::milliwatt, 0, 0, 10);
    office.tick(2);
    office.listen(1, Source::none());
    office.tick(2);
    CHECK(office.hears(1) == (Chunk{
                                 {0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4}
    }));
    CHECK(office.hears(0) == driver::alaw_silence);
    office.tick(10);
    CHECK(office.hears(1) == driver::alaw_silence);
}

TEST(Instruments, a_line_of_the_other_law_gets_its_conversation_back_through_the_converter) {
    office.bridge(0, 2);
    office.says(0, voice(0x11));
    office.tick();
    const Chunk before = office.hears(2);
    tone(2, TestTone::sine, 1020, -10, 1000);
    office.tick(5);
    CHECK(office.hears(2) != before);
    tone(2, TestTone::sine, 0, 0, 0);
    office.tick();
    CHECK(office.hears(2) == before);
}

TEST(Instruments, a_sweep_glides_through_the_band_and_begins_anew) {
    tone(0, TestTone::sweep, 0, -10, 20'000);
    for (int round = 0; round < 2; ++round) {
        for (int tick = 0; tick < 8000; tick += 20) {
            const double hz = 300 + 3100 * (tick + 10) / 8000.0;
            const auto samples = support::samples_of(Law::alaw, heard(0, 20));
            DOUBLES_EQUAL(-10, support::dbm0_at(samples, hz), 0.3);
        }
    }
}

TEST(Instruments, noise_is_white_and_has_its_level) {
    tone(0, TestTone::noise, 0, -20, 10'000);
    const auto samples = support::samples_of(Law::alaw, heard(0, 8000));
    double power = 0;
    for (const double sample : samples) power += sample * sample / double(samples.size());
    DOUBLES_EQUAL(-20, 10 * std::log10(2 * power) - 20 * std::log10(22823.0), 0.2);
    // A hundredth of the band has a hundredth of the power.
    for (const double hz : {200.0, 1000.0, 2000.0, 3800.0}) {
        CHECK(support::dbm0_at(samples, hz) < -40);
    }
}

TEST(Instruments, the_answer_tone_turns_its_phase_every_450_ms) {
    tone(0, TestTone::answer, 0, -16, 2000);
    const auto chunks = heard(0, 1350);
    const auto samples = support::samples_of(Law::alaw, std::vector(&chunks[0], &chunks[450]));
    DOUBLES_EQUAL(-16, support::dbm0_at(samples, 2100), 0.2);
    for (std::size_t i = 0; i < 450; ++i) {  // 945 periods
        CHECK(chunks[900 + i] == chunks[i]);
        for (std::size_t k = 0; k < driver::samples_per_tick; ++k) {
            LONGS_EQUAL(0x80, chunks[450 + i].octets[k] ^ chunks[i].octets[k]);
        }
    }
}

TEST(Instruments, a_telephone_at_rest_lights_its_lamp_when_a_message_waits) {
    for (const auto standard : {ivr_dsp::FskStandard::bell202, ivr_dsp::FskStandard::v23}) {
        for (const bool lit : {true, false}) {
            office.order(ivr_dsp::SendMessageLamp{Exchange::line_id(2), standard,
                                                  ivr_dsp::CallerIdForm::mdmf, lit});
            const auto told = shown(2, standard);
            CHECK(told.has_value() && told->has_message_lamp);
            CHECK_EQUAL(lit, told->message_lamp);
        }
    }
}

TEST(Instruments, who_calls_is_shown_by_both_standards_and_both_laws) {
    for (const auto standard : {ivr_dsp::FskStandard::bell202, ivr_dsp::FskStandard::v23}) {
        for (const int line : {1, 2}) {
            identify(line, standard, "2125550100", "JOHN DOE");
            const auto caller = shown(line, standard);
            CHECK(caller.has_value());
            STRCMP_EQUAL("2125550100", std::string(caller->number.view()).c_str());
            STRCMP_EQUAL("JOHN DOE", std::string(caller->name.view()).c_str());
            STRCMP_EQUAL("11222301", std::string(caller->time.view()).c_str());
        }
    }
}

TEST(Instruments, an_old_telephone_is_told_the_number_by_sdmf) {
    office.order(ivr_dsp::SendCallerId{Exchange::line_id(1), ivr_dsp::FskStandard::bell202,
                                       ivr_dsp::CallerIdForm::sdmf, false, "11222301", "2125550100",
                                       "JOHN DOE", false});
    const auto caller = shown(1, ivr_dsp::FskStandard::bell202);
    CHECK(caller.has_value());
    STRCMP_EQUAL("2125550100", std::string(caller->number.view()).c_str());
    STRCMP_EQUAL("11222301", std::string(caller->time.view()).c_str());
    CHECK(caller->name.view().empty());
}

TEST(Instruments, a_telephone_in_conversation_is_alerted_before_it_is_told) {
    office.bridge(0, 1);
    office.order(ivr_dsp::SendCallerId{Exchange::line_id(1), ivr_dsp::FskStandard::bell202,
                                       ivr_dsp::CallerIdForm::mdmf, true, "11222301", "2125550100",
                                       "JOHN DOE", false});
    const auto alert = support::samples_of(Law::alaw, heard(1, 80));
    DOUBLES_EQUAL(-15, support::dbm0_at(alert, 2130), 0.3);
    DOUBLES_EQUAL(-15, support::dbm0_at(alert, 2750), 0.3);
    for (const Chunk& chunk : heard(1, 300)) CHECK(chunk == driver::alaw_silence);
    // No seizure: 80 marks come first.
    const auto marks = support::samples_of(Law::alaw, heard(1, 60));
    DOUBLES_EQUAL(1200, support::frequency_near(marks, 1200), 3);
    const auto caller = shown(1, ivr_dsp::FskStandard::bell202);
    CHECK(caller.has_value());
    STRCMP_EQUAL("JOHN DOE", std::string(caller->name.view()).c_str());
}

TEST(Instruments, a_withheld_number_is_private_and_an_unknown_one_out_of_the_area) {
    identify(1, ivr_dsp::FskStandard::bell202, "", "", true);
    const auto withheld = shown(1, ivr_dsp::FskStandard::bell202);
    CHECK(withheld && withheld->number_absent == 'P' && withheld->name_absent == 'P');
    identify(1, ivr_dsp::FskStandard::bell202, "", "李");
    const auto unknown = shown(1, ivr_dsp::FskStandard::bell202);
    CHECK(unknown && unknown->number_absent == 'O' && unknown->name.view().empty());
}

TEST(Instruments, digits_sent_are_heard_as_such_and_then_the_line_is_as_before) {
    dial(0, "159D*#");
    support::OneDetector detector(Law::alaw);
    std::string digits;
    for (int i = 0; i < 6 * 160 + 100; ++i) {
        office.tick();
        const auto change = detector.hear(office.hears(0), Ticks{i});
        if (change.began != 0) digits += change.began;
    }
    STRCMP_EQUAL("159D*#", digits.c_str());
    CHECK(office.hears(0) == driver::alaw_silence);
    dial(0, "12x");
    dial(0, "");
    dial(77, "1");
    office.tick();
    LONGS_EQUAL(3, office.media.counters().refused_commands);
}

TEST(Instruments, register_signals_sent_are_heard_by_the_receiver_of_their_code) {
    using ivr_dsp::DigitCode;
    const std::pair<DigitCode, const char*> sent[] = {
        {DigitCode::r1,          "*2125550#ABC"   },
        {DigitCode::r2_forward,  "1234567890BCDEF"},
        {DigitCode::r2_backward, "1234567890BCDEF"}
    };
    for (const auto& [code, digits] : sent) {
        office.order(ivr_dsp::SendDigits{Exchange::line_id(2), digits, code});
        const ivr_dsp::CodeSystem system(*ivr_dsp::register_signals_of(code));
        const auto ear = std::make_unique<ivr_dsp::CodeReceiver>(system, ivr_dsp::best_isa());
        ear->reset(0, Law::ulaw);
        std::array<const Chunk*, ivr_dsp::lanes> heard{};
        heard.fill(&driver::alaw_silence);
        std::string told;
        for (const Chunk& chunk : this->heard(2, 5000)) {
            heard[0] = &chunk;
            ivr_dsp::CodeChanges changes;
            ear->hear(heard.data(), changes);
            for (const auto& change : changes) {
                if (change.signal != 0) told += sign_of(system.tones, change.signal);
            }
        }
        STRCMP_EQUAL(digits, told.c_str());
    }
    office.order(ivr_dsp::SendDigits{Exchange::line_id(2), "A", DigitCode::r2_forward});
    office.tick();
    LONGS_EQUAL(1, office.media.counters().refused_commands);
}
