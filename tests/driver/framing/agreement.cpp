// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/framing/agreement.hpp"

#include <array>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "driver/framing/bit_stream/e1_deframer.hpp"
#include "driver/framing/bit_stream/t1_deframer.hpp"
#include "tests/driver/framing/reference_e1.hpp"
#include "tests/driver/framing/reference_t1.hpp"

namespace framing_test {
namespace {

using Chance = std::minstd_rand;

unsigned below(Chance& chance, unsigned limit) {
    return static_cast<unsigned>(chance() / 8 % limit);
}
// True once in so many times.
bool once_in(Chance& chance, unsigned times) {
    return below(chance, times) == 0;
}

enum class Fault {
    none,
    errors,
    burst,
    slip,
    ones,
    zeros,
    noise,
    spoilt_alignment,
    spoilt_channels,
    end
};

// Frames become a row of bits with faults, each for some frames.
class FaultyLine {
  public:
    FaultyLine(Chance& chance, bool may_slip)
        : chance_(chance), may_slip_(may_slip), quiet_(once_in(chance, 4)) {}
    LineRow row;

    // `alignment`: the bits of the frame that alignment rests on.
    template <std::size_t bits>
    void add(const std::array<std::uint8_t, bits>& frame, std::size_t alignment) {
        if (frames_left_-- == 0) choose();
        for (std::size_t i = 0; i < bits; ++i) add_bit(frame[i], i < alignment);
    }

  private:
    void choose() {
        fault_ = static_cast<Fault>(below(chance_, static_cast<unsigned>(Fault::end)));
        if (once_in(chance_, 3)) fault_ = Fault::none;
        frames_left_ = below(chance_, 150);
        if (fault_ == Fault::none) frames_left_ = below(chance_, quiet_ ? 10'000 : 300);
        if (fault_ == Fault::errors) frames_left_ = below(chance_, 2000);
        // So long that nearly all blocks of a second may be errored.
        if (fault_ == Fault::spoilt_channels && once_in(chance_, 4)) frames_left_ = 9000;
        rate_ = 1U << (6 + below(chance_, 10));
        if (fault_ == Fault::slip && may_slip_) {
            skip_ = once_in(chance_, 2) ? 1 + below(chance_, 300) : 0;
            for (unsigned i = skip_ > 0 ? 0 : 1 + below(chance_, 300); i > 0; --i) row.add(0);
        }
    }
    void add_bit(unsigned bit, bool is_alignment) {
        if (skip_ > 0) {
            --skip_;
            return;
        }
        switch (fault_) {
            case Fault::errors:
                bit ^= once_in(chance_, rate_) ? 1U : 0U;
                break;
            case Fault::burst:
                bit ^= once_in(chance_, 4) ? 1U : 0U;
                break;
            case Fault::ones:
                bit = 1;
                break;
            case Fault::zeros:
                bit = 0;
                break;
            case Fault::noise:
                bit = below(chance_, 2);
                break;
            case Fault::spoilt_alignment:
                bit ^= is_alignment && once_in(chance_, 5) ? 1U : 0U;
                break;
            case Fault::spoilt_channels:
                bit ^= !is_alignment && once_in(chance_, 300) ? 1U : 0U;
                break;
            case Fault::none:
            case Fault::slip:
            case Fault::end:
                break;
        }
        row.add(bit);
    }

    Chance& chance_;
    bool may_slip_;
    bool quiet_;  // long times without faults
    Fault fault_{Fault::none};
    std::uint64_t frames_left_{64};
    unsigned rate_{1};
    std::uint64_t skip_{};
};

// What channels say: some steady, some anything; now and then an imitation of the alignment signal.
template <std::size_t octets>
void say(Chance& chance, std::array<std::uint8_t, octets>& payload, unsigned frame) {
    for (std::size_t t = 0; t < octets; ++t) {
        if (t % 3 == 0) payload[t] = static_cast<std::uint8_t>(below(chance, 256));
    }
    payload[1] = frame % 2 == 0 ? 0x1B : 0x5F;
}

std::vector<std::uint8_t> octets_of(const LineRow& row, std::size_t from, std::size_t count) {
    std::vector<std::uint8_t> octets(count);
    for (std::size_t i = 0; i < 8 * count; ++i) {
        octets[i / 8] = static_cast<std::uint8_t>(octets[i / 8] * 2 + row.at(from + i));
    }
    return octets;
}

template <class Value>
void expect(Agreement& found, const char* what, const Value& ours, const Value& reference) {
    if (found.difference.empty() && !(ours == reference)) {
        found.difference = fmt::format("{}: {}, the reference has {}", what, ours, reference);
    }
}

struct E1Setting {
    driver::E1ReaderOptions ours;
    ReferenceE1::Crc4 reference{};
    bool sender_has_crc4{};
};

E1Setting e1_setting(Chance& chance, bool aligned) {
    E1Setting setting;
    // Interworking looks elsewhere in the bits, too, which the reference does not.
    const auto mode = below(chance, aligned ? 3 : 2);
    setting.ours.crc4 = static_cast<driver::E1Crc4>(mode);
    setting.reference = static_cast<ReferenceE1::Crc4>(mode);
    setting.ours.nfas_can_lose = once_in(chance, 2);
    setting.sender_has_crc4 = mode == 1 ? !once_in(chance, 5) : once_in(chance, 2);
    return setting;
}

void compare(Agreement& found, const driver::E1FrameReader& ours, const ReferenceE1& reference) {
    const auto counts = ours.counts();
    expect(found, "E1 losses", counts.losses_of_frame, reference.losses);
    expect(found, "E1 FAS errors", counts.fas_errors, reference.fas_errors);
    expect(found, "E1 CRC errors", counts.crc_errors, reference.crc_errors);
    expect(found, "E1 far end errors", counts.far_end_errors, reference.far_end_errors);
    expect(found, "E1 alignment", ours.has_basic_alignment(), reference.aligned);
    if (!reference.aligned) return;
    ++found.compared;
    expect(found, "E1 multiframe", static_cast<int>(ours.multiframe().state()),
           static_cast<int>(reference.multiframe));
    expect(found, "E1 remote alarm", ours.defects().remote_alarm, reference.remote_alarm);
    expect(found, "E1 E bit I", ours.e_bits().first, reference.e_first);
    expect(found, "E1 E bit II", ours.e_bits().second, reference.e_second);
}

class E1Source {
  public:
    E1Source(Chance& chance, bool with_crc4, bool may_slip)
        : chance_(chance), sender_(with_crc4), ours_(with_crc4), line(chance, may_slip) {}

