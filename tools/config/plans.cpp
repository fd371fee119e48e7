// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/plans.hpp"

#include <cctype>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace tools {

using driver::Error;
using driver::Result;

namespace {

constexpr std::string_view toml_name = "trunkline.toml";
constexpr std::string_view prompts_name = "prompts.contents";

std::uint64_t digest(std::string_view text, std::uint64_t start = 0xCBF29CE484222325U) {
    for (const char c : text) start = (start ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return start;
}

unsigned timeslots(const SpanSettings& span) {
    return span.kind == pbx::SpanKind::e1 ? 31 : 24;
}

std::string menu_file(const pbx::Name& menu) {
    return "menu:" + std::string(menu.view());
}

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        return Error{path.string() + ": cannot be read: is it there, and readable for this user?"};
    }
    return text.str();
}

const std::string* find_file(const pbx::Configured& configured, std::string_view name) {
    const auto found = std::ranges::find(configured.files, name, &pbx::ConfigurationFile::name);
    return found == configured.files.end() ? nullptr : &found->text;
}

pbx::DialPlan dial_plan(const Settings& settings) {
    std::vector<pbx::Route> incoming;
    for (const IncomingSettings& one : settings.incoming) incoming.push_back(one.route);
    std::vector<pbx::Route> inside;
    for (const BoardSettings& board : settings.boards) {
        for (const StationSettings& station : board.stations) {
            inside.push_back({station.number, pbx::ToStation{station.number}});
        }
    }
    for (const MenuSettings& menu : settings.menus) {
        if (!menu.number.empty()) inside.push_back({menu.number, pbx::ToMenu{menu.name}});
    }
    for (const QueueSettings& queue : settings.queues) {
        if (!queue.number.empty())
            inside.push_back({queue.number, pbx::ToQueue{queue.config.name}});
    }
    return {std::move(incoming), std::move(inside), settings.features, settings.outside};
}

// pbx/signalling knows countries by ISO 3166, the tone plans by their usual names.
pbx::AnalogTimes analog_times(const std::string& country) {
    std::string code = country == "uk" ? "GB" : country;
    for (char& letter : code) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    const auto times = pbx::analog_times(code);
    INVARIANT(times.has_value());  // every country with a tone plan has them
    return *times;
}

// Whether the written destination is one routing can follow.
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
        return line_book(settings).station(station->station).has_value();
    }
    return !std::holds_alternative<pbx::ToNumber>(to);
}

Result<void> load_menus(const Settings& settings, const pbx::Configured& configured,
                        acd::CenterConfig& config) {
    std::string wrong;
    const auto note = [&](const std::string& text) { wrong += (wrong.empty() ? "" : "\n") + text; };
    for (const MenuSettings& menu : settings.menus) {
        const std::string name(menu.name.view());
        const std::string* text = find_file(configured, menu_file(menu.name));
        if (text == nullptr) {
            note("menu " + name + " was not journalled with the configuration");
            continue;
        }
        const auto loaded = config.menus.load(name, *text, config.prompts);
        if (!loaded) {
            note(loaded.error());
            continue;
        }
        for (const std::string& written : config.menus.destinations(name)) {
            const auto to = pbx::parse_destination(written);
            if (!to) {
                note("menu " + name + ": " + to.error());
            } else if (!is_there(settings, *to)) {
                note("menu " + name + ": there is no " + written +
                     ": add it to trunkline.toml or correct the menu");
            }
        }
    }
    if (!wrong.empty()) return Error{wrong};
    return {};
}

}  // namespace

pbx::LineBook line_book(const Settings& settings) {
    std::vector<pbx::Line> lines;
    const auto add = [&](pbx::Line line) {
        line.device.line = {static_cast<std::uint16_t>(lines.size())};
        lines.push_back(line);
    };
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            for (unsigned slot = 1; slot <= timeslots(span); ++slot) {
                if (slot == span.d_timeslot) continue;
                pbx::Line line;
                line.device.span = span.id;
                line.device.timeslot = static_cast<std::uint8_t>(slot);
                line.group = span.group;
                add(line);
            }
        }
        for (const StationSettings& station : board.stations) {
            pbx::Line line;
            line.device.station = station.number;
            add(line);
        }
    }
    return pbx::LineBook(std::move(lines));
}

