// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/talk_log.hpp"

#include <algorithm>

namespace tools::office {
namespace {

constexpr Ticks settling{300};      // a transfer does not reach both ends in the same tick
constexpr Ticks on_the_way{1'000};  // how old a sound may be that is still under way

}  // namespace

bool TalkLog::hears(TalkerId listener, std::optional<TalkerId> talker, Ticks now) {
    auto& own = states_[listener.value];
    if (own.hears != talker) own.hears_since = now;
    own.hears = talker;
    bool wrong = false;
    if (talker) {
        const auto& other = states_[talker->value];
        const bool mute = !other.spoke_at || now - *other.spoke_at > on_the_way;
        const bool elsewhere =
            other.hears && *other.hears != listener && now - other.hears_since > settling;
        wrong = *talker == listener || mute || elsewhere;
    }
    own.suspect = wrong ? own.suspect + Ticks(1) : Ticks(0);
    return own.suspect > settling;
}

void TalkLog::heard(TalkerId listener, TalkerId talker, const Sound& sound) {
    if (stretches_.size() >= most_stretches) stretches_.pop_front();
    stretches_.push_back({listener, talker, sound.from, sound.until, sound.missed});
}

TalkLog::Share TalkLog::share(TalkerId listener, TalkerId talker, Ticks from, Ticks until) const {
    Share share;
    for (const auto& stretch : stretches_) {
        if (stretch.listener != listener || stretch.talker != talker) continue;
        const auto begin = std::max(stretch.from, from);
        const auto end = std::min(stretch.until, until);
        if (begin > end) continue;
        share.heard += end - begin + Ticks(1) - stretch.missed;
        share.missed += stretch.missed;
    }
    return share;
}

}  // namespace tools::office
