// SPDX-License-Identifier: GPL-2.0-or-later
// The only place that knows Boost.Math.
#include "tools/trunkline/bit_error_ratio.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <fmt/format.h>

#include "tools/trunkline/bilingual.hpp"

namespace tools {

BitErrorRatio bit_error_ratio(std::uint64_t bits, std::uint64_t errors) {
    using Binomial = boost::math::binomial_distribution<double>;
    constexpr double each_side = 0.025;
    const auto trials = static_cast<double>(bits);
    const auto wrong = static_cast<double>(errors);
    return {wrong / trials, Binomial::find_lower_bound_on_p(trials, wrong, each_side),
            Binomial::find_upper_bound_on_p(trials, wrong, each_side)};
}

std::string text_of(const BitErrorRatio& ratio, trace::Language language) {
    const Bilingual say(language);
    return fmt::format(fmt::runtime(say("{:.1e} ({:.1e} to {:.1e} with 95 % confidence)",
                                        "{:.1e}（95% 置信区间 {:.1e} 至 {:.1e}）")),
                       ratio.measured, ratio.at_least, ratio.at_most);
}

}  // namespace tools
