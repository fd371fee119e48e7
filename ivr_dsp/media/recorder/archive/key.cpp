// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/key.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <sys/stat.h>

namespace ivr_dsp {

using driver::Error;
using driver::Result;

Result<RecordingKey> read_key(const std::filesystem::path& file) {
    struct stat facts {};
    std::ifstream in(file);
    if (!in || ::stat(file.c_str(), &facts) != 0) {
        return Error{fmt::format("key {}: {}: make one with: openssl rand -hex 32 > {}",
                                 file.string(), std::strerror(errno), file.string())};
    }
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return Error{fmt::format("key {}: others than its owner may use it: chmod 600 {}",
                                 file.string(), file.string())};
    }
    std::string digits;
    in >> digits;
    RecordingKey key;
    bool good = digits.size() == 2 * key.octets.size();
    for (std::size_t i = 0; good && i < key.octets.size(); ++i) {
        const char* at = digits.data() + 2 * i;
        const auto [end, failed] = std::from_chars(at, at + 2, key.octets[i], 16);
        good = failed == std::errc{} && end == at + 2;
    }
    if (good) return key;
    return Error{fmt::format(
        "key {}: is not 64 hexadecimal digits: make one with: openssl rand -hex 32 > {}",
        file.string(), file.string())};
}

}  // namespace ivr_dsp
