// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/bank/compile_bank.hpp"

#include <fstream>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "ivr_dsp/media/bank/bank_file.hpp"
#include "ivr_dsp/media/bank/recording.hpp"

namespace ivr_dsp {
namespace {

namespace fs = std::filesystem;

using Recordings = std::map<std::string, fs::path>;  // by clip name

struct Contents {
    std::vector<ClipPlace> places;
    std::vector<Chunk> chunks;
};

bool is_wav(const fs::path& file) {
    return file.extension() == ".wav" || file.extension() == ".WAV";
}

driver::Result<Recordings> recordings_in(const std::vector<fs::path>& folders) {
    Recordings found;
    for (const fs::path& folder : folders) {
        std::error_code error;
        for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
             at.increment(error)) {
            if (!is_wav(at->path())) continue;
            const fs::path name = at->path().lexically_relative(folder);
            found[fs::path(name).replace_extension().generic_string()] = at->path();
        }
        if (error) {
            return driver::Error{
                fmt::format("sound folder {}: {}: check the path or install its "
                            "package",
                            folder.string(), error.message())};
        }
    }
    if (found.empty()) return driver::Error{"no WAV file in the sound folders: check their paths"};
    constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
    if (found.size() > most) {
        return driver::Error{
            fmt::format("{} recordings are more than a bank holds ({}): make two "
                        "banks",
                        found.size(), most)};
    }
    return found;
}

driver::Result<Contents> compiled(const Recordings& recordings, Law law,
                                  const std::function<void(const BankProgress&)>& progress) {
    Contents contents;
    for (const auto& [name, file] : recordings) {
        const auto chunks = chunks_of_recording(file, law);
        if (!chunks) return driver::Error{chunks.error()};
        if (contents.chunks.size() + chunks->size() > std::numeric_limits<std::uint32_t>::max()) {
            return driver::Error{
                fmt::format("recording {}: more sound than a bank holds: make two "
                            "banks",
                            file.string())};
        }
        contents.places.push_back({static_cast<std::uint32_t>(contents.chunks.size()),
                                   static_cast<std::uint32_t>(chunks->size())});
        contents.chunks.insert(contents.chunks.end(), chunks->begin(), chunks->end());
        if (progress) progress({contents.places.size(), recordings.size(), name});
    }
    return contents;
}

std::uint16_t generation_of(const BankHeader& header, const Recordings& recordings) {
    std::uint64_t digest = header.digest + header.law;
    for (const auto& [name, file] : recordings) {
        digest = digest_of(std::as_bytes(std::span(name)), digest + name.size());
    }
    return static_cast<std::uint16_t>(1 + digest % std::numeric_limits<std::uint16_t>::max());
}

BankHeader header_of(const BankOrder& order, const Contents& contents,
                     const Recordings& recordings) {
    BankHeader header;
    header.law = static_cast<std::uint8_t>(order.law);
    header.clips = static_cast<std::uint32_t>(contents.places.size());
    header.chunks = static_cast<std::uint32_t>(contents.chunks.size());
    header.digest = digest_of(std::as_bytes(std::span(contents.places)), 0);
    header.digest = digest_of(std::as_bytes(std::span(contents.chunks)), header.digest);
    header.generation = generation_of(header, recordings);
    return header;
}

std::string contents_text(const BankHeader& header, const Contents& contents,
                          const Recordings& recordings) {
    std::string text = fmt::format("trunkline-prompts 1 {}\n", header.generation);
    std::size_t index = 0;
    for (const auto& [name, file] : recordings) {
        text += fmt::format("{} {} {}\n", index, contents.places[index].count, name);
        ++index;
    }
    return text;
}

// Whole or not at all: beside the place first, then moved there.
driver::Result<void> replace_file(const fs::path& file,
                                  std::initializer_list<std::span<const std::byte>> parts) {
    const fs::path fresh = file.string() + ".new";
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    for (const auto part : parts) {
        out.write(reinterpret_cast<const char*>(part.data()),
                  static_cast<std::streamsize>(part.size()));
    }
    out.close();
    std::error_code error;
    if (out) {
        fs::rename(fresh, file, error);
        if (!error) return {};
    }
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return driver::Error{
        fmt::format("{}: cannot be written{}{}: check the folder and the space on "
                    "the disk",
                    file.string(), error ? ": " : "", error ? error.message() : std::string())};
}

}  // namespace

driver::Result<BankReport> compile_bank(const BankOrder& order,
                                        const std::function<void(const BankProgress&)>& progress) {
    const auto recordings = recordings_in(order.folders);
    if (!recordings) return driver::Error{recordings.error()};
    const auto contents = compiled(*recordings, order.law, progress);
    if (!contents) return driver::Error{contents.error()};

    const BankHeader header = header_of(order, *contents, *recordings);
    const std::string text = contents_text(header, *contents, *recordings);
    auto written = replace_file(order.bank, {std::as_bytes(std::span(&header, 1)),
                                             std::as_bytes(std::span(contents->places)),
                                             std::as_bytes(std::span(contents->chunks))});
    if (written) {
        written = replace_file(contents_beside(order.bank), {std::as_bytes(std::span(text))});
    }
    if (!written) return driver::Error{written.error()};
    return BankReport{header.generation, contents->places.size(),
                      driver::Ticks{static_cast<std::int64_t>(contents->chunks.size())}};
}

}  // namespace ivr_dsp
