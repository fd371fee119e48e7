// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/simulated/line/line_pair.hpp"

#include <span>

namespace driver {

template <class Millisecond>
void LinePair<Millisecond>::use(const PairFaults& faults, const Ends& ends,
                                std::uint64_t seed) noexcept {
    const bool new_series = seed != seed_;
    if (new_series || faults.wrong_bits != faults_.wrong_bits || faults.bursts != faults_.bursts) {
        errors_.use(faults, seed);
    }
    speech_.use(faults, seed);
    slips_.use(faults.slips);
    codes_.use(ends.sender, ends.receiver);
    faults_ = faults;
    seed_ = seed;
}

// Framing must be found before anything is changed, or the first CRCs would be wrong.
template <class Millisecond>
void LinePair<Millisecond>::change_channels(Millisecond& line,
                                            const ComesBack<Millisecond>& back) noexcept {
    const bool changing = speech_.changes() || slips_.changes() || back.anything();
    if (!changing && settling_ == 0) {
        known_for_ = 0;
        return;
    }
    if (known_for_ == 0) crc_ = {};
    crc_.before(line);
    if (known_for_ < settles_within) {
        ++known_for_;
        settling_ = settles_within;
    } else if (changing) {
        change(line, back);
        settling_ = settles_within;
    } else {
        --settling_;
    }
    crc_.after(line);
}

template <class Millisecond>
void LinePair<Millisecond>::change(Millisecond& line, const ComesBack<Millisecond>& back) noexcept {
    for (std::size_t place = first_payload; place < line.timeslot.size(); ++place) {
        Chunk& chunk = line.timeslot[place];
        if (place + Order::first == d_timeslot_) {
            if (back.d_channel != nullptr) chunk = *back.d_channel;
            continue;
        }
        SpeechSamples echo{};
        if (back.now != nullptr) {
            echo =
                back.hybrid.echo_of(law_, back.before->timeslot[place], back.now->timeslot[place]);
        }
        if (back.now != nullptr || speech_.changes()) speech_.pass(chunk, echo);
    }
    if (!slips_.changes()) return;
    slips_.pass(std::span<Chunk, payload>(line.timeslot.data() + first_payload, payload));
}

template <class Millisecond>
void LinePair<Millisecond>::change_bits(Millisecond& line) noexcept {
    if (faults_.all_ones) {
        line.timeslot.fill(filled(0xFF));
        if constexpr (!is_e1) line.framing = 0xFF;
    }
    if (codes_.changes()) codes_.pass(line);
    if (!errors_.any()) return;
    errors_.begin_millisecond(Order::bits);
    while (const auto bit = errors_.next()) {
        damaged_.timeslot[Order::flip(line, *bit)].fetch_add(1, std::memory_order_relaxed);
    }
}

template class LinePair<E1Millisecond>;
template class LinePair<T1Millisecond>;

}  // namespace driver
