// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/te4/te4_bring_up.hpp"

#include <algorithm>
#include <array>

#include "driver/board/pci/te4/te4_registers.hpp"

namespace driver {
namespace {

using Does = Te4Step::Does;

class Steps {
  public:
    void write(std::uint32_t at, std::uint32_t value) {
        steps_.push_back({.does = Does::write, .at = at, .value = value});
    }
    void framer(unsigned port, const FalcWrite& one) {
        steps_.push_back({.does = Does::write_framer,
                          .port = static_cast<std::uint8_t>(port),
                          .only = one.only,
                          .at = one.address,
                          .value = one.value});
    }
    void bits(Does does, falc::Register address, falc::Bits bits) {
        steps_.push_back({.does = does, .at = address, .value = bits});
    }
    void settle(std::uint32_t microseconds) {
        steps_.push_back({.does = Does::settle, .value = microseconds});
    }
    void ask_version() { steps_.push_back({.does = Does::ask_version}); }
    [[nodiscard]] std::vector<Te4Step> take() { return std::move(steps_); }

  private:
    std::vector<Te4Step> steps_;
};

// The boards behind an Express bridge: a reset of the bridge's own, by bits of two registers.
void reset_bridge(Steps& steps) {
    constexpr std::uint32_t unlock = 0x4200'0000;
    constexpr std::uint32_t low = 0x0008'0000;
    constexpr std::uint32_t high = 0x0018'0000;
    steps.settle(1000);
    steps.write(te4::interrupt, unlock);
    steps.write(te4::framer_address, unlock);
    for (const auto value :
         {low, low, low, high, low, high, low, high, low, high, low, high, low, high}) {
        steps.write(te4::framer_address, value);
    }
    steps.write(te4::interrupt, 0);
    steps.settle(1000);
}

void reset(Steps& steps, const Te4Buffers& buffers) {
    steps.write(te4::dma_control, 0);
    steps.write(te4::leds, 0);  // framers, too
    steps.write(te4::received_address, buffers.received_address);
    steps.write(te4::transmitted_address, buffers.transmitted_address);
    for (std::uint32_t to = 0; to < te4::switch_timeslots; ++to) {
        steps.write(te4::dma_control, te4::switch_strobe | to << te4::switch_to_shift);
    }
    steps.write(te4::dma_control, 0);
    steps.write(te4::interrupt, 0);
}

void wake_framers(Steps& steps) {
    steps.write(te4::leds, te4::leds_in_reset);
    steps.settle(100);
    steps.write(te4::leds, te4::leds_in_reset | te4::activate);
    steps.settle(100);
    steps.bits(Does::set_bits, falc::global_mode, falc::compatibility_off);
    steps.ask_version();
    steps.bits(Does::clear_bits, falc::global_mode, falc::compatibility_off);
    steps.framer(0, {falc::vstr, 0xAA});
    steps.write(te4::gpio, 0);
    steps.write(te4::gpio_control, 1U << 17U);
    steps.write(te4::gpio_control, 1U << 17U | 0xFFU);
}

void set_up_clocks(Steps& steps) {
    steps.framer(0, {falc::gpc1, 0xE0});
    steps.framer(0, {falc::ipc, 0x01});
    falc::Register address = falc::gcm1;
    for (const std::uint8_t value :
         std::array<std::uint8_t, 8>{0x00, 0x18, 0xFB, 0x0B, 0x00, 0x0B, 0xDB, 0xDF}) {
        steps.framer(0, {address++, value});
    }
}

// Both sides of the system bus: 8.192 MHz, octets of four ports taking turns.
void set_up_system_side(Steps& steps, unsigned port, bool any_e1) {
    const auto v21 = FalcVersion::v21;
    const auto v31 = FalcVersion::v31;
    const auto own_place = static_cast<std::uint8_t>(0x20U | port << 1U);
    for (const FalcWrite& one : {
             FalcWrite{falc::gcr,     0x00                                           },
             FalcWrite{falc::sic1,    0xC2                                           },
             FalcWrite{falc::sic2,    own_place                                      },
             FalcWrite{falc::sic3,    0x04                                           },
             FalcWrite{falc::cmr2,    0x00                                           },
             FalcWrite{falc::xc0,     static_cast<std::uint8_t>(any_e1 ? 0x00 : 0x03)},
             FalcWrite{falc::xc1,     static_cast<std::uint8_t>(any_e1 ? 0x04 : 0x84)},
             FalcWrite{falc::rc0,     static_cast<std::uint8_t>(any_e1 ? 0x04 : 0x03)},
             FalcWrite{falc::rc1,     static_cast<std::uint8_t>(any_e1 ? 0x04 : 0x84)},
             FalcWrite{falc::pc1,     0x00                                           },
             FalcWrite{falc::pc1 + 1, 0x22,                                            v21},
             FalcWrite{falc::pc1 + 1,             0xBB,                                                v31},
             FalcWrite{falc::pc1 + 2,          0x65,          v21},
             FalcWrite{falc::pc1 + 2,0xBB,                                   v31},
             FalcWrite{falc::pc1 + 3, 0x35,                                             v21},
             FalcWrite{falc::pc1 + 3,             0xBB,                                                v31},
             FalcWrite{falc::pc1 + 4,          0x01            }
    }) {
        steps.framer(port, one);
    }
}

}  // namespace

std::uint32_t te4_running(const Te4Card& card) {
    return te4::dma_start | (card.bursts() ? 0U : te4::no_burst);
}

std::vector<Te4Step> te4_bring_up(const Te4Card& card, const Te4Buffers& buffers,
                                  std::span<const FalcLineSetup> lines) {
    Steps steps;
    if (card.express) reset_bridge(steps);
    reset(steps, buffers);
    wake_framers(steps);
    set_up_clocks(steps);
    const bool any_e1 = !std::ranges::all_of(lines, &FalcLineSetup::is_t1);
    for (unsigned port = 0; port < card.spans; ++port) set_up_system_side(steps, port, any_e1);
    for (unsigned port = 0; port < lines.size(); ++port) {
        for (const FalcWrite& one : falc_line_writes(lines[port])) steps.framer(port, one);
    }
    // By the board's own oscillator, until a line is good.
    steps.framer(0, {falc::cmr1, 0x38});
    steps.write(te4::ring, te4::one_millisecond_an_interrupt | buffers.count);
    steps.write(te4::interrupt, te4::interrupt_seed);
    steps.write(te4::dma_control, te4_running(card));
    return steps.take();
}

}  // namespace driver
