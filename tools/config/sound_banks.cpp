// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/sound_banks.hpp"

#include <fmt/format.h>

#include "ivr_dsp/dialog/prompt_index.hpp"
#include "tools/config/complaints.hpp"
#include "tools/config/configured.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using ivr_dsp::PromptBank;
using ivr_dsp::dialog::PromptIndex;

namespace {

Result<void> belong_together(const Settings& settings, const ivr_dsp::BankView& bank,
                             const PromptIndex& contents) {
    std::vector<driver::Ticks> lengths;
    lengths.reserve(bank.clips.size());
    for (const ivr_dsp::ClipPlace& clip : bank.clips) lengths.emplace_back(clip.count);
    const auto same = contents.tells_of(bank.generation, lengths);
    if (same) return {};
    return Error{fmt::format(
        "prompt bank {}: is not the one that {} tells of: {}: make both again "
        "with: trunkline prompts compile",
        settings.prompt_bank().string(), settings.prompt_contents().string(), same.error())};
}

}  // namespace

Result<PromptBank> open_prompt_bank(const Settings& settings) {
    auto bank = PromptBank::open(settings.prompt_bank(), settings.law);
    if (!bank) return bank;
    const auto text = read_prompt_contents(settings);
    if (!text) return Error{text.error()};
    const auto contents = PromptIndex::parse(*text);
    if (!contents) {
        return Error{fmt::format("{}: {}", settings.prompt_contents().string(), contents.error())};
    }
    const auto same = belong_together(settings, bank->view(), *contents);
    if (!same) return Error{same.error()};
    return bank;
}

std::string mistakes_of_banks(const Settings& settings, std::string_view prompt_contents) {
    std::string mistakes;
    const auto use = PromptBank::Use::checking;
    const auto prompts = PromptBank::open(settings.prompt_bank(), settings.law, use);
    const auto contents = PromptIndex::parse(prompt_contents);
    if (!prompts) {
        add_lines(mistakes, prompts.error());
    } else if (contents) {
        const auto same = belong_together(settings, prompts->view(), *contents);
        if (!same) add_lines(mistakes, same.error());
    }
    const auto music = PromptBank::open(settings.music_bank(), settings.law, use);
    if (!music) add_lines(mistakes, music.error());
    return mistakes;
}

}  // namespace tools
