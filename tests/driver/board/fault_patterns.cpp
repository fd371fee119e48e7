// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/board/fault_patterns.hpp"

#include <array>
#include <memory>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "tests/driver/board/plant.hpp"
#include "tests/driver/board/second_opinion.hpp"
#include "tests/driver/framing/reference_e1.hpp"
#include "tests/driver/framing/reference_t1.hpp"

namespace board_test {
namespace {

using framing_test::LineRow;
using framing_test::ReferenceE1;
using framing_test::ReferenceE1Sender;
using framing_test::ReferenceT1;
using framing_test::ReferenceT1Sender;
using framing_test::T1Kind;

constexpr int second_ms = 1000;
constexpr int silence_is_loss = 100;  // milliseconds

class Chance {
  public:
    explicit Chance(std::uint64_t seed) : random_(seed * 2654435761U + 12345) {}
    std::uint32_t below(std::uint32_t limit) {
        return static_cast<std::uint32_t>(random_() >> 33U) % limit;
    }
    bool once_in(std::uint32_t times) { return below(times) == 0; }

  private:
    std::mt19937_64 random_;
};

enum class Fault { none, one_bit, errors, burst, alignment, ones, zeros, noise, silence, end };

// What happens to a line, a fault after the other.
class Pattern {
  public:
    Pattern(Chance& chance, bool is_long) : chance_(chance), is_long_(is_long) {}

    // A millisecond begins; false: nothing arrives of it.
    bool begin() {
        if (left_-- == 0) choose();
        place_ = 0;
        wrong_ =
            fault_ == Fault::one_bit && left_ == 0 ? static_cast<int>(chance_.below(1500)) : -1;
        return fault_ != Fault::silence;
    }
    unsigned bit(unsigned sent, bool is_alignment) {
        const int place = place_++;
        switch (fault_) {
            case Fault::one_bit:
                return sent ^ (place == wrong_ ? 1U : 0U);
            case Fault::errors:
                return sent ^ (chance_.once_in(rate_) ? 1U : 0U);
            case Fault::burst:
                return sent ^ (chance_.once_in(4) ? 1U : 0U);
            case Fault::alignment:
                return sent ^ (is_alignment && chance_.once_in(5) ? 1U : 0U);
            case Fault::ones:
                return 1;
            case Fault::zeros:
                return 0;
            case Fault::noise:
                return chance_.below(2);
            case Fault::none:
            case Fault::silence:
            case Fault::end:
                break;
        }
        return sent;
    }

