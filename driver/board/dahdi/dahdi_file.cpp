// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/dahdi/dahdi_file.hpp"

#include <cerrno>

#include <dahdi/user.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace driver {
namespace {

DahdiFile::Transfer transfer(ssize_t result) {
    using enum DahdiFile::Answer;
    if (result >= 0) return {done, static_cast<std::size_t>(result)};
    if (errno == ELAST) return {event, 0};
    return {errno == EAGAIN || errno == EINTR ? nothing : gone, 0};
}

}  // namespace

DahdiFile::Transfer DahdiFile::read(std::span<std::byte> octets) const noexcept {
    return transfer(::read(descriptor_, octets.data(), octets.size()));
}

DahdiFile::Transfer DahdiFile::write(std::span<const std::byte> octets) const noexcept {
    return transfer(::write(descriptor_, octets.data(), octets.size()));
}

DahdiEvent DahdiFile::next_event() const noexcept {
    int event = DAHDI_EVENT_NONE;
    if (::ioctl(descriptor_, DAHDI_GETEVENT, &event) != 0) return DahdiEvent::removed;
    switch (event) {
        case DAHDI_EVENT_NONE:
            return DahdiEvent::none;
        case DAHDI_EVENT_ALARM:
            return DahdiEvent::alarm;
        case DAHDI_EVENT_NOALARM:
            return DahdiEvent::no_alarm;
        case DAHDI_EVENT_ABORT:
        case DAHDI_EVENT_OVERRUN:
        case DAHDI_EVENT_BADFCS:
            return DahdiEvent::spoilt_frame;
        case DAHDI_EVENT_REMOVED:
            return DahdiEvent::removed;
        case DAHDI_EVENT_BITSCHANGED:
            return DahdiEvent::bits_changed;
        case DAHDI_EVENT_READ_OVERRUN:
            return DahdiEvent::hole;
        case DAHDI_EVENT_WRITE_UNDERRUN:
            return DahdiEvent::underrun;
        default:
            return DahdiEvent::other;
    }
}

// Drivers leave the next channel's bits above these.
std::optional<Abcd> DahdiFile::bits() const noexcept {
    int bits = 0;
    if (::ioctl(descriptor_, DAHDI_GETRXBITS, &bits) != 0) return std::nullopt;
    return static_cast<Abcd>(static_cast<unsigned>(bits) & 0xFU);
}

// Refused only if the channel has gone, which the next read finds.
void DahdiFile::say_bits(Abcd bits) const noexcept {
    int wanted = bits;
    (void)::ioctl(descriptor_, DAHDI_SETTXBITS, &wanted);
}

DahdiFile::Answer DahdiFile::ready() const noexcept {
    pollfd file{descriptor_, POLLIN, 0};
    if (::poll(&file, 1, 0) <= 0) return Answer::nothing;
    if ((file.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) return Answer::gone;
    return (file.revents & POLLIN) != 0 ? Answer::done : Answer::nothing;
}

void DahdiFile::flush() const noexcept {
    int all = DAHDI_FLUSH_ALL;
    static_cast<void>(::ioctl(descriptor_, DAHDI_FLUSH, &all));
}

}  // namespace driver
