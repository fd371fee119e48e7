// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"

#include <algorithm>
#include <ctime>
#include <fstream>

#include <fmt/format.h>

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

constexpr std::string_view sidecar_ending = ".json";
constexpr std::string_view heard_ending = ".heard";

std::string stem_of(const std::string& sidecar) {
    return sidecar.substr(0, sidecar.size() - sidecar_ending.size());
}

fs::path heard_mark(const fs::path& sidecar) {
    return sidecar.parent_path() / (stem_of(sidecar.filename()) + std::string(heard_ending));
}

std::int32_t zone_minutes_at(std::int64_t utc_us) {
    const auto seconds = static_cast<std::time_t>(utc_us / 1'000'000);
    std::tm local{};
    if (localtime_r(&seconds, &local) == nullptr) return 0;
    return static_cast<std::int32_t>(local.tm_gmtoff / 60);
}

// A sound or a mark whose sidecar is gone: the message was being deleted. One that is being written
// ends in .part.
bool is_orphan(const fs::path& path) {
    const std::string file = path.filename();
    const auto stem = file.substr(0, file.find('.', file.find("Z_")));
    const bool is_left =
        file.ends_with(".wav") || file.ends_with(".sealed") || file.ends_with(heard_ending);
    std::error_code ignored;
    const fs::path sidecar = path.parent_path() / (stem + std::string(sidecar_ending));
    return is_left && file.find("Z_") != file.npos && !fs::exists(sidecar, ignored) &&
           !fs::exists(sidecar.string() + ".part", ignored);
}

}  // namespace

Result<MessageFile> message_of(const fs::path& directory, const std::string& sidecar) {
    const auto text = read_text(directory / sidecar);
    if (!text) return Error{text.error()};
    const auto read = ivr_dsp::sidecar_of(*text);
    if (!read) return Error{fmt::format("{}: {}", (directory / sidecar).string(), read.error())};
    MessageFile message{sidecar, {}};
    message.facts.message = read->begin.recording;
    message.facts.utc_us = read->begin.start_utc_us;
    message.facts.zone_minutes = zone_minutes_at(read->begin.start_utc_us);
    if (read->end) message.facts.lasts = read->end->lasts;
    std::error_code ignored;
    message.facts.heard = fs::exists(heard_mark(directory / sidecar), ignored);
    message.facts.caller = driver::Number(read->begin.caller);
    return message;
}

std::vector<MessageFile> messages_in(const fs::path& directory, std::vector<fs::path>* orphans) {
    std::vector<MessageFile> all;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        const std::string file = entry.path().filename();
        if (orphans != nullptr && is_orphan(entry.path())) orphans->push_back(entry.path());
        if (!file.ends_with(sidecar_ending)) continue;
        if (auto message = message_of(directory, file)) all.push_back(std::move(*message));
    }
    std::ranges::sort(all, {}, &MessageFile::sidecar);  // its name begins with the time
    return all;
}

std::string sidecar_of_message(const fs::path& directory, std::uint64_t message) {
    const std::string ending = fmt::format("_{}{}", message, sidecar_ending);
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory, failed)) {
        std::string file = entry.path().filename();
        if (file.ends_with(ending)) return file;
    }
    return {};
}

Result<void> mark_message(const fs::path& sidecar, bool heard) {
    const fs::path mark = heard_mark(sidecar);
    std::error_code failed;
    if (!heard) {
        fs::remove(mark, failed);
        if (failed) return Error{fmt::format("{}: {}", mark.string(), failed.message())};
        return {};
    }
    if (!std::ofstream(mark)) return Error{fmt::format("{}: cannot be written", mark.string())};
    return {};
}

Result<void> delete_message(const fs::path& sidecar) {
    std::error_code failed;
    fs::remove(sidecar, failed);
    if (failed) return Error{fmt::format("{}: {}", sidecar.string(), failed.message())};
    const std::string begins = stem_of(sidecar.filename()) + ".";
    std::vector<fs::path> rest;
    for (const auto& entry : fs::directory_iterator(sidecar.parent_path(), failed)) {
        if (entry.path().filename().string().starts_with(begins)) rest.push_back(entry.path());
    }
    for (const fs::path& path : rest) fs::remove(path, failed);  // or when it is listed again
    return {};
}

}  // namespace ivr_dsp
