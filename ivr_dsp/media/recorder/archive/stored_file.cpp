// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/stored_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

Error refused(const std::filesystem::path& path) {
    return {fmt::format("{}: {}", path.string(), std::strerror(errno))};
}

}  // namespace

StoredFile::StoredFile(std::filesystem::path path, const RecordingKey* key)
    : path_(std::move(path)) {
    if (key != nullptr) sealing_.emplace(*key, Sealing::new_id());
    blocks_[0];  // an empty file has one, too
}

void StoredFile::write(std::uint64_t at, std::span<const std::uint8_t> octets) {
    while (!octets.empty()) {
        const std::uint64_t number = at / block_octets;
        const std::size_t within = at % block_octets;
        // What is neither at the end nor in the first block may be on the disk already.
        INVARIANT(at == size_ || number == 0);
        Block& block = blocks_[number];
        const std::size_t size = std::min(octets.size(), block_octets - within);
        block.octets.resize(std::max(block.octets.size(), within + size));
        std::ranges::copy(octets.first(size),
                          block.octets.begin() + static_cast<std::ptrdiff_t>(within));
        block.changed = true;
        at += size;
        size_ = std::max(size_, at);
        octets = octets.subspan(size);
    }
}

// The first block last: a sound file's head then never speaks of what is not there.
Result<void> StoredFile::flush() {
    if (auto opened = open(); !opened) return opened;
    while (blocks_.size() > 1) {
        const auto second = std::next(blocks_.begin());
        auto& [number, block] = *second;
        if (auto done = put_changed(number, block); !done) return done;
        if (number == blocks_.rbegin()->first) break;
        blocks_.erase(second);
    }
    return put_changed(0, blocks_.begin()->second);
}

Result<void> StoredFile::put_changed(std::uint64_t number, Block& block) {
    if (!block.changed) return {};
    if (auto done = put(number, block.octets, false); !done) return done;
    block.changed = false;
    return {};
}

Result<void> StoredFile::finish() {
    if (auto done = flush(); !done) return done;
    const auto& [number, block] = *blocks_.rbegin();
    if (auto done = put(number, block.octets, true); !done) return done;
    if (::fdatasync(file_.get()) != 0) return refused(path_);
    return {};
}

Result<void> StoredFile::open() {
    if (file_) return {};
    file_ =
        driver::OwnedFile(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640));
    return file_ ? Result<void>{} : refused(path_);
}

Result<void> StoredFile::put(std::uint64_t number, const Octets& octets, bool last) {
    if (!sealing_) return put_at(number * block_octets, octets);
    if (number == 0) {
        if (auto done = put_at(0, sealing_->head()); !done) return done;
    }
    return put_at(Sealing::head_octets + number * (block_octets + Sealing::added_octets),
                  sealing_->seal(number, last, octets));
}

Result<void> StoredFile::put_at(std::uint64_t at, std::span<const std::uint8_t> octets) {
    while (!octets.empty()) {
        const ssize_t put =
            ::pwrite(file_.get(), octets.data(), octets.size(), static_cast<off_t>(at));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return refused(path_);
        at += static_cast<std::uint64_t>(put);
        octets = octets.subspan(static_cast<std::size_t>(put));
    }
    return {};
}

}  // namespace ivr_dsp
