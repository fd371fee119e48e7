// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/archive_check.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "ivr_dsp/media/recorder/archive/digest.hpp"

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

using Wrong = ArchiveCheck::Wrong;

struct Found {
    std::string name;  // of the sidecar
    std::string text;
    SidecarBegin begin;
    SidecarEnd end;
};

// Nothing: it is as it was written.
std::optional<Wrong> wrong_sound(const fs::path& directory, const Found& sidecar,
                                 const RecordingKey* key) {
    const std::string& audio = sidecar.begin.audio;
    const fs::path path = directory / audio;
    std::error_code failed;
    const std::uint64_t octets = fs::file_size(path, failed);
    if (failed) return Wrong{audio, failed.message()};
    if (octets != sidecar.end.octets) {
        return Wrong{
            audio, fmt::format("has {} octets, its sidecar says {}: {}", octets, sidecar.end.octets,
                               octets < sidecar.end.octets ? "truncated" : "grown")};
    }
    const auto sum = sha256_of_file(path);
    if (!sum) return Wrong{audio, sum.error()};
    if (*sum != sidecar.end.sha256) return Wrong{audio, "was changed: its SHA-256 is another"};
    if (!sidecar.begin.sealed || key == nullptr) return std::nullopt;
    auto reader = StoredReader::open(path, key);
    if (!reader) return Wrong{audio, reader.error()};
    const auto verified = reader->verify();
    if (!verified) return Wrong{audio, verified.error()};
    return std::nullopt;
}

// The sidecars, in the chain's order. Those that cannot be read come out as wrong.
std::vector<Found> read_sidecars(const fs::path& directory, ArchiveCheck& check) {
    std::vector<Found> all;
    std::set<std::string> names;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string name = entry.path().filename();
        if (name.ends_with(".json.part")) ++check.being_written;
        if (name.ends_with(".json")) names.insert(name);
    }
    for (const std::string& name : names) {
        auto text = read_text(directory / name);
        auto sidecar = text ? sidecar_of(*text) : Result<Sidecar>(Error{text.error()});
        if (sidecar && sidecar->end) {
            all.push_back({name, std::move(*text), sidecar->begin, *sidecar->end});
        } else if (!check.wrong) {
            check.wrong =
                Wrong{name, sidecar ? "its last line is missing: truncated" : sidecar.error()};
        }
    }
    std::ranges::stable_sort(all, {}, [](const Found& one) { return one.end.chain; });
    return all;
}

std::optional<Wrong> wrong_link(const Found& one, std::uint64_t chain, const std::string& sha256) {
    const SidecarEnd& end = one.end;
    if (end.chain != chain + 1) {
        return Wrong{one.name, fmt::format("is number {} of the chain, after number {}: a "
                                           "recording between them is missing",
                                           end.chain, chain)};
    }
    if (end.previous_sha256 == sha256) return std::nullopt;
    return Wrong{one.name, "does not follow the one before: that one was changed, or this one"};
}

// Sound that no sidecar speaks of.
std::optional<Wrong> stranger(const fs::path& directory, const std::vector<Found>& known) {
    std::set<std::string> strangers;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string extension = entry.path().extension();
        const bool sound = extension == ".wav" || extension == ".opus" || extension == ".sealed";
        if (sound) strangers.insert(entry.path().filename());
    }
    for (const Found& one : known) strangers.erase(one.begin.audio);
    if (strangers.empty()) return std::nullopt;
    return Wrong{*strangers.begin(), "has no sidecar"};
}

}  // namespace

Result<ArchiveCheck> check_archive(const fs::path& directory, const RecordingKey* key) {
    std::error_code failed;
    if (!fs::is_directory(directory, failed)) {
        return Error{fmt::format("{} is no folder", directory.string())};
    }
    ArchiveCheck check;
    const auto head = read_head(directory);
    if (!head) return Error{head.error()};
    const std::vector<Found> all = read_sidecars(directory, check);
    if (check.wrong) return check;
    std::uint64_t chain = 0;
    std::string sha256;
    for (const Found& one : all) {
        check.wrong = wrong_link(one, chain, sha256);
        if (!check.wrong) check.wrong = wrong_sound(directory, one, key);
        if (check.wrong) return check;
        chain = one.end.chain;
        sha256 = sha256_of(one.text);
        ++check.good;
    }
    if (head->chain != chain || head->sha256 != sha256) {
        check.wrong =
            head->chain > chain
                ? Wrong{head->sidecar, "is the last of the chain, and is missing"}
                : Wrong{"chain", "does not name the last sidecar: changed, or an old one"};
        return check;
    }
    check.wrong = stranger(directory, all);
    return check;
}

Result<std::vector<ListedRecording>> list_recordings(const fs::path& directory) {
    std::error_code failed;
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string name = entry.path().filename();
        if (name.ends_with(".json") || name.ends_with(".json.part")) names.insert(name);
    }
    if (failed) return Error{fmt::format("{}: {}", directory.string(), failed.message())};
    std::vector<ListedRecording> all;
    for (const std::string& name : names) {
        const auto text = read_text(directory / name);
        if (!text) continue;  // closed meanwhile
        auto sidecar = sidecar_of(*text);
        if (!sidecar) return Error{fmt::format("{}: {}", name, sidecar.error())};
        all.push_back({name, std::move(*sidecar)});
    }
    return all;
}

Result<SoundReader> open_sound(const fs::path& file, const RecordingKey* key) {
    fs::path audio = file;
    if (file.extension() == ".json") {
        const auto text = read_text(file);
        if (!text) return Error{text.error()};
        const auto sidecar = sidecar_of(*text);
        if (!sidecar) return Error{fmt::format("{}: {}", file.string(), sidecar.error())};
        audio = file.parent_path() / sidecar->begin.audio;
    }
    auto reader = StoredReader::open(audio, key);
    if (!reader) return Error{reader.error()};
    if (const auto verified = reader->verify(); !verified) return Error{verified.error()};
    return SoundReader::open(std::move(*reader), audio.filename());
}

}  // namespace ivr_dsp
