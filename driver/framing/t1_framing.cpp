// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/framing/t1_framing.hpp"

#include "driver/framing/block_crc.hpp"

namespace driver {
namespace {

constexpr auto esf_patterns = t1_alignment_patterns(T1Framing::esf);
constexpr auto sf_patterns = t1_alignment_patterns(T1Framing::sf);
constexpr std::uint8_t code_length = 16;
constexpr std::uint8_t last_crc_frame = 21;
constexpr std::uint8_t crc_bits = 6;
constexpr std::uint16_t judged_together = 333;  // superframes: a second, G.706
constexpr std::uint16_t imitation = 320;        // errored among them

constexpr const auto& patterns_of(T1Framing framing) {
    return framing == T1Framing::esf ? esf_patterns : sf_patterns;
}
constexpr bool holds_two_or_more(std::uint32_t bits) {
    return (bits & (bits - 1)) != 0;
}
constexpr std::uint8_t after(std::uint8_t frame, T1Framing framing) {
    return frame + 1 == t1_superframe_length(framing) ? 0 : static_cast<std::uint8_t>(frame + 1);
}

}  // namespace

unsigned T1FrameWriter::data_link_bit(const T1Overhead& overhead, unsigned k) noexcept {
    const unsigned at = code_bit_;
    code_bit_ = static_cast<std::uint8_t>((code_bit_ + 1) % code_length);
    if (!overhead.remote_alarm) return overhead.data_link >> (3 - k / 2) & 1U;
    return t1_code_bits(T1Code::remote_alarm) >> (code_length - 1 - at) & 1U;
}

unsigned T1FrameWriter::f_bit(const T1Overhead& overhead, unsigned k) noexcept {
    switch (t1_f_bit(framing_, frame_)) {
        case T1FBit::data_link:
            return data_link_bit(overhead, k);
        case T1FBit::crc:
            return sent_crc_ >> (crc_bits - 1 - frame_ / 4) & 1U;
        case T1FBit::fps:
        case T1FBit::ft:
        case T1FBit::fs:
            break;
    }
    return t1_alignment_bit(framing_, frame_);
}

std::uint8_t T1FrameWriter::write(std::span<Chunk, t1_timeslots> millisecond,
                                  const T1Overhead& overhead) noexcept {
    const bool esf = framing_ == T1Framing::esf;
    if (!esf && overhead.remote_alarm) T1Bit2Alarm::send(millisecond);
    const Chunk crcs = esf ? crc6_of_frames(millisecond) : Chunk{};
    unsigned framing = 0;
    for (unsigned k = 0; k < samples_per_tick; ++k) {
        framing |= f_bit(overhead, k) << k;
        crc_ = crc6_append(crc_, crcs.octets[k]);
        frame_ = after(frame_, framing_);
        if (frame_ != 0) continue;
        sent_crc_ = crc_;
        crc_ = 0;
    }
    return static_cast<std::uint8_t>(framing);
}

void T1FrameReader::read(std::span<const Chunk, t1_timeslots> millisecond,
                         std::uint8_t framing) noexcept {
    data_link_ = {};
    const bool esf = options_.framing == T1Framing::esf;
    const Chunk crcs = esf ? crc6_of_frames(millisecond) : Chunk{};
    for (unsigned k = 0; k < samples_per_tick; ++k) {
        read_frame(framing >> k & 1U, crcs.octets[k]);
    }
    update_defects(millisecond, framing);
}

T1FrameReader::Read T1FrameReader::read_until_lost(std::span<const Chunk, t1_timeslots> millisecond,
                                                   std::uint8_t framing) noexcept {
    data_link_ = {};
    lost_ = false;
    const bool esf = options_.framing == T1Framing::esf;
    const Chunk crcs = esf ? crc6_of_frames(millisecond) : Chunk{};
    unsigned k = 0;
    while (k < samples_per_tick && !lost_) {
        read_frame(framing >> k & 1U, crcs.octets[k]);
        ++k;
    }
    if (lost_) rejected_ = 0;  // the caller begins at another bit
    update_defects(millisecond, framing);
    return {.frames = k, .lost = lost_};
}

void T1FrameReader::update_defects(std::span<const Chunk, t1_timeslots> millisecond,
                                   std::uint8_t framing) noexcept {
    defects_.out_of_frame = state_ != State::aligned;
    if (defects_.out_of_frame) {
        all_ones_.read(millisecond, framing);
        bit_2_alarm_ = {};
    } else {
        all_ones_ = {};
        if (options_.framing == T1Framing::sf) bit_2_alarm_.read(millisecond);
    }
    defects_.alarm_indication = all_ones_.seen();
    defects_.remote_alarm =
        options_.framing == T1Framing::sf ? bit_2_alarm_.seen() : codes_.remote_alarm();
}

std::optional<std::uint8_t> T1FrameReader::first_frame() const noexcept {
    if (state_ != State::aligned || frames_ < samples_per_tick) return std::nullopt;
    const unsigned length = t1_superframe_length(options_.framing);
    return static_cast<std::uint8_t>((frame_ + length - samples_per_tick) % length);
}

void T1FrameReader::reset() noexcept {
    if (state_ == State::aligned) ++counts_.losses_of_frame;
    lose();
    all_ones_ = {};
    bit_2_alarm_ = {};
    data_link_ = {};
    defects_ = {};
}

void T1FrameReader::read_frame(unsigned f_bit, std::uint8_t crc) noexcept {
    const std::uint8_t length = t1_superframe_length(options_.framing);
    f_bits_ = f_bits_ << 1U | f_bit;
    clock_ = after(clock_, options_.framing);
    if (known_ < 2 * length) ++known_;
    if (state_ == State::searching) {
        if (known_ == 2 * length) search();
        return;
    }
    if (frame_ == 0) {
        expected_ = crc_;
        crc_ = 0;
        received_ = 0;
        if (superframes_ < 2) ++superframes_;
    }
    crc_ = crc6_append(crc_, crc);
    read_aligned(f_bit);
    frame_ = after(frame_, options_.framing);
    if (frames_ < samples_per_tick) ++frames_;
}

// Where a superframe begins by the clock, if the newest F bit is that of frame `newest`.
std::uint32_t T1FrameReader::place_of(std::uint8_t newest) const noexcept {
    const std::uint8_t length = t1_superframe_length(options_.framing);
    return std::uint32_t{1} << (static_cast<unsigned>(clock_ + length - newest) % length);
}

void T1FrameReader::search() noexcept {
    std::uint32_t found = 0;  // a bit for each frame the newest F bit may belong to
    std::uint32_t untried = 0;
    const auto& patterns = patterns_of(options_.framing);
    for (std::uint8_t newest = 0; newest < t1_superframe_length(options_.framing); ++newest) {
        if (!patterns[newest].matches(f_bits_)) continue;
        found |= 1U << newest;
        if ((rejected_ & place_of(newest)) == 0) untried |= 1U << newest;
    }
    if (found == 0) return;
    if (untried == 0) {
        rejected_ = 0;
        untried = found;
    }
    std::uint8_t newest = 0;
    while ((untried >> newest & 1U) == 0) ++newest;
    begin(holds_two_or_more(found) ? State::on_trial : State::aligned, newest);
}

void T1FrameReader::begin(State state, std::uint8_t frame) noexcept {
    state_ = state;
    frame_ = after(frame, options_.framing);
    frames_ = 0;
    wrong_ = 0;
    superframes_ = 0;
    judged_ = 0;
    errored_ = 0;
    codes_ = {};
    if (state == State::aligned) rejected_ = 0;
}

void T1FrameReader::read_aligned(unsigned f_bit) noexcept {
    const T1FBit kind = t1_f_bit(options_.framing, frame_);
    if (is_alignment(kind)) {
        read_alignment_bit(kind, f_bit);
    } else if (kind == T1FBit::data_link) {
        read_data_link(f_bit);
    } else {
        received_ = static_cast<std::uint8_t>(received_ << 1U | f_bit);
        if (frame_ == last_crc_frame && superframes_ == 2) judge_crc();
    }
}

void T1FrameReader::read_alignment_bit(T1FBit kind, unsigned f_bit) noexcept {
    const unsigned wrong = f_bit == t1_alignment_bit(options_.framing, frame_) ? 0 : 1;
    if (state_ == State::aligned) counts_.framing_errors += wrong;
    if (kind == T1FBit::fs && !options_.fs_can_lose) return;
    const unsigned window = (1U << options_.loss_window) - 1;
    wrong_ = static_cast<std::uint8_t>((wrong_ << 1U | wrong) & window);
    if (!holds_two_or_more(wrong_)) return;
    if (state_ == State::aligned) ++counts_.losses_of_frame;
    lose();
}

void T1FrameReader::read_data_link(unsigned f_bit) noexcept {
    codes_.read(f_bit);
    if (state_ != State::aligned) return;
    data_link_.bits = static_cast<std::uint8_t>(data_link_.bits << 1U | f_bit);
    ++data_link_.count;
}

void T1FrameReader::judge_crc() noexcept {
    const bool good = received_ == expected_;
    if (state_ == State::aligned) {
        count_crc(good);
    } else if (good) {
        state_ = State::aligned;
        rejected_ = 0;
    } else {
        rejected_ |= place_of(frame_);
        state_ = State::searching;
    }
}

void T1FrameReader::count_crc(bool good) noexcept {
    if (!good) {
        ++counts_.crc_errors;
        if (++errored_ == imitation) {
            ++counts_.losses_of_frame;
            lose();
            rejected_ = place_of(frame_);
            return;
        }
    }
    if (++judged_ < judged_together) return;
    judged_ = 0;
    errored_ = 0;
}

void T1FrameReader::lose() noexcept {
    state_ = State::searching;
    lost_ = true;
    known_ = 0;
    rejected_ = 0;
    data_link_ = {};
    codes_ = {};
}

}  // namespace driver
