// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/frame_guard.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "pbx/signalling/isdn/codes.hpp"

namespace pbx {

namespace {

using namespace q931;
using q921::p_f_of_u;
using Octets = std::span<const std::uint8_t>;

// Places in an I frame: address 2, control 2, then protocol discriminator, length and value of the
// call reference, message type (Q.931 4.2 … 4.4).
constexpr std::size_t layer3 = 4;
constexpr std::size_t reference_at = layer3 + 2;
constexpr std::size_t message_at = layer3 + 4;
constexpr std::size_t elements_at = layer3 + 5;

bool is_information(const driver::Frame& frame) {
    return (frame.octets[2] & 0x01U) == 0;
}
bool is_supervisory(const driver::Frame& frame) {
    return (frame.octets[2] & 0x03U) == 0x01;
}

// SAPI 0, TEI 0, extension bits as Q.921 3.2 has them.
bool is_for_this_link(const driver::Frame& frame) {
    return frame.size >= 3 && (frame.octets[0] & 0xFDU) == 0 && frame.octets[1] == 0x01;
}

// C/R of a command from the far end: 1 when it is the network (Q.921 3.3.2).
bool is_command(const driver::Frame& frame, Side ours) {
    return ((frame.octets[0] & 0x02U) != 0) == (ours == Side::user);
}

bool is_sound_layer2(const driver::Frame& frame, Side ours) {
    if (!is_for_this_link(frame)) return false;
    if (is_information(frame)) return frame.size >= layer3 && is_command(frame, ours);
    if (is_supervisory(frame)) return frame.size == 4 && (frame.octets[2] & 0xF0U) == 0;
    switch (frame.octets[2] & ~std::size_t{p_f_of_u}) {
        case q921::sabme:
        case q921::disc:
        case q921::ua:
        case q921::dm:
            return frame.size == 3;
        case q921::frmr:  // modulo 128
            return frame.size == 8;
        default:  // UI: nothing is broadcast on a primary rate link; XID: not negotiated
            return false;
    }
}

// Of messages with the global call reference, only restart and status are known (5.8.3.2 f).
bool is_for_interface(std::uint8_t message) {
    return message == restart || message == restart_acknowledge || message == status;
}

bool is_supplementary(std::uint8_t message) {
    return message == hold || message == hold_acknowledge || message == hold_reject ||
           message == retrieve || message == retrieve_acknowledge || message == retrieve_reject ||
           message == notify;
}

bool message_is_for_us(const driver::Frame& frame, const GuardContext& context) {
    if (frame.size < elements_at || frame.octets[layer3 + 1] != 2) return false;
    const std::uint8_t protocol = frame.octets[layer3];
    if (protocol == maintenance_ni2) return context.switch_type == SwitchType::ni2;
    if (protocol != call_control) return false;
    const std::uint8_t message = frame.octets[message_at];
    if ((message & 0x80U) != 0) return false;  // reserved (4.4); libpri would not see the bit
    const auto reference = static_cast<std::uint16_t>(frame.octets[reference_at] << 8U |
                                                      frame.octets[reference_at + 1]);
    const bool is_global = (reference & 0x7FFFU) == 0;
    const bool is_ours = (reference & 0x8000U) != 0;
    if (is_global) return is_for_interface(message);
    if (message == restart || message == restart_acknowledge) return false;
    // A call already begun, or one that only we could have begun (5.8.3.2 c, d).
    if (message == setup) return !is_ours && !context.knows(reference);
    if (message == connect) return is_ours;  // who calls does not answer
    return !is_supplementary(message) || context.knows(reference);
}

// Octet 3 and those that follow it end at the first with bit 8 set (Q.931 4.5.1).
bool ends_its_group(Octets content) {
    return std::any_of(content.begin(), content.end(), [](auto octet) { return octet & 0x80U; });
}

// Long enough for what libpri reads of it. An empty element is as good as none (4.5.1).
bool is_sound_element(std::uint8_t id, Octets content) {
    if (content.empty()) return false;
    switch (id) {
        case bearer_capability_ie:
        case facility_ie:
        case progress_ie:
            return content.size() >= 2;
        case cause_ie:  // octet 3a may be there
            return content.size() >= ((content[0] & 0x80U) != 0 ? 2U : 3U);
        case connected_address_ie:
        case connected_number_ie:
        case calling_number_ie:
        case original_called_ie:
        case redirecting_number_ie:
        case redirection_number_ie:
            return ends_its_group(content);
        default:
            return true;
    }
}

// Keeps the sound elements, in order. True if any was taken out.
bool mend_elements(driver::Frame& frame) {
    auto& octets = frame.octets;
    std::size_t to = elements_at;
    std::size_t from = elements_at;
    std::uint8_t locked = 0;  // codeset (4.5.3)
    std::uint8_t codeset = 0;
    while (from < frame.size) {
        const std::uint8_t id = octets[from];
        std::size_t length = 1;
        bool sound = true;
        if ((id & 0x80U) == 0) {
            if (from + 2 > frame.size || from + 2 + octets[from + 1] > frame.size) break;
            length = 2U + octets[from + 1];
            const Octets content(&octets[from + 2], length - 2);
            sound = codeset == 0 ? is_sound_element(id, content) : !content.empty();
        }
        if (sound) {
            std::copy_n(&octets[from], length, &octets[to]);
            to += length;
        }
        from += length;
        if ((id & 0xF8U) == 0x90) locked = id & 0x07U;
        codeset = (id & 0xF8U) == 0x98 ? id & 0x07U : locked;
    }
    const bool mended = to != frame.size;
    frame.size = static_cast<std::uint16_t>(to);
    return mended;
}

}  // namespace

Verdict guard_frame(driver::Frame& frame, const GuardContext& context) {
    if (frame.size > frame.octets.size() || !is_sound_layer2(frame, context.side)) {
        return Verdict::dropped;
    }
    if (!is_information(frame)) return Verdict::pass;
    if (!message_is_for_us(frame, context)) {
        frame.size = layer3;
        return Verdict::blanked;
    }
    return mend_elements(frame) ? Verdict::mended : Verdict::pass;
}

bool is_sabme(const driver::Frame& frame) {
    return frame.size == 3 && (frame.octets[2] & ~std::size_t{p_f_of_u}) == q921::sabme;
}

std::optional<std::uint8_t> protocol_of(const driver::Frame& frame) {
    if (frame.size < elements_at || !is_information(frame)) return std::nullopt;
    return frame.octets[layer3];
}

}  // namespace pbx
