// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/sealing.hpp"

#include <algorithm>

#include <nettle/memops.h>
#include <sys/random.h>

#include "driver/base/invariant.hpp"

namespace ivr_dsp {
namespace {

void fill_by_chance(std::span<std::uint8_t> octets) {
    // Up to 256 octets the system gives all or, before it has any chance to give, waits.
    INVARIANT(::getrandom(octets.data(), octets.size(), 0) == static_cast<ssize_t>(octets.size()));
}

}  // namespace

Sealing::Sealing(const RecordingKey& key, const FileId& file) : file_(file) {
    gcm_aes256_set_key(&cipher_, key.octets.data());
}

Sealing::FileId Sealing::new_id() {
    FileId id;
    fill_by_chance(id);
    return id;
}

Octets Sealing::head() const {
    Octets head(head_octets);
    std::ranges::copy(file_, std::ranges::copy(mark, head.begin()).out);
    return head;
}

void Sealing::begin(std::span<const std::uint8_t> iv, std::uint64_t number, bool last) {
    std::array<std::uint8_t, std::tuple_size_v<FileId> + sizeof number + 1> place{};
    auto* const at = std::ranges::copy(file_, place.begin()).out;
    for (unsigned i = 0; i < sizeof number; ++i) {
        at[i] = static_cast<std::uint8_t>(number >> (8U * i));
    }
    place.back() = last ? 1 : 0;
    gcm_aes256_set_iv(&cipher_, iv.size(), iv.data());
    gcm_aes256_update(&cipher_, place.size(), place.data());
}

Octets Sealing::seal(std::uint64_t number, bool last, std::span<const std::uint8_t> plain) {
    Octets sealed(plain.size() + added_octets);
    const auto iv = std::span(sealed).first(GCM_IV_SIZE);
    fill_by_chance(iv);
    begin(iv, number, last);
    gcm_aes256_encrypt(&cipher_, plain.size(), sealed.data() + GCM_IV_SIZE, plain.data());
    gcm_aes256_digest(&cipher_, GCM_DIGEST_SIZE, sealed.data() + GCM_IV_SIZE + plain.size());
    return sealed;
}

bool Sealing::open(std::uint64_t number, bool last, std::span<const std::uint8_t> sealed,
                   Octets& plain) {
    if (sealed.size() < added_octets) return false;
    const auto content = sealed.subspan(GCM_IV_SIZE, sealed.size() - added_octets);
    plain.resize(content.size());
    begin(sealed.first(GCM_IV_SIZE), number, last);
    gcm_aes256_decrypt(&cipher_, content.size(), plain.data(), content.data());
    std::array<std::uint8_t, GCM_DIGEST_SIZE> tag{};
    gcm_aes256_digest(&cipher_, tag.size(), tag.data());
    if (memeql_sec(tag.data(), sealed.last(tag.size()).data(), tag.size()) != 0) return true;
    plain.clear();
    return false;
}

}  // namespace ivr_dsp
