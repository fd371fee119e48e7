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

template <class Millisecond>
void LinePair<Millisecond>::change_channels(Millisecond& line,
                                            const HybridHears<Millisecond>* hears) noexcept {
    if (hears == nullptr && !changes_channels()) return;
    crc_.before(line);
    for (std::size_t place = first_payload; place < line.timeslot.size(); ++place) {
        if (place + Order::first == d_timeslot_) continue;
        SpeechSamples echo{};
        if (hears != nullptr) {
            echo = hears->hybrid.echo_of(law_, hears->before.timeslot[place],
                                         hears->now.timeslot[place]);
        }
        if (hears != nullptr || speech_.changes()) speech_.pass(line.timeslot[place], echo);
    }
    if (slips_.changes()) {
        slips_.pass(std::span<Chunk, payload>(line.timeslot.data() + first_payload, payload));
    }
    crc_.after(line);
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
