// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/speech.hpp"

#include <fmt/format.h>

#include "tools/config/complaints.hpp"

namespace tools {
namespace {

// The loader's mistakes begin with the menu's name; people look for the file.
std::string by_file(const MenuSettings& menu, std::string_view mistakes) {
    const std::string name = std::string(menu.name.view()) + ":";
    std::string all;
    while (!mistakes.empty()) {
        const auto end = std::min(mistakes.find('\n'), mistakes.size());
        std::string_view line = mistakes.substr(0, end);
        mistakes.remove_prefix(std::min(end + 1, mistakes.size()));
        if (line.starts_with(name)) line.remove_prefix(name.size());
        add_lines(all, fmt::format("{}:{}", menu.written, line));
    }
    return all;
}

// Whether the center has what a menu sends callers to.
bool is_there(const Settings& settings, const pbx::Destination& to) {
    if (const auto* queue = std::get_if<pbx::ToQueue>(&to)) {
        return std::ranges::any_of(settings.queues,
                                   [&](const auto& q) { return q.config.name == queue->queue; });
    }
    if (const auto* menu = std::get_if<pbx::ToMenu>(&to)) {
        return std::ranges::any_of(settings.menus,
                                   [&](const auto& m) { return m.name == menu->menu; });
    }
    if (const auto* station = std::get_if<pbx::ToStation>(&to)) {
        return std::ranges::any_of(settings.boards, [&](const BoardSettings& board) {
            return std::ranges::any_of(board.stations, [&](const StationSettings& one) {
                return one.number == station->station.view();
            });
        });
    }
    const auto& mailboxes = settings.voicemail.mailboxes;
    if (const auto* mailbox = std::get_if<pbx::ToMailbox>(&to)) {
        return std::ranges::count(mailboxes, mailbox->mailbox, &acd::MailboxConfig::number) > 0;
    }
    if (const auto* messages = std::get_if<pbx::ToMessages>(&to)) {
        if (messages->mailbox.empty()) return !mailboxes.empty();
        return std::ranges::count(mailboxes, messages->mailbox, &acd::MailboxConfig::number) > 0;
    }
    if (std::holds_alternative<pbx::ToFax>(to)) return settings.fax.config.ports > 0;
    return std::holds_alternative<pbx::ToRelease>(to);
}

std::string mistakes_in(const ivr_dsp::dialog::TransferTarget& target, const Settings& settings) {
    const auto to = pbx::parse_destination(target.destination);
    if (!to) return to.error();
    if (std::holds_alternative<pbx::ToNumber>(*to)) {
        return "menus do not call outside: write queue:NAME, menu:NAME or station:NUMBER instead "
               "of " +
               target.destination;
    }
    if (is_there(settings, *to)) return {};
    return fmt::format("there is no {}: add it to trunkline.toml or correct the menu",
                       target.destination);
}

}  // namespace

Speech speech_of(const pbx::Configured& configured, const Settings& settings,
                 std::string& mistakes) {
    Speech speech;
    const std::string* contents = prompts_of(configured);
    auto prompts = ivr_dsp::dialog::PromptIndex::parse(contents == nullptr ? "" : *contents);
    if (!prompts) {
        add_lines(mistakes, "prompts.txt: " + prompts.error() +
                                ": make the prompt bank again with: trunkline prompts compile");
        return speech;
    }
    speech.prompts = std::move(*prompts);
    for (const MenuSettings& menu : settings.menus) {
        const std::string name(menu.name.view());
        const std::string* text = text_of(configured, menu);
        if (text == nullptr || speech.menus.contains(name)) continue;  // told with trunkline.toml
        const auto loaded = speech.menus.load(name, *text, speech.prompts);
        if (!loaded) add_lines(mistakes, by_file(menu, loaded.error()));
        for (const auto& target : speech.menus.destinations(name)) {
            const std::string wrong = mistakes_in(target, settings);
            if (!wrong.empty()) {
                add_lines(mistakes, fmt::format("{}:{}: {}", menu.written, target.line, wrong));
            }
        }
    }
    for (const acd::MailboxConfig& mailbox : settings.voicemail.mailboxes) {
        if (mailbox.greeting.empty() || speech.prompts.find(mailbox.greeting)) continue;
        add_lines(mistakes, fmt::format("trunkline.toml: mailbox {}: there is no prompt \"{}\" in "
                                        "the bank: correct greeting, or compile the bank again "
                                        "with that recording",
                                        mailbox.number.view(), mailbox.greeting));
    }
    return speech;
}

}  // namespace tools