    // Eight frames; the product's writer must have sent the same bits.
    void send_millisecond(Agreement& found) {
        const driver::E1Overhead says{
            .remote_alarm = alarm_,
            .e_bits = {.first = e_[0], .second = e_[1]},
            .sa_bits = { 7, 7,                           7, 7}
        };
        std::array<driver::Chunk, 32> millisecond{};
        std::array<std::array<std::uint8_t, 256>, 8> frames{};
        sender_.a = alarm_;
        sender_.e_first = e_[0];
        sender_.e_second = e_[1];
        sender_.sa = 7;
        for (unsigned k = 0; k < 8; ++k) {
            say(chance_, payload_, sender_.number());
            for (std::size_t t = 1; t < 32; ++t) millisecond[t].octets[k] = payload_[t - 1];
            frames[k] = sender_.frame(payload_);
            line.add(frames[k], 8);
        }
        ours_.write(millisecond, says);
        for (std::size_t k = 0; k < 8; ++k) {
            unsigned octet = 0;
            for (std::size_t i = 0; i < 8; ++i) octet = octet * 2 + frames[k][i];
            expect(found, "E1 timeslot 0 sent", unsigned{millisecond[0].octets[k]}, octet);
        }
        if (once_in(chance_, 50)) alarm_ = !alarm_;
        if (once_in(chance_, 10)) e_ = {once_in(chance_, 2), once_in(chance_, 2)};
    }

  private:
    Chance& chance_;
    ReferenceE1Sender sender_;
    driver::E1FrameWriter ours_;
    bool alarm_{};
    std::array<bool, 2> e_{true, true};
    std::array<std::uint8_t, 31> payload_{};

