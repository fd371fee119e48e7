// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/archive.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ivr_dsp/media/recorder/archive/digest.hpp"
#include "ivr_dsp/media/recorder/archive/stored_file.hpp"

namespace ivr_dsp {

using driver::Error;
using driver::Result;
using Json = nlohmann::json;

namespace {

Error refused(const fs::path& path, const std::error_code& why) {
    return {fmt::format("{}: {}", path.string(), why.message())};
}

// The whole text is on the disk, or the error says why not.
Result<void> write_text(const fs::path& path, const std::string& text) {
    StoredFile file(path, nullptr);
    file.append({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return file.finish();
}

Result<void> give_name(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed) return refused(to, failed);
    return {};
}

Result<void> write_head(const fs::path& directory, const ChainHead& head) {
    const Json line{
        {"chain",   head.chain  },
        {"sidecar", head.sidecar},
        {"sha256",  head.sha256 }
    };
    const fs::path made = directory / "chain.part";
    if (auto done = write_text(made, line.dump() + "\n"); !done) return done;
    return give_name(made, directory / "chain");
}

}  // namespace

Result<std::string> read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return Error{fmt::format("{}: {}", file.string(), std::strerror(errno))};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Result<ChainHead> read_head(const fs::path& directory) {
    const fs::path file = directory / "chain";
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return ChainHead{};
    const auto text = read_text(file);
    if (!text) return Error{text.error()};
    const Json object = Json::parse(*text, nullptr, false);
    const auto is = [&](const char* name, Json::value_t type) {
        return object.is_object() && object.contains(name) && object.at(name).type() == type;
    };
    if (!is("chain", Json::value_t::number_unsigned) || !is("sidecar", Json::value_t::string) ||
        !is("sha256", Json::value_t::string)) {
        return Error{fmt::format("{}: is not what the recorder writes", file.string())};
    }
    return ChainHead{object["chain"], object["sidecar"], object["sha256"]};
}

std::string Archive::name_of(const SidecarBegin& begin) {
    std::string line = begin.line;
    std::ranges::replace(line, '/', '-');
    return fmt::format("{}_{}_{}", utc_for_names(begin.start_utc_us), line, begin.recording);
}

std::string Archive::audio_name(const std::string& name, const SoundFormat& format, bool sealed) {
    return fmt::format("{}.{}{}", name, ivr_dsp::name_of(format.container),
                       sealed ? ".sealed" : "");
}

Result<void> Archive::open() {
    if (opened_) return {};
    std::error_code failed;
    fs::create_directories(directory_, failed);
    if (failed) return refused(directory_, failed);
    auto head = read_head(directory_);
    if (!head) return Error{head.error()};
    head_ = std::move(*head);
    if (auto done = finish_interrupted(); !done) return done;
    opened_ = true;
    return {};
}

// Between writing the chain's head and giving the names.
Result<void> Archive::finish_interrupted() {
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(directory_, failed)) {
        const fs::path& path = entry.path();
        if (path.extension() != ".closed") continue;
        fs::path final_name = path;
        final_name.replace_extension();
        const auto sum = sha256_of_file(path);
        const bool entered = sum && final_name.filename() == head_.sidecar && *sum == head_.sha256;
        if (entered) {
            if (auto done = give_name(path, final_name); !done) return done;
            fs::remove(final_name.string() + ".part", failed);
        } else {
            fs::remove(path, failed);
        }
    }
    if (failed) return refused(directory_, failed);
    return {};
}

Result<void> Archive::enter(const std::string& name, const std::string& audio,
                            const std::string& lines, SidecarEnd end) {
    if (auto opened = open(); !opened) return opened;
    const fs::path final_name = sidecar(name);
    const fs::path closed = final_name.string() + ".closed";
    if (head_.sidecar != final_name.filename()) {
        end.chain = head_.chain + 1;
        end.previous_sha256 = head_.sha256;
        const std::string text = lines + line_of(end);
        if (auto done = write_text(closed, text); !done) return done;
        ChainHead head{end.chain, final_name.filename(), sha256_of(text)};
        if (auto done = write_head(directory_, head); !done) return done;
        head_ = std::move(head);
    }
    std::error_code ignored;
    if (fs::exists(closed, ignored)) {
        if (auto done = give_name(closed, final_name); !done) return done;
    }
    fs::remove(part(final_name.filename()), ignored);
    return give_name(part(audio), directory_ / audio);
}

}  // namespace ivr_dsp
