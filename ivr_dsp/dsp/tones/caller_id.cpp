// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/tones/caller_id.hpp"

#include <algorithm>
#include <span>

namespace ivr_dsp {
namespace {

using Field = std::span<const std::uint8_t>;

// Message types.
constexpr std::uint8_t sdmf_call = 0x04;
constexpr std::uint8_t sdmf_waiting = 0x06;
constexpr std::uint8_t mdmf_call = 0x80;
constexpr std::uint8_t mdmf_waiting = 0x82;
// Fields of MDMF.
constexpr std::uint8_t time_field = 0x01;
constexpr std::uint8_t number_field = 0x02;
constexpr std::uint8_t dialled_field = 0x03;
constexpr std::uint8_t number_absent_field = 0x04;
constexpr std::uint8_t name_field = 0x07;
constexpr std::uint8_t name_absent_field = 0x08;
constexpr std::uint8_t visual_field = 0x0B;
// SDMF tells the lamp by three octets of either kind.
constexpr std::uint8_t sdmf_lamp_on = 0x42;
constexpr std::uint8_t sdmf_lamp_off = 0x6F;

constexpr std::size_t time_length = 8;
constexpr int longest_gap_ticks = 30;

bool is_type(std::uint8_t octet) {
    return octet == sdmf_call || octet == sdmf_waiting || octet == mdmf_call ||
           octet == mdmf_waiting;
}

template <std::size_t most>
void set(ShortText<most>& text, Field octets) {
    text.length = std::min(most, octets.size());
    std::transform(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(text.length),
                   text.characters.begin(),
                   [](std::uint8_t octet) { return static_cast<char>(octet & 0x7FU); });
}

char reason_in(Field octets) {
    return octets.empty() ? 'O' : static_cast<char>(octets[0]);
}

void read_field(CallerId& id, std::uint8_t type, Field octets) {
    switch (type) {
        case time_field:
            return set(id.time, octets);
        case number_field:
            return set(id.number, octets);
        case dialled_field:
            return set(id.dialled, octets);
        case number_absent_field:
            id.number_absent = reason_in(octets);
            return;
        case name_field:
            return set(id.name, octets);
        case name_absent_field:
            id.name_absent = reason_in(octets);
            return;
        case visual_field:
            id.has_message_lamp = true;
            id.message_lamp = !octets.empty() && octets[0] != 0;
            return;
        default:
            return;  // others are not known, and allowed
    }
}

CallerId read_mdmf(Field body) {
    CallerId id;
    while (body.size() >= 2 && body[1] <= body.size() - 2) {
        read_field(id, body[0], body.subspan(2, body[1]));
        body = body.subspan(2U + body[1]);
    }
    return id;
}

CallerId read_sdmf(Field body) {
    CallerId id;
    set(id.time, body.first(std::min(body.size(), time_length)));
    if (body.size() <= time_length) return id;
    const Field number = body.subspan(time_length);
    const bool is_reason = number.size() == 1 && (number[0] == 'O' || number[0] == 'P');
    if (is_reason) {
        id.number_absent = reason_in(number);
    } else {
        set(id.number, number);
    }
    return id;
}

CallerId read(const CallerIdOctets& message) {
    const Field body = Field(message.octets).subspan(2, message.octets[1]);
    switch (message.octets[0]) {
        case sdmf_call:
            return read_sdmf(body);
        case sdmf_waiting: {
            CallerId id;
            id.has_message_lamp = true;
            id.message_lamp = !body.empty() && body[0] == sdmf_lamp_on;
            return id;
        }
        default:
            return read_mdmf(body);
    }
}

std::uint8_t sum_of(const CallerIdOctets& message) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < message.count; ++i) sum += message.octets[i];
    return static_cast<std::uint8_t>(sum);
}

struct Writer {
    CallerIdOctets& message;
    void put(std::uint8_t octet) { message.octets[message.count++] = octet; }
    void put(std::string_view text) {
        for (const char character : text) put(static_cast<std::uint8_t>(character));
    }
    void field(std::uint8_t type, std::string_view text) {
        if (text.empty()) return;
        put(type);
        put(static_cast<std::uint8_t>(text.size()));
        put(text);
    }
    void reason(std::uint8_t type, char reason) {
        if (reason != 0) field(type, {&reason, 1});
    }
};

void write_lamp(Writer& writer, bool lamp, CallerIdForm form) {
    if (form == CallerIdForm::sdmf) {
        for (int i = 0; i < 3; ++i) writer.put(lamp ? sdmf_lamp_on : sdmf_lamp_off);
        return;
    }
    writer.put(visual_field);
    writer.put(std::uint8_t{1});
    writer.put(static_cast<std::uint8_t>(lamp ? 0xFF : 0));
}

}  // namespace

CallerIdOctets octets_of(const CallerId& id, CallerIdForm form) noexcept {
    CallerIdOctets message;
    Writer writer{message};
    const bool sdmf = form == CallerIdForm::sdmf;
    if (id.has_message_lamp) {
        writer.put(sdmf ? sdmf_waiting : mdmf_waiting);
    } else {
        writer.put(sdmf ? sdmf_call : mdmf_call);
    }
    writer.put(std::uint8_t{0});
    if (id.has_message_lamp) {
        write_lamp(writer, id.message_lamp, form);
    } else if (sdmf) {
        writer.put(id.time.view());
        writer.put(id.number_absent == 0 ? id.number.view()
                                         : std::string_view(&id.number_absent, 1));
    } else {
        writer.field(time_field, id.time.view());
        writer.field(number_field, id.number.view());
        writer.field(dialled_field, id.dialled.view());
        writer.reason(number_absent_field, id.number_absent);
        writer.field(name_field, id.name.view());
        writer.reason(name_absent_field, id.name_absent);
    }
    message.octets[1] = static_cast<std::uint8_t>(message.count - 2);
    writer.put(static_cast<std::uint8_t>(-sum_of(message)));
    return message;
}

std::optional<CallerId> CallerIdReader::take(std::uint8_t octet) noexcept {
    if (message_.count == 0 && !is_type(octet)) return std::nullopt;  // seizure: 55, mark: noise
    message_.octets[message_.count++] = octet;
    if (message_.count < 2 || message_.count < 3U + message_.octets[1]) return std::nullopt;
    const bool right = sum_of(message_) == 0;
    const CallerId id = right ? read(message_) : CallerId{};
    message_.count = 0;
    if (right) return id;
    ++wrong_sums_;
    return std::nullopt;
}

CallerIdForm CallerIdReader::form() const noexcept {
    const std::uint8_t type = message_.octets[0];
    return type == sdmf_call || type == sdmf_waiting ? CallerIdForm::sdmf : CallerIdForm::mdmf;
}

std::optional<CallerId> CallerIdReceiver::hear(const Chunk& chunk) noexcept {
    const FskReceiver::Heard heard = fsk_.hear(chunk);
    if (heard.octet_there) {
        ticks_without_octet_ = 0;
        return reader_.take(heard.octet);
    }
    // Octets of a message follow each other. What voices or the seizure may have begun ends with
    // the marks before a message.
    if (++ticks_without_octet_ > longest_gap_ticks) reader_.reset();
    return std::nullopt;
}

}  // namespace ivr_dsp