  public:
    FaultyLine line;
};

Agreement agree_e1_aligned(Chance& chance, std::uint64_t bits) {
    Agreement found;
    const auto setting = e1_setting(chance, true);
    E1Source source(chance, setting.sender_has_crc4, false);
    driver::E1FrameReader ours{setting.ours};
    ReferenceE1 reference(setting.reference, 256, setting.ours.nfas_can_lose);
    for (; found.bits < bits && found.difference.empty(); found.bits += 2048) {
        source.send_millisecond(found);
        const auto octets = octets_of(source.line.row, found.bits, 256);
        std::array<driver::Chunk, 32> millisecond{};
        for (std::size_t i = 0; i < 256; ++i) millisecond[i % 32].octets[i / 32] = octets[i];
        ours.read(millisecond);
        reference.advance(source.line.row, found.bits + 2048);
        compare(found, ours, reference);
        source.line.row.forget_before(reference.position);
    }
    found.losses = reference.losses;
    found.errors = reference.crc_errors + reference.fas_errors;
    return found;
}

// All milliseconds the bits that have come make.
void compare_milliseconds(Agreement& found, driver::E1Deframer& ours, ReferenceE1& reference,
                          const LineRow& row) {
    while (ours.next()) {
        reference.advance(row, ours.position());
        expect(found, "E1 position", std::uint64_t{ours.position()},
               std::uint64_t{reference.position});
        compare(found, ours.reader(), reference);
        const auto aligned = octets_of(row, ours.position() - 2048, 256);
        for (std::size_t i = 0; i < 256; ++i) {
            expect(found, "E1 octet", ours.millisecond()[i % 32].octets[i / 32], aligned[i]);
        }
    }
}

Agreement agree_e1_bits(Chance& chance, std::uint64_t bits) {
    Agreement found;
    const auto setting = e1_setting(chance, false);
    E1Source source(chance, setting.sender_has_crc4, true);
    LineRow& row = source.line.row;
    driver::E1Deframer ours{setting.ours};
    ReferenceE1 reference(setting.reference, 1, setting.ours.nfas_can_lose);
    while (found.bits < bits && found.difference.empty()) {
        source.send_millisecond(found);
        for (; row.end() >= found.bits + 2048; found.bits += 2048) {
            const auto octets = octets_of(row, found.bits, 256);
            ours.put(std::span<const std::uint8_t, 256>(octets));
            compare_milliseconds(found, ours, reference, row);
        }
        row.forget_before(reference.position);
    }
    found.losses = reference.losses;
    found.errors = reference.crc_errors + reference.fas_errors;
    return found;
}

void compare(Agreement& found, const driver::T1FrameReader& ours, const ReferenceT1& reference,
             T1Kind kind) {
    const auto counts = ours.counts();
    expect(found, "T1 losses", counts.losses_of_frame, reference.losses);
    expect(found, "T1 framing errors", counts.framing_errors, reference.framing_errors);
    expect(found, "T1 CRC errors", counts.crc_errors, reference.crc_errors);
    expect(found, "T1 alignment", !ours.defects().out_of_frame, reference.aligned);
    if (!reference.aligned) return;
    ++found.compared;
    if (kind == T1Kind::sf) return;
    expect(found, "T1 remote alarm", ours.defects().remote_alarm, reference.remote_alarm);
}

// Whether a superframe that says the same in all frames has a CRC that looks like the FPS, begun
// anywhere.
bool imitates_alignment(const std::array<std::uint8_t, 24>& payload) {
    std::vector<std::uint8_t> superframe;
    for (unsigned frame = 0; frame < 24; ++frame) {
        superframe.push_back(1);
        for (unsigned i = 0; i < 192; ++i) {
            superframe.push_back(static_cast<std::uint8_t>(payload[i / 8] >> (7 - i % 8) & 1U));
        }
    }
    const unsigned crc = remainder_of(superframe, 6, 3);
    unsigned turned = 0b001011;
    for (unsigned i = 0; i < 6; ++i) {
        if (crc == turned) return true;
        turned = (turned << 1U | turned >> 5U) & 0x3FU;
    }
    return false;
}

class T1Source {
  public:
    T1Source(Chance& chance, T1Kind kind, bool may_slip)
        : chance_(chance),
          sender_(kind),
          ours_(kind == T1Kind::esf ? driver::T1Framing::esf : driver::T1Framing::sf),
          steady_(once_in(chance, 2)),
          line(chance, may_slip) {
        say_something_steady();
    }

    void send_millisecond(Agreement& found) {
        std::array<driver::Chunk, 24> millisecond{};
        unsigned f_bits = 0;
        unsigned said = 0;
        for (unsigned k = 0; k < 8; ++k) {
            // Steady channels: CRC bits may imitate the alignment signal.
            if (!steady_) say(chance_, payload_, sender_.number());
            if (steady_ && once_in(chance_, 1000)) say_something_steady();
            for (std::size_t t = 0; t < 24; ++t) millisecond[t].octets[k] = payload_[t];
            sender_.data_link = data_link_bit();
            if (k % 2 == 0) said = said * 2 + sender_.data_link;
            const auto frame = sender_.frame(payload_);
            f_bits |= static_cast<unsigned>(frame[0]) << k;
            line.add(frame, 1);
        }
        const unsigned ours =
            ours_.write(millisecond, {.data_link = static_cast<std::uint8_t>(said)});
        expect(found, "T1 F bits sent", ours, f_bits);
    }

