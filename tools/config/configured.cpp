// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/configured.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "tools/config/complaints.hpp"
#include "tools/config/sound_banks.hpp"
#include "tools/config/speech.hpp"
#include "tools/config/without_secrets.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

constexpr std::string_view toml_name = "trunkline.toml";
constexpr std::string_view prompts_name = "prompts.contents";

std::string menu_name(const pbx::Name& menu) {
    return "menu:" + std::string(menu.view());
}

Result<std::string> read_file(const std::filesystem::path& path) {
    std::error_code failed;
    std::ifstream file(path, std::ios::binary);
    if (!file || !std::filesystem::is_regular_file(path, failed)) {
        return Error{path.string() + ": cannot be read: is it there, and readable for this user?"};
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

const std::string* find_file(const pbx::Configured& configured, std::string_view name) {
    const auto found = std::ranges::find(configured.files, name, &pbx::ConfigurationFile::name);
    return found == configured.files.end() ? nullptr : &found->text;
}

// The menus and the bank's contents, as far as they can be read.
pbx::Configured gather(const Settings& settings, const std::string& toml,
                       std::string prompt_contents, std::string& mistakes) {
    pbx::Configured configured;
    configured.files.push_back({std::string(toml_name), without_secrets(toml, settings.secrets)});
    for (const MenuSettings& menu : settings.menus) {
        auto text = read_file(menu.file);
        if (text) {
            configured.files.push_back({menu_name(menu.name), std::move(*text)});
        } else {
            add_lines(mistakes, text.error());
        }
    }
    configured.files.push_back({std::string(prompts_name), std::move(prompt_contents)});
    std::uint64_t sum = driver::digest_of("");
    for (const auto& one : configured.files) {
        sum = driver::digest_of(one.text, driver::digest_of(one.name, sum));
    }
    configured.digest = fmt::format("{:016x}", sum);
    return configured;
}

// The error holds every mistake of the file.
struct Sources {
    std::string toml;
    Settings settings;
};
Result<Sources> read_sources(const std::filesystem::path& file) {
    auto text = read_file(file);
    if (!text) return Error{text.error()};
    auto settings = read_settings(*text, file, Where::on_this_machine);
    if (!settings) return Error{settings.error()};
    return Sources{std::move(*text), std::move(*settings)};
}

Result<pbx::Configured> gather(const Sources& sources, std::string prompt_contents) {
    std::string mistakes;
    auto configured = gather(sources.settings, sources.toml, std::move(prompt_contents), mistakes);
    if (!mistakes.empty()) return Error{std::move(mistakes)};
    return configured;
}

}  // namespace

Result<Settings> settings_on_disk(const std::filesystem::path& file) {
    auto sources = read_sources(file);
    if (!sources) return Error{sources.error()};
    return std::move(sources->settings);
}

Result<std::string> read_prompt_contents(const Settings& settings) {
    auto contents = read_file(settings.prompt_contents());
    if (contents) return contents;
    return Error{settings.prompt_contents().string() +
                 ":1: there is no prompt bank: make it with: trunkline prompts compile"};
}

Result<pbx::Configured> read_configuration(const std::filesystem::path& file) {
    auto sources = read_sources(file);
    if (!sources) return Error{sources.error()};
    auto contents = read_prompt_contents(sources->settings);
    if (!contents) return Error{contents.error()};
    return gather(*sources, *std::move(contents));
}

Result<pbx::Configured> read_configuration(const std::filesystem::path& file,
                                           std::string prompt_contents) {
    auto sources = read_sources(file);
    if (!sources) return Error{sources.error()};
    return gather(*sources, std::move(prompt_contents));
}

Result<Settings> settings_of(const pbx::Configured& configured, const std::filesystem::path& file) {
    const std::string* text = find_file(configured, toml_name);
    if (text == nullptr) return Error{"the configuration holds no trunkline.toml"};
    return read_settings(*text, file);
}

const std::string* text_of(const pbx::Configured& configured, const MenuSettings& menu) {
    return find_file(configured, menu_name(menu.name));
}

const std::string* prompts_of(const pbx::Configured& configured) {
    return find_file(configured, prompts_name);
}

std::string mistakes_of(const std::filesystem::path& file) {
    auto text = read_file(file);
    if (!text) return text.error();
    ReadSettings read = read_tolerantly(*text, file, Where::on_this_machine);
    std::string mistakes = std::move(read.mistakes);
    auto contents = read_prompt_contents(read.settings);
    if (!contents) {
        add_lines(mistakes, contents.error());
        return mistakes;  // without it every prompt of every menu would be missing
    }
    std::string unread;  // told already, with the line that names the menu
    const auto configured = gather(read.settings, *text, std::move(*contents), unread);
    // A wrong law or folder would make the banks look wrong, too.
    const bool settings_are_right = mistakes.empty();
    (void)speech_of(configured, read.settings, mistakes);
    if (!settings_are_right) return mistakes;
    add_lines(mistakes, mistakes_of_banks(read.settings, *prompts_of(configured)));
    return mistakes;
}

}  // namespace tools
