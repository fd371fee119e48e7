// SPDX-License-Identifier: GPL-2.0-or-later
// Layer 2 of a D-channel (Q.921 clause 3, TEI management clause 5.3).
#include <optional>

#include "pbx/signalling/isdn/codes.hpp"
#include "tools/trace/meanings.hpp"
#include "tools/trace/q931.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

constexpr std::size_t address_size = 2;
constexpr std::size_t longest_information = 260;  // N201
constexpr std::uint8_t management = 63;
constexpr std::uint8_t call_control = 0;
constexpr std::uint8_t packet_call_control = 1;

// Who may send a frame: as a command, as a response.
struct FrameType {
    std::uint8_t code{};
    std::string_view name;
    bool command{};
    bool response{};
    bool has_information{};
};
constexpr FrameType unnumbered[] = {
    {pbx::q921::sabme, "SABME", true,  false, false},
    {pbx::q921::dm,    "DM",    false, true,  false},
    {pbx::q921::ui,    "UI",    true,  false, true },
    {pbx::q921::disc,  "DISC",  true,  false, false},
    {pbx::q921::ua,    "UA",    false, true,  false},
    {pbx::q921::frmr,  "FRMR",  false, true,  true },
    {pbx::q921::xid,   "XID",   true,  true,  true },
};
constexpr FrameType supervisory[] = {
    {0x01, "RR",  true, true, false},
    {0x05, "RNR", true, true, false},
    {0x09, "REJ", true, true, false},
};

struct Address {
    std::uint8_t sapi{};
    std::uint8_t tei{};
    bool is_command{};
};

std::optional<Address> read_address(Teller& teller) {
    const Octets frame = teller.frame();
    if ((frame[0] & 0x01U) != 0 || (frame[1] & 0x01U) == 0) {
        teller.wrong(words::wrong_address);
        return std::nullopt;
    }
    Address address;
    address.sapi = frame[0] >> 2U;
    address.tei = frame[1] >> 1U;
    address.is_command = ((frame[0] & 0x02U) != 0) == teller.sender().from_network;
    teller.item(
        0, address_size, words::address,
        teller.say(words::address_value, address.sapi, teller.meaning(sapis, address.sapi),
                   address.tei, teller.say(address.is_command ? words::command : words::response)));
    return address;
}

// " P" or " F" if the bit is set.
std::string poll_or_final(const Address& address, bool is_set) {
    if (!is_set) return "";
    return address.is_command ? " P" : " F";
}

void check_sender(Teller& teller, const FrameType& type, const Address& address) {
    if (address.is_command && !type.command) teller.wrong(words::not_as_command, type.name);
    if (!address.is_command && !type.response) teller.wrong(words::not_as_response, type.name);
}

void check_end(Teller& teller, std::string_view name, std::size_t size) {
    const std::size_t all = teller.frame().size();
    if (all <= size) return;
    teller.wrong(words::frame_has_more, name, all - size);
    teller.item(size, all - size, words::octets, hex_of(teller.frame().subspan(size)));
}

void read_raw(Teller& teller, std::size_t at) {
    const Octets information = teller.frame().subspan(at);
    if (information.empty()) return;
    teller.item(at, information.size(), words::information, hex_of(information));
}

void read_information(Teller& teller, std::size_t at, const Address& address) {
    const std::size_t size = teller.frame().size() - at;
    if (size > longest_information) teller.wrong(words::information_too_long, size);
    if (size == 0) return;
    if (address.sapi == call_control || address.sapi == packet_call_control) {
        decode_q931(teller, at);
    } else {
        read_raw(teller, at);
    }
}

void read_i(Teller& teller, const Address& address) {
    const Octets frame = teller.frame();
    const unsigned ns = frame[2] >> 1U;
    const unsigned nr = frame[3] >> 1U;
    const std::string numbers =
        fmt::format("N(S) {} N(R) {}{}", ns, nr, poll_or_final(address, (frame[3] & 1U) != 0));
    teller.name_frame("I");
    teller.item(2, 2, words::control, "I " + numbers);
    if (!address.is_command) teller.wrong(words::not_as_response, "I");
    teller.begin_summary(numbers);
    read_information(teller, 4, address);
}

void read_supervisory(Teller& teller, const Address& address) {
    const Octets frame = teller.frame();
    const auto* const type = std::ranges::find(supervisory, frame[2] & 0x0FU, &FrameType::code);
    if (type == std::end(supervisory)) {
        teller.wrong(words::wrong_control, frame[2]);
        return;
    }
    if ((frame[2] & 0xF0U) != 0) teller.wrong(words::reserved_control, frame[2]);
    const std::string numbers =
        fmt::format("N(R) {}{}", frame[3] >> 1U, poll_or_final(address, (frame[3] & 1U) != 0));
    teller.name_frame(type->name);
    teller.item(2, 2, words::control, fmt::format("{} {}", type->name, numbers));
    teller.begin_summary(numbers);
    check_end(teller, type->name, 4);
}

