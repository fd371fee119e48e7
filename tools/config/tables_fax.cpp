// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes.
#include <algorithm>

#include <fmt/format.h>

#include "tools/config/tables.hpp"

namespace tools {
namespace {

constexpr std::size_t longest_station = 20;  // T.30 5.3.6.2.4
constexpr std::size_t longest_header = 50;

}  // namespace

// After all that may have a destination.
void Tables::fax(Section s) {
    FaxSettings& fax = settings_.fax;
    fax.config.ports = static_cast<std::uint16_t>(s.number("ports", 0, 256, 2));
    const std::string directory = s.text("directory", "");
    fax.directory = directory.empty() ? settings_.state / "fax" : path(directory);
    fax.station = s.text("station", "");
    const auto dialable = [](char c) { return (c >= '0' && c <= '9') || c == '+' || c == ' '; };
    if (fax.station.size() > longest_station || !std::ranges::all_of(fax.station, dialable)) {
        s.complain("station", fmt::format("\"{}\" is no number as fax machines show them: write "
                                          "at most {} digits, + and blanks",
                                          fax.station, longest_station));
    }
    fax.header = s.text("header", "");
    if (fax.header.size() > longest_header) {
        s.complain("header", fmt::format("has {} letters: at most {} fit above a page",
                                         fax.header.size(), longest_header));
    }
    fax.error_correction = s.yes("error_correction", true);
    const bool leads_outside = !settings_.outside.prefix.empty();
    fax.config.group =
        s.name("group", std::string(leads_outside ? settings_.outside.group.view() : ""));
    if (s.has("group")) {
        names_.refers_to(Thing::group, fax.config.group.view(), s.place("group"));
    }
    fax.config.number = s.digits("number", "");
    fax.config.tries = static_cast<std::uint8_t>(s.number("tries", 1, acd::most_fax_tries, 3));
    fax.config.pause = s.seconds("pause", 5, 3600, fax.config.pause);
    if (fax.config.ports == 0) {
        for (const Place& place : faxes_expected_) {
            complaints_.add(place, "there is no fax port: raise ports in [fax]");
        }
    }
    s.done();
}

}  // namespace tools
