// SPDX-License-Identifier: GPL-2.0-or-later
// How a sealed file looks: a head, then blocks, each by itself sealed with AES-256-GCM (NIST SP
// 800-38D) under its number, so that none can be changed, moved, taken away or put in from another
// file, and under whether it is the last, so that none can be cut off.
//
//     head    "TLsealed" · the file's own 16 octets
//     block   12 octets of chance (the IV) · up to 16,384 sealed octets · 16 of the tag
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <nettle/gcm.h>

#include "ivr_dsp/media/recorder/archive/key.hpp"

namespace ivr_dsp {

using Octets = std::vector<std::uint8_t>;

// Of the content; of plain files, too, which are written by the block.
inline constexpr std::size_t block_octets = 16'384;

class Sealing {
  public:
    using FileId = std::array<std::uint8_t, 16>;
    static constexpr std::array<std::uint8_t, 8> mark{'T', 'L', 's', 'e', 'a', 'l', 'e', 'd'};
    static constexpr std::size_t head_octets = mark.size() + std::tuple_size_v<FileId>;
    static constexpr std::size_t added_octets = GCM_IV_SIZE + GCM_DIGEST_SIZE;  // to each block

    Sealing(const RecordingKey& key, const FileId& file);
    // An id by chance.
    static FileId new_id();

    [[nodiscard]] Octets head() const;
    // A block may be sealed again with other content: chance makes the IV a new one.
    [[nodiscard]] Octets seal(std::uint64_t number, bool last, std::span<const std::uint8_t> plain);
    // False: another key, or not what was sealed under this number.
    [[nodiscard]] bool open(std::uint64_t number, bool last, std::span<const std::uint8_t> sealed,
                            Octets& plain);

  private:
    void begin(std::span<const std::uint8_t> iv, std::uint64_t number, bool last);

    gcm_aes256_ctx cipher_{};
    FileId file_;
};

}  // namespace ivr_dsp
