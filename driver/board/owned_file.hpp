// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <utility>

#include <unistd.h>

namespace driver {

// A file descriptor, closed with this. Negative: there is none.
class OwnedFile {
  public:
    OwnedFile() = default;
    explicit OwnedFile(int descriptor) : descriptor_(descriptor) {}
    OwnedFile(OwnedFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OwnedFile& operator=(OwnedFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~OwnedFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    [[nodiscard]] int get() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }

  private:
    int descriptor_{-1};
};

}  // namespace driver
