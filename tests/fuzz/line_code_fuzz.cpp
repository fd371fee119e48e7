// SPDX-License-Identifier: GPL-2.0-or-later
// What may be on the copper: any pulses, both polarities at once among them; and what a bit error
// test makes of it.
#include <array>
#include <span>

#include "driver/base/invariant.hpp"
#include "driver/framing/line_code/line_decoder.hpp"
#include "driver/framing/line_code/line_encoder.hpp"
#include "driver/framing/line_code/loss_of_signal.hpp"
#include "driver/framing/patterns/pattern_analyser.hpp"
#include "tests/support/fuzz.hpp"

namespace {

constexpr std::array codes{driver::LineCode::ami, driver::LineCode::hdb3, driver::LineCode::b8zs};

// A test pattern in one of the codes: positive and negative pulses of eight bit times in turn.
std::string sent(driver::LineCode code, driver::TestPattern pattern) {
    driver::LineEncoder encoder{code};
    auto generator = driver::PatternRegister::from_start(pattern);
    std::string octets;
    for (int i = 0; i < 100; ++i) {
        const driver::Pulses pulses = encoder.encode(generator.next());
        octets += static_cast<char>(pulses.positive);
        octets += static_cast<char>(pulses.negative);
    }
    return octets;
}

bool decode(std::span<const std::uint8_t> octets, driver::LineCode code) {
    driver::LineDecoder decoder{code};
    driver::LossOfSignal signal{driver::e1_loss_of_signal};
    driver::PatternAnalyser analyser{driver::TestPattern::prbs_15};
    std::uint64_t bits = 0;
    bool found = false;
    for (std::size_t i = 0; i + 2 <= octets.size(); i += 2) {
        const driver::Pulses pulses{.positive = octets[i], .negative = octets[i + 1]};
        analyser.read(decoder.decode(pulses));
        signal.read(pulses);
        bits += 8;
        found = found || analyser.found();
        INVARIANT(decoder.violations().total() <= 2 * bits);
        INVARIANT(analyser.counts().errors <= analyser.counts().bits &&
                  analyser.counts().bits <= bits);
    }
    return found;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool found = false;
    for (const auto code : codes) found = decode({data, size}, code) || found;
    return found ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {sent(driver::LineCode::ami, driver::TestPattern::prbs_15),
            sent(driver::LineCode::hdb3, driver::TestPattern::prbs_15),
            sent(driver::LineCode::b8zs, driver::TestPattern::prbs_15)};
}
