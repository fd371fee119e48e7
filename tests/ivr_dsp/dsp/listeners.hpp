// SPDX-License-Identifier: GPL-2.0-or-later
// Everything that listens to sixteen lines side by side, behind one door: what each tells is text,
// so that two of them can be compared to the last bit.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "ivr_dsp/dsp/analysis/call_analysis.hpp"
#include "ivr_dsp/dsp/dtmf_detectors.hpp"
#include "ivr_dsp/dsp/tones/activity_meter.hpp"
#include "ivr_dsp/dsp/tones/caller_id.hpp"
#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "tests/ivr_dsp/dsp/tones/exchange_tones.hpp"
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

namespace support {

using driver::Chunk;
using driver::Law;
using ivr_dsp::Isa;
using ivr_dsp::lanes;

// What was told of each line.
using Told = std::array<std::string, lanes>;

class Listener {
  public:
    Listener() = default;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    virtual ~Listener() = default;
    // Another call.
    virtual void reset(std::size_t lane, Law law) = 0;
    virtual void hear(const Chunk* const* heard, Told& told) = 0;
};

class DtmfListener : public Listener {
  public:
    DtmfListener(const ivr_dsp::DtmfRules& rules, Isa isa) : detectors_(lanes, rules, isa) {}
    void reset(std::size_t lane, Law law) override { detectors_.reset(lane, law); }
    void hear(const Chunk* const* heard, Told& told) override {
        detectors_.hear(0, heard, ++now_, [&](std::size_t lane, const auto& change) {
            if (change.ended != 0) told[lane] += "end;";
            if (change.began == 0) return;
            told[lane] +=
                fmt::format("key {} {} {};", change.began, change.level_dbm0, change.twist_db);
        });
    }

  private:
    ivr_dsp::DtmfDetectors detectors_;
    driver::Ticks now_{};
};

class CodeListener : public Listener {
  public:
    CodeListener(ivr_dsp::SixTones tones, Isa isa) : system_(tones), receiver_(system_, isa) {}
    void reset(std::size_t lane, Law law) override { receiver_.reset(lane, law); }
    void hear(const Chunk* const* heard, Told& told) override {
        ivr_dsp::CodeChanges changes;
        receiver_.hear(heard, changes);
        for (const auto& change : changes) {
            told[change.lane] += fmt::format("signal {} {};", change.signal, change.level_dbm0);
        }
    }

  private:
    ivr_dsp::CodeSystem system_;
    ivr_dsp::CodeReceiver receiver_;
};

class ToneListener : public Listener {
  public:
    ToneListener(std::span<const ivr_dsp::KnownTone> tones, Isa isa)
        : table_(tones), listener_(table_, isa) {}
    void reset(std::size_t lane, Law law) override { listener_.reset(lane, law); }
    void hear(const Chunk* const* heard, Told& told) override {
        ivr_dsp::ToneChanges changes;
        listener_.hear(heard, changes);
        for (const auto& change : changes) {
            told[change.lane] += fmt::format(
                "tone {} {} {}{}{};", change.tone.began, change.tone.ended, change.level_dbm0,
                change.reversed ? " reversed" : "", change.modulated ? " modulated" : "");
        }
    }

  private:
    ivr_dsp::ToneTable table_;
    ivr_dsp::ToneListener listener_;
};

class ActivityListener : public Listener {
  public:
    explicit ActivityListener(Isa isa) : meter_(isa) {}
    void reset(std::size_t lane, Law law) override { meter_.reset(lane, law); }
    void hear(const Chunk* const* heard, Told& told) override {
        for (const auto& change : meter_.hear(heard)) {
            told[change.lane] += change.voice ? "voice;" : "silence;";
        }
    }
    [[nodiscard]] ivr_dsp::Activity of(std::size_t lane) const { return meter_.of(lane); }

  private:
    ivr_dsp::ActivityMeter meter_;
};

// Who has answered, and beeps.
class AnswerListener : public Listener {
  public:
    explicit AnswerListener(Isa isa) : analyses_(isa) {}
    void reset(std::size_t lane, Law law) override { analyses_.reset(lane, law); }
    void hear(const Chunk* const* heard, Told& told) override {
        analyses_.hear(heard);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            auto& call = analyses_.call(lane);
            if (const auto verdict = call.verdict()) {
                told[lane] += fmt::format("{} {} {};", name_of(verdict->party), verdict->confidence,
                                          verdict->at.count());
            }
            if (call.beeped()) told[lane] += "beep;";
        }
    }

  private:
    ivr_dsp::CallAnalyses analyses_;
};

