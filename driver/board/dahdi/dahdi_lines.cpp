// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/dahdi/dahdi_lines.hpp"

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include <dahdi/user.h>
#include <fmt/format.h>
#include <sys/ioctl.h>

#include "driver/framing/signalling_bits.hpp"

namespace driver {
namespace {

constexpr std::string_view remedy =
    "correct /etc/dahdi/system.conf and run dahdi_cfg, or write configure = true in [[board.span]]";

std::optional<dahdi_spaninfo> span_info(int control, unsigned span) {
    dahdi_spaninfo info{};
    info.spanno = static_cast<int>(span);
    if (::ioctl(control, DAHDI_SPANSTAT, &info) != 0) return std::nullopt;
    return info;
}

std::optional<dahdi_params> channel_params(int control, int channel) {
    dahdi_params params{};
    params.channo = channel;
    if (::ioctl(control, DAHDI_GET_PARAMS, &params) != 0) return std::nullopt;
    return params;
}

Error no_such_span(int control, unsigned span) {
    std::string there;
    for (unsigned other = 1; other < DAHDI_MAX_SPANS; ++other) {
        if (!span_info(control, other)) continue;
        there += fmt::format("{}{}", there.empty() ? "" : ", ", other);
    }
    return Error{
        there.empty()
            ? fmt::format("DAHDI has no span {}, and no other: load the module of the board", span)
            : fmt::format("DAHDI has no span {}; it has {}: is the board in its slot, its module "
                          "loaded and its spans assigned?",
                          span, there)};
}

// As system.conf calls it.
std::string signalling_name(int type) {
    switch (type) {
        case DAHDI_SIG_NONE:
            return "not configured";
        case DAHDI_SIG_CLEAR:
            return "bchan";
        case DAHDI_SIG_HDLCFCS:
            return "dchan";
        case DAHDI_SIG_HARDHDLC:
            return "hardhdlc";
        case DAHDI_SIG_HDLCRAW:
            return "rawhdlc";
        case DAHDI_SIG_HDLCNET:
            return "nethdlc";
        case DAHDI_SIG_MTP2:
            return "mtp2";
        case DAHDI_SIG_CAS:
            return "cas";
        case DAHDI_SIG_EM_E1:
            return "e&me1";
        default:
            return fmt::format("signalling type {:#x}", static_cast<unsigned>(type));
    }
}

int line_config_of(const DahdiSpanPlan& plan) {
    if (plan.e1) {
        int config = plan.line.ami ? DAHDI_CONFIG_AMI : DAHDI_CONFIG_HDB3;
        if (!plan.cas) config |= DAHDI_CONFIG_CCS;
        if (plan.crc4 != E1Crc4::off) config |= DAHDI_CONFIG_CRC4;
        return config;
    }
    const int code = plan.line.ami ? DAHDI_CONFIG_AMI : DAHDI_CONFIG_B8ZS;
    return code | (plan.framing == T1Framing::esf ? DAHDI_CONFIG_ESF : DAHDI_CONFIG_D4);
}

Result<void> configure_channel(int control, const DahdiSpanPlan& plan, unsigned timeslot,
                               int channel) {
    dahdi_chanconfig order{};
    order.chan = channel;
    order.master = channel;
    order.deflaw = plan.law == Law::alaw ? DAHDI_LAW_ALAW : DAHDI_LAW_MULAW;
    order.sigtype = plan.cas ? DAHDI_SIG_CAS : DAHDI_SIG_CLEAR;
    order.idlebits = plan.cas ? idle_signalling.of(0) : 0;
    if (timeslot == plan.d_timeslot) {
        // In the board, where it can.
        order.sigtype = DAHDI_SIG_HARDHDLC;
        if (::ioctl(control, DAHDI_CHANCONFIG, &order) == 0) return {};
        order.sigtype = DAHDI_SIG_HDLCFCS;
    }
    if (::ioctl(control, DAHDI_CHANCONFIG, &order) == 0) return {};
    return Error{fmt::format("DAHDI's span {}: its driver does not take {} in timeslot {}: {}",
                             plan.kernel_span, signalling_name(order.sigtype), timeslot,
                             std::strerror(errno))};
}

// What the framing of the line must agree on; a span that is no line (dynamic) has none.
Result<void> check_line(const dahdi_spaninfo& info, const DahdiSpanPlan& plan) {
    const int found = info.lineconfig;
    if ((info.alarms & DAHDI_ALARM_NOTOPEN) != 0) {
        return Error{
            fmt::format("DAHDI's span {} is not started: run dahdi_cfg, or write configure "
                        "= true in [[board.span]]",
                        plan.kernel_span)};
    }
    constexpr int any_framing = DAHDI_CONFIG_CCS | DAHDI_CONFIG_HDB3 | DAHDI_CONFIG_CRC4 |
                                DAHDI_CONFIG_D4 | DAHDI_CONFIG_ESF;
    if ((found & any_framing) == 0) return {};
    const bool crc4 = (found & DAHDI_CONFIG_CRC4) != 0;
    std::string wrong;
    if (plan.e1 && ((found & DAHDI_CONFIG_CCS) == 0) != plan.cas) {
        wrong = plan.cas ? "is framed ccs, trunkline.toml has signalling bits (cas)"
                         : "is framed cas, trunkline.toml has a D-channel (ccs)";
    } else if (plan.e1 && plan.crc4 != E1Crc4::automatic && crc4 != (plan.crc4 == E1Crc4::on)) {
        wrong = crc4 ? "has crc4, trunkline.toml no_crc4" : "has no crc4, trunkline.toml has";
    } else if (!plan.e1 && ((found & DAHDI_CONFIG_ESF) != 0) != (plan.framing == T1Framing::esf)) {
        wrong = plan.framing == T1Framing::esf ? "is framed d4, trunkline.toml has esf"
                                               : "is framed esf, trunkline.toml has sf";
    }
    if (wrong.empty()) return {};
    return Error{fmt::format("DAHDI's span {} {}: {}", plan.kernel_span, wrong, remedy)};
}

}  // namespace

bool has_dahdi_span(int control, unsigned span) {
    return span_info(control, span).has_value();
}

Result<std::vector<int>> dahdi_channels(int control, const DahdiSpanPlan& plan) {
    const auto info = span_info(control, plan.kernel_span);
    if (!info) return no_such_span(control, plan.kernel_span);
    const int wanted = plan.e1 ? e1_form.timeslots : t1_form.timeslots;
    if (info->totalchans != wanted) {
        return Error{
            fmt::format("DAHDI's span {} has {} timeslots, an {} has {}: correct line in "
                        "[[board.span]], or the card's jumper",
                        plan.kernel_span, int{info->totalchans}, plan.e1 ? "e1" : "t1", wanted)};
    }
    std::vector<int> channels(static_cast<std::size_t>(wanted));
    for (int channel = 1; channel < DAHDI_MAX_CHANNELS; ++channel) {
        const auto params = channel_params(control, channel);
        if (!params || params->spanno != plan.kernel_span) continue;
        if (params->chanpos < 1 || params->chanpos > wanted) continue;
        channels[static_cast<std::size_t>(params->chanpos - 1)] = channel;
    }
    return channels;
}

Result<void> configure_dahdi_span(int control, const DahdiSpanPlan& plan,
                                  const std::vector<int>& channels) {
    const auto info = span_info(control, plan.kernel_span);
    if (!info) return no_such_span(control, plan.kernel_span);
    dahdi_lineconfig line{};
    line.span = plan.kernel_span;
    line.lbo = plan.line.lbo;
    line.lineconfig = line_config_of(plan);
    line.sync = plan.line.timing;
    // A span that is no line takes no framing.
    const bool is_line = std::string_view(static_cast<const char*>(info->spantype)) != "DYNAM";
    if (is_line && ::ioctl(control, DAHDI_SPANCONFIG, &line) != 0) {
        return Error{
            fmt::format("DAHDI's span {}: its driver refuses this framing, line code or "
                        "clock: {}",
                        plan.kernel_span, std::strerror(errno))};
    }
    for (unsigned timeslot = 1; timeslot <= channels.size(); ++timeslot) {
        if (!plan.has_file(timeslot)) continue;
        auto done = configure_channel(control, plan, timeslot, channels[timeslot - 1]);
        if (!done) return done;
    }
    int span = plan.kernel_span;
    if (::ioctl(control, DAHDI_STARTUP, &span) == 0) return {};
    return Error{fmt::format("DAHDI's span {} does not start: {}", span, std::strerror(errno))};
}

Result<DahdiLineFound> check_dahdi_span(int control, const DahdiSpanPlan& plan,
                                        const std::vector<int>& channels) {
    const auto info = span_info(control, plan.kernel_span);
    if (!info) return no_such_span(control, plan.kernel_span);
    const auto line = check_line(*info, plan);
    if (!line) return Error{line.error()};
    DahdiLineFound found{.line_config = info->lineconfig};
    for (unsigned timeslot = 1; timeslot <= channels.size(); ++timeslot) {
        if (!plan.has_file(timeslot)) continue;
        const auto params = channel_params(control, channels[timeslot - 1]);
        const int type = params ? params->sigtype : DAHDI_SIG_NONE;
        const bool frames = type == DAHDI_SIG_HDLCFCS || type == DAHDI_SIG_HARDHDLC;
        const bool is_d = timeslot == plan.d_timeslot;
        if (is_d && frames) found.kernel_does_hdlc = true;
        const int bearer = plan.cas && !is_d ? DAHDI_SIG_CAS : DAHDI_SIG_CLEAR;
        if (type == bearer || (is_d && frames)) continue;
        return Error{fmt::format(
            "timeslot {} of DAHDI's span {} is {}, trunkline.toml has it as {}: {}", timeslot,
            plan.kernel_span, signalling_name(type),
            is_d ? "the D-channel (dchan or hardhdlc)" : "a " + signalling_name(bearer), remedy)};
    }
    return found;
}

}  // namespace driver
