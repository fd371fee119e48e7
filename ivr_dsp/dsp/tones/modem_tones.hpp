// SPDX-License-Identifier: GPL-2.0-or-later
// Tones by which fax machines and modems call and answer.
#pragma once

#include <array>

#include "ivr_dsp/dsp/tone_generator.hpp"
#include "ivr_dsp/dsp/tones/tone_table.hpp"

namespace ivr_dsp {

// cng: T.30, 1100 Hz, half a second every 3.5 s. calling: V.25, 1300 Hz, 0.6 s every 2.6 s. answer:
// 2100 Hz (CED of T.30, ANS of V.25, ANSam of V.8), with or without phase reversals. bell_answer:
// 2225 Hz.
ENUM(ModemTone, cng, calling, answer, bell_answer)

inline constexpr double modem_tone_dbm0 = -12;
inline constexpr ToneStep cng_cycle[] = {
    {{1100, modem_tone_dbm0}, {}, driver::Ticks{500} },
    {{},                      {}, driver::Ticks{3000}}
};
inline constexpr ToneStep calling_cycle[] = {
    {{1300, modem_tone_dbm0}, {}, driver::Ticks{600} },
    {{},                      {}, driver::Ticks{2000}}
};
inline constexpr ToneStep answer_cycle[] = {
    {{2100, modem_tone_dbm0}, {}, driver::Ticks{3300}}
};
// ANSam of V.8: by a fifth louder and quieter, 15 times a second.
inline constexpr ToneStep modulated_answer_cycle[] = {
    {{2100, modem_tone_dbm0}, {}, driver::Ticks{3300}, {15, 0.2}}
};
inline constexpr ToneStep bell_answer_cycle[] = {
    {{2225, modem_tone_dbm0}, {}, driver::Ticks{3300}}
};

// For a ToneTable; ids are those of ModemTone after `first_id`. CNG and the calling tone are sure
// when their first burst is over, an answer tone when it has lasted 300 ms.
constexpr std::array<KnownTone, 4> modem_tones(std::uint8_t first_id = 0) {
    using driver::Ticks;
    const auto id = [first_id](ModemTone tone) {
        return static_cast<std::uint8_t>(first_id + static_cast<std::uint8_t>(tone));
    };
    return {
        KnownTone{.id = id(ModemTone::cng),     .cycle = cng_cycle,     .sure_after = Ticks{150}},
        KnownTone{.id = id(ModemTone::calling), .cycle = calling_cycle, .sure_after = Ticks{150}},
        KnownTone{.id = id(ModemTone::answer),
                  .cycle = answer_cycle,
                  .sure_after = Ticks{300},
                  .may_reverse = true},
        KnownTone{.id = id(ModemTone::bell_answer),
                  .cycle = bell_answer_cycle,
                  .sure_after = Ticks{300}                                                    }
    };
}

// The answer tone, its phase turned by 180 degrees every 450 ms (V.25, G.165) and its amplitude
// modulated (V.8) if asked.
class AnswerToneGenerator {
  public:
    AnswerToneGenerator(driver::Law law, bool with_reversals, bool modulated = false,
                        double level_dbm0 = modem_tone_dbm0) noexcept
        : law_(law),
          with_reversals_(with_reversals),
          step_(modulated ? modulated_answer_cycle[0] : answer_cycle[0]) {
        step_.first.level_dbm0 = level_dbm0;
    }
    driver::Chunk next() noexcept {
        constexpr driver::Ticks::rep reversal_ticks = 450;
        driver::Chunk chunk = tone_chunk(law_, step_, driver::Ticks{tick_});
        const bool turned = with_reversals_ && tick_ / reversal_ticks % 2 != 0;
        ++tick_;
        // In both laws the first bit is the sign.
        for (auto& octet : chunk.octets) octet = turned ? octet ^ 0x80U : octet;
        return chunk;
    }

  private:
    driver::Law law_;
    bool with_reversals_;
    ToneStep step_;
    driver::Ticks::rep tick_{};
};

}  // namespace ivr_dsp
