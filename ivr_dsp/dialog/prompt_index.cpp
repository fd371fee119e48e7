// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/prompt_index.hpp"

#include <charconv>

#include <fmt/format.h>

namespace ivr_dsp::dialog {
namespace {

using driver::Error;
using driver::Result;

// The text up to the next `end`, which is taken away together with it.
std::string_view take_until(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return taken;
}

template <class Number>
bool reads_as(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<PromptIndex> PromptIndex::parse(std::string_view contents) {
    PromptIndex index;
    std::string_view first = take_until(contents, '\n');
    if (take_until(first, ' ') != "trunkline-prompts" || take_until(first, ' ') != "1" ||
        !reads_as(first, index.generation_)) {
        return Error{
            "line 1: not a prompt index of version 1 (\"trunkline-prompts 1 GENERATION\"): "
            "compile the prompts again"};
    }
    for (int line = 2; !contents.empty(); ++line) {
        std::string_view rest = take_until(contents, '\n');
        if (rest.empty()) continue;
        std::uint16_t position{};
        std::uint32_t milliseconds{};
        if (!reads_as(take_until(rest, ' '), position) ||
            !reads_as(take_until(rest, ' '), milliseconds) || rest.empty()) {
            return Error{fmt::format(
                "line {}: not \"INDEX MILLISECONDS NAME\": compile the prompts again", line)};
        }
        if (!index.by_name_.emplace(rest, position).second ||
            !index.lengths_.emplace(position, milliseconds).second) {
            return Error{fmt::format(
                "line {}: \"{}\" or its index {} is there twice: compile the prompts again", line,
                rest, position)};
        }
    }
    return index;
}

std::optional<Clip> PromptIndex::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return std::nullopt;
    return Clip{generation_, found->second};
}

driver::Ticks PromptIndex::length(Clip clip) const {
    const auto found = lengths_.find(clip.index);
    if (clip.generation != generation_ || found == lengths_.end()) return driver::Ticks{};
    return found->second;
}

Result<void> PromptIndex::tells_of(std::uint16_t generation,
                                   std::span<const driver::Ticks> lengths) const {
    if (generation != generation_) {
        return Error{fmt::format("it is of generation {} instead of {}", generation, generation_)};
    }
    if (lengths.size() != by_name_.size()) {
        return Error{fmt::format("it holds {} clips instead of {}", lengths.size(), size())};
    }
    for (const auto& [name, position] : by_name_) {
        if (position >= lengths.size()) {
            return Error{fmt::format("it has no clip {} (\"{}\")", position, name)};
        }
        const driver::Ticks told = lengths_.at(position);
        if (lengths[position] != told) {
            return Error{fmt::format("its clip {} (\"{}\") lasts {} ms instead of {}", position,
                                     name, lengths[position].count(), told.count())};
        }
    }
    return {};
}

}  // namespace ivr_dsp::dialog
