// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/board/second_opinion.hpp"

namespace board_test {
namespace {

constexpr std::size_t second_ms = 1000;

struct Second {
    bool defect{};  // LOS, out of frame, AIS
    bool framing{};
    bool slipped{};
    bool failure{};
    std::uint32_t violations{};
    std::uint32_t wrong_blocks{};
    bool severe{};
    bool has_crc{};
};

// Whether the alarm is on after each millisecond: when the defect has lasted `declare`, until it
// has been away for `clear`.
std::vector<bool> alarm(const std::vector<bool>& defect, std::size_t declare, std::size_t clear) {
    std::vector<bool> on(defect.size());
    bool now = false;
    std::size_t alike = 0;  // milliseconds in a row
    for (std::size_t i = 0; i < defect.size(); ++i) {
        alike = i > 0 && defect[i] == defect[i - 1] ? alike + 1 : 1;
        if (defect[i] && alike >= declare) now = true;
        if (!defect[i] && alike >= clear) now = false;
        on[i] = now;
    }
    return on;
}

std::vector<bool> failures(const std::vector<Moment>& moments, Line line) {
    std::vector<bool> los, ais, lof;
    for (const Moment& one : moments) {
        los.push_back(one.loss_of_signal);
        ais.push_back(one.all_ones);
        lof.push_back(one.out_of_frame && !one.all_ones);
    }
    const std::size_t declare = line == Line::e1 ? 0 : 2500;
    std::vector<bool> failed(moments.size());
    for (const auto& defect : {los, ais, lof}) {
        const auto on = alarm(defect, declare, second_ms);
        for (std::size_t i = 0; i < on.size(); ++i) failed[i] = failed[i] || on[i];
    }
    return failed;
}

bool is_severe(const Second& second, Line line) {
    if (second.defect) return true;
    if (line == Line::t1_esf) return second.violations >= 320;
    if (line == Line::t1_sf) return second.violations >= 8;
    return second.has_crc && second.violations >= 832;
}

std::vector<Second> seconds_of(const std::vector<Moment>& moments, Line line) {
    const auto failed = failures(moments, line);
    std::vector<Second> seconds;
    for (std::size_t end = 2 * second_ms; end <= moments.size(); end += second_ms) {
        const Moment& before = moments[end - second_ms - 1];
        const Moment& last = moments[end - 1];
        Second second;
        for (std::size_t i = end - second_ms; i < end; ++i) {
            second.framing |= moments[i].out_of_frame || moments[i].all_ones;
            second.defect |= moments[i].loss_of_signal;
        }
        second.framing |= !last.loss_of_signal && last.losses != before.losses;
        second.defect |= second.framing;
        second.wrong_blocks = last.crc_errors - before.crc_errors;
        second.violations = second.wrong_blocks + last.framing_errors - before.framing_errors;
        second.slipped = last.slips != before.slips;
        second.failure = failed[end - 1];
        second.has_crc = last.has_crc;
        second.severe = is_severe(second, line);
        seconds.push_back(second);
    }
    return seconds;
}

// How many seconds, from this one on, are alike: bad (severely errored or in failure), or not.
std::size_t run(const std::vector<Second>& seconds, std::size_t from, bool bad) {
    std::size_t to = from;
    while (to < seconds.size() && (seconds[to].severe || seconds[to].failure) == bad) ++to;
    return to - from;
}

void count(const Second& second, Line line, Performance& sum) {
    sum.errored += second.defect || second.violations > 0 || second.slipped ? 1 : 0;
    sum.severely_errored += second.severe ? 1 : 0;
    sum.framing += second.framing ? 1 : 0;
    sum.slipped += second.slipped ? 1 : 0;
    sum.violations += second.violations;
    const std::uint32_t blocks = line == Line::e1 ? 1000 : 333;
    const bool has_blocks = line == Line::t1_esf || (line == Line::e1 && second.has_crc);
    if (has_blocks && !second.defect && 10 * second.wrong_blocks < 3 * blocks) {
        sum.background_blocks += second.wrong_blocks;
    }
}

void add(const Second& second, Line line, bool available, Performance& sum) {
    ++sum.seconds;
    if (available) {
        count(second, line, sum);
    } else {
        ++sum.unavailable;
    }
}

bool has_failure(const std::vector<Second>& seconds, std::size_t from, std::size_t to) {
    while (from < to && !seconds[from].failure) ++from;
    return from < to;
}

}  // namespace

Performance judge(const std::vector<Moment>& moments, Line line) {
    constexpr std::size_t to_change = 10;
    const auto seconds = seconds_of(moments, line);
    Performance sum;
    bool available = true;
    std::size_t i = 0;
    const auto count_to = [&](std::size_t end) {
        for (; i < end; ++i) add(seconds[i], line, available, sum);
    };
    while (i < seconds.size()) {
        count_to(i + run(seconds, i, !available));  // seconds like what is
        const std::size_t other = run(seconds, i, available);
        if (other >= to_change || (available && has_failure(seconds, i, i + other))) {
            available = !available;
            continue;
        }
        if (i + other == seconds.size()) break;  // undecided
        count_to(i + other);
    }
    return sum;
}

}  // namespace board_test
