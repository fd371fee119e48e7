// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/dahdi/dahdi_setup.hpp"

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <dahdi/user.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "driver/board/dahdi/dahdi_lines.hpp"
#include "driver/board/dahdi/dahdi_trouble.hpp"

namespace driver {
namespace {

constexpr int kept_milliseconds = 64;  // in the kernel, each way, before it throws away
constexpr int frame_buffers = 32;
constexpr int frame_buffer_octets = 1024;

Error setting_refused(std::string_view what, unsigned span, unsigned timeslot) {
    return Error{fmt::format("timeslot {} of DAHDI's span {}: the driver refuses {}: {}", timeslot,
                             span, what, std::strerror(errno))};
}

// Opens the channel of a timeslot for the tick.
Result<OwnedFile> open_channel(unsigned span, unsigned timeslot, int channel, BoardTrouble& why) {
    OwnedFile file(::open("/dev/dahdi/channel", O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (!file || ::ioctl(file.get(), DAHDI_SPECIFY, &channel) != 0) {
        const int error = errno;
        why = dahdi_channel_refusal(error);
        return dahdi_channel_trouble(error, span, timeslot, channel);
    }
    return file;
}

Result<void> set_buffers(const OwnedFile& file, int count, int octets, const DahdiSpanPlan& plan,
                         unsigned timeslot) {
    dahdi_bufferinfo buffers{};
    buffers.txbufpolicy = DAHDI_POLICY_IMMEDIATE;
    buffers.rxbufpolicy = DAHDI_POLICY_IMMEDIATE;
    buffers.numbufs = count;
    buffers.bufsize = octets;
    if (::ioctl(file.get(), DAHDI_SET_BUFINFO, &buffers) == 0) return {};
    return setting_refused(fmt::format("{} buffers of {} octets", count, octets), plan.kernel_span,
                           timeslot);
}

// Audio mode changes no octet while no gain or canceller is set; idle it says silence, and not
// 0xFF.
Result<void> prepare_bearer(const OwnedFile& file, const DahdiSpanPlan& plan,
                            const DahdiBuffers& buffers, unsigned timeslot) {
    const int block = static_cast<int>(buffers.block.count());
    auto set =
        set_buffers(file, kept_milliseconds / block, block * int{samples_per_tick}, plan, timeslot);
    if (!set) return set;
    int on = 1;  // a channel with signalling bits is nothing else, and refuses to be told
    if (!plan.cas && ::ioctl(file.get(), DAHDI_AUDIOMODE, &on) != 0) {
        return setting_refused("audio", plan.kernel_span, timeslot);
    }
    int law = plan.law == Law::alaw ? DAHDI_LAW_ALAW : DAHDI_LAW_MULAW;
    if (::ioctl(file.get(), DAHDI_SETLAW, &law) != 0) {
        return setting_refused("this law", plan.kernel_span, timeslot);
    }
    return {};
}

PathFormat path_format(const DahdiSpanPlan& plan, int line_config) {
    if (plan.e1) {
        return (line_config & DAHDI_CONFIG_CRC4) != 0 ? PathFormat::e1_crc4
                                                      : PathFormat::e1_without_crc;
    }
    return (line_config & DAHDI_CONFIG_ESF) != 0 ? PathFormat::t1_esf : PathFormat::t1_sf;
}

Result<void> open_channels(OpenSpan& open, const DahdiSpanPlan& plan, const DahdiBuffers& buffers,
                           const std::vector<int>& channels, BoardTrouble& why) {
    for (unsigned timeslot = 1; timeslot <= channels.size(); ++timeslot) {
        if (!plan.has_file(timeslot)) {
            open.channels.emplace_back();
            continue;
        }
        auto file = open_channel(plan.kernel_span, timeslot, channels[timeslot - 1], why);
        if (!file) return Error{file.error()};
        const bool frames = timeslot == plan.d_timeslot && open.files.kernel_does_hdlc;
        auto ready = frames ? set_buffers(*file, frame_buffers, frame_buffer_octets, plan, timeslot)
                            : prepare_bearer(*file, plan, buffers, timeslot);
        if (!ready) return ready;
        if (!frames) open.files.reference = static_cast<std::uint8_t>(timeslot);
        open.files.timeslot[timeslot] = DahdiFile(file->get());
        open.channels.push_back(std::move(*file));
    }
    int on = 1;
    const int reference = open.channels[open.files.reference - 1U].get();
    if (::ioctl(reference, DAHDI_BUFFER_EVENTS, &on) != 0) {
        return setting_refused("to tell of lost blocks", plan.kernel_span, open.files.reference);
    }
    return {};
}

// Nothing: DAHDI sends codes that ask for a loop, but does not take back what it has asked for.
std::optional<int> maintenance_of(SpanLoop loop) {
    switch (loop) {
        case SpanLoop::none:
            return DAHDI_MAINT_NONE;
        case SpanLoop::local:
            return DAHDI_MAINT_LOCALLOOP;
        case SpanLoop::line:
            return DAHDI_MAINT_NETWORKLINELOOP;
        case SpanLoop::payload:
            return DAHDI_MAINT_NETWORKPAYLOADLOOP;
        case SpanLoop::remote:
        case SpanLoop::remote_payload:
            break;
    }
    return std::nullopt;
}

}  // namespace

Result<OpenSpan> open_dahdi_span(const DahdiSpanPlan& plan, const DahdiBuffers& buffers,
                                 BoardTrouble& why) {
    OpenSpan open;
    open.control = OwnedFile(::open("/dev/dahdi/ctl", O_RDWR | O_CLOEXEC));
    if (!open.control) {
        const int error = errno;
        why = dahdi_driver_refusal(error);
        return dahdi_driver_trouble(error);
    }
    why = has_dahdi_span(open.control.get(), plan.kernel_span) ? BoardTrouble::wrong_setup
                                                               : BoardTrouble::missing;
    const auto channels = dahdi_channels(open.control.get(), plan);
    if (!channels) return Error{channels.error()};
    if (plan.configure) {
        why = BoardTrouble::refused;
        const auto done = configure_dahdi_span(open.control.get(), plan, *channels);
        if (!done) return Error{done.error()};
    }
    why = BoardTrouble::wrong_setup;
    const auto line = check_dahdi_span(open.control.get(), plan, *channels);
    if (!line) return Error{line.error()};
    open.files.kernel_does_hdlc = line->kernel_does_hdlc;
    open.files.format = path_format(plan, line->line_config);
    why = BoardTrouble::refused;
    const auto opened = open_channels(open, plan, buffers, *channels, why);
    if (!opened) return Error{opened.error()};
    return open;
}

std::optional<DahdiState> ask_dahdi_span(const OpenSpan& span, std::uint16_t kernel_span) {
    dahdi_spaninfo info{};
    info.spanno = kernel_span;
    if (::ioctl(span.control.get(), DAHDI_SPANSTAT, &info) != 0) return std::nullopt;
    DahdiState state;
    const int alarms = info.alarms;
    state.loss_of_signal = (alarms & DAHDI_ALARM_LOS) != 0;
    state.alarm_indication = (alarms & DAHDI_ALARM_BLUE) != 0;
    state.out_of_frame = (alarms & (DAHDI_ALARM_RED | DAHDI_ALARM_LFA | DAHDI_ALARM_NOTOPEN)) != 0;
    state.remote_alarm = (alarms & DAHDI_ALARM_YELLOW) != 0;
    state.counters.crc_errors = static_cast<std::uint32_t>(info.crc4count);
    state.counters.framing_errors = static_cast<std::uint32_t>(info.fascount) + info.fecount;
    state.counters.far_end_errors = static_cast<std::uint32_t>(info.ebitcount);
    return state;
}

bool loop_dahdi_span(const OpenSpan& span, std::uint16_t kernel_span, SpanLoop loop) {
    const auto command = maintenance_of(loop);
    if (!command) return false;
    dahdi_maintinfo order{};
    order.spanno = kernel_span;
    order.command = *command;
    return ::ioctl(span.control.get(), DAHDI_MAINT, &order) == 0;
}

}  // namespace driver
