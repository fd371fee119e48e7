// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/script_file.hpp"

#include <fstream>
#include <iterator>

#include <fmt/ranges.h>

#include "tools/office/toml_table.hpp"

namespace tools::office {
namespace {

template <class Step>
Step with_time_limit(TomlTable& table, Step step) {
    table.read("within_ms", step.within);
    return step;
}

std::optional<ScriptStep> read_tone(TomlTable& table) {
    std::string name;
    ExpectTone step;
    if (!table.read("tone", name)) return std::nullopt;
    if (!value_named(name, step.tone)) {
        table.trouble(
            fmt::format("tone \"{}\": use dial, recall_dial, ringback, busy, congestion, "
                        "call_waiting or special_information",
                        name));
    }
    return with_time_limit(table, step);
}

std::optional<ScriptStep> read_queue(TomlTable& table) {
    std::string answer;
    Queue step;
    if (!table.read("queue", answer)) return std::nullopt;
    if (answer != "wait" && answer != "leave") table.trouble("queue: answer \"wait\" or \"leave\"");
    step.waits = answer != "leave";
    table.read("patience_ms", step.patience);
    return step;
}

std::optional<ScriptStep> read_listening(TomlTable& table) {
    ExpectPrompt prompt;
    if (table.read("prompt", prompt.prompt)) {
        table.read("to_end", prompt.to_end);
        return with_time_limit(table, prompt);
    }
    ExpectPause pause;
    if (table.read("pause_ms", pause.quiet)) return with_time_limit(table, pause);
    bool yes = false;
    if (table.read("answer", yes)) return with_time_limit(table, ExpectAnswer{});
    if (table.read("music", yes)) return with_time_limit(table, ExpectMusic{});
    if (table.read("release", yes)) return with_time_limit(table, ExpectRelease{});
    return read_tone(table);
}

std::optional<ScriptStep> read_doing(TomlTable& table) {
    Press press;
    if (table.read("press", press.digits)) return press;
    Wait wait;
    if (table.read("wait_ms", wait.time)) return wait;
    Talk talk;
    if (table.read("talk_ms", talk.time)) return with_time_limit(table, talk);
    bool yes = false;
    if (table.read("hang_up", yes)) return HangUp{};
    return read_queue(table);
}

std::vector<ScriptStep> read_steps(TomlTable& parent) {
    std::vector<ScriptStep> steps;
    for (const auto* one : parent.tables("steps")) {
        TomlTable table(*one, parent.troubles());
        auto step = read_listening(table);
        if (!step) step = read_doing(table);
        if (step) {
            steps.push_back(std::move(*step));
            table.finish();
        } else {
            table.trouble(
                "no such step: use answer, prompt, pause_ms, music, tone, press, wait_ms, "
                "queue, talk_ms, release or hang_up");
        }
    }
    return steps;
}

CallerScript read_call(TomlTable table) {
    CallerScript script;
    table.read("name", script.name);
    table.read("ani", script.ani);
    table.read("caller_name", script.caller_name);
    table.read("at_ms", script.at);
    table.read("patience_ms", script.patience);
    if (!table.read("dnis", script.dnis)) table.trouble("call: say whom it calls: dnis = \"1000\"");
    std::uint16_t span = 0;
    if (table.read_number("span", span)) script.span = SpanId{span};
    script.steps = read_steps(table);
    table.finish();
    return script;
}

Scenario::Seat read_agent(TomlTable table) {
    Scenario::Seat seat;
    auto& script = seat.script;
    if (!table.read("station", seat.station)) table.trouble("agent: say where: station = \"2001\"");
    table.read("reaction_ms", script.reaction);
    table.read("talk_ms", script.talk);
    table.read("varies", script.varies);
    table.read("login_code", script.login_code);
    table.read("flash_ms", script.flash);
    AgentScript::Transfer transfer;
    if (table.read("transfer_to", transfer.to)) {
        table.read("transfer_after_ms", transfer.after);
        table.read("consult", transfer.consult);
        table.read("consult_ms", transfer.consult_for);
        script.transfer = transfer;
    }
    table.finish();
    return seat;
}

Subscriber read_subscriber(TomlTable table) {
    Subscriber subscriber;
    if (!table.read("number", subscriber.number)) table.trouble("subscriber: a number is needed");
    table.read("rings_ms", subscriber.rings);
    table.read_number("refuses_with", subscriber.refuses_with);
    table.read("never_answers", subscriber.never_answers);
    if (table.has("steps")) subscriber.steps = read_steps(table);
    table.finish();
    return subscriber;
}

Traffic read_traffic(TomlTable table) {
    Traffic traffic;
    table.read_number("calls", traffic.calls);
    table.read("per_hour", traffic.per_hour);
    table.read("dnis", traffic.dnis);
    std::vector<std::string> menus;
    if (table.read("menus", menus)) {
        traffic.menus.clear();
        // Each key of a menu is pressed when the center has stopped speaking.
        for (const auto& keys : menus) {
            auto& menu = traffic.menus.emplace_back();
            for (const char key : keys) menu.emplace_back(1, key);
        }
    }
    table.read("patience_ms", traffic.patience);
    table.read("talk_ms", traffic.talk);
    table.read("share_leaving", traffic.share_leaving);
    table.read("share_agent_ends", traffic.share_agent_ends);
    if (traffic.per_hour <= 0 || traffic.dnis.empty() || traffic.menus.empty()) {
        table.trouble("traffic: per_hour must be above 0, dnis and menus not empty");
    }
    table.finish();
    return traffic;
}

Manners read_manners(TomlTable table) {
    Manners manners;
    table.read("position_before", manners.position.before);
    table.read("position_first", manners.position.first);
    table.read("wait_question", manners.wait_question);
    table.read("answers_after_ms", manners.answers_after);
    table.read("key_wait", manners.key_wait);
    table.read("key_leave", manners.key_leave);
    table.read("key_tone_ms", manners.keys.tone);
    table.read("key_pause_ms", manners.keys.pause);
    table.finish();
    return manners;
}

}  // namespace

Scenario read_scenario(TomlTable& table) {
    Scenario scenario;
    TomlTroubles& troubles = table.troubles();
    std::uint64_t seed = 0;
    if (table.read_number("seed", seed)) scenario.seed = seed;
    std::string country;
    if (table.read("country", country)) scenario.country = country;
    if (const auto* node = table.node("manners"); node != nullptr && node->is_table()) {
        scenario.manners = read_manners({*node->as_table(), troubles});
    }
    if (const auto* node = table.node("traffic"); node != nullptr && node->is_table()) {
        scenario.traffic = read_traffic({*node->as_table(), troubles});
    }
    for (const auto* one : table.tables("call"))
        scenario.calls.push_back(read_call({*one, troubles}));
    for (const auto* one : table.tables("agent"))
        scenario.agents.push_back(read_agent({*one, troubles}));
    for (const auto* one : table.tables("subscriber")) {
        scenario.subscribers.push_back(read_subscriber({*one, troubles}));
    }
    return scenario;
}

driver::Result<Scenario> parse_scenario(std::string_view text, const std::string& file) {
    TomlTroubles troubles{file};
    try {
        const toml::table root = toml::parse(text, file);
        TomlTable table(root, troubles);
        auto scenario = read_scenario(table);
        table.finish();
        if (troubles.all.empty()) return scenario;
    } catch (const toml::parse_error& error) {
        troubles.all.push_back(
            fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
    }
    return driver::Error{fmt::format("{}", fmt::join(troubles.all, "\n"))};
}

driver::Result<Scenario> read_scenario(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return driver::Error{
            fmt::format("{}: cannot be read: check name and rights", file.string())};
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parse_scenario(text, file.string());
}

}  // namespace tools::office
