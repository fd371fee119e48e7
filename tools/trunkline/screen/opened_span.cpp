// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/screen/opened_span.hpp"

#include <fmt/format.h>

#include "tools/trunkline/alarm_words.hpp"
#include "tools/trunkline/board_words.hpp"
#include "tools/trunkline/screen/spans.hpp"
#include "tools/trunkline/screen/words.hpp"

namespace tools::screen {
namespace {

constexpr Style strong{.strong = true};

struct Count {
    std::string_view name;
    std::uint64_t count{};
};

// All in a line that have room there.
Line counts(const View& view, std::string_view heading, const std::vector<Count>& all) {
    LineWriter line(view.columns);
    line.add(" ").add(heading, strong);
    for (const Count& one : all) {
        line.add(heading.empty() && &one == &all.front() ? "" : "  ");
        line.add(one.name).add(" ");
        line.add(std::to_string(one.count),
                 {.mood = one.count == 0 ? Mood::plain : Mood::attention});
    }
    return line.line();
}

void add_alarms(std::vector<Line>& lines, const Picture& picture, const View& view,
                const std::string& number) {
    for (const AlarmPicture& alarm : picture.alarms) {
        if (!alarm.name.starts_with(fmt::format("span.{}.", number))) continue;
        const std::string text =
            alarm.since + " " + alarm_text(alarm.name, true, alarm.text, view.language);
        for (const std::string& part : wrapped(text, view.columns - 1)) {
            lines.push_back(LineWriter(view.columns).add(" ").add(part, {Mood::bad}).line());
        }
    }
}

// Tens above the timeslots, and ones: 1 and 16 must be told apart.
Line scale(const View& view, std::size_t timeslots, bool tens) {
    std::string text;
    for (std::size_t i = 1; i <= timeslots; ++i) {
        const char digit = static_cast<char>('0' + (tens ? i / 10 : i % 10));
        text += tens && i % 10 != 0 ? ' ' : digit;
    }
    return LineWriter(view.columns).add(" ").add(text).line();
}

void add_calls(std::vector<Line>& lines, const SpanPicture& span, const View& view) {
    for (std::size_t i = 0; i < span.timeslots.size(); ++i) {
        const TimeslotPicture& timeslot = span.timeslots[i];
        if (timeslot.call.empty()) continue;
        LineWriter line(view.columns);
        line.right(fmt::format("{}/{}", span.number, i + 1), 6);
        lines.push_back(line.add(words::call.in(view.language)).add(" " + timeslot.call).line());
    }
}

}  // namespace

void add_opened_span(std::vector<Line>& lines, const Picture& picture, const View& view) {
    const SpanPicture& span = picture.spans[view.chosen];
    const auto say = [&](const Phrase& phrase) { return phrase.in(view.language); };
    LineWriter head(view.columns);
    head.add(fmt::format("{} {}: ", say(words::span), span.number), strong);
    head.add(state_of(span, view.language), {.mood = mood_of(span), .strong = true});
    const std::string_view why = board_trouble(span.board_trouble).in(view.language);
    if (span.no_board && !why.empty()) head.add(fmt::format(" ({})", why), {.mood = Mood::bad});
    head.add(fmt::format(" {} {}   {} {}", say(words::since), span.since, say(words::d_channel),
                         say(span.signalling_up ? words::up : words::down)));
    if (!span.loop.empty()) head.add(fmt::format("   {} {}", say(words::loop), span.loop));
    lines.push_back(head.line());
    add_alarms(lines, picture, view, span.number);
    lines.push_back(counts(view, "",
                           {
                               {say(words::slips_since),    span.slips         },
                               {say(words::crc_errors),     span.crc_errors    },
                               {say(words::framing_errors), span.framing_errors},
                               {say(words::far_end_errors), span.far_end_errors},
                               {say(words::bad_frames),     span.bad_frames    },
    }));
    lines.push_back(counts(view, say(words::quarter),
                           {
                               {"ES",  span.errored_seconds         },
                               {"SES", span.severely_errored_seconds},
                               {"UAS", span.unavailable_seconds     },
    }));
    lines.emplace_back();
    lines.push_back(scale(view, span.timeslots.size(), true));
    lines.push_back(scale(view, span.timeslots.size(), false));
    LineWriter row(view.columns);
    row.add(" ");
    add_timeslots(row, span);
    lines.push_back(row.line());
    lines.emplace_back();
    add_calls(lines, span, view);
}

}  // namespace tools::screen
