// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/listener.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tools::office {
namespace {

constexpr Ticks same_talk{1'000};  // a longer hole makes two conversations of one
constexpr std::size_t most_noted = 2'000;

}  // namespace

Listener::Listener(const Surroundings& around, Law law, TalkerId self)
    : around_(around), self_(self), ear_(around.book, around.tones, law) {}

std::optional<TalkerId> Listener::talker() const {
    const auto* sound = ear_.now();
    if (sound == nullptr || sound->what != Heard::talker) return std::nullopt;
    return around_.book.talker(sound->sound);
}

bool Listener::hears_prompt() const {
    const auto* sound = ear_.now();
    return sound != nullptr && sound->what == Heard::prompt;
}

bool Listener::hears_music() const {
    const auto* sound = ear_.now();
    return sound != nullptr && sound->what == Heard::music;
}

std::optional<Tone> Listener::tone() const {
    const auto* sound = ear_.now();
    if (sound == nullptr || sound->what != Heard::tone) return std::nullopt;
    return sound->tone;
}

std::string Listener::name_of_sound(const Sound& sound) const {
    switch (sound.what) {
        case Heard::prompt:
            return around_.book.name(sound.sound);
        case Heard::music:
            return fmt::format("music {}", around_.book.name(sound.sound));
        case Heard::tone:
            return fmt::format("tone {}", name_of(sound.tone));
        case Heard::talker:
            return around_.log.name(around_.book.talker(sound.sound));
    }
    return {};
}

void Listener::note(Ticks now, ListenerEvents& events) {
    // While a talker was missed in just this millisecond it counts as heard on: holes are counted,
    // they are no change of partner.
    if (around_.log.hears(self_, talker(), now)) ++wrong_partner_;
    const auto heard = ear_.sounds();
    const auto total = ear_.forgotten() + heard.size();
    over_ = std::max(over_, ear_.forgotten());
    begun_ = std::max(begun_, ear_.forgotten());
    for (; over_ < begun_ && heard[over_ - ear_.forgotten()].over; ++over_) {
        ended(heard[over_ - ear_.forgotten()]);
    }
    for (; begun_ < total; ++begun_) {
        const auto& sound = heard[begun_ - ear_.forgotten()];
        began_as_ = name_of_sound(sound);
        events.began(sound, began_as_);
        if (!sound.over) continue;
        ended(sound);
        over_ = begun_ + 1;
    }
}

void Listener::ended(const Sound& sound) {
    if (sound.what == Heard::talker) return end_talk(sound);
    if (sound.what == Heard::music) music_ += sound.heard();
    if (sounds_.size() >= most_noted) return;
    sounds_.push_back({name_of_sound(sound), sound.from, sound.until, sound.missed, sound.whole});
}

void Listener::end_talk(const Sound& sound) {
    const auto with = around_.book.talker(sound.sound);
    around_.log.heard(self_, with, sound);
    if (!talks_.empty() && talks_.back().with == with &&
        talks_.back().conversation.with == began_as_) {
        auto& before = talks_.back().conversation;
        const auto hole = sound.from - before.until - Ticks(1);
        const bool hung_up_between = closed_at_ >= before.until && closed_at_ <= sound.from;
        if (hole <= same_talk && !hung_up_between) {
            before.until = sound.until;
            before.heard += sound.heard();
            before.missed += sound.missed + std::max(hole, Ticks(0));
            return;
        }
    }
    if (talks_.size() >= most_noted) return;
    talks_.push_back({
        with,
        {.with = began_as_,
          .from = sound.from,
          .until = sound.until,
          .heard = sound.heard(),
          .missed = sound.missed,
          .they_heard = {},
          .they_missed = {}}
    });
}

void Listener::close(Ticks now, ListenerEvents& events) {
    ear_.close();
    closed_at_ = now;
    note(now, events);
}

std::vector<Conversation> Listener::conversations() const {
    std::vector<Conversation> all;
    for (const auto& talk : talks_) {
        auto conversation = talk.conversation;
        const auto theirs = around_.log.share(talk.with, self_, conversation.from - Ticks(500),
                                              conversation.until + Ticks(500));
        conversation.they_heard = theirs.heard;
        conversation.they_missed = theirs.missed;
        all.push_back(std::move(conversation));
    }
    return all;
}

}  // namespace tools::office
