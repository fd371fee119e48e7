// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/quality/line_batch.hpp"

#include <algorithm>
#include <cmath>

#include "driver/base/invariant.hpp"

namespace ivr_dsp {
namespace {

using driver::Chunk;
using driver::Law;
using driver::Ticks;

// G.168, 7: what has disabled a canceller is over when both ways are below this for so long.
constexpr float quiet_dbm0 = -36;
constexpr Ticks quiet_enough{250};
constexpr Ticks one_measurement{activity_ticks};

std::int16_t tenths_of_db(double db) noexcept {
    return static_cast<std::int16_t>(std::lround(std::clamp(db, -99.0, 99.0) * 10));
}

}  // namespace

std::size_t LineBatch::add(std::uint32_t line, Law law) noexcept {
    INVARIANT(!is_full());
    lines_[count_].line = line;
    lines_[count_].law = law;
    return count_++;
}

void LineBatch::begin_call(std::size_t lane) noexcept {
    Line& line = lines_[lane];
    line.in_call = true;
    if (cancellers_) {
        line.disabled = false;
        cancellers_->begin(lane, line.law, line.law);
        says_tones_.reset(lane, line.law);
        hears_tones_.reset(lane, line.law);
    }
    measure_anew(lane);
    update(lane);
}

void LineBatch::end_call(std::size_t lane) noexcept {
    lines_[lane].in_call = false;
    update(lane);
}

void LineBatch::ask(std::size_t lane) noexcept {
    if (!lines_[lane].busy) measure_anew(lane);
    lines_[lane].asked_left = asked_lasts;
    update(lane);
}

void LineBatch::measure_anew(std::size_t lane) noexcept {
    const Law law = lines_[lane].law;
    for (WayMeter* meter : {&brought_, &says_, &hears_}) meter->reset(lane, law);
    lines_[lane].measured = Ticks{};
    sent_[lane] = clean_[lane] = driver::silence(law);
}

void LineBatch::update(std::size_t lane) noexcept {
    Line& line = lines_[lane];
    const bool busy = cancels(lane) || line.asked_left > Ticks{};
    if (busy == line.busy) return;
    line.busy = busy;
    busy ? ++busy_ : --busy_;
}

void LineBatch::hear(const Chunk* const* says) noexcept {
    const Chunk* hears[lanes];
    const Chunk* clean[lanes];
    Chunk* cleaned[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        hears[lane] = works(lane) ? &sent_[lane] : &silence(lane);
        clean[lane] = cleaned[lane] = &clean_[lane];
    }
    bool measured = brought_.hear(says);
    measured = hears_.hear(hears) && measured;
    if (cancellers_) {
        cancellers_->cancel(hears, says, cleaned);
        heed_tones(says_tones_, says);
        heed_tones(hears_tones_, hears);
        static_cast<void>(says_.hear(clean));
    }
    if (!measured) return;
    for (std::size_t lane = 0; lane < count_; ++lane) {
        Line& line = lines_[lane];
        if (!line.busy) continue;
        line.measured += one_measurement;
        line.asked_left = std::max(line.asked_left - one_measurement, Ticks{});
        heed_silence(lane);
        update(lane);
    }
}

// Without reversals it is a fax's, or an old modem's that echoes do not harm: they stay cancelled.
void LineBatch::heed_tones(ToneListener& listener, const Chunk* const* chunks) noexcept {
    ToneChanges changes;
    listener.hear(chunks, changes);
    for (const ToneChange& change : changes) {
        if (!change.reversed || !cancels(change.lane)) continue;
        lines_[change.lane].disabled = true;
        lines_[change.lane].quiet = Ticks{};
        cancellers_->disable(change.lane);
    }
}

void LineBatch::heed_silence(std::size_t lane) noexcept {
    Line& line = lines_[lane];
    if (!line.disabled) return;
    const bool quiet = brought_.activity(lane).level_dbm0 < quiet_dbm0 &&
                       hears_.activity(lane).level_dbm0 < quiet_dbm0;
    line.quiet = quiet ? line.quiet + one_measurement : Ticks{};
    if (line.quiet < quiet_enough) return;
    line.disabled = false;
    cancellers_->enable(lane);
}

void LineBatch::report(std::size_t lane, LineQuality& quality) const noexcept {
    const Line& line = lines_[lane];
    quality.measured = line.measured;
    quality.in_call = line.in_call;
    quality.hears = hears_.quality(lane);
    const WayQuality brought = brought_.quality(lane);
    quality.says = cancels(lane) ? says_.quality(lane) : brought;
    quality.says.offset = brought.offset;
    quality.says.clipped_samples = brought.clipped_samples;
    if (sounds_one_way(Ticks{quality.hears.voice_ms}, Ticks{quality.says.sound_ms})) {
        quality.one_way = OneWayAudio::nothing_from_line;
    } else if (sounds_one_way(Ticks{quality.says.voice_ms}, Ticks{quality.hears.sound_ms})) {
        quality.one_way = OneWayAudio::nothing_to_line;
    }
    if (!cancellers_) return;
    quality.tail_ms = static_cast<std::uint16_t>(ms_of(*tail_));
    quality.canceller = !line.in_call   ? EchoState::idle
                        : line.disabled ? EchoState::disabled
                                        : EchoState::cancels;
    const EchoReport echo = cancellers_->report(lane);
    quality.background_tenths_dbm0 = tenths_of_db(echo.background_dbm0);
    quality.echo_found = line.in_call && echo.learned;
    if (!quality.echo_found) return;
    quality.erle_tenths_db = tenths_of_db(echo.erle_db);
    quality.return_loss_tenths_db = tenths_of_db(echo.return_loss_db);
    quality.echo_delay_us = static_cast<std::uint32_t>(std::lround(echo.delay_ms * 1000));
}

}  // namespace ivr_dsp