  private:
    void choose() {
        fault_ = static_cast<Fault>(chance_.below(static_cast<std::uint32_t>(Fault::end)));
        const bool lasts = is_long_ && chance_.once_in(2);
        left_ = static_cast<int>(chance_.below(lasts ? 15'000 : 700));
        rate_ = 1U << (7 + chance_.below(12));
        // Few milliseconds are enough for what takes alignment away.
        if (fault_ == Fault::burst || fault_ == Fault::zeros || fault_ == Fault::noise) {
            if (!lasts) left_ = static_cast<int>(chance_.below(40));
        }
        if (fault_ == Fault::silence && chance_.once_in(2)) {
            left_ = static_cast<int>(chance_.below(2 * silence_is_loss));
        }
    }

    Chance& chance_;
    bool is_long_;
    Fault fault_{};
    int left_{1200};  // milliseconds
    std::uint32_t rate_{1};
    int place_{};
    int wrong_{-1};
};

// ── what differs between E1 and T1 ──────────────────────────────────────────────────────────────

struct E1 {
    using Millisecond = driver::E1Millisecond;
    static constexpr std::size_t frame_bits = 256;
    static constexpr std::size_t alignment_bits = 8;

    explicit E1(std::uint64_t seed)
        : mode(static_cast<driver::E1Crc4>(seed / 4 % 3)),
          far_end_has_crc4(mode == driver::E1Crc4::on || (seed / 12 % 2 == 0)),
          sender(far_end_has_crc4) {}
    driver::SpanPlan plan() const {
        driver::SpanPlan plan;
        plan.crc4 = mode;
        return plan;
    }
    ReferenceE1 reader() const { return {static_cast<ReferenceE1::Crc4>(mode), frame_bits, false}; }
    // The far end hears well, from now on.
    void settle() {
        settled = true;
        sender.e_first = true;
    }
    auto frame(Chance& chance) {
        std::array<std::uint8_t, 31> payload{};
        for (auto& octet : payload) octet = static_cast<std::uint8_t>(chance.below(256));
        if (!settled && chance.once_in(3000)) sender.e_first = !sender.e_first;
        return sender.frame(payload);
    }
    static void put(Millisecond& line, std::size_t frame, std::size_t place, unsigned bit) {
        auto& octet = line.timeslot[place / 8].octets[frame];
        octet = static_cast<std::uint8_t>(octet << 1U | bit);
    }
    static void advance(ReferenceE1& reader, const LineRow& row) { reader.advance(row, row.end()); }
    static std::uint32_t framing_errors(const ReferenceE1& reader) { return reader.fas_errors; }
    static std::uint32_t far_end_errors(const ReferenceE1& reader) { return reader.far_end_errors; }
    // As the board is told to want it.
    bool in_frame(const ReferenceE1& reader) const {
        return reader.aligned && (mode != driver::E1Crc4::on ||
                                  reader.multiframe == ReferenceE1::Multiframe::aligned);
    }
    static bool has_basic_alignment(const ReferenceE1& reader) { return reader.aligned; }
    bool has_crc(const ReferenceE1& reader) const {
        return mode == driver::E1Crc4::on || reader.multiframe == ReferenceE1::Multiframe::aligned;
    }
    static Line line() { return Line::e1; }

    // G.775: at most two zeros in each of two double frames in a row; over likewise.
    struct AllOnes {
        bool seen{};
        std::vector<bool> said;  // of double frames
        void read(const LineRow& row, std::size_t from) {
            for (std::size_t at = from; at < from + 8 * frame_bits; at += 2 * frame_bits) {
                unsigned zeros = 0;
                for (std::size_t i = 0; i < 2 * frame_bits; ++i) zeros += 1 - row.at(at + i);
                said.push_back(zeros <= 2);
                const std::size_t n = said.size();
                if (n >= 2 && said[n - 1] == said[n - 2]) seen = said[n - 1];
            }
        }
    };

    driver::E1Crc4 mode;
    bool far_end_has_crc4;
    ReferenceE1Sender sender;
    bool settled{};
};

struct T1 {
    using Millisecond = driver::T1Millisecond;
    static constexpr std::size_t frame_bits = 193;
    static constexpr std::size_t alignment_bits = 1;

    explicit T1(std::uint64_t seed)
        : kind(seed / 4 % 2 == 0 ? T1Kind::esf : T1Kind::sf), sender(kind) {}
    driver::SpanPlan plan() const {
        driver::SpanPlan plan;
        plan.framing = kind == T1Kind::esf ? driver::T1Framing::esf : driver::T1Framing::sf;
        return plan;
    }
    ReferenceT1 reader() const { return {kind, 1, 4}; }
    void settle() {}
    auto frame(Chance& chance) {
        std::array<std::uint8_t, 24> payload{};
        for (auto& octet : payload) octet = static_cast<std::uint8_t>(chance.below(256));
        return sender.frame(payload);
    }
    static void put(Millisecond& line, std::size_t frame, std::size_t place, unsigned bit) {
        if (place == 0) {
            line.framing = static_cast<std::uint8_t>(line.framing | bit << frame);
            return;
        }
        auto& octet = line.timeslot[(place - 1) / 8].octets[frame];
        octet = static_cast<std::uint8_t>(octet << 1U | bit);
    }
    static void advance(ReferenceT1& reader, const LineRow& row) {
        reader.advance(row, row.end(), row.end());
    }
    static std::uint32_t framing_errors(const ReferenceT1& reader) { return reader.framing_errors; }
    static std::uint32_t far_end_errors(const ReferenceT1& /*reader*/) { return 0; }
    static bool in_frame(const ReferenceT1& reader) { return reader.aligned; }
    static bool has_basic_alignment(const ReferenceT1& reader) { return reader.aligned; }
    bool has_crc(const ReferenceT1& /*reader*/) const { return kind == T1Kind::esf; }
    Line line() const { return kind == T1Kind::esf ? Line::t1_esf : Line::t1_sf; }

    // At most five zeros in 3 ms, four times in a row.
    struct AllOnes {
        bool seen{};
        std::vector<unsigned> zeros;  // of each millisecond
        void read(const LineRow& row, std::size_t from) {
            unsigned found = 0;
            for (std::size_t i = 0; i < 8 * frame_bits; ++i) found += 1 - row.at(from + i);
            zeros.push_back(found);
            const std::size_t n = zeros.size();
            if (n % 3 != 0) return;
            seen = n >= 12;
            for (std::size_t i = n - 12; seen && i < n; i += 3) {
                seen = zeros[i] + zeros[i + 1] + zeros[i + 2] <= 5;
            }
        }
    };

    T1Kind kind;
    ReferenceT1Sender sender;
};

// ── the second opinion ──────────────────────────────────────────────────────────────────────────

template <class Kind>
class Opinion {
  public:
    explicit Opinion(const Kind& kind) : kind_(kind), reader_(kind.reader()) {}

    // All bits of a millisecond were added to `row`.
    void arrived(const LineRow& row) {
        // After a loss of signal everything begins anew.
        if (!has_signal_) reader_.position = row.end() - 8 * Kind::frame_bits;
        if (has_signal_) slips_ += missing_;
        has_signal_ = true;
        missing_ = 0;
        Kind::advance(reader_, row);
        if (Kind::has_basic_alignment(reader_)) ones_ = {};
        if (!Kind::has_basic_alignment(reader_)) ones_.read(row, row.end() - 8 * Kind::frame_bits);
        note();
    }
    void nothing() {
        ++missing_;
        if (has_signal_ && missing_ == silence_is_loss) {
            has_signal_ = false;
            before_ = sum();
            reader_ = kind_.reader();
            ones_ = {};
        }
        note();
    }
    [[nodiscard]] const std::vector<Moment>& moments() const { return moments_; }
    [[nodiscard]] std::uint32_t far_end_errors() const { return sum().far_end_errors; }
    [[nodiscard]] std::size_t position() const { return reader_.position; }

  private:
    struct Counts {
        std::uint32_t losses{};
        std::uint32_t crc_errors{};
        std::uint32_t framing_errors{};
        std::uint32_t far_end_errors{};
    };
    [[nodiscard]] Counts sum() const {
        return {before_.losses + reader_.losses, before_.crc_errors + reader_.crc_errors,
                before_.framing_errors + Kind::framing_errors(reader_),
                before_.far_end_errors + Kind::far_end_errors(reader_)};
    }
    void note() {
        const Counts counts = sum();
        const bool in_frame = kind_.in_frame(reader_);
        moments_.push_back({.loss_of_signal = !has_signal_,
                            .out_of_frame = has_signal_ && !in_frame,
                            .all_ones = has_signal_ && ones_.seen,
                            .losses = counts.losses,
                            .crc_errors = counts.crc_errors,
                            .framing_errors = counts.framing_errors,
                            .slips = slips_,
                            .has_crc = kind_.has_crc(reader_)});
    }

    const Kind& kind_;
    decltype(std::declval<const Kind&>().reader()) reader_;
    typename Kind::AllOnes ones_;
    Counts before_;  // a loss of signal
    bool has_signal_{};
    std::uint32_t missing_{};
    std::uint32_t slips_{};
    std::vector<Moment> moments_;
};

// ── the comparison ──────────────────────────────────────────────────────────────────────────────

void expect(PatternOutcome& outcome, const char* what, std::uint64_t ours,
            std::uint64_t reference) {
    if (!outcome.difference.empty() || ours == reference) return;
    outcome.difference = fmt::format("{}: {}, the second opinion is {}", what, ours, reference);
}

void compare(const driver::SpanPerformance& ours, const Performance& reference,
             PatternOutcome& outcome) {
    expect(outcome, "ES", ours.errored_seconds, reference.errored);
    expect(outcome, "SES", ours.severely_errored_seconds, reference.severely_errored);
    expect(outcome, "UAS", ours.unavailable_seconds, reference.unavailable);
    expect(outcome, "SEFS", ours.framing_seconds, reference.framing);
    expect(outcome, "CSS", ours.slip_seconds, reference.slipped);
    expect(outcome, "PCV", ours.path_violations, reference.violations);
    expect(outcome, "BBE", ours.background_block_errors, reference.background_blocks);
    outcome.seconds = reference.seconds;
    outcome.errored_seconds = reference.errored;
    outcome.unavailable_seconds = reference.unavailable;
    outcome.violations = reference.violations;
}

template <class Kind>
PatternOutcome play(std::uint64_t seed) {
    constexpr int good_at_last = 3 * second_ms;
    constexpr int silent_in_the_end = 1200;  // so that nothing more is counted, and all is told
    Chance chance(seed);
    Kind kind(seed);
    const bool is_long = seed % 32 < 4;
    const int lasts = second_ms * static_cast<int>(is_long ? 30 + chance.below(20) : 3);
    Pattern pattern(chance, is_long);
    auto cable = std::make_unique<driver::Cable<typename Kind::Millisecond>>();
    driver::BoardPlan plan;
    plan.spans.push_back({kind.plan(), cable.get()});
    plan.spans.front().id = driver::SpanId{1};
    Plant plant(plan);
    Opinion<Kind> opinion(kind);
    LineRow row;
    for (int ms = 0; ms < lasts + good_at_last + silent_in_the_end; ++ms) {
        typename Kind::Millisecond line{};
        if (ms >= lasts) kind.settle();
        const bool arrives = ms < lasts ? pattern.begin() : ms < lasts + good_at_last;
        for (std::size_t k = 0; k < 8; ++k) {
            const auto frame = kind.frame(chance);
            for (std::size_t i = 0; arrives && i < frame.size(); ++i) {
                const bool is_alignment = i < Kind::alignment_bits;
                const unsigned bit = ms < lasts ? pattern.bit(frame[i], is_alignment) : frame[i];
                row.add(bit);
                Kind::put(line, k, i, bit);
            }
        }
        if (arrives) {
            *cable->from_far.next_to_write() = line;
            cable->from_far.sent();
            opinion.arrived(row);
        } else {
            opinion.nothing();
        }
        plant.tick();
        (void)cable->from_near.take();
        row.forget_before(std::min(opinion.position(), row.end() - 4096 * (row.end() > 4096)));
    }
    PatternOutcome outcome;
    const driver::SpanStatus& status = plant.status();
    const Moment& last = opinion.moments().back();
    expect(outcome, "CRC errors", status.crc_errors, last.crc_errors);
    expect(outcome, "framing errors", status.framing_errors, last.framing_errors);
    expect(outcome, "far end errors", status.far_end_errors, opinion.far_end_errors());
    expect(outcome, "slips", status.slips, last.slips);
    const auto quarter = plant.quarters.empty() ? driver::SpanPerformance{} : plant.quarters.back();
    compare(quarter, judge(opinion.moments(), kind.line()), outcome);
    return outcome;
}

}  // namespace

PatternOutcome play_pattern(std::uint64_t seed) {
    return seed % 2 == 0 ? play<E1>(seed) : play<T1>(seed);
}

}  // namespace board_test
