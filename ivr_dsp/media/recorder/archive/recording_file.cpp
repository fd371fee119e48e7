// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/recording_file.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

constexpr std::size_t digest_at_once = std::size_t{4} << 20U;

SidecarBegin named(SidecarBegin begin) {
    begin.audio = Archive::audio_name(Archive::name_of(begin), begin.format, begin.sealed);
    return begin;
}

std::span<const std::uint8_t> octets_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

RecordingFile::RecordingFile(Archive& archive, SidecarBegin begin, const RecordingKey* key)
    : archive_(archive),
      begin_(named(std::move(begin))),
      name_(Archive::name_of(begin_)),
      sound_file_(archive.part(begin_.audio), key),
      side_file_(archive.part(name_ + ".json"), nullptr),
      sound_(sound_file_, begin_.format),
      lines_(line_of(begin_)),
      next_(begin_.start_tick) {
    side_file_.append(octets_of(lines_));
}

void RecordingFile::take(const RecordedMoment& moment) {
    if (moment.tick > next_) lose(moment.tick - next_, GapReason::ring);
    next_ = moment.tick + Ticks{1};
    if (!pay()) return lose(Ticks{1}, GapReason::disk);
    if (moment.secret) note({length(), Ticks{1}, GapReason::secret});
    sound_.write(moment.says, moment.hears);
    ++written_;
}

void RecordingFile::lose(Ticks lasts, GapReason why) {
    note({length(), lasts, why});
    owed_ += lasts;
    missing_ += lasts;
}

void RecordingFile::note(const RecordingGap& gap) {
    if (gap_ && gap_->why == gap.why && gap_->at + gap_->lasts == gap.at) {
        gap_->lasts += gap.lasts;
        return;
    }
    tell_gap();
    gap_ = gap;
    if (gap.why != GapReason::secret) ++gaps_;
}

void RecordingFile::tell_gap() {
    if (!gap_) return;
    const std::string line = line_of(*gap_);
    lines_ += line;
    side_file_.append(octets_of(line));
    gap_.reset();
}

// Silence that is owed, as much as there is room for. True if there is room beyond.
bool RecordingFile::pay() {
    const driver::Chunk& silence = driver::silence(begin_.format.law);
    while (owed_ > Ticks{} && !is_full()) {
        sound_.write(silence, silence);
        --owed_;
        ++written_;
    }
    return owed_ == Ticks{} && !is_full();
}

Result<void> RecordingFile::flush() {
    sound_.sync();
    if (auto done = side_file_.flush(); !done) return done;
    return sound_file_.flush();
}

// ── closing ─────────────────────────────────────────────────────────────────────────────────────

void RecordingFile::end(Ticks at) {
    if (at > next_) lose(at - next_, GapReason::ring);
    next_ = std::max(next_, at);
}

void RecordingFile::discard() {
    std::error_code ignored;
    for (const fs::path& path : {side_file_.path(), sound_file_.path()}) fs::remove(path, ignored);
}

Result<bool> RecordingFile::close_some() {
    switch (step_) {
        case Step::sound:
            if (!pay() && owed_ > Ticks{}) {
                if (const auto done = flush(); !done) return Error{done.error()};
                return false;
            }
            tell_gap();
            sound_.close();
            step_ = Step::disk;
            return false;
        case Step::disk:
            if (const auto done = side_file_.flush(); !done) return Error{done.error()};
            if (const auto done = sound_file_.finish(); !done) return Error{done.error()};
            step_ = Step::digest;
            return false;
        case Step::digest:
            return digest_some();
        case Step::chain:
            if (const auto done = enter(); !done) return Error{done.error()};
            step_ = Step::done;
            return true;
        case Step::done:
            return true;
    }
    return true;
}

// A long recording is read piece by piece: meanwhile the others go on.
Result<bool> RecordingFile::digest_some() {
    if (!reading_.is_open()) {
        reading_.open(sound_file_.path(), std::ios::binary);
        if (!reading_) {
            return Error{fmt::format("{}: {}", sound_file_.path().string(), std::strerror(errno))};
        }
    }
    Octets octets(digest_at_once);
    reading_.read(reinterpret_cast<char*>(octets.data()),
                  static_cast<std::streamsize>(octets.size()));
    const auto got = static_cast<std::size_t>(reading_.gcount());
    sum_.add(std::span(octets).first(got));
    end_.octets += got;
    if (got < octets.size()) {
        end_.sha256 = sum_.hex();
        reading_.close();
        step_ = Step::chain;
    }
    return false;
}

Result<void> RecordingFile::enter() {
    end_.lasts = length();
    end_.missing = missing_;
    return archive_.enter(name_, begin_.audio, lines_, end_);
}

}  // namespace ivr_dsp
