// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/stored_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ivr_dsp {

using driver::Error;
using driver::Result;

namespace {

constexpr std::uint64_t sealed_block = block_octets + Sealing::added_octets;

Error wrong(const std::filesystem::path& path, std::string_view what) {
    return {fmt::format("{}: {}", path.string(), what)};
}

}  // namespace

StoredReader::StoredReader(std::filesystem::path path, driver::OwnedFile file, std::uint64_t octets)
    : path_(std::move(path)),
      file_(std::move(file)),
      stored_(octets),
      size_(octets),
      blocks_((octets + block_octets - 1) / block_octets) {}

Result<StoredReader> StoredReader::open(const std::filesystem::path& path, const RecordingKey* key,
                                        Expected expected) {
    driver::OwnedFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat facts {};
    if (!file || ::fstat(file.get(), &facts) != 0) return wrong(path, std::strerror(errno));
    StoredReader reader(path, std::move(file), static_cast<std::uint64_t>(facts.st_size));
    if (const auto done = reader.unseal(key, expected); !done) return Error{done.error()};
    return reader;
}

Result<void> StoredReader::unseal(const RecordingKey* key, Expected expected) {
    std::array<std::uint8_t, Sealing::head_octets> head{};
    if (get(0, head) < head.size()) return {};
    if (!std::ranges::equal(Sealing::mark, std::span(head).first(Sealing::mark.size()))) return {};
    if (key == nullptr) return wrong(path_, "is sealed: name the key it was sealed with");
    Sealing::FileId id;
    std::ranges::copy(std::span(head).last(id.size()), id.begin());
    sealing_.emplace(*key, id);
    const std::uint64_t sealed = stored_ - Sealing::head_octets;
    blocks_ = (sealed + sealed_block - 1) / sealed_block;
    ended_ = expected == Expected::whole;
    bool readable = blocks_ > 0 && load(blocks_ - 1);
    if (!readable && expected == Expected::whole) {
        return wrong(path_, "its end is missing or was changed, or it was sealed with another key");
    }
    // Perhaps all was written but its name; else the last block was being written.
    if (!readable && blocks_ > 0) {
        ended_ = true;
        readable = load(blocks_ - 1);
    }
    if (!readable && blocks_ > 0) {
        ended_ = false;
        readable = --blocks_ > 0 && load(blocks_ - 1);
    }
    size_ = readable ? (blocks_ - 1) * block_octets + block_.size() : 0;
    return {};
}

std::size_t StoredReader::get(std::uint64_t at, std::span<std::uint8_t> octets) const {
    std::size_t got = 0;
    while (got < octets.size()) {
        const ssize_t now = ::pread(file_.get(), octets.data() + got, octets.size() - got,
                                    static_cast<off_t>(at + got));
        if (now < 0 && errno == EINTR) continue;
        if (now <= 0) break;
        got += static_cast<std::size_t>(now);
    }
    return got;
}

bool StoredReader::load(std::uint64_t number) {
    if (loaded_ == number) return true;
    loaded_.reset();
    if (!sealing_) {
        block_.resize(block_octets);
        block_.resize(get(number * block_octets, block_));
    } else {
        Octets sealed(sealed_block);
        sealed.resize(get(Sealing::head_octets + number * sealed_block, sealed));
        if (!sealing_->open(number, ended_ && number + 1 == blocks_, sealed, block_)) return false;
    }
    loaded_ = number;
    return true;
}

std::size_t StoredReader::read(std::uint64_t at, std::span<std::uint8_t> octets) {
    std::size_t got = 0;
    while (got < octets.size() && at < size_) {
        if (!load(at / block_octets)) break;
        const std::size_t within = at % block_octets;
        if (within >= block_.size()) break;
        const std::size_t now = std::min(octets.size() - got, block_.size() - within);
        std::copy_n(block_.begin() + static_cast<std::ptrdiff_t>(within), now,
                    octets.begin() + static_cast<std::ptrdiff_t>(got));
        got += now;
        at += now;
    }
    return got;
}

Result<void> StoredReader::verify() {
    for (std::uint64_t number = 0; number < blocks_; ++number) {
        if (!load(number)) {
            return wrong(path_,
                         fmt::format("block {} of {} is not what was sealed", number + 1, blocks_));
        }
    }
    return {};
}

}  // namespace ivr_dsp
