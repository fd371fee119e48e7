// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/line_faults.hpp"

#include <string_view>

#include <fmt/format.h>

#include "driver/board/cable.hpp"

namespace driver {
namespace {

struct Range {
    std::string_view member;
    std::int64_t least{};
    std::int64_t most{};
};

Result<void> check_one(std::string_view pair, std::int64_t value, const Range& range) {
    if (value >= range.least && value <= range.most) return {};
    return Error{fmt::format("{}.{} is {}: from {} to {} can be simulated", pair, range.member,
                             value, range.least, range.most)};
}

Result<void> check_pair(std::string_view name, const PairFaults& pair) {
    constexpr Range wrong_bits{"wrong_bits", 0, PairFaults::most_wrong};
    constexpr Range wrong_per_thousand{"bursts.wrong_per_thousand", 0, 1000};
    constexpr Range delay{"delay_ms", 0, PairFaults::longest_delay_ms};
    constexpr Range level{"level_db", PairFaults::least_db, PairFaults::most_db};
    constexpr Range noise{"noise_dbm0", -32'768, 0};
    for (const auto& checked :
         {check_one(name, pair.wrong_bits, wrong_bits),
          check_one(name, pair.bursts.wrong_per_thousand, wrong_per_thousand),
          check_one(name, pair.delay_ms, delay), check_one(name, pair.level_db, level),
          check_one(name, pair.noise_dbm0, noise)}) {
        if (!checked) return checked;
    }
    return {};
}

}  // namespace

Result<void> check(const LineFaults& faults) {
    if (auto pair = check_pair("to_center", faults.to_center); !pair) return pair;
    if (auto pair = check_pair("from_center", faults.from_center); !pair) return pair;
    return check_one("echo", faults.echo.delay_ms, {"delay_ms", 0, HybridEcho::longest_delay_ms});
}

Result<void> disturb(const SpanCable& cable, const LineFaults& faults) {
    if (auto checked = check(faults); !checked) return checked;
    const bool posted =
        std::visit([&](auto* one) { return one->trouble.faults.post(faults); }, cable);
    if (posted) return {};
    return Error{"no board takes what is to happen to this cable: the firmware must run"};
}

}  // namespace driver
