// SPDX-License-Identifier: GPL-2.0-or-later
// Calls: what we ask of libpri.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "pbx/signalling/isdn/d_channel.hpp"
#include "pbx/signalling/isdn/isdn_text.hpp"

extern "C" {
#include <libpri.h>
}

namespace pbx {

namespace {

// Type of number and numbering plan: octet 3 without its extension bit.
constexpr int plan_unknown_e164 = 0x01;
constexpr int plan_national_e164 = PRI_NATIONAL_ISDN;

template <std::size_t Room>
void copy_text(std::array<char, Room>& to, std::string_view from) {
    const std::size_t size = std::min(from.size(), Room - 1);
    std::memcpy(to.data(), from.data(), size);
    to[size] = '\0';
}

pri_party_id calling_party(const Dial& dial) {
    pri_party_id party{};
    const std::string name = latin1_from(dial.name.view());
    if (!dial.calling.empty()) {
        party.number.valid = 1;
        party.number.presentation = PRES_ALLOWED_USER_NUMBER_PASSED_SCREEN;
        party.number.plan = plan_national_e164;
        std::memcpy(party.number.str, dial.calling.view().data(), dial.calling.view().size());
    }
    if (!name.empty() && name.size() < sizeof party.name.str) {
        party.name.valid = 1;
        party.name.presentation = PRES_ALLOWED_USER_NUMBER_PASSED_SCREEN;
        party.name.char_set = PRI_CHAR_SET_ISO8859_1;
        std::memcpy(party.name.str, name.data(), name.size());
    }
    return party;
}

// libpri clears with RELEASE or nothing at all when it hears some causes; they are not for control.
int cause_for_libpri(Cause cause) {
    switch (static_cast<int>(cause)) {
        case 0:
            return PRI_CAUSE_NORMAL_CLEARING;
        case PRI_CAUSE_CHANNEL_UNACCEPTABLE:
        case PRI_CAUSE_CALL_AWARDED_DELIVERED:
        case PRI_CAUSE_NONSELECTED_USER_CLEARING:
        case PRI_CAUSE_INVALID_CALL_REFERENCE:
            return PRI_CAUSE_NORMAL_UNSPECIFIED;
        default:
            return static_cast<int>(cause) & 0x7F;
    }
}

}  // namespace

DChannel::Call DChannel::setup(const Dial& dial, int channel) {
    q931_call* call = pri_new_call(pri_);
    if (call == nullptr) return nullptr;
    pri_sr* request = pri_sr_new();
    if (request == nullptr) {
        pri_destroycall(pri_, call);
        return nullptr;
    }
    std::array<char, 64> called{};
    copy_text(called, dial.called.view());
    const pri_party_id caller = calling_party(dial);
    pri_sr_set_channel(request, channel, /*exclusive=*/1, /*nonisdn=*/0);
    pri_sr_set_bearer(request, PRI_TRANS_CAP_SPEECH,
                      law_ == driver::Law::alaw ? PRI_LAYER_1_ALAW : PRI_LAYER_1_ULAW);
    pri_sr_set_called(request, called.data(), plan_unknown_e164, /*complete=*/1);
    pri_sr_set_caller_party(request, &caller);
    const int failed = pri_setup(pri_, call, request);
    pri_sr_free(request);
    if (failed != 0) {
        pri_destroycall(pri_, call);
        return nullptr;
    }
    note(call, reference_of(call, true).value_or(0));
    return call;
}

void DChannel::proceeding(Call call, int channel) {
    pri_proceeding(pri_, call, channel, 0);
}

void DChannel::setup_acknowledge(Call call, int channel) {
    pri_setup_ack(pri_, call, channel, /*nonisdn=*/0, /*inband=*/0);
}

// In-band information is available: our ringback tone or music (Q.931 5.4.1).
void DChannel::alert(Call call, int channel) {
    pri_acknowledge(pri_, call, channel, 1);
}

void DChannel::connect(Call call, int channel) {
    pri_answer(pri_, call, channel, 0);
}

bool DChannel::hang_up(Call call, Cause cause) {
    pri_hangup(pri_, call, cause_for_libpri(cause));
    if (knows(call)) return true;
    strike(call);
    return false;
}

void DChannel::forget(Call call) {
    if (knows(call)) pri_destroycall(pri_, call);
    strike(call);
}

// libpri looks the pointer up among its calls before it answers.
bool DChannel::knows(Call call) const {
    return pri_get_crv(pri_, call, nullptr) >= 0;
}

void DChannel::announce_state(Call call, bool is_ours) {
    const auto reference = reference_of(call, is_ours);
    if (!reference) return;
    driver::Frame enquiry{};
    const std::array<std::uint8_t, 8> octets{
        // UI command from the far end, SAPI 0, TEI 0; unnumbered, so that layer 2 does not count it
        static_cast<std::uint8_t>(side_ == Side::user ? 0x02 : 0x00), 0x01, 0x03,
        // STATUS ENQUIRY about the call
        0x08, 0x02, static_cast<std::uint8_t>(*reference >> 8U),
        static_cast<std::uint8_t>(*reference & 0xFFU), 0x75};
    std::copy(octets.begin(), octets.end(), enquiry.octets.begin());
    enquiry.size = octets.size();
    feed(enquiry);
}

void DChannel::restart(int channel) {
    pri_reset(pri_, channel);
}

// ── call references ─────────────────────────────────────────────────────────────────────────────

// The value as it stands in messages from the far end: bit 15 says that we chose it.
std::optional<std::uint16_t> DChannel::reference_of(Call call, bool is_ours) const {
    int low_bits = 0;
    const int high_bits = pri_get_crv(pri_, call, &low_bits);
    if (high_bits < 0) return std::nullopt;
    return static_cast<std::uint16_t>((is_ours ? 0x8000 : 0) | high_bits << 3 | low_bits);
}

bool DChannel::knows_reference(std::uint16_t reference) const {
    return std::any_of(known_.begin(), known_.end(), [&](const Known& known) {
        return known.call != nullptr && known.reference == reference;
    });
}

void DChannel::note(Call call, std::uint16_t reference) {
    strike(call);
    auto place = std::find_if(known_.begin(), known_.end(),
                              [](const Known& known) { return known.call == nullptr; });
    if (place == known_.end()) {
        // libpri forgets some calls in silence.
        place = std::find_if(known_.begin(), known_.end(),
                             [this](const Known& known) { return !knows(known.call); });
    }
    if (place != known_.end()) *place = {call, reference};
}

void DChannel::strike(Call call) {
    for (Known& known : known_) {
        if (known.call == call) known = {};
    }
}

}  // namespace pbx
