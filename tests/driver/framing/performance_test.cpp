// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <cstdint>
#include <iostream>
#include <map>
#include <random>
#include <vector>

#include "driver/framing/performance/performance_monitor.hpp"

#include <CppUTest/TestHarness.h>

using driver::LineSecond;
using driver::PathFormat;
using driver::PerformanceCounts;
using driver::PerformanceMonitor;
using driver::SecondErrors;

TEST_GROUP(Second){};

TEST(Second, an_extended_superframe_line_is_severely_errored_from_320_path_violations_on) {
    const auto judged = [](std::uint32_t violations) {
        return driver::judge_line({.path_violations = violations}, PathFormat::t1_esf);
    };
    CHECK_FALSE(judged(0).errored);
    CHECK(judged(1).errored);
    CHECK_FALSE(judged(1).bursty);
    CHECK(judged(2).bursty);
    CHECK(judged(319).bursty);
    CHECK_FALSE(judged(319).severely_errored);
    CHECK(judged(320).severely_errored);
    CHECK_FALSE(judged(320).bursty);
}

TEST(Second, each_format_has_its_thresholds) {
    const auto severe = [](LineSecond second, PathFormat format) {
        return driver::judge_line(second, format).severely_errored;
    };
    CHECK_FALSE(severe({.path_violations = 831}, PathFormat::e1_crc4));
    CHECK(severe({.path_violations = 832}, PathFormat::e1_crc4));
    CHECK(driver::judge_line({.path_violations = 300}, PathFormat::e1_crc4,
                             {.path_violations = 300, .line_violations = 0})
              .severely_errored);
    CHECK_FALSE(severe({.path_violations = 4000}, PathFormat::e1_without_crc));
    CHECK_FALSE(severe({.line_violations = 2047}, PathFormat::e1_without_crc));
    CHECK(severe({.line_violations = 2048}, PathFormat::e1_without_crc));
    CHECK_FALSE(severe({.path_violations = 7, .line_violations = 1543}, PathFormat::t1_sf));
    CHECK(severe({.path_violations = 8}, PathFormat::t1_sf));
    CHECK(severe({.line_violations = 1544}, PathFormat::t1_sf));
}

TEST(Second, line_violations_make_a_second_errored_only_without_a_crc) {
    const LineSecond second{.line_violations = 1};
    CHECK(driver::judge_line(second, PathFormat::t1_esf).line_errored);
    CHECK_FALSE(driver::judge_line(second, PathFormat::t1_esf).errored);
    CHECK_FALSE(driver::judge_line(second, PathFormat::e1_crc4).errored);
    CHECK(driver::judge_line(second, PathFormat::t1_sf).errored);
    CHECK(driver::judge_line(second, PathFormat::e1_without_crc).errored);
}

TEST(Second, a_defect_is_severely_errored_and_a_slip_only_errored) {
    for (const auto format :
         {PathFormat::t1_esf, PathFormat::t1_sf, PathFormat::e1_crc4, PathFormat::e1_without_crc}) {
        CHECK(driver::judge_line({.out_of_frame = true}, format).severely_errored);
        CHECK(driver::judge_line({.out_of_frame = true}, format).framing);
        CHECK(driver::judge_line({.alarm_indication = true}, format).framing);
        CHECK(driver::judge_line({.loss_of_signal = true}, format).severely_errored);
        const auto slipped = driver::judge_line({.slips = 3}, format);
        CHECK(slipped.errored);
        CHECK(slipped.slipped);
        CHECK_FALSE(slipped.severely_errored);
    }
}

TEST(Second, thirty_percent_of_the_blocks_are_severely_errored) {
    const auto judged = [](std::uint32_t blocks, std::uint32_t errored, bool defect = false) {
        return driver::judge_blocks(
            {.blocks = blocks, .errored_blocks = errored, .defect = defect});
    };
    CHECK_FALSE(judged(1000, 299).severely_errored);
    CHECK_EQUAL(299U, judged(1000, 299).background_blocks);
    CHECK(judged(1000, 300).severely_errored);
    CHECK_EQUAL(0U, judged(1000, 300).background_blocks);
    CHECK_FALSE(judged(333, 99).severely_errored);
    CHECK(judged(333, 100).severely_errored);
    CHECK(judged(1000, 0, true).severely_errored);
    CHECK_FALSE(judged(0, 0).errored);
}

