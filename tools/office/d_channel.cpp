// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/d_channel.hpp"

#include <algorithm>

extern "C" {
#include <osmocom/core/isdnhdlc.h>
}

namespace tools::office {

struct DChannel::Coder {
    osmo_isdnhdlc_vars out{};
    osmo_isdnhdlc_vars in{};
    Coder() {
        // A timeslot's first bit is its most significant, HDLC's the least significant.
        osmo_isdnhdlc_out_init(&out, OSMO_HDLC_F_BITREVERSE);
        osmo_isdnhdlc_rcv_init(&in, OSMO_HDLC_F_BITREVERSE);
    }
};

DChannel::DChannel() : coder_(std::make_unique<Coder>()) {}
DChannel::DChannel(DChannel&&) noexcept = default;
DChannel& DChannel::operator=(DChannel&&) noexcept = default;
DChannel::~DChannel() = default;

void DChannel::send(std::span<const std::uint8_t> frame) {
    if (to_send_.size() >= most_waiting) {
        // Never the first: it may be half sent.
        to_send_.erase(to_send_.begin() + 1);
        ++dropped_;
    }
    to_send_.emplace_back(frame.begin(), frame.end());
}

driver::Chunk DChannel::speak() {
    driver::Chunk chunk;
    std::size_t filled = 0;
    while (filled < chunk.octets.size()) {
        const bool idle = to_send_.empty();
        const std::uint8_t* from = idle ? nullptr : to_send_.front().data() + sent_octets_;
        const auto left = idle ? std::size_t{0} : to_send_.front().size() - sent_octets_;
        int taken = 0;
        const int made = osmo_isdnhdlc_encode(&coder_->out, from, static_cast<std::uint16_t>(left),
                                              &taken, chunk.octets.data() + filled,
                                              static_cast<int>(chunk.octets.size() - filled));
        filled += static_cast<std::size_t>(std::max(made, 0));
        if (made <= 0 && taken == 0) break;
        if (idle) continue;  // one call ends with the closing flag, the next makes idle flags
        sent_octets_ += static_cast<std::size_t>(taken);
        if (sent_octets_ < to_send_.front().size()) continue;
        to_send_.pop_front();
        sent_octets_ = 0;
    }
    return chunk;
}

void DChannel::hear(const driver::Chunk& chunk) {
    const std::uint8_t* from = chunk.octets.data();
    int left = static_cast<int>(chunk.octets.size());
    while (left > 0) {
        int taken = 0;
        const int size =
            osmo_isdnhdlc_decode(&coder_->in, from, left, &taken, receiving_.data(), longest);
        from += taken;
        left -= taken;
        // Whatever was under way when the line came up is no frame gone wrong.
        if (size < 0 && heard_one_) ++bad_frames_;
        if (size > 0) {
            heard_one_ = true;
            if (received_.size() >= most_waiting) received_.pop_front();
            received_.emplace_back(receiving_.begin(), receiving_.begin() + size);
        }
        if (taken == 0 && size == 0) break;
    }
}

std::optional<DChannel::Octets> DChannel::next() {
    if (received_.empty()) return std::nullopt;
    auto frame = std::move(received_.front());
    received_.pop_front();
    return frame;
}

void DChannel::lost() {
    osmo_isdnhdlc_rcv_init(&coder_->in, OSMO_HDLC_F_BITREVERSE);
}

}  // namespace tools::office