std::uint64_t plant_digest(const Settings& settings) {
    std::string text =
        fmt::format("{} voice ports, {} conferences", settings.voice_ports, settings.conferences);
    const pbx::LineBook lines = line_book(settings);
    for (const pbx::Line& line : lines.all()) {
        text += fmt::format(";{}/{}/{}", line.device.span.value, line.device.timeslot,
                            line.device.station.view());
    }
    return digest(text);
}

pbx::SignallingPlan signalling_plan(const Settings& settings, std::uint64_t firmware_epoch) {
    pbx::SignallingPlan plan;
    plan.firmware_epoch = firmware_epoch;
    plan.configuration = plant_digest(settings);
    plan.voice_ports = settings.voice_ports;
    plan.analog = analog_times(settings.country);
    std::uint16_t next = 0;
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            pbx::SpanPlan one;
            one.span = span.id;
            one.kind = span.kind;
            one.switch_type = span.switch_type;
            one.side = span.side;
            one.d_timeslot = span.d_timeslot;
            one.law = span.law;
            one.overlap_receiving = span.overlap;
            for (unsigned slot = 1; slot <= timeslots(span); ++slot) {
                if (slot == span.d_timeslot) continue;
                one.channels.push_back({{next++}, static_cast<std::uint8_t>(slot)});
            }
            plan.spans.push_back(std::move(one));
        }
        for (const StationSettings& station : board.stations) {
            plan.stations.push_back({{next++}, station.number});
        }
    }
    return plan;
}

Result<acd::CenterConfig> center_config(const pbx::Configured& configured) {
    auto settings = settings_of(configured, toml_name);
    if (!settings) return Error{settings.error()};
    acd::CenterConfig config;
    config.digest = configured.digest;
    config.lines = line_book(*settings);
    config.plan = dial_plan(*settings);
    for (const QueueSettings& queue : settings->queues) config.queues.push_back(queue.config);
    for (const AgentSettings& agent : settings->agents) config.agents.push_back(agent.config);
    config.voice_ports = settings->voice_ports;
    config.conferences = settings->conferences;
    config.person = settings->person;
    config.ready_on_log_in = settings->ready_on_log_in;
    config.patience = settings->patience;
    const std::string* contents = find_file(configured, prompts_name);
    if (contents == nullptr) return Error{"the prompt bank's contents were not journalled"};
    auto prompts = ivr_dsp::dialog::PromptIndex::parse(*contents);
    if (!prompts) return Error{"prompts.contents: " + prompts.error()};
    config.prompts = std::move(*prompts);
    const auto menus = load_menus(*settings, configured, config);
    if (!menus) return Error{menus.error()};
    return config;
}

Result<Settings> settings_of(const pbx::Configured& configured, const std::filesystem::path& file) {
    const std::string* text = find_file(configured, toml_name);
    if (text == nullptr) return Error{"trunkline.toml was not journalled"};
    return read_settings(*text, file);
}

Result<pbx::Configured> read_configuration(const std::filesystem::path& file) {
    auto text = read_file(file);
    if (!text) return Error{text.error()};
    const auto settings = read_settings(*text, file);
    if (!settings) return Error{settings.error()};
    auto contents = read_file(settings->prompt_contents());
    if (!contents) {
        return Error{contents.error() + " Make the prompt bank with: trunkline prompts compile"};
    }
    return read_configuration(file, std::move(*contents));
}

Result<pbx::Configured> read_configuration(const std::filesystem::path& file,
                                           std::string prompt_contents) {
    auto text = read_file(file);
    if (!text) return Error{text.error()};
    const auto settings = read_settings(*text, file);
    if (!settings) return Error{settings.error()};
    pbx::Configured configured;
    configured.files.push_back({std::string(toml_name), std::move(*text)});
    for (const MenuSettings& menu : settings->menus) {
        auto menu_text = read_file(menu.file);
        if (!menu_text) {
            return Error{fmt::format("{}:{}: [[menu]] file: {}", file.string(), menu.line,
                                     menu_text.error())};
        }
        configured.files.push_back({menu_file(menu.name), std::move(*menu_text)});
    }
    configured.files.push_back({std::string(prompts_name), std::move(prompt_contents)});
    std::uint64_t sum = digest("");
    for (const auto& one : configured.files) sum = digest(one.text, digest(one.name, sum));
    configured.digest = fmt::format("{:016x}", sum);
    return configured;
}

}  // namespace tools
