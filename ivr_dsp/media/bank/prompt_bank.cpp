// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/bank/prompt_bank.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/base/log.hpp"

namespace ivr_dsp {
namespace {

struct OpenFile {
    int descriptor;
    ~OpenFile() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

driver::Error system_error(const std::filesystem::path& file, int error) {
    return {fmt::format("prompt bank {}: {}: check the path, or compile the prompts", file.string(),
                        std::strerror(error))};
}

}  // namespace

driver::Result<PromptBank> PromptBank::open(const std::filesystem::path& file, Law law, Use use) {
    const OpenFile opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (opened.descriptor < 0) return system_error(file, errno);
    struct stat status {};
    if (::fstat(opened.descriptor, &status) != 0) return system_error(file, errno);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return driver::Error{checked_bank({}, file.string()).error()};
    void* memory =
        ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, opened.descriptor, 0);
    if (memory == MAP_FAILED) return system_error(file, errno);

    PromptBank bank(memory, size);
    auto view = checked_bank({static_cast<const std::byte*>(memory), size}, file.string());
    if (!view) return driver::Error{view.error()};
    if (view->law != law) {
        return driver::Error{fmt::format(
            "prompt bank {}: compiled for {}, the system is {}: compile it again for that law",
            file.string(), name_of(view->law), name_of(law))};
    }
    bank.view_ = *view;
    if (use == Use::playing) bank.lock(file);
    return bank;
}

PromptBank::PromptBank(PromptBank&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      size_(other.size_),
      locked_(other.locked_),
      view_(std::exchange(other.view_, {})) {}

PromptBank& PromptBank::operator=(PromptBank&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(size_, other.size_);
    std::swap(locked_, other.locked_);
    std::swap(view_, other.view_);
    return *this;
}

PromptBank::~PromptBank() {
    if (memory_ != nullptr) ::munmap(const_cast<void*>(memory_), size_);
}

void PromptBank::lock(const std::filesystem::path& file) {
    locked_ = ::mlock(memory_, size_) == 0;
    if (locked_) return;
    driver::log_warning("prompts",
                        "{}: cannot lock {} KiB in memory ({}): speech may stutter when memory is "
                        "short: raise LimitMEMLOCK of the service",
                        file.string(), size_ / 1024, std::strerror(errno));
}

}  // namespace ivr_dsp
