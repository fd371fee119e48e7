// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/settings.hpp"

#include <optional>

#include "tools/config/tables.hpp"

namespace tools {
namespace {

std::optional<toml::table> parse(std::string_view text, Complaints& complaints) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        complaints.add(error.source().begin.line,
                       std::string(error.description()) + ": correct the TOML here");
        return std::nullopt;
    }
}

}  // namespace

std::vector<std::uint8_t> SpanSettings::b_channels() const {
    std::vector<std::uint8_t> all;
    const std::uint8_t last = kind == pbx::SpanKind::e1 ? 31 : 24;
    for (std::uint8_t timeslot = 1; timeslot <= last; ++timeslot) {
        if (timeslot != d_timeslot) all.push_back(timeslot);
    }
    return all;
}

ReadSettings read_tolerantly(std::string_view text, const std::filesystem::path& file,
                             Where where) {
    ReadSettings read;
    Complaints complaints(file.string());
    if (const auto table = parse(text, complaints)) {
        const auto folder = std::filesystem::absolute(file).parent_path();
        Tables(read.settings, folder, where, complaints).read(*table);
    }
    read.mistakes = complaints.text();
    return read;
}

driver::Result<Settings> read_settings(std::string_view text, const std::filesystem::path& file,
                                       Where where) {
    ReadSettings read = read_tolerantly(text, file, where);
    if (!read.mistakes.empty()) return driver::Error{std::move(read.mistakes)};
    return std::move(read.settings);
}

}  // namespace tools
