// SPDX-License-Identifier: GPL-2.0-or-later
// Turns folders of recordings into a bank. For a worker or a tool: allocates, reads and writes
// files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "ivr_dsp/media/sounds.hpp"

namespace ivr_dsp {

struct BankOrder {
    // WAV files of any rate, sample format and number of channels, in folders and below. A clip is
    // named by its path in its folder without extension: "digits/7". A later folder's recording
    // replaces an earlier folder's of the same name.
    std::vector<std::filesystem::path> folders;
    Law law{};
    std::filesystem::path bank;  // made, with its table of contents beside it; or replaced
};
struct BankProgress {
    std::size_t done{};
    std::size_t total{};
    const std::string& name;  // of the clip just compiled
};
struct BankReport {
    std::uint16_t generation{};  // follows from names, law and sound; never 0
    std::size_t clips{};
    driver::Ticks length{};
};

// The same recordings give the same octets. Errors name the folder or recording and the remedy;
// nothing is left behind and an older bank is untouched.
driver::Result<BankReport> compile_bank(
    const BankOrder& order, const std::function<void(const BankProgress&)>& progress = {});

}  // namespace ivr_dsp
