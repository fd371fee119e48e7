// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/digest.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include <fmt/format.h>

namespace ivr_dsp {

std::string Sha256::hex() {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&state_, digest.size(), digest.data());
    std::string text;
    text.reserve(2 * digest.size());
    for (const std::uint8_t octet : digest) text += fmt::format("{:02x}", octet);
    return text;
}

std::string sha256_of(std::string_view text) {
    Sha256 sum;
    sum.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return sum.hex();
}

driver::Result<std::string> sha256_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return driver::Error{fmt::format("{}: {}", file.string(), std::strerror(errno))};
    Sha256 sum;
    std::vector<std::uint8_t> octets(std::size_t{1} << 18U);
    while (in) {
        in.read(reinterpret_cast<char*>(octets.data()),
                static_cast<std::streamsize>(octets.size()));
        sum.add(std::span(octets).first(static_cast<std::size_t>(in.gcount())));
    }
    if (in.bad()) return driver::Error{fmt::format("{}: cannot be read", file.string())};
    return sum.hex();
}

}  // namespace ivr_dsp
