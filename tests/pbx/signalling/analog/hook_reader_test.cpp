// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/analog/hook_reader.hpp"

#include <string>

#include <CppUTest/TestHarness.h>

using namespace std::chrono_literals;
using driver::Ticks;

TEST_GROUP(HookReader) {
    // Opens the loop for so long, then closes it for so long, and looks every millisecond.
    void opens(Ticks open, Ticks closed) {
        told(false);
        passes(open);
        told(true);
        passes(closed);
    }
    void told(bool off_hook) {
        write(reader.change(off_hook, now));
    }
    void passes(Ticks how_long) {
        for (const Ticks end = now + how_long; now < end;) {
            now += 1ms;
            write(reader.tick(now));
        }
    }
    void write(const pbx::HookNewsList& news) {
        for (const pbx::HookNews& one : news) {
            story += one.sign == pbx::HookSign::digit ? std::string(1, one.digit)
                                                      : std::string(name_of(one.sign)) + " ";
        }
    }
    void dials(int pulses) {
        for (int i = 0; i < pulses; ++i) opens(60ms, 40ms);
        passes(700ms);
    }
    void is(const std::string& expected) {
        STRCMP_EQUAL(expected.c_str(), story.c_str());
    }

    pbx::HookReader reader{pbx::HookTimes{}};
    Ticks now{1000};
    std::string story;
};

TEST(HookReader, lifting_and_hanging_up) {
    told(true);
    passes(1s);
    told(false);
    passes(200ms);
    is("lifted ");  // might still be a flash
    passes(2ms);
    is("lifted hung_up ");
    passes(1s);
    is("lifted hung_up ");
}

TEST(HookReader, pulses_make_digits_and_ten_make_a_nought) {
    told(true);
    passes(500ms);
    dials(1);
    dials(9);
    dials(10);
    is("lifted 190");
    dials(11);
    is("lifted 190");
    LONGS_EQUAL(1, reader.bad_digits());
}

TEST(HookReader, a_flash_is_no_pulse_and_no_hang_up) {
    told(true);
    passes(500ms);
    opens(100ms, 500ms);
    opens(200ms, 500ms);
    is("lifted flash flash ");
    opens(70ms, 500ms);
    is("lifted flash flash 1");
    opens(5ms, 500ms);  // contact bounce
    is("lifted flash flash 1");
}

TEST(HookReader, changes_told_late_and_at_once_mean_the_same) {
    write(reader.change(true, 1000ms));
    write(reader.change(false, 2000ms));
    write(reader.change(true, 5000ms));
    write(reader.change(false, 6000ms));
    write(reader.change(true, 6060ms));
    write(reader.change(false, 7000ms));
    write(reader.tick(9000ms));
    is("lifted hung_up lifted 1hung_up ");
}

TEST(HookReader, countries_differ) {
    CHECK_FALSE(pbx::analog_times("XX").has_value());
    const auto japan = pbx::analog_times("JP");
    CHECK(japan && japan->hook.flash_max == 1200ms && japan->ring.on == 1000ms);
    reader = pbx::HookReader(japan->hook);
    told(true);
    passes(500ms);
    opens(600ms, 500ms);
    is("lifted flash ");
    reader = pbx::HookReader(pbx::analog_times("NZ")->hook);
    told(true);
    dials(7);
    is("lifted flash lifted 3");
}
