// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/tables.hpp"

#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ivr_dsp/media/bank/tone_plan.hpp"

namespace tools {

std::filesystem::path Tables::path(const std::string& written) const {
    const std::filesystem::path path(written);
    return path.is_absolute() || written.empty() ? path : (folder / path).lexically_normal();
}

void Tables::center(Section s) {
    settings.name = s.name("name", "center");
    settings.country = s.text("country", "cn");
    if (ivr_dsp::tone_plan_of(settings.country) == nullptr) {
        s.complain("country", fmt::format("\"{}\" has no tone plan: write {}", settings.country,
                                          fmt::join(ivr_dsp::tone_countries(), ", ")));
        settings.country = "cn";
    }
    settings.law = s.choice<driver::Law>("law", driver::Law::alaw, "alaw or ulaw");
    settings.state = path(s.text("state", "state"));
    settings.run = path(s.text("run", "run"));
    const auto person = pbx::parse_destination(s.text("person"));
    if (person) {
        settings.person = *person;
    } else if (s.has("person")) {
        s.complain("person", person.error());
    }
    settings.ready_on_log_in = s.yes("ready_on_log_in", true);
    s.done();
}

void Tables::prompts(Section s) {
    settings.prompts = path(s.text("folder", "/usr/share/asterisk/sounds/en_US_f_Allison"));
    settings.music = path(s.text("music", "/usr/share/asterisk/moh"));
    s.done();
}

void Tables::ivr(Section s) {
    settings.voice_ports = static_cast<std::uint16_t>(s.number("ports", 1, 4096, 30));
    settings.conferences = static_cast<std::uint16_t>(s.number("conferences", 0, 1024, 8));
    s.done();
}

// ── boards ──────────────────────────────────────────────────────────────────────────────────────

void Tables::board(Section& s) {
    const std::string kind = s.text("kind");
    if (s.has("kind") && kind != "simulated") {
        s.complain("kind", "\"" + kind + "\" is not there yet: write \"simulated\"");
    }
    BoardSettings board;
    board.clock = s.choice<ClockSource>("clock", ClockSource::line, "line or internal");
    for (Section& one : s.sections("span")) span(one, board);
    for (Section& some : s.sections("stations")) stations(some, board);
    if (board.spans.empty() && board.stations.empty()) {
        s.complain("span", "the board has neither spans nor stations: add [[board.span]]");
    }
    s.done();
    settings.boards.push_back(std::move(board));
}

void Tables::span(Section& s, BoardSettings& board) {
    SpanSettings span;
    span.line = s.line();
    span.id = {static_cast<std::uint16_t>(s.number("id", 1, 999))};
    span.kind = s.choice<pbx::SpanKind>("line", pbx::SpanKind::e1, "e1 or t1");
    const bool e1 = span.kind == pbx::SpanKind::e1;
    span.switch_type = s.choice<pbx::SwitchType>(
        "switch", e1 ? pbx::SwitchType::euroisdn : pbx::SwitchType::ni2, "euroisdn or ni2");
    span.side = s.choice<pbx::Side>("side", pbx::Side::user, "user or network");
    span.law =
        s.choice<driver::Law>("law", e1 ? driver::Law::alaw : driver::Law::ulaw, "alaw or ulaw");
    span.d_timeslot =
        static_cast<std::uint8_t>(s.number("d_channel", 1, e1 ? 31 : 24, e1 ? 16 : 24));
    span.cable = s.name("cable", fmt::format("span{}", span.id.value)).view();
    span.group = s.name("group", "public");
    span.overlap = s.yes("overlap", false);
    s.done();
    board.spans.push_back(std::move(span));
}

std::vector<std::string> number_range(std::string_view text) {
    const auto dash = text.find('-');
    const std::string_view first = text.substr(0, dash);
    const std::string_view last = dash == std::string_view::npos ? first : text.substr(dash + 1);
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    const auto parse = [](std::string_view digits, std::uint64_t& value) {
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    if (first.size() != last.size() || first.empty() || first.size() > 15 || !parse(first, from) ||
        !parse(last, to) || to < from || to - from >= 10'000) {
        return {};
    }
    std::vector<std::string> all;
    for (; from <= to; ++from) all.push_back(fmt::format("{:0{}}", from, first.size()));
    return all;
}

void Tables::stations(Section& s, BoardSettings& board) const {
    const std::string written = s.text("numbers");
    const auto numbers = number_range(written);
    if (s.has("numbers") && numbers.empty()) {
        s.complain("numbers", "\"" + written + "\" is no range: write \"2001-2005\" or \"2001\"");
    }
    const std::string cable = s.text("cable", "station");
    s.done();
    for (const std::string& number : numbers) {
        board.stations.push_back({number, cable + number, s.line()});
    }
}

// ── menus, queues, agents, numbers ──────────────────────────────────────────────────────────────

void Tables::menu(Section& s) {
    MenuSettings menu;
    menu.name = s.name("name");
    menu.file = path(s.text("file"));
    menu.number = s.digits("number", "");
    menu.line = s.line();
    s.done();
    settings.menus.push_back(std::move(menu));
}

void Tables::queue(Section& s) {
    QueueSettings queue;
    queue.line = s.line();
    acd::QueueConfig& config = queue.config;
    config.name = s.name("name");
    queue.number = s.digits("number", "");
    config.priority = static_cast<std::uint8_t>(s.number("priority", 0, 9, 0));
    config.announcement = s.name("announcement", "");
    config.announce_every = s.seconds("announce_every", 5, 3600, config.announce_every);
    config.ring = s.seconds("ring", 3, 600, config.ring);
    config.most = static_cast<std::uint16_t>(s.number("most_waiting", 1, 10'000, config.most));
    s.done();
    settings.queues.push_back(std::move(queue));
}

void Tables::agent(Section& s) {
    acd::AgentConfig agent;
    agent.name = s.digits("name");
    agent.pin = s.text("pin", "");
    agent.after_call_work = s.seconds("after_call_work", 0, 86'400, driver::Ticks{0});
    for (const std::string& name : s.texts("queues")) {
        const auto found = std::ranges::find_if(
            settings.queues, [&](const QueueSettings& q) { return q.config.name.view() == name; });
        if (found == settings.queues.end()) {
            s.complain("queues", "there is no queue \"" + name + "\": add it as [[queue]]");
            continue;
        }
        agent.queues.push_back({static_cast<std::uint16_t>(found - settings.queues.begin() + 1)});
    }
    if (agent.queues.empty()) s.complain("queues", "the agent serves no queue: name at least one");
    s.done();
    settings.agents.push_back({std::move(agent), s.line()});
}

void Tables::incoming(Section& s) {
    pbx::Route route;
    route.pattern = s.text("dnis");
    const auto odd = route.pattern.find_first_not_of("0123456789*#x.");
    const auto dot = route.pattern.find('.');
    if (odd != std::string::npos || (dot != std::string::npos && dot + 1 != route.pattern.size())) {
        s.complain("dnis",
                   "\"" + route.pattern +
                       "\" is no pattern: write digits, x for any digit, a final . for the rest");
    }
    auto to = pbx::parse_destination(s.text("to"));
    if (to) {
        route.to = *to;
    } else if (s.has("to")) {
        s.complain("to", to.error());
    }
    s.done();
    settings.incoming.push_back({std::move(route), s.line()});
}

void Tables::dialling(Section s) {
    settings.outside.prefix = s.digits("outside", "");
    settings.outside.group = s.name("outside_group", "public");
    settings.features.log_in = s.digits("log_in", "*11");
    settings.features.log_out = s.digits("log_out", "*12");
    settings.features.ready = s.digits("ready", "*13");
    settings.features.not_ready = s.digits("not_ready", "*14");
    s.done();
}

void Tables::patience(Section s) {
    acd::Patience& patience = settings.patience;
    const auto read = [&](std::string_view key, driver::Ticks& ticks) {
        ticks = s.seconds(key, 0.5, 3600, ticks);
    };
    read("first_digit", patience.first_digit);
    read("next_digit", patience.next_digit);
    read("last_digit", patience.last_digit);
    read("ring", patience.ring);
    read("voice_port", patience.voice_port);
    read("failure_tone", patience.failure_tone);
    read("audit", patience.audit);
    s.done();
}

void Tables::journal(Section s) {
    JournalSettings& journal = settings.journal;
    journal.directory = path(s.text("directory", (settings.state / "journal").string()));
    journal.segment_octets = static_cast<std::uint64_t>(s.number("segment_mib", 1, 1024, 64))
                             << 20U;
    journal.sync_every = s.seconds("sync_every", 0.005, 10, driver::Ticks{50});
    journal.keep_octets = static_cast<std::uint64_t>(s.number("keep_mib", 0, 1'048'576, 0)) << 20U;
    s.done();
}

}  // namespace tools
