// SPDX-License-Identifier: GPL-2.0-or-later
#include <numeric>

#include <fmt/format.h>

#include "ivr_dsp/media/recorder/archive/archive.hpp"
#include "ivr_dsp/media/recorder/archive/digest.hpp"
#include "ivr_dsp/media/recorder/archive/sound_reader.hpp"
#include "ivr_dsp/media/recorder/archive/stored_file.hpp"

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

// Begins with `lines`' whole lines.
std::string whole_lines(const std::string& lines) {
    return lines.substr(0, lines.find_last_of('\n') + 1);
}

// The same content, sealed to its end.
Result<void> seal_again(StoredReader& begun, const fs::path& path, const RecordingKey* key) {
    const fs::path again = path.string() + ".again";
    StoredFile file(again, key);
    Octets octets(block_octets);
    for (std::uint64_t at = 0; at < begun.size();) {
        const std::size_t got = begun.read(at, octets);
        if (got == 0) break;
        file.append(std::span(octets).first(got));
        at += got;
        if (!file.is_full()) continue;
        if (auto done = file.flush(); !done) return done;
    }
    if (auto done = file.finish(); !done) return done;
    std::error_code failed;
    fs::rename(again, path, failed);
    if (failed) return Error{fmt::format("{}: {}", path.string(), failed.message())};
    return {};
}

// How long the sound is that there is.
Result<Ticks> mend(const fs::path& path, const SidecarBegin& begin, const RecordingKey* key) {
    auto file = StoredReader::open(path, key, StoredReader::Expected::begun);
    if (!file) return Error{file.error()};
    if (begin.sealed) {
        if (const auto done = seal_again(*file, path, key); !done) return Error{done.error()};
        file = StoredReader::open(path, key);
        if (!file) return Error{file.error()};
    }
    const auto sound = SoundReader::open(std::move(*file), path.filename());
    if (!sound) return Error{sound.error()};
    return sound->lasts();
}

Result<void> close_left(Archive& archive, const std::string& name, const RecordingKey* key) {
    const fs::path side = archive.part(name + ".json");
    const auto text = read_text(side);
    if (!text) return Error{text.error()};
    std::string lines = whole_lines(*text);
    const auto sidecar = sidecar_of(lines);
    if (!sidecar) return Error{fmt::format("{}: {}", side.string(), sidecar.error())};
    const fs::path audio = archive.part(sidecar->begin.audio);
    const auto lasts = mend(audio, sidecar->begin, key);
    if (!lasts) return Error{lasts.error()};
    lines += line_of(RecordingGap{*lasts, {}, GapReason::killed});
    SidecarEnd end;
    end.lasts = *lasts;
    for (const RecordingGap& gap : sidecar->gaps) {
        if (gap.why != GapReason::secret) end.missing += gap.lasts;
    }
    std::error_code failed;
    end.octets = fs::file_size(audio, failed);
    auto sum = sha256_of_file(audio);
    if (!sum) return Error{sum.error()};
    end.sha256 = std::move(*sum);
    return archive.enter(name, sidecar->begin.audio, lines, std::move(end));
}

// Its sidecar has its final name already.
Result<void> name_sound(const Archive& archive, const fs::path& sidecar) {
    const auto text = read_text(sidecar);
    if (!text) return Error{text.error()};
    const auto known = sidecar_of(*text);
    std::error_code failed;
    if (!known || !fs::exists(archive.part(known->begin.audio), failed)) return {};
    fs::rename(archive.part(known->begin.audio), archive.directory() / known->begin.audio, failed);
    if (failed) return Error{fmt::format("{}: {}", known->begin.audio, failed.message())};
    return {};
}

}  // namespace

Result<std::size_t> recover(Archive& archive, const RecordingKey* key) {
    if (const auto opened = archive.open(); !opened) return Error{opened.error()};
    if (const auto head = read_head(archive.directory()); head && head->chain > 0) {
        const fs::path last = archive.directory() / head->sidecar;
        std::error_code ignored;
        if (fs::exists(last, ignored)) {
            if (const auto done = name_sound(archive, last); !done) return Error{done.error()};
        }
    }
    std::vector<std::string> left;
    std::error_code failed;
    constexpr std::string_view ending = ".json.part";
    for (const auto& entry : fs::directory_iterator(archive.directory(), failed)) {
        const std::string file = entry.path().filename();
        if (file.ends_with(ending)) left.push_back(file.substr(0, file.size() - ending.size()));
    }
    std::sort(left.begin(), left.end());
    std::string mistakes;
    std::size_t closed = 0;
    for (const std::string& name : left) {
        if (const auto done = close_left(archive, name, key)) {
            ++closed;
        } else {
            mistakes += (mistakes.empty() ? "" : "; ") + done.error();
        }
    }
    if (!mistakes.empty()) return Error{std::move(mistakes)};
    return closed;
}

}  // namespace ivr_dsp
