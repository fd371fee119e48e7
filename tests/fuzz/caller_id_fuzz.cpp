// SPDX-License-Identifier: GPL-2.0-or-later
// Caller identification as a line may give it: octets of messages, messages sent by a modem, and a
// modem's sound with anything between.
#include <algorithm>
#include <optional>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "tests/support/fuzz.hpp"

namespace {

using driver::Chunk;
using driver::Law;
using ivr_dsp::CallerId;
using ivr_dsp::CallerIdForm;
using ivr_dsp::CallerIdOctets;
using ivr_dsp::FskStandard;
using Input = std::span<const std::uint8_t>;

// What an input is for: its first octet.
enum class Reader : std::uint8_t { octets, body, sent, sound };
constexpr std::size_t readers = 4;
// Message types: a call's, in SDMF and MDMF, and a lamp's.
constexpr std::array<std::uint8_t, 4> types{0x04, 0x80, 0x06, 0x82};

bool is_same(const CallerId& one, const CallerId& other) {
    if (one.has_message_lamp || other.has_message_lamp) {
        return one.has_message_lamp == other.has_message_lamp &&
               one.message_lamp == other.message_lamp;
    }
    return one.time.view() == other.time.view() && one.number.view() == other.number.view() &&
           one.number_absent == other.number_absent && one.name.view() == other.name.view() &&
           one.name_absent == other.name_absent && one.dialled.view() == other.dialled.view();
}

// A text is a part of what lies between a message's length and its sum, but for the octets' parity.
template <std::size_t most>
bool is_part(const ivr_dsp::ShortText<most>& text, const std::vector<std::uint8_t>& message) {
    if (text.length > most) return false;
    return std::search(message.begin() + 2, message.end() - 1, text.characters.begin(),
                       text.characters.begin() + static_cast<std::ptrdiff_t>(text.length),
                       [](std::uint8_t octet, char character) {
                           return (octet & 0x7F) == static_cast<int>(character);
                       }) != message.end() - 1 ||
           text.length == 0;
}

void check(const CallerId& id, const std::vector<std::uint8_t>& message) {
    INVARIANT(is_part(id.time, message) && is_part(id.number, message) &&
              is_part(id.name, message) && is_part(id.dialled, message));
    // Said anew it is the same.
    const CallerIdOctets again = octets_of(id, CallerIdForm::mdmf);
    ivr_dsp::CallerIdReader reader;
    std::optional<CallerId> read;
    for (std::size_t i = 0; i < again.count; ++i) {
        INVARIANT(!read);
        read = reader.take(again.octets[i]);
    }
    INVARIANT(read && reader.wrong_sums() == 0 && is_same(*read, id));
}

// A second opinion on where messages lie and whether their sums are right.
class Second {
  public:
    void take(std::uint8_t octet, const std::optional<CallerId>& read) {
        if (message_.empty() && std::ranges::count(types, octet) == 0) return INVARIANT(!read);
        message_.push_back(octet);
        if (message_.size() < 3 || message_.size() < 3U + message_[1]) return INVARIANT(!read);
        unsigned sum = 0;
        for (const std::uint8_t one : message_) sum += one;
        const bool right = sum % 256 == 0;
        INVARIANT(read.has_value() == right);
        right_ += right ? 1 : 0;
        wrong_ += right ? 0 : 1;
        if (read) check(*read, message_);
        message_.clear();
    }
    void forget() { message_.clear(); }
    [[nodiscard]] std::uint64_t right() const { return right_; }
    [[nodiscard]] std::uint64_t wrong() const { return wrong_; }

  private:
    std::vector<std::uint8_t> message_;
    std::uint64_t right_{};
    std::uint64_t wrong_{};
};

int read_octets(Input input) {
    ivr_dsp::CallerIdReader reader;
    Second second;
    for (const std::uint8_t octet : input) {
        second.take(octet, reader.take(octet));
        INVARIANT(reader.wrong_sums() == second.wrong());
    }
    return second.right() > 0 ? 0 : -1;
}

// A message whose length and sum are right, whatever it says: its type's number, then its body.
int read_body(Input input) {
    if (input.empty()) return -1;
    const Input body = input.subspan(1, std::min<std::size_t>(input.size() - 1, 255));
    std::vector<std::uint8_t> message{types[input[0] % types.size()],
                                      static_cast<std::uint8_t>(body.size())};
    message.insert(message.end(), body.begin(), body.end());
    unsigned sum = 0;
    for (const std::uint8_t octet : message) sum += octet;
    message.push_back(static_cast<std::uint8_t>(-sum));
    INVARIANT(read_octets(message) == 0);
    return 0;
}

// ── on a line ───────────────────────────────────────────────────────────────────────────────────

// Of a line: the first octet after the reader's.
Law law_of(std::uint8_t octet) {
    return (octet & 1U) == 0 ? Law::alaw : Law::ulaw;
}
FskStandard standard_of(std::uint8_t octet) {
    return (octet & 2U) == 0 ? FskStandard::bell202 : FskStandard::v23;
}

// A receiver, and beside it the same octets for a second opinion.
class Line {
  public:
    explicit Line(std::uint8_t kind)
        : receiver_(law_of(kind), standard_of(kind)), octets_(law_of(kind), standard_of(kind)) {}

