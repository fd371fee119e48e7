// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/wav_file.hpp"

#include <algorithm>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <sndfile.h>

namespace tools::office {

driver::Result<std::vector<std::filesystem::path>> wav_files_below(
    const std::filesystem::path& directory) {
    std::error_code trouble;
    std::vector<std::filesystem::path> files;
    using Walk = std::filesystem::recursive_directory_iterator;
    for (Walk at(directory, trouble), end; !trouble && at != end; at.increment(trouble)) {
        if (at->path().extension() == ".wav") files.push_back(at->path());
    }
    if (trouble) {
        return driver::Error{
            fmt::format("{}: {}: install the sound package or name another directory",
                        directory.string(), trouble.message())};
    }
    std::sort(files.begin(), files.end());
    return files;
}

driver::Result<std::vector<std::int16_t>> read_wav(const std::filesystem::path& file) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> opened(sf_open(file.c_str(), SFM_READ, &info),
                                                             sf_close);
    if (!opened) {
        return driver::Error{fmt::format("{}: {}", file.string(), sf_strerror(nullptr))};
    }
    if (info.channels != 1 || info.samplerate != 8000) {
        return driver::Error{
            fmt::format("{}: one channel at 8000 Hz is needed: convert it", file.string())};
    }
    std::vector<std::int16_t> samples(static_cast<std::size_t>(info.frames));
    const auto read = sf_readf_short(opened.get(), samples.data(), info.frames);
    samples.resize(static_cast<std::size_t>(std::max<sf_count_t>(read, 0)));
    return samples;
}

}  // namespace tools::office