void read_tei_management(Teller& teller) {
    constexpr std::size_t at = 3;
    constexpr std::size_t size = 5;
    constexpr std::uint8_t entity = 0x0F;
    const Octets message = teller.frame().subspan(at);
    if (message.size() < size) {
        teller.wrong(words::tei_cut, message.size());
        read_raw(teller, at);
        return;
    }
    if (message[0] != entity) {
        teller.wrong(words::tei_foreign, message[0]);
        read_raw(teller, at);
        return;
    }
    if (meaning_of(tei_messages, message[3], Language::en).empty()) {
        teller.wrong(words::unknown_tei_type, message[3]);
    }
    const unsigned reference = message[1] * 256U + message[2];
    const unsigned action = message[4] >> 1U;
    const std::string type = teller.meaning(tei_messages, message[3]);
    teller.item(at, 1, words::tei_management, fmt::format("{:02X}", entity));
    teller.item(at + 1, 2, words::tei_reference, std::to_string(reference));
    teller.item(at + 3, 1, words::tei_type, type);
    // A check response may name several TEIs: the last has its extension bit set.
    std::size_t last = size - 1;
    while (last < message.size() && (message[last] & 1U) == 0) ++last;
    if (last == message.size()) {
        teller.wrong(words::tei_cut, message.size());
        --last;
    }
    teller.item(at + 4, last - 3, words::tei_action,
                last == 4 ? std::to_string(action) : hex_of(message.subspan(4, last - 3)));
    check_end(teller, "UI", at + last + 1);
    teller.begin_summary(teller.say(words::tei_summary, type, reference, action));
}

// Information of FRMR, modulo 128 (3.6.11).
void read_rejection(Teller& teller) {
    constexpr std::size_t at = 3;
    const Octets why = teller.frame().subspan(at);
    if (why.size() != 5) {
        teller.wrong(words::frmr_cut, why.size());
        read_raw(teller, at);
        return;
    }
    teller.item(at, 2, words::rejected_control, hex_of(why.first(2)));
    const bool was_response = (why[3] & 1U) != 0;
    teller.item(at + 2, 2, words::rejected_state,
                teller.say(words::rejected_state_value, why[2] >> 1U, why[3] >> 1U,
                           teller.say(was_response ? words::response : words::command)));
    const std::string reason = teller.meaning(frame_rejections, why[4] & 0x0FU);
    teller.item(at + 4, 1, words::rejected_why, reason);
    teller.begin_summary(reason);
}

void read_unnumbered(Teller& teller, const Address& address) {
    const Octets frame = teller.frame();
    const auto code = static_cast<std::uint8_t>(frame[2] & ~std::size_t{pbx::q921::p_f_of_u});
    const auto* const type = std::ranges::find(unnumbered, code, &FrameType::code);
    if (type == std::end(unnumbered)) {
        teller.wrong(words::wrong_control, frame[2]);
        read_raw(teller, 3);
        return;
    }
    const std::string bit = poll_or_final(address, (frame[2] & pbx::q921::p_f_of_u) != 0);
    teller.name_frame(type->name);
    teller.item(2, 1, words::control, std::string(type->name) + bit);
    teller.begin_summary(bit.empty() ? "" : bit.substr(1));
    check_sender(teller, *type, address);
    if (!type->has_information) {
        check_end(teller, type->name, 3);
    } else if (type->code == pbx::q921::ui && address.sapi == management) {
        read_tei_management(teller);
    } else if (type->code == pbx::q921::ui) {
        read_information(teller, 3, address);
    } else if (type->code == pbx::q921::frmr) {
        read_rejection(teller);
    } else {
        read_raw(teller, 3);
    }
}

void read_frame(Teller& teller) {
    const Octets frame = teller.frame();
    if (frame.size() < 3) {
        teller.wrong(words::frame_too_short, frame.size());
        return;
    }
    const auto address = read_address(teller);
    if (!address) return;
    if ((frame[2] & 0x03U) == 0x03) return read_unnumbered(teller, *address);
    if (frame.size() < 4) {
        teller.wrong(words::control_cut);
        return;
    }
    if ((frame[2] & 0x01U) == 0) return read_i(teller, *address);
    read_supervisory(teller, *address);
}

}  // namespace

Decoded decode(Octets frame, Sender sender, Language language) {
    Teller teller(frame, sender, language);
    read_frame(teller);
    return teller.finish();
}

}  // namespace tools::trace