  private:
    void say_something_steady() {
        const bool imitation = once_in(chance_, 2);
        do {
            say(chance_, payload_, 0);
        } while (imitation && !imitates_alignment(payload_));
    }
    // Either the remote alarm, or anything.
    unsigned data_link_bit() {
        if (sender_.number() % 2 == 0) return 1;
        if (once_in(chance_, 2000)) alarm_ = !alarm_;
        alarm_bit_ = (alarm_bit_ + 1) % 16;
        return alarm_ ? (alarm_bit_ < 8 ? 1 : 0) : below(chance_, 2);
    }

    Chance& chance_;
    ReferenceT1Sender sender_;
    driver::T1FrameWriter ours_;
    bool steady_;
    bool alarm_{};
    unsigned alarm_bit_{};
    std::array<std::uint8_t, 24> payload_{};

  public:
    FaultyLine line;
};

driver::T1ReaderOptions t1_setting(Chance& chance) {
    return {.framing = once_in(chance, 3) ? driver::T1Framing::sf : driver::T1Framing::esf,
            .loss_window = static_cast<std::uint8_t>(4 + below(chance, 3))};
}
T1Kind kind_of(const driver::T1ReaderOptions& options) {
    return options.framing == driver::T1Framing::sf ? T1Kind::sf : T1Kind::esf;
}

Agreement agree_t1_aligned(Chance& chance, std::uint64_t bits) {
    Agreement found;
    const auto setting = t1_setting(chance);
    T1Source source(chance, kind_of(setting), false);
    driver::T1FrameReader ours{setting};
    ReferenceT1 reference(kind_of(setting), 1, setting.loss_window);
    for (; found.bits < bits && found.difference.empty(); found.bits += 1544) {
        source.send_millisecond(found);
        const LineRow& row = source.line.row;
        std::array<driver::Chunk, 24> millisecond{};
        unsigned f_bits = 0;
        for (std::size_t k = 0; k < 8; ++k) {
            const std::size_t at = found.bits + 193 * k;
            f_bits |= row.at(at) << k;
            const auto octets = octets_of(row, at + 1, 24);
            for (std::size_t t = 0; t < 24; ++t) millisecond[t].octets[k] = octets[t];
        }
        ours.read(millisecond, static_cast<std::uint8_t>(f_bits));
        reference.advance(row, found.bits + 1544, found.bits + 1544);
        compare(found, ours, reference, kind_of(setting));
        source.line.row.forget_before(reference.position);
    }
    found.losses = reference.losses;
    found.errors = reference.crc_errors + reference.framing_errors;
    return found;
}

Agreement agree_t1_bits(Chance& chance, std::uint64_t bits) {
    Agreement found;
    const auto setting = t1_setting(chance);
    T1Source source(chance, kind_of(setting), true);
    LineRow& row = source.line.row;
    driver::T1Deframer ours{setting};
    ReferenceT1 reference(kind_of(setting), 193, setting.loss_window);
    while (found.bits < bits && found.difference.empty()) {
        source.send_millisecond(found);
        for (; row.end() >= found.bits + 1544; found.bits += 1544) {
            const auto octets = octets_of(row, found.bits, 193);
            ours.put(std::span<const std::uint8_t, 193>(octets));
            while (ours.next()) {
                reference.advance(row, ours.position(), found.bits + 1544);
                expect(found, "T1 position", std::uint64_t{ours.position()},
                       std::uint64_t{reference.position});
                compare(found, ours.reader(), reference, kind_of(setting));
                const auto octet = octets_of(row, ours.position() - 1544 + 1, 1).front();
                expect(found, "T1 octet", ours.millisecond()[0].octets[0], octet);
            }
        }
        row.forget_before(reference.position);
    }
    found.losses = reference.losses;
    found.errors = reference.crc_errors + reference.framing_errors;
    return found;
}

}  // namespace

Agreement agree(std::uint64_t seed, std::uint64_t bits) {
    Chance chance(static_cast<Chance::result_type>(seed * 2654435761U % 2147483646U + 1));
    for (int i = 0; i < 10; ++i) static_cast<void>(chance());
    switch (seed % 4) {
        case 0:
            return agree_e1_aligned(chance, bits);
        case 1:
            return agree_e1_bits(chance, bits);
        case 2:
            return agree_t1_aligned(chance, bits);
        default:
            return agree_t1_bits(chance, bits);
    }
}

}  // namespace framing_test
