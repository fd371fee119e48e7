// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/live_line.hpp"

#include <algorithm>

#include <fmt/ranges.h>

#include "driver/board/cable_file.hpp"
#include "tools/config/configured.hpp"
#include "tools/firstcall/world.hpp"
#include "tools/twin/toml_fields.hpp"

namespace tools::twin {

using driver::Error;
using driver::LineFaults;
using driver::Result;

namespace {

// As TOML has it; a word without quotes is a text.
Result<std::string> as_toml(const std::string& word) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals + 1 == word.size()) {
        return Error{"\"" + word + "\": write NAME=VALUE, such as to_center.cut=true"};
    }
    const std::string value = word.substr(equals + 1);
    const bool plain = value == "true" || value == "false" ||
                       value.find_first_not_of("+-0123456789_") == std::string::npos;
    return word.substr(0, equals) + " = " + (plain ? value : "\"" + value + "\"") + "\n";
}

template <class Opened>
Result<void> disturb_opened(const Result<Opened>& cable, const LineFaults& faults) {
    if (!cable) return Error{cable.error()};
    return driver::disturb(cable->get(), faults);
}

}  // namespace

Result<LineFaults> faults_of(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        const auto line = as_toml(word);
        if (!line) return Error{line.error()};
        text += *line;
    }
    LineFaults faults;
    office::TomlTroubles troubles{"fault"};
    try {
        const toml::table table = toml::parse(text);
        office::TomlTable reader(table, troubles);
        read_fields(reader, faults);
        reader.finish();
    } catch (const toml::parse_error& error) {
        return Error{fmt::format("{}: {}", fmt::join(words, " "), error.description())};
    }
    if (!troubles.all.empty()) return Error{fmt::format("{}", fmt::join(troubles.all, "\n"))};
    const auto checked = check(faults);
    if (!checked) return Error{checked.error()};
    return faults;
}

Result<void> disturb_live(const std::filesystem::path& config, unsigned span,
                          const LineFaults& faults) {
    const auto settings = settings_on_disk(config);
    if (!settings) return Error{settings.error()};
    const auto spans = firstcall::spans_of(*settings);
    const auto found = std::ranges::find(
        spans, span, [](const SpanSettings* one) { return static_cast<unsigned>(one->id.value); });
    if (found == spans.end()) {
        return Error{fmt::format("{} has no span {}", config.string(), span)};
    }
    const std::string& cable = (*found)->cable;
    // Making it would promise a fault on a line that nobody uses.
    if (!driver::is_laid(settings->run, cable)) {
        return Error{fmt::format("there is no cable {} in {}: switch the center on (trunkline run)",
                                 cable, settings->run.string())};
    }
    if ((*found)->kind == pbx::SpanKind::e1) {
        return disturb_opened(driver::open_e1_cable(settings->run, cable), faults);
    }
    return disturb_opened(driver::open_t1_cable(settings->run, cable), faults);
}

}  // namespace tools::twin
