// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/screen/layout.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "pbx/journal/contact_events.hpp"
#include "tools/trunkline/alarm_words.hpp"
#include "tools/trunkline/screen/opened_span.hpp"
#include "tools/trunkline/screen/spans.hpp"
#include "tools/trunkline/screen/words.hpp"

namespace tools::screen {
namespace {

constexpr Style bar{.reversed = true};
constexpr Style title{.strong = true};

// A heading and what stands below it; `count` things, some of which may find no room.
struct Section {
    std::string heading;
    std::vector<Line> lines;
};

Line top_bar(const Picture& picture, const View& view) {
    LineWriter line(view.columns);
    line.add(" Trunkline " + picture.version + "  ", {.strong = true, .reversed = true});
    const Phrase& firmware = picture.firmware ? words::firmware_runs : words::firmware_away;
    line.add(firmware.in(view.language),
             {.mood = picture.firmware ? Mood::plain : Mood::bad, .reversed = true});
    if (!picture.alarms.empty()) {
        line.add(fmt::format("  {} {}", words::alarms.in(view.language), picture.alarms.size()),
                 {.mood = Mood::bad, .reversed = true});
    }
    line.fill_to(picture.time.size() + 1, bar);
    return line.add(picture.time, bar).fill(bar).line();
}

Line bottom_bar(const Picture& picture, const View& view) {
    LineWriter line(view.columns);
    if (!picture.trouble.empty()) {
        line.add(" " + picture.trouble, {.mood = Mood::bad, .strong = true, .reversed = true});
        return line.fill(bar).line();
    }
    const Phrase& keys = view.opened ? words::keys_opened : words::keys;
    line.add(" ", bar).add(keys.in(view.language), bar);
    const std::string_view legend = words::legend.in(view.language);
    if (line.room() > columns_of(legend) + 2) line.fill_to(columns_of(legend) + 1, bar);
    if (line.room() > columns_of(legend)) line.add(legend, bar);
    return line.fill(bar).line();
}

Section alarms(const Picture& picture, const View& view) {
    Section section{std::string(words::alarms.in(view.language)), {}};
    for (const AlarmPicture& alarm : picture.alarms) {
        LineWriter line(view.columns);
        line.add(" " + alarm.since + " ")
            .add(alarm_text(alarm.name, true, alarm.text, view.language), {.mood = Mood::bad});
        section.lines.push_back(line.line());
    }
    return section;
}

Section calls(const Picture& picture, const View& view) {
    Section section{std::string(words::calls.in(view.language)), {}};
    for (const CallPicture& call : picture.calls) {
        LineWriter line(view.columns);
        line.right(call.number, 6).add(call.since + " ").add(call.parties);
        section.lines.push_back(line.line());
    }
    return section;
}

Section queues(const Picture& picture, const View& view) {
    Section section{std::string(words::queues.in(view.language)), {}};
    const auto say = [&](const Phrase& phrase) { return phrase.in(view.language); };
    for (const QueuePicture& queue : picture.queues) {
        LineWriter line(view.columns);
        line.add(" ").left(queue.name, 16);
        line.add(fmt::format("{} {}", say(words::waiting), queue.waiting),
                 {.mood = queue.waiting > 0 ? Mood::attention : Mood::plain});
        line.add(fmt::format("  {} {} s  {} {}", say(words::longest), queue.longest_seconds,
                             say(words::abandoned), queue.abandoned));
        section.lines.push_back(line.line());
    }
    return section;
}

std::string agent_state(const std::string& state, Language language) {
    pbx::AgentState named{};
    if (!pbx::value_named(state, named)) return printable(state);
    return std::string(words::agent_states[static_cast<std::size_t>(named)].in(language));
}

// As many agents in a line as fit.
Section agents(const Picture& picture, const View& view) {
    constexpr std::size_t width = 24;
    Section section{std::string(words::agents.in(view.language)), {}};
    const std::size_t in_line = std::max<std::size_t>(1, (view.columns - 1) / (width + 1));
    for (std::size_t i = 0; i < picture.agents.size(); i += in_line) {
        LineWriter line(view.columns);
        line.add(" ");
        for (std::size_t j = i; j < std::min(i + in_line, picture.agents.size()); ++j) {
            const AgentPicture& agent = picture.agents[j];
            const Mood mood = agent.state == "ready" ? Mood::good : Mood::plain;
            line.left(agent.name + " " + agent_state(agent.state, view.language), width, {mood});
        }
        section.lines.push_back(line.line());
    }
    return section;
}

// How many lines of each section are shown: one of each in turn, while there is room. Every section
// has a heading beside them.
std::vector<std::size_t> shares(const std::vector<Section>& sections, std::size_t rows) {
    std::vector<std::size_t> shown(sections.size(), 0);
    std::size_t left = rows > sections.size() ? rows - sections.size() : 0;
    for (bool more = true; more && left > 0;) {
        more = false;
        for (std::size_t i = 0; i < sections.size() && left > 0; ++i) {
            if (shown[i] == sections[i].lines.size()) continue;
            ++shown[i];
            --left;
            more = true;
        }
    }
    return shown;
}

Line heading(const Section& section, std::size_t shown, const View& view) {
    LineWriter line(view.columns);
    line.add(section.heading, title);
    const std::size_t all = section.lines.size();
    if (all == 0) {
        line.add(" ").add(words::none.in(view.language));
    } else if (shown < all) {
        line.add(fmt::format(" {} {} {}", shown, words::of.in(view.language), all));
    }
    return line.line();
}

void add_sections(std::vector<Line>& lines, const Picture& picture, const View& view,
                  std::size_t rows) {
    const std::vector<Section> sections{alarms(picture, view), calls(picture, view),
                                        queues(picture, view), agents(picture, view)};
    const std::vector<std::size_t> shown = shares(sections, rows);
    for (std::size_t i = 0; i < sections.size(); ++i) {
        lines.push_back(heading(sections[i], shown[i], view));
        const auto first = sections[i].lines.begin();
        lines.insert(lines.end(), first, first + static_cast<std::ptrdiff_t>(shown[i]));
    }
}

}  // namespace

std::vector<Line> layout(const Picture& picture, const View& view) {
    std::vector<Line> lines;
    if (view.rows < fewest_rows || view.columns < fewest_columns) {
        lines.push_back(LineWriter(view.columns).add(words::too_small.in(view.language)).line());
        lines.resize(view.rows);
        return lines;
    }
    lines.push_back(top_bar(picture, view));
    if (view.opened && view.chosen < picture.spans.size()) {
        add_opened_span(lines, picture, view);
    } else {
        add_spans(lines, picture, view, view.rows / 3);
        add_sections(lines, picture, view, view.rows - 1 - lines.size());
    }
    lines.resize(view.rows - 1);
    lines.push_back(bottom_bar(picture, view));
    return lines;
}

}  // namespace tools::screen
