// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/bank/bank_file.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace ivr_dsp {
namespace {

driver::Error broken(std::string_view bank, std::string_view what) {
    return {fmt::format("prompt bank {}: {}: compile the prompts again", bank, what)};
}

template <class T>
std::span<const T> array_at(std::span<const std::byte> octets, std::size_t offset,
                            std::size_t count) {
    return {reinterpret_cast<const T*>(octets.data() + offset), count};
}

}  // namespace

std::uint64_t digest_of(std::span<const std::byte> octets, std::uint64_t start) {
    std::uint64_t digest = start;
    for (std::size_t at = 0; at < octets.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, octets.data() + at, std::min(sizeof word, octets.size() - at));
        digest = (digest ^ word) * 0x9E3779B97F4A7C15U;
        digest ^= digest >> 32U;
    }
    return digest;
}

driver::Result<BankView> checked_bank(std::span<const std::byte> octets, std::string_view bank) {
    BankHeader header;
    if (octets.size() < sizeof header) return broken(bank, "too short to be a bank");
    std::memcpy(&header, octets.data(), sizeof header);
    if (header.magic != bank_magic) return broken(bank, "this is no bank");
    if (header.version != bank_version) {
        return broken(
            bank, fmt::format("version {}, this program reads {}", header.version, bank_version));
    }
    if (header.law > 1) return broken(bank, "unknown law");
    const std::size_t places_size = header.clips * sizeof(ClipPlace);
    const std::size_t wanted = sizeof header + places_size + header.chunks * sizeof(Chunk);
    if (octets.size() != wanted) {
        return broken(bank, fmt::format("{} octets long instead of {}", octets.size(), wanted));
    }
    if (digest_of(octets.subspan(sizeof header), 0) != header.digest) {
        return broken(bank, "damaged");
    }
    BankView view{header.generation, Law{header.law},
                  array_at<ClipPlace>(octets, sizeof header, header.clips),
                  array_at<Chunk>(octets, sizeof header + places_size, header.chunks)};
    for (std::size_t i = 0; i < view.clips.size(); ++i) {
        const ClipPlace place = view.clips[i];
        if (place.first > header.chunks || place.count > header.chunks - place.first) {
            return broken(bank, fmt::format("clip {} lies outside", i));
        }
    }
    return view;
}

}  // namespace ivr_dsp