    void hear(const Chunk& chunk) {
        constexpr int longest_gap_ticks = 30;
        const auto read = receiver_.hear(chunk);
        const auto heard = octets_.hear(chunk);
        if (heard.octet_there) {
            gap_ = 0;
            second_.take(heard.octet, read);
        } else {
            INVARIANT(!read);
            if (++gap_ > longest_gap_ticks) second_.forget();
        }
        INVARIANT(receiver_.wrong_sums() == second_.wrong());
        if (read) read_.push_back(*read);
    }
    [[nodiscard]] const std::vector<CallerId>& read() const { return read_; }
    [[nodiscard]] std::uint64_t wrong_sums() const { return receiver_.wrong_sums(); }

  private:
    ivr_dsp::CallerIdReceiver receiver_;
    ivr_dsp::FskReceiver octets_;
    Second second_;
    std::vector<CallerId> read_;
    int gap_{};
};

// Long enough to end what had begun.
void pause(Line& line, std::uint8_t kind) {
    for (int ms = 0; ms < 40; ++ms) line.hear(driver::silence(law_of(kind)));
}

void send(Line& line, std::uint8_t kind, Input message, ivr_dsp::FskIntroduction introduction) {
    ivr_dsp::FskSender sender(law_of(kind), standard_of(kind), introduction, message);
    pause(line, kind);
    while (sender.busy()) line.hear(sender.next());
    pause(line, kind);
}

CallerId john_doe() {
    CallerId id;
    id.time.set("09301442");
    id.number.set("5551234567");
    id.name.set("JOHN DOE");
    return id;
}

// What was sent is what is read of it, right or wrong.
int read_sent(Input input) {
    if (input.empty()) return -1;
    const Input message =
        input.subspan(1, std::min(input.size() - 1, ivr_dsp::most_caller_id_octets));
    Line line(input[0]);
    send(line, input[0], message, ivr_dsp::on_hook_introduction);
    ivr_dsp::CallerIdReader reader;
    std::vector<CallerId> expected;
    for (const std::uint8_t octet : message) {
        if (const auto id = reader.take(octet)) expected.push_back(*id);
    }
    INVARIANT(std::ranges::equal(line.read(), expected, is_same));
    INVARIANT(line.wrong_sums() == reader.wrong_sums());
    return expected.empty() ? -1 : 0;
}

// Whatever was on the line before, the next message is heard.
int read_sound(Input input) {
    if (input.empty()) return -1;
    Line line(input[0]);
    const Input sound = input.subspan(1);
    for (std::size_t at = 0; at + driver::samples_per_tick <= sound.size();
         at += driver::samples_per_tick) {
        Chunk chunk;
        std::copy_n(sound.data() + at, chunk.octets.size(), chunk.octets.begin());
        line.hear(chunk);
    }
    pause(line, input[0]);
    const std::size_t before = line.read().size();
    const CallerIdOctets message = octets_of(john_doe(), CallerIdForm::mdmf);
    send(line, input[0], Input(message.octets).first(message.count), ivr_dsp::on_hook_introduction);
    INVARIANT(line.read().size() == before + 1 && is_same(line.read().back(), john_doe()));
    return before > 0 ? 0 : -1;
}

// ── samples ─────────────────────────────────────────────────────────────────────────────────────

std::vector<std::string> messages() {
    CallerId withheld;
    withheld.time.set("12312359");
    withheld.number_absent = 'P';
    withheld.name_absent = 'O';
    CallerId lamp;
    lamp.has_message_lamp = true;
    lamp.message_lamp = true;
    CallerId whole = john_doe();
    whole.dialled.set("8005550199");
    std::vector<std::string> all;
    for (const CallerId& id : {john_doe(), withheld, lamp, whole}) {
        for (const auto form : {CallerIdForm::sdmf, CallerIdForm::mdmf}) {
            const CallerIdOctets octets = octets_of(id, form);
            all.emplace_back(octets.octets.begin(),
                             octets.octets.begin() + static_cast<std::ptrdiff_t>(octets.count));
        }
    }
    return all;
}

std::string sound_of(std::uint8_t kind, const std::string& message) {
    const Input octets(reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
    ivr_dsp::FskSender sender(law_of(kind), standard_of(kind), ivr_dsp::call_waiting_introduction,
                              octets);
    std::string sound;
    // An octet ends with the next bit's middle, which the silence after the last one is.
    for (int after = 0; sender.busy() || after < 20; after += sender.busy() ? 0 : 1) {
        const Chunk chunk = sender.next();
        sound.append(chunk.octets.begin(), chunk.octets.end());
    }
    return sound;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return -1;
    const Input input(data + 1, size - 1);
    switch (static_cast<Reader>(data[0] % readers)) {
        case Reader::octets:
            return read_octets(input);
        case Reader::body:
            return read_body(input);
        case Reader::sent:
            return read_sent(input);
        case Reader::sound:
            return read_sound(input);
    }
    return -1;
}

std::vector<std::string> fuzz::samples() {
    std::vector<std::string> samples;
    std::uint8_t kind = 0;
    for (const std::string& message : messages()) {
        const std::string of_line(1, static_cast<char>(kind));
        samples.push_back(static_cast<char>(Reader::octets) + std::string(30, 'U') + message);
        samples.push_back(static_cast<char>(Reader::body) + std::string(1, '\1') +
                          message.substr(2, message.size() - 3));
        samples.push_back(static_cast<char>(Reader::sent) + of_line + message);
        samples.push_back(static_cast<char>(Reader::sound) + of_line + sound_of(kind, message));
        kind = static_cast<std::uint8_t>((kind + 1) % 4);
    }
    return samples;
}