TEST(Second, a_thousandth_of_the_bits_is_severely_errored) {
    CHECK_FALSE(driver::judge_bits({.bits = 64'000, .errors = 63}).severely_errored);
    CHECK(driver::judge_bits({.bits = 64'000, .errors = 63}).errored);
    CHECK(driver::judge_bits({.bits = 64'000, .errors = 64}).severely_errored);
    CHECK(driver::judge_bits({.bits = 0, .errors = 0, .pattern_lost = true}).severely_errored);
    CHECK_FALSE(driver::judge_bits({.bits = 64'000, .errors = 0}).errored);
}

namespace {

constexpr SecondErrors clean{};
const SecondErrors errored =
    driver::judge_blocks({.blocks = 1000, .errored_blocks = 5, .defect = false});
const SecondErrors severe =
    driver::judge_blocks({.blocks = 1000, .errored_blocks = 500, .defect = false});

}  // namespace

TEST_GROUP(PerformanceMonitor) {
    PerformanceMonitor monitor{0};

    void seconds(unsigned count, const SecondErrors& errors, bool failure = false) {
        for (unsigned i = 0; i < count; ++i) monitor.second(errors, failure);
    }
};

TEST(PerformanceMonitor, nine_severely_errored_seconds_are_available_time) {
    seconds(9, severe);
    seconds(1, clean);
    CHECK_EQUAL(9U, monitor.total().severely_errored_seconds);
    CHECK_EQUAL(9U, monitor.total().errored_seconds);
    CHECK_EQUAL(0U, monitor.total().unavailable_seconds);
    CHECK_EQUAL(10U, monitor.total().seconds);
}

TEST(PerformanceMonitor, ten_are_unavailable_from_the_first_on) {
    seconds(9, severe);
    CHECK(monitor.available());
    seconds(1, severe);
    CHECK_FALSE(monitor.available());
    CHECK_EQUAL(10U, monitor.total().unavailable_seconds);
    CHECK_EQUAL(0U, monitor.total().severely_errored_seconds);
    CHECK_EQUAL(0U, monitor.total().errored_seconds);
}

TEST(PerformanceMonitor, ten_others_end_it_from_the_first_on) {
    seconds(30, severe);
    seconds(9, errored);
    seconds(1, severe);
    CHECK_EQUAL(40U, monitor.total().unavailable_seconds);
    seconds(10, errored);
    CHECK(monitor.available());
    CHECK_EQUAL(40U, monitor.total().unavailable_seconds);
    CHECK_EQUAL(10U, monitor.total().errored_seconds);
    CHECK_EQUAL(50U, monitor.total().background_block_errors);
}

TEST(PerformanceMonitor, a_failure_makes_the_severely_errored_seconds_before_it_unavailable) {
    seconds(5, clean);
    seconds(2, severe);
    seconds(1, severe, true);
    CHECK_FALSE(monitor.available());
    CHECK_EQUAL(3U, monitor.total().unavailable_seconds);
    // While the failure lasts, good seconds do not count.
    seconds(20, clean, true);
    CHECK_FALSE(monitor.available());
    seconds(10, clean);
    CHECK(monitor.available());
    CHECK_EQUAL(23U, monitor.total().unavailable_seconds);
}

TEST(PerformanceMonitor, quarters_are_those_of_the_clock_and_the_first_is_incomplete) {
    monitor = PerformanceMonitor{10 * 3600 + 14 * 60};  // 10:14
    seconds(59, errored);
    CHECK_EQUAL(59U, monitor.quarter(0).errored_seconds);
    seconds(1, errored);
    CHECK_EQUAL(0U, monitor.quarter(0).seconds);
    CHECK_EQUAL(60U, monitor.quarter(1).errored_seconds);
    CHECK_FALSE(monitor.is_complete(1));
    seconds(900, clean);
    CHECK(monitor.is_complete(1));
    CHECK_EQUAL(60U, monitor.quarter(2).errored_seconds);
}

TEST(PerformanceMonitor, a_run_across_the_quarter_is_counted_where_each_second_belongs) {
    seconds(895, clean);
    seconds(9, severe);
    CHECK_EQUAL(895U, monitor.quarter(1).seconds);
    seconds(1, severe);
    CHECK_EQUAL(5U, monitor.quarter(1).unavailable_seconds);
    CHECK_EQUAL(5U, monitor.quarter(0).unavailable_seconds);
    CHECK(monitor.is_complete(1));
}

TEST(PerformanceMonitor, ninety_six_quarters_are_kept) {
    for (unsigned quarter = 0; quarter < 200; ++quarter) {
        seconds(quarter, errored);
        seconds(900 - quarter, clean);
    }
    CHECK_EQUAL(0U, monitor.quarter(0).seconds);
    for (unsigned age = 1; age <= 96; ++age) {
        CHECK_EQUAL(200 - age, monitor.quarter(age).errored_seconds);
        CHECK(monitor.is_complete(age));
    }
    CHECK_EQUAL(199U * 200 / 2, monitor.total().errored_seconds);
}

TEST(PerformanceMonitor, days_are_kept_for_a_day) {
    seconds(86'400, errored);
    CHECK_EQUAL(86'400U, monitor.day(1).errored_seconds);
    CHECK_EQUAL(0U, monitor.day(0).errored_seconds);
    seconds(100, errored);
    CHECK_EQUAL(100U, monitor.day(0).errored_seconds);
    seconds(86'300, clean);
    CHECK_EQUAL(100U, monitor.day(1).errored_seconds);
    CHECK_EQUAL(0U, monitor.day(0).seconds);
}

TEST(PerformanceMonitor, time_not_measured_leaves_quarters_incomplete) {
    seconds(100, errored);
    seconds(3, severe);
    monitor.missed(10);
    CHECK_EQUAL(3U, monitor.quarter(0).severely_errored_seconds);
    seconds(787, clean);
    CHECK_FALSE(monitor.is_complete(1));
    CHECK_EQUAL(890U, monitor.quarter(1).seconds);
    monitor.missed(3 * 900);
    CHECK_EQUAL(890U, monitor.quarter(4).seconds);
    CHECK_EQUAL(0U, monitor.quarter(2).seconds);
    monitor.missed(4'000'000);
    for (unsigned age = 0; age <= 96; ++age) CHECK_EQUAL(0U, monitor.quarter(age).seconds);
    CHECK_EQUAL(0U, monitor.day(0).seconds + monitor.day(1).seconds);
    CHECK_EQUAL(890U, monitor.total().seconds);
}

TEST(PerformanceMonitor, a_minute_with_more_than_a_millionth_wrong_is_degraded) {
    const auto second = [](std::uint64_t errors) {
        return driver::judge_bits({.bits = 2'000'000, .errors = errors});
    };
    seconds(60, second(2));
    CHECK_EQUAL(0U, monitor.total().degraded_minutes);
    seconds(59, second(2));
    seconds(1, second(3));
    CHECK_EQUAL(1U, monitor.total().degraded_minutes);
    // Severely errored seconds are no part of a minute.
    seconds(30, second(3));
    seconds(5, second(2000));
    seconds(29, second(3));
    CHECK_EQUAL(1U, monitor.total().degraded_minutes);
    seconds(1, second(3));
    CHECK_EQUAL(2U, monitor.total().degraded_minutes);
}

// The same by the words of the standards, looking at the whole history at once.
namespace {

struct Told {
    LineSecond line;
    bool failure;
};

std::vector<bool> availability_of(const std::vector<SecondErrors>& judged,
                                  const std::vector<Told>& history) {
    const auto bad = [&](std::size_t i) {
        return judged[i].severely_errored || history[i].failure;
    };
    const auto ten_from = [&](std::size_t i, bool kind) {
        for (std::size_t k = i; k < i + 10; ++k) {
            if (k >= history.size() || bad(k) != kind) return false;
        }
        return true;
    };
    const auto leads_to_failure = [&](std::size_t i) {
        while (i < history.size() && bad(i)) {
            if (history[i].failure) return true;
            ++i;
        }
        return false;
    };
    std::vector<bool> available(history.size());
    bool now = true;
    for (std::size_t i = 0; i < history.size(); ++i) {
        if (now && (ten_from(i, true) || leads_to_failure(i))) {
            now = false;
        } else if (!now && ten_from(i, false)) {
            now = true;
        }
        available[i] = now;
    }
    return available;
}

PerformanceCounts sum_of(const std::vector<SecondErrors>& judged,
                         const std::vector<bool>& available, std::size_t from, std::size_t to) {
    PerformanceCounts sum;
    for (std::size_t i = from; i < to; ++i) {
        ++sum.seconds;
        if (!available[i]) {
            ++sum.unavailable_seconds;
            continue;
        }
        const SecondErrors& second = judged[i];
        if (second.errored) ++sum.errored_seconds;
        if (second.severely_errored) ++sum.severely_errored_seconds;
        if (second.bursty) ++sum.bursty_errored_seconds;
        if (second.framing) ++sum.framing_seconds;
        if (second.line_errored) ++sum.line_errored_seconds;
        if (second.slipped) ++sum.slip_seconds;
        sum.path_violations += second.path_violations;
        sum.line_violations += second.line_violations;
        sum.background_block_errors += second.background_blocks;
    }
    return sum;
}

// Seconds of one kind come in runs whose lengths are around ten.
std::vector<Told> random_history(std::minstd_rand& chance, std::size_t seconds) {
    std::vector<Told> history;
    while (history.size() < seconds) {
        Told told{};
        switch (chance() % 6) {
            case 0:
                told.line.path_violations = static_cast<std::uint32_t>(chance() % 20);
                break;
            case 1:
                told.line.path_violations = static_cast<std::uint32_t>(chance() % 2000);
                break;
            case 2:
                told.line.line_violations = static_cast<std::uint32_t>(chance() % 4000);
                break;
            case 3:
                told.line.out_of_frame = true;
                told.line.alarm_indication = chance() % 2 == 0;
                break;
            case 4:
                told.line.slips = static_cast<std::uint32_t>(chance() % 3);
                break;
            default:
                break;
        }
        const std::size_t length = chance() % 14 + 1;
        const std::size_t fails_after = chance() % 20;
        for (std::size_t i = 0; i < length; ++i) {
            told.failure = told.line.out_of_frame && i >= fails_after;
            history.push_back(told);
        }
    }
    history.resize(seconds);
    history.insert(history.end(), 20, Told{});
    return history;
}

}  // namespace

TEST(PerformanceMonitor,
     two_hundred_and_forty_random_histories_count_as_the_words_of_the_standard) {
    const auto seed = std::random_device{}();
    std::cout << " seed " << seed << ' ';
    std::minstd_rand chance(seed);
    for (unsigned run = 0; run < 240; ++run) {
        const auto format = static_cast<PathFormat>(run % 4);
        const auto history = random_history(chance, 3000);
        const auto start = static_cast<std::uint32_t>(chance() % driver::seconds_of_day);
        std::vector<SecondErrors> judged;
        judged.reserve(history.size());
        for (const Told& told : history) judged.push_back(driver::judge_line(told.line, format));
        const auto available = availability_of(judged, history);

        monitor = PerformanceMonitor{start};
        for (std::size_t i = 0; i < history.size(); ++i) {
            monitor.second(judged[i], history[i].failure);
        }
        auto total = monitor.total();
        total.degraded_minutes = 0;
        CHECK(total == sum_of(judged, available, 0, history.size()));
        std::map<std::size_t, std::array<std::size_t, 2>> quarters;
        for (std::size_t i = 0; i < history.size(); ++i) {
            quarters.try_emplace((start + i) / 900, std::array{i, i}).first->second[1] = i + 1;
        }
        const std::size_t now = (start + history.size()) / 900;
        for (const auto& [number, range] : quarters) {
            auto counted = monitor.quarter(static_cast<std::uint32_t>(now - number));
            counted.degraded_minutes = 0;
            CHECK(counted == sum_of(judged, available, range[0], range[1]));
        }
    }
}
