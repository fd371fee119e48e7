// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>

#include "driver/base/result.hpp"
#include "ivr_dsp/media/bank/bank_file.hpp"

namespace ivr_dsp {

// A bank file in memory: mapped read-only, every page there and locked, so that playing never waits
// for the disk. Opened by a worker before the media gets its view.
class PromptBank {
  public:
    // checking: only looked at, so that its memory need not be locked.
    enum class Use { playing, checking };
    // Errors: file not there, not a bank, damaged, or compiled for the other law. If the memory
    // cannot be locked (RLIMIT_MEMLOCK) the bank works and a warning says so.
    static driver::Result<PromptBank> open(const std::filesystem::path& file, Law law,
                                           Use use = Use::playing);
    PromptBank(PromptBank&& other) noexcept;
    PromptBank& operator=(PromptBank&& other) noexcept;
    ~PromptBank();

    // Valid as long as the bank.
    [[nodiscard]] const BankView& view() const { return view_; }
    [[nodiscard]] bool locked() const { return locked_; }

  private:
    PromptBank(const void* memory, std::size_t size) : memory_(memory), size_(size) {}
    void lock(const std::filesystem::path& file);

    const void* memory_;
    std::size_t size_;
    bool locked_{};
    BankView view_;
};

}  // namespace ivr_dsp
