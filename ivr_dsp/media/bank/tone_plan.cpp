// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/bank/tone_plan.hpp"

namespace ivr_dsp {
namespace {

using driver::Ticks;

// Levels. The two tones of a pair have the level each.
constexpr double itu = -10;       // E.180: -10 ±5
constexpr double itu_pair = -13;  // the same power in two tones
constexpr double us_ringback = -19;
constexpr double us_busy = -24;
constexpr double sit = -24;  // special information, ±1.5

constexpr ToneStep on(unsigned hz, int ms, double level = itu) {
    return {
        {hz,        level},
        {         },
        Ticks{ms        }
    };
}
constexpr ToneStep pair(unsigned low, unsigned high, int ms, double level = itu_pair) {
    return {
        {low,    level},
        {high,      level},
        Ticks{ms}
    };
}
// 400 Hz of which nearly nothing is left so many times a second.
constexpr ToneStep swinging(unsigned swing_hz, int ms) {
    ToneStep step = on(400, ms);
    step.swing = {swing_hz, 0.85};
    return step;
}
constexpr ToneStep off(int ms) {
    return {{}, {}, Ticks{ms}};
}

constexpr ToneStep special_information[] = {on(950, 330, sit), on(1400, 330, sit),
                                            on(1800, 330, sit), off(1000)};

constexpr ToneStep us_dial[] = {pair(350, 440, 1000)};
constexpr ToneStep us_recall[] = {pair(350, 440, 100), off(100), pair(350, 440, 100), off(100),
                                  pair(350, 440, 100), off(100), pair(350, 440, 1000)};
constexpr ToneStep us_ring[] = {pair(440, 480, 2000, us_ringback), off(4000)};
constexpr ToneStep us_busy_tone[] = {pair(480, 620, 500, us_busy), off(500)};
constexpr ToneStep us_congestion[] = {pair(480, 620, 250, us_busy), off(250)};
constexpr ToneStep us_waiting[] = {on(440, 300, itu_pair), off(10'000)};
constexpr ToneStep us_confirm[] = {pair(350, 440, 100), off(100), pair(350, 440, 100), off(100),
                                   pair(350, 440, 100), off(1100)};

constexpr ToneStep uk_dial[] = {pair(350, 440, 1000)};
constexpr ToneStep uk_recall[] = {pair(350, 440, 750), on(440, 750)};
constexpr ToneStep uk_ring[] = {pair(400, 450, 400), off(200), pair(400, 450, 400), off(2000)};
constexpr ToneStep uk_busy[] = {on(400, 375), off(375)};
constexpr ToneStep uk_congestion[] = {on(400, 400), off(350), on(400, 225), off(525)};
constexpr ToneStep uk_waiting[] = {on(400, 100), off(4000)};

constexpr ToneStep de_dial[] = {on(425, 1000)};
constexpr ToneStep de_recall[] = {pair(400, 425, 1000)};
constexpr ToneStep de_ring[] = {on(425, 1000), off(4000)};
constexpr ToneStep de_busy[] = {on(425, 480), off(480)};
constexpr ToneStep de_congestion[] = {on(425, 240), off(240)};
constexpr ToneStep de_waiting[] = {on(425, 200), off(200), on(425, 200), off(5000)};
constexpr ToneStep de_confirm[] = {on(425, 100), off(100),     on(425, 100),
                                   off(100),     on(425, 100), off(1100)};

constexpr ToneStep cn_dial[] = {on(450, 1000)};
constexpr ToneStep cn_recall[] = {on(450, 400), off(40)};
constexpr ToneStep cn_ring[] = {on(450, 1000), off(4000)};
constexpr ToneStep cn_busy[] = {on(450, 350), off(350)};
constexpr ToneStep cn_congestion[] = {on(450, 700), off(700)};
constexpr ToneStep cn_waiting[] = {on(450, 400), off(4000)};
constexpr ToneStep cn_confirm[] = {on(450, 100), off(100),     on(450, 100),
                                   off(100),     on(450, 100), off(1100)};

// Where the supplement says nothing of them: three bursts, before the dial tone or alone.
constexpr std::array<ToneStep, 7> recall_of(unsigned hz) {
    return {on(hz, 100), off(100), on(hz, 100), off(100), on(hz, 100), off(100), on(hz, 1000)};
}
constexpr std::array<ToneStep, 6> confirm_of(unsigned hz) {
    return {on(hz, 100), off(100), on(hz, 100), off(100), on(hz, 100), off(1100)};
}

// France has none of its own for congestion in the supplement; its exchanges say 250 ms.
constexpr ToneStep fr_dial[] = {on(440, 1000)};
constexpr auto fr_recall = recall_of(440);
constexpr ToneStep fr_ring[] = {on(440, 1500), off(3500)};
constexpr ToneStep fr_busy[] = {on(440, 500), off(500)};
constexpr ToneStep fr_congestion[] = {on(440, 250), off(250)};
constexpr ToneStep fr_waiting[] = {on(440, 300), off(10'000)};
constexpr auto fr_confirm = confirm_of(440);

constexpr ToneStep br_dial[] = {on(425, 1000)};
constexpr auto br_recall = recall_of(425);
constexpr ToneStep br_ring[] = {on(425, 1000), off(4000)};
constexpr ToneStep br_busy[] = {on(425, 250), off(250)};
constexpr ToneStep br_congestion[] = {on(425, 250), off(250), on(425, 750), off(250)};
constexpr ToneStep br_waiting[] = {on(425, 50), off(1000)};
constexpr auto br_confirm = confirm_of(425);

// In Japan congestion sounds as busy does.
constexpr ToneStep jp_dial[] = {on(400, 1000)};
constexpr auto jp_recall = recall_of(400);
constexpr ToneStep jp_ring[] = {swinging(16, 1000), off(2000)};
constexpr ToneStep jp_busy[] = {on(400, 500), off(500)};
constexpr ToneStep jp_waiting[] = {swinging(16, 500), off(8000)};
constexpr auto jp_confirm = confirm_of(400);

constexpr ToneStep in_dial[] = {swinging(25, 1000)};
constexpr auto in_recall = recall_of(400);
constexpr ToneStep in_ring[] = {swinging(25, 400), off(200), swinging(25, 400), off(2000)};
constexpr ToneStep in_busy[] = {on(400, 750), off(750)};
constexpr ToneStep in_congestion[] = {on(400, 250), off(250)};
constexpr ToneStep in_waiting[] = {on(400, 200), off(100), on(400, 200), off(7500)};
constexpr auto in_confirm = confirm_of(400);

constexpr std::string_view countries[] = {"cn", "us", "uk", "de", "fr", "br", "jp", "in"};
// In the order of the countries; each in the order of Tone.
constexpr TonePlan plans[] = {
    {cn_dial, cn_recall, cn_ring, cn_busy,      cn_congestion, special_information, cn_waiting,
     cn_confirm                                                                                           },
    {us_dial, us_recall, us_ring, us_busy_tone, us_congestion, special_information, us_waiting,
     us_confirm                                                                                           },
    {uk_dial, uk_recall, uk_ring, uk_busy,      uk_congestion, special_information, uk_waiting,
     us_confirm                                                                                           },
    {de_dial, de_recall, de_ring, de_busy,      de_congestion, special_information, de_waiting,
     de_confirm                                                                                           },
    {fr_dial, fr_recall, fr_ring, fr_busy,      fr_congestion, special_information, fr_waiting,
     fr_confirm                                                                                           },
    {br_dial, br_recall, br_ring, br_busy,      br_congestion, special_information, br_waiting,
     br_confirm                                                                                           },
    {jp_dial, jp_recall, jp_ring, jp_busy,      jp_busy,       special_information, jp_waiting, jp_confirm},
    {in_dial, in_recall, in_ring, in_busy,      in_congestion, special_information, in_waiting,
     in_confirm                                                                                           },
};

Ticks length_of(std::span<const ToneStep> steps) {
    Ticks length{0};
    for (const ToneStep& step : steps) length += step.lasts;
    return length;
}

}  // namespace

const TonePlan* tone_plan_of(std::string_view country) {
    for (std::size_t i = 0; i < std::size(countries); ++i) {
        if (countries[i] == country) return &plans[i];
    }
    return nullptr;
}

std::span<const std::string_view> tone_countries() {
    return countries;
}

CompiledTones::CompiledTones(const TonePlan& plan, Law law) {
    for (std::size_t tone = 0; tone < tone_count; ++tone) {
        ToneGenerator generator(law, plan[tone]);
        chunks_[tone].resize(static_cast<std::size_t>(length_of(plan[tone]).count()));
        for (Chunk& chunk : chunks_[tone]) chunk = generator.next();
    }
}

ToneSounds CompiledTones::sounds() const {
    ToneSounds sounds;
    for (std::size_t tone = 0; tone < tone_count; ++tone) sounds[tone] = chunks_[tone];
    return sounds;
}

}  // namespace ivr_dsp
