// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/link_doubt.hpp"

#include <algorithm>

#include "pbx/signalling/isdn/frame_guard.hpp"

namespace pbx {

using driver::Frame;
using driver::LinkTrouble;
using driver::Ticks;

namespace {

constexpr std::uint8_t command_of_network = 0x02;  // C/R (Q.921 table 1)
constexpr std::uint8_t nobody = 0xDF;              // TEI 111, of those that are assigned; EA
constexpr std::uint8_t unnumbered_information = 0x03;
constexpr std::array<std::uint8_t, 4> mark{'L', 'O', 'O', 'P'};
constexpr std::size_t mark_at = 3;
constexpr std::size_t number_at = mark_at + mark.size();
constexpr std::size_t probe_size = number_at + 4;
constexpr std::size_t longest_supervisory = 4;
constexpr Ticks between_probes{2'000};

bool same(const Frame& one, const Frame& other) {
    return std::ranges::equal(one.view(), other.view());
}

}  // namespace

// SABME and information are always commands.
bool LinkDoubt::is_own_command(const Frame& frame) const {
    const bool of_network = (frame.octets[0] & command_of_network) != 0;
    const bool is_information = frame.size > longest_supervisory && (frame.octets[2] & 1U) == 0;
    return (is_sabme(frame) || is_information) && of_network == (side_ == Side::network);
}

bool LinkDoubt::is_probe(const Frame& frame) const {
    if (frame.size != probe_size || frame.octets[1] != nobody) return false;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8U | frame.octets[number_at + i];
    return number == number_ && std::equal(mark.begin(), mark.end(), &frame.octets[mark_at]);
}

void LinkDoubt::sent(const Frame& frame) {
    if (frame.size <= longest_supervisory) last_sent_ = frame;
}

void LinkDoubt::received(const Frame& frame, Ticks now) {
    if (is_probe(frame)) {
        returned_ = waits_;
    } else if (is_own_command(frame)) {
        own_at_ = now;
    } else if (same(frame, last_sent_)) {
        copies_ = true;
    } else {
        other_at_ = now;
        copies_ = false;
    }
}

bool LinkDoubt::is_due(Ticks now) const {
    const Ticks since = probed_at_ ? now - *probed_at_ : quiet_for;
    if (since < between_probes) return false;
    if (trouble_ == LinkTrouble::looped) return true;
    if (own_at_ && (!probed_at_ || *own_at_ > *probed_at_)) return true;
    return copies_ && now - other_at_ >= quiet_for && since >= quiet_for;
}

void LinkDoubt::judge(Ticks now) {
    if (waits_ && (returned_ || now - *probed_at_ >= answer_within)) {
        waits_ = false;
        if (returned_) {
            trouble_ = LinkTrouble::looped;
            misses_ = 0;
        } else if (trouble_ != LinkTrouble::looped || ++misses_ >= misses_to_end) {
            trouble_ = own_at_ ? LinkTrouble::same_side : LinkTrouble::none;
        }
    }
    if (!own_at_ || now - *own_at_ < forgotten_after) return;
    own_at_.reset();
    if (trouble_ == LinkTrouble::same_side) trouble_ = LinkTrouble::none;
}

std::optional<Frame> LinkDoubt::probe(Ticks now) {
    judge(now);
    if (waits_ || !is_due(now)) return std::nullopt;
    probed_at_ = now;
    waits_ = true;
    returned_ = false;
    // A far end of our kind may be in doubt, too: by the tick the numbers differ.
    number_ = static_cast<std::uint32_t>(now.count()) * 2'654'435'761U + span_.value;
    Frame frame{.span = span_, .size = probe_size, .octets = {}};
    frame.octets[0] = side_ == Side::network ? command_of_network : std::uint8_t{0};
    frame.octets[1] = nobody;
    frame.octets[2] = unnumbered_information;
    std::copy(mark.begin(), mark.end(), &frame.octets[mark_at]);
    for (std::size_t i = 0; i < 4; ++i) {
        frame.octets[number_at + i] = static_cast<std::uint8_t>(number_ >> (24 - 8 * i));
    }
    return frame;
}

}  // namespace pbx