// Listeners of one channel, sixteen of them.
class PureToneListener : public Listener {
  public:
    PureToneListener() : tones_(lanes, ivr_dsp::PureTone(Law::alaw)), ticks_(lanes) {}
    void reset(std::size_t lane, Law law) override {
        tones_[lane] = ivr_dsp::PureTone(law);
        ticks_[lane] = 0;
    }
    // A sine that lasts as long as a machine's beep.
    void hear(const Chunk* const* heard, Told& told) override {
        const auto sure = static_cast<int>(ivr_dsp::CallRules{}.beep.count());
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            tones_[lane].hear(*heard[lane]);
            const int ticks = tones_[lane].ticks();
            if (ticks >= sure && ticks_[lane] < sure) {
                told[lane] += fmt::format("sine {};", tones_[lane].factor());
            }
            ticks_[lane] = ticks;
        }
    }

  private:
    std::vector<ivr_dsp::PureTone> tones_;
    std::vector<int> ticks_;
};

class CallerIdListener : public Listener {
  public:
    CallerIdListener() : receivers_(lanes, {Law::alaw, ivr_dsp::FskStandard::v23}) {}
    void reset(std::size_t lane, Law law) override {
        receivers_[lane] = {law, ivr_dsp::FskStandard::v23};
    }
    void hear(const Chunk* const* heard, Told& told) override {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto id = receivers_[lane].hear(*heard[lane]);
            if (id) told[lane] += fmt::format("caller {};", id->number.view());
        }
    }

  private:
    std::vector<ivr_dsp::CallerIdReceiver> receivers_;
};

// One kind of them, what it is there for, from 300 ms on, and how it says so.
struct Kind {
    std::string name;
    std::function<std::unique_ptr<Listener>(Isa)> make;
    std::function<Heard(Law)> signal;
    std::string word;
};

inline Heard on_tape(Law law, const std::function<void(Tape&)>& play) {
    Tape tape(law, 3);
    play(tape.pause(300));
    return tape.pause(600).with_noise(-65).chunks();
}

inline void add_keys(std::vector<Kind>& kinds) {
    const auto key = [](Law law) {
        return on_tape(law, [](Tape& tape) { tape.key('5', {.ms = 60}); });
    };
    kinds.push_back(
        {"DTMF", [](Isa isa) { return std::make_unique<DtmfListener>(ivr_dsp::DtmfRules{}, isa); },
         key, "key 5 "});
    kinds.push_back({"DTMF beside a dial tone",
                     [](Isa isa) {
                         return std::make_unique<DtmfListener>(
                             ivr_dsp::DtmfRules{.beside_dial_tone = true}, isa);
                     },
                     key, "key 5 "});
}

inline void add_codes(std::vector<Kind>& kinds) {
    using ivr_dsp::SixTones;
    for (const SixTones tones : {SixTones::r1, SixTones::r2_forward, SixTones::r2_backward}) {
        const auto hz = frequencies_of(tones);
        const auto signal = [=](Law law) {
            return on_tape(law, [=](Tape& tape) {
                const auto places = ivr_dsp::places_of(5);
                tape.sines(
                    {
                        {hz[places.first],  -10},
                        {hz[places.second], -10}
                },
                    70);
            });
        };
        kinds.push_back({std::string(name_of(tones)),
                         [=](Isa isa) { return std::make_unique<CodeListener>(tones, isa); },
                         signal, "signal 5 "});
    }
}

inline void add_tones(std::vector<Kind>& kinds) {
    for (const std::string_view country : ivr_dsp::tone_countries()) {
        const auto busy = static_cast<std::uint8_t>(ivr_dsp::Tone::busy);
        kinds.push_back(
            {"tones of " + std::string(country),
             [=](Isa isa) { return std::make_unique<ToneListener>(tones_of(country), isa); },
             [=](Law law) { return played(law, (*ivr_dsp::tone_plan_of(country))[busy], {}, 3); },
             fmt::format("tone {} ", busy)});
    }
    kinds.push_back(
        {"modem tones",
         [](Isa isa) { return std::make_unique<ToneListener>(ivr_dsp::modem_tones(), isa); },
         [](Law law) {
             return on_tape(law, [](Tape& tape) {
                 tape.sines(
                     {
                         {2100, -15}
                 },
                     1000);
             });
         },
         fmt::format("tone {} ", static_cast<int>(ivr_dsp::ModemTone::answer))});
    kinds.push_back({"one sine", [](Isa) { return std::make_unique<PureToneListener>(); },
                     [](Law law) {
                         return on_tape(law, [](Tape& tape) {
                             tape.sines(
                                 {
                                     {1000, -15}
                             },
                                 300);
                         });
                     },
                     "sine "});
    kinds.push_back(
        {"caller id", [](Isa) { return std::make_unique<CallerIdListener>(); },
         [](Law law) {
             Heard line = in_law(law, spandsp::caller_id(true, {{{0x02, "5551234567"}}}));
             line.insert(line.begin(), 300, driver::silence(law));
             line.insert(line.end(), 300, driver::silence(law));
             return line;
         },
         "caller 5551234567;"});
}

inline std::vector<Kind> all_kinds() {
    std::vector<Kind> kinds;
    add_keys(kinds);
    add_codes(kinds);
    add_tones(kinds);
    return kinds;
}

}  // namespace support
