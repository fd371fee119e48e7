// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/fax/fax_ports.hpp"

namespace ivr_dsp {

bool FaxPorts::start(const StartFax& order) noexcept {
    const std::uint32_t port = order.port.value;
    if (order.fax == 0 || port >= count_ || busy_.contains(port)) return false;
    if (!order.only_check && order.line.value >= lines_.size()) return false;
    const Law law = order.only_check ? law_ : lines_[order.line.value];
    if (!order.only_check) {
        listening_.talks_in(numbering_.fax_slot(port), law);
        said_[port] = driver::silence(law);
    }
    channels_[port].begin(order, law, now_);
    busy_.insert(port);
    return true;
}

bool FaxPorts::stop(const StopFax& order) noexcept {
    bool any = order.fax == 0;
    for (std::size_t i = 0; i < busy_.size(); ++i) {
        FaxChannel& channel = channels_[busy_[i]];
        if (order.fax != 0 && channel.order().fax != order.fax) continue;
        channel.stop();
        any = true;
    }
    return any;
}

void FaxPorts::talk(driver::Ticks now) noexcept {
    now_ = now;
    for (std::size_t i = 0; i < busy_.size(); ++i) {
        const std::uint32_t port = busy_[i];
        FaxChannel& channel = channels_[port];
        if (channel.order().only_check) continue;
        if (channel.state() != FaxChannel::State::runs) {
            said_[port] = driver::silence(channel.law());
            continue;
        }
        const std::uint32_t line = channel.order().line.value;
        said_[port] = channel.exchange(bus_.heard(numbering_.detector_port(line)));
    }
}

}  // namespace ivr_dsp
