// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/boards.hpp"

#include <algorithm>

#include "driver/base/log.hpp"
#include "driver/board/packet/dpdk/port_checks.hpp"
#include "tools/firmware/clocks_plan.hpp"

namespace tools {

namespace {

driver::E1Crc4 crc4_of(LineFraming framing) {
    if (framing == LineFraming::crc4) return driver::E1Crc4::on;
    if (framing == LineFraming::no_crc4) return driver::E1Crc4::off;
    return driver::E1Crc4::automatic;
}

// An epoch is when the firmware started: microseconds of UTC.
std::uint32_t second_of_day(std::uint64_t epoch) {
    return static_cast<std::uint32_t>(epoch / 1'000'000 % 86'400);
}

// Lines are numbered through all boards, as line_book does.
class Numbered {
  public:
    driver::SpanPlan next(const SpanSettings& span) {
        driver::SpanPlan plan;
        plan.id = span.id;
        plan.law = span.law;
        plan.d_timeslot = span.d_timeslot;
        plan.first_line = {line_};
        plan.crc4 = crc4_of(span.framing);
        plan.framing =
            span.framing == LineFraming::sf ? driver::T1Framing::sf : driver::T1Framing::esf;
        plan.alarm_times = span.alarm_times;
        plan.ses_threshold = span.ses_threshold;
        plan.is_carrier = span.side == pbx::Side::network;
        plan.answers_loop_codes = span.answers_loop_codes;
        plan.answered_loop_lasts = span.answered_loop_lasts;
        line_ = static_cast<std::uint16_t>(line_ + span.b_channels().size());
        return plan;
    }
    driver::LineId next_station() { return {line_++}; }

  private:
    std::uint16_t line_{};
};

// Connectors are counted board by board, cables through all.
class Plugs {
  public:
    Plugs(const FirmwareCables& cables, driver::Law law) : cables_(cables), law_(law) {}

    driver::BoardPlan next(const BoardSettings& board, Numbered& lines) {
        driver::BoardPlan plan;
        for (const SpanSettings& span : board.spans) {
            plan.spans.push_back(
                {lines.next(span), cables_.spans.at(span_++), has_own_clock(span)});
        }
        std::uint8_t connector = 0;
        for (std::size_t left = board.stations.size(); left > 0; --left) {
            plan.stations.push_back(
                {lines.next_station(), cables_.stations.at(station_++), law_, ++connector});
        }
        return plan;
    }

    // Of the next spans, one each.
    std::vector<driver::SpanCable> next(std::size_t spans) {
        std::vector<driver::SpanCable> some;
        for (; spans > 0; --spans) some.push_back(cables_.spans.at(span_++));
        return some;
    }

  private:
    const FirmwareCables& cables_;
    driver::Law law_;
    std::size_t span_{};
    std::size_t station_{};
};

driver::PacketBoardPlan packet_plan(const BoardSettings& board, Numbered& lines) {
    driver::PacketBoardPlan plan;
    for (const SpanSettings& span : board.spans) {
        plan.spans.push_back(span.packet);
        plan.spans.back().span = lines.next(span);
    }
    return plan;
}

driver::DahdiPlan dahdi_plan(const BoardSettings& board, Numbered& lines) {
    driver::DahdiPlan plan;
    plan.buffers = board.dahdi;
    for (const SpanSettings& span : board.spans) {
        driver::DahdiSpanPlan one;
        static_cast<driver::SpanPlan&>(one) = lines.next(span);
        one.e1 = span.kind == pbx::SpanKind::e1;
        one.kernel_span = span.dahdi.kernel_span;
        one.configure = span.dahdi.configure;
        one.line.ami = span.dahdi.code == LineCode::ami;
        one.line.lbo = span.dahdi.lbo;
        one.line.timing = span.timing;
        plan.spans.push_back(one);
    }
    return plan;
}

driver::PciBoardPlan pci_plan(const BoardSettings& board, Numbered& lines) {
    driver::PciBoardPlan plan;
    plan.wait_to_restore = board.wait_to_restore;
    plan.ahead = board.send_ahead;
    for (const SpanSettings& span : board.spans) {
        driver::PciSpanPlan one;
        static_cast<driver::SpanPlan&>(one) = lines.next(span);
        one.is_t1 = span.kind == pbx::SpanKind::t1;
        one.timing = board.clock == BoardClock::line ? span.timing : std::uint16_t{0};
        plan.spans.push_back(one);
    }
    return plan;
}

// DPDK, if there is a board for it: ports of packet boards are its own, and so is VFIO.
std::unique_ptr<driver::Eal> start_dpdk(const Settings& settings) {
    driver::Eal::Plan plan{.pci = {}, .ports = 0};
    bool wanted = false;
    for (const BoardSettings& board : settings.boards) {
        wanted = wanted || board.kind == BoardKind::packet ||
                 (board.kind == BoardKind::pci && !board.model);
        if (board.kind != BoardKind::packet) continue;
        ++plan.ports;
        if (driver::port_kind(board.device) == driver::PortKind::pci) {
            plan.pci.push_back(board.device);
        }
    }
    if (!wanted) return nullptr;
    auto eal = driver::Eal::start(plan);
    if (eal) return std::move(*eal);
    driver::log_error("firmware", "boards that need DPDK are out: {}", eal.error());
    return nullptr;
}

}  // namespace

Boards::Boards(const Settings& settings, const FirmwareCables& cables, std::uint64_t epoch)
    : eal_(start_dpdk(settings)) {
    const std::uint32_t second = second_of_day(epoch);
    Numbered lines;
    Plugs plugs(cables, settings.law);
    for (const BoardSettings& board : settings.boards) {
        const std::size_t number = all_.size() + 1;
        switch (board.kind) {
            case BoardKind::simulated: {
                driver::BoardPlan plan = plugs.next(board, lines);
                plan.second_of_day = second;
                all_.push_back(&simulated_.emplace_back(plan));
                break;
            }
            case BoardKind::packet: {
                driver::PacketBoardPlan plan = packet_plan(board, lines);
                plan.second_of_day = second;
                all_.push_back(&packet_.add(eal_.get(), number, board.device, plan));
                break;
            }
            case BoardKind::dahdi: {
                driver::DahdiPlan plan = dahdi_plan(board, lines);
                plan.second_of_day = second;
                all_.push_back(&dahdi_.emplace_back(plan).board);
                break;
            }
            case BoardKind::pci: {
                driver::PciBoardPlan plan = pci_plan(board, lines);
                plan.second_of_day = second;
                all_.push_back(board.model
                                   ? &pci_.add_model(number, plan, plugs.next(plan.spans.size()))
                                   : &pci_.add(number, board, plan));
                break;
            }
        }
    }
}

bool Boards::pull(std::size_t board, bool out) noexcept {
    const auto simulated = std::ranges::find_if(
        simulated_, [&](const driver::SimulatedBoard& one) { return &one == all_[board]; });
    if (simulated == simulated_.end()) return false;
    simulated->pull(out);
    return true;
}

}  // namespace tools
