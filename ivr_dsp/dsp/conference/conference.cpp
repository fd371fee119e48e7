// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/conference/conference.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "driver/base/invariant.hpp"

namespace ivr_dsp {
namespace {

using driver::Law;

constexpr auto ms_per_look = static_cast<unsigned>(Talker::look.count());
constexpr int turn_per_ms = ConferencePlaces::unity / static_cast<int>(ms_per_look);

}  // namespace

std::size_t Conference::enter(Law law, const ConferencePart& part) noexcept {
    INVARIANT(!is_full());
    const std::size_t place = count_++;
    Party& party = parties_[place];
    party = Party{};
    party.control = LevelControl(levels_);
    take_part(party, place, part);
    party.audience = audience_of(party.part);
    want_gain(party);
    party.gain = party.wanted;
    ConferencePlaces& four = four_of(place);
    const std::size_t i = place % ConferencePlaces::count;
    four.is_alaw[i].fill(law == Law::alaw ? -1 : 0);
    four.gains[i].fill(party.gain);
    four.loud[i] = {};
    find_whispers();
    return place;
}

void Conference::leave(std::size_t place) noexcept {
    INVARIANT(place < count_);
    const std::size_t last = --count_;
    parties_[place] = parties_[last];
    ConferencePlaces& to = four_of(place);
    ConferencePlaces& from = four_of(last);
    const std::size_t i = place % ConferencePlaces::count;
    const std::size_t k = last % ConferencePlaces::count;
    to.is_alaw[i] = from.is_alaw[k];
    to.gains[i] = from.gains[k];
    to.loud[i] = from.loud[k];
    to.heard[i] = from.heard[k];
    from.is_alaw[k] = {};
    from.gains[k] = {};
    from.heard[k] = &driver::ulaw_silence;  // which is 0, and never loud
    for (std::size_t one = 0; one < count_; ++one) lose(one, place, last);
    find_whispers();
}

// Who sat at `gone` has left, and who sat at `last` sits there. A coach whose party has left is
// heard by nobody, at once.
void Conference::lose(std::size_t place, std::size_t gone, std::size_t last) noexcept {
    Party& party = parties_[place];
    const auto there = static_cast<std::uint16_t>(gone);
    if (party.audience.role == ConferenceRole::coaches) {
        if (party.audience.coached == gone) {
            party.audience = {ConferenceRole::listens, 0};
            party.gain = 0;
            four_of(place).gains[place % ConferencePlaces::count].fill(0);
        } else if (party.audience.coached == last) {
            party.audience.coached = there;
        }
    }
    if (party.part.role != ConferenceRole::coaches) return;
    if (party.part.coached == gone) {
        party.part.role = ConferenceRole::listens;
    } else if (party.part.coached == last) {
        party.part.coached = there;
    }
    want_gain(party);
}

void Conference::set(std::size_t place, const ConferencePart& part) noexcept {
    INVARIANT(place < count_);
    Party& party = parties_[place];
    take_part(party, place, part);
    want_gain(party);
}

void Conference::take_part(Party& party, std::size_t place, const ConferencePart& part) noexcept {
    if (!party.part.levelled) party.control = LevelControl(levels_);
    party.part = part;
    const bool is_alone = part.coached == place || part.coached >= count_;
    if (part.role == ConferenceRole::coaches && is_alone) party.part.role = ConferenceRole::listens;
    party.factor = LevelControl::factor_of(std::clamp<float>(part.gain_db, -40, 12));
}

void Conference::want_gain(Party& party) noexcept {
    const bool has_audience = party.audience == audience_of(party.part);
    const bool is_heard =
        has_audience && !party.part.muted && party.part.role != ConferenceRole::listens;
    const float factor = party.factor * (party.part.levelled ? party.control.gain() : 1);
    const long gain = is_heard ? std::lround(factor * ConferencePlaces::unity) : 0;
    party.wanted = static_cast<std::int16_t>(std::min(gain, 32'767L));
    is_turning_ = is_turning_ || party.gain != party.wanted || !has_audience;
}

void Conference::find_whispers() noexcept {
    whisper_count_ = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        const Audience& audience = parties_[i].audience;
        if (audience.role != ConferenceRole::coaches) continue;
        whispers_[whisper_count_++] = {static_cast<std::uint16_t>(i), audience.coached};
    }
}

// Towards what is wanted, sample by sample; one millisecond more to say that it is there.
bool Conference::turn_gain(std::size_t place) noexcept {
    Party& party = parties_[place];
    if (party.gain == 0 && party.audience != audience_of(party.part)) {
        party.audience = audience_of(party.part);
        find_whispers();
        want_gain(party);
    }
    const int from = party.gain;
    const int by = std::clamp(party.wanted - from, -turn_per_ms, turn_per_ms);
    SampleRow& gains = four_of(place).gains[place % ConferencePlaces::count];
    int at = 0;
    for (std::int16_t& gain : gains) {
        gain = static_cast<std::int16_t>(from + by * ++at / static_cast<int>(gains.size()));
    }
    party.gain = static_cast<std::int16_t>(from + by);
    return by != 0 || party.audience != audience_of(party.part);
}

void Conference::look(std::size_t place) noexcept {
    constexpr float samples = ms_per_look * driver::samples_per_tick;
    float squares = 0;
    PairRow& loud = four_of(place).loud[place % ConferencePlaces::count];
    for (const std::int32_t square : loud) squares += static_cast<float>(square);
    loud = {};
    Party& party = parties_[place];
    party.talker.hear(squares / samples);
    if (!party.part.levelled) return;
    party.control.hear(squares / samples, party.talker.speaks());
    want_gain(party);
}

// Into its place at once: what is returned would be read in larger pieces than it was written in,
// for which a processor waits.
void Conference::next_mix(ConferenceMix& order) noexcept {
    if (is_turning_) {
        is_turning_ = false;
        for (std::size_t i = 0; i < count_; ++i) is_turning_ = turn_gain(i) || is_turning_;
    }
    order.parties = count_;
    order.places = places_.data();
    order.said_to_all = is_full() ? nullptr : said_to_all_.data();
    order.whispers = whispers_.data();
    order.whisper_count = whisper_count_;
    order.whispered = whispered_.data();
    order.limiter = &limiter_;
}

// To who speaks.
void Conference::listen() noexcept {
    for (std::size_t i = ms_ % ms_per_look; i < count_; i += ms_per_look) look(i);
    ++ms_;
}

void Conference::mix() noexcept {
    Conference* const only = this;
    mix(std::span(&only, 1));
}

void Conference::mix(std::span<Conference* const> rooms) noexcept {
    std::array<ConferenceMix, ConferenceKernel::at_once> orders;
    while (!rooms.empty()) {
        const auto some = rooms.first(std::min(rooms.size(), orders.size()));
        for (std::size_t i = 0; i < some.size(); ++i) some[i]->next_mix(orders[i]);
        some.front()->kernel_.mix(orders.data(), some.size());
        for (Conference* room : some) room->listen();
        rooms = rooms.subspan(some.size());
    }
}

}  // namespace ivr_dsp
