// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/screen/spans.hpp"

#include <algorithm>

#include "tools/trunkline/screen/words.hpp"

namespace tools::screen {
namespace {

// Columns of numbers and words.
constexpr std::size_t number_wide = 4;
constexpr std::size_t state_wide = 14;
constexpr std::size_t d_channel_wide = 5;
constexpr std::size_t count_wide = 5;

struct Sign {
    char character{};
    Mood mood{};
};

Sign sign_of(Timeslot state) {
    switch (state) {
        case Timeslot::unknown:
            return {' ', Mood::plain};
        case Timeslot::idle:
            return {'.', Mood::plain};
        case Timeslot::ringing:
            return {'r', Mood::attention};
        case Timeslot::talking:
            return {'T', Mood::good};
        case Timeslot::out_of_service:
            return {'x', Mood::bad};
        case Timeslot::d_channel:
            return {'D', Mood::plain};
    }
    return {'?', Mood::plain};
}

Line heading(const View& view, std::size_t shown, std::size_t all) {
    const auto say = [&](const Phrase& phrase) { return phrase.in(view.language); };
    const Style bold{.strong = true};
    LineWriter line(view.columns);
    line.right(say(words::span), number_wide + 1, bold)
        .left(say(words::state), state_wide, bold)
        .left(say(words::d_channel), d_channel_wide, bold)
        .right(say(words::slips), count_wide, bold)
        .right("ES", count_wide, bold)
        .right("UAS", count_wide, bold)
        .add(say(words::timeslots), bold);
    if (shown < all) {
        line.add("  " + std::to_string(shown) + " ").add(say(words::of));
        line.add(" " + std::to_string(all));
    }
    return line.line();
}

void add_count(LineWriter& line, std::uint64_t count) {
    line.right(std::to_string(count), count_wide,
               {.mood = count == 0 ? Mood::plain : Mood::attention});
}

Line row(const SpanPicture& span, const View& view, bool chosen) {
    LineWriter line(view.columns);
    line.add(chosen ? ">" : " ", {.strong = chosen});
    line.right(span.number, number_wide, {.reversed = chosen});
    line.left(state_of(span, view.language), state_wide,
              {.mood = mood_of(span), .strong = !span.usable});
    line.left((span.signalling_up ? words::up : words::down).in(view.language), d_channel_wide);
    add_count(line, span.slips);
    add_count(line, span.errored_seconds);
    add_count(line, span.unavailable_seconds);
    add_timeslots(line, span);
    return line.line();
}

}  // namespace

std::string state_of(const SpanPicture& span, Language language) {
    const auto say = [&](const Phrase& phrase) { return std::string(phrase.in(language)); };
    if (span.no_board) return say(words::no_board);
    if (!span.alarm.empty()) return say(words::alarm) + " " + span.alarm;
    if (!span.loop.empty()) return say(words::loop) + " " + span.loop;
    if (span.usable) return say(words::up);
    if (span.link_trouble == "looped") return say(words::d_channel_looped);
    if (span.link_trouble == "same_side") return say(words::equal_sides);
    return say(words::no_d_channel);
}

Mood mood_of(const SpanPicture& span) {
    if (span.usable) return span.loop.empty() ? Mood::good : Mood::attention;
    return Mood::bad;
}

void add_timeslots(LineWriter& line, const SpanPicture& span) {
    for (const TimeslotPicture& timeslot : span.timeslots) {
        const Sign sign = sign_of(timeslot.state);
        line.add(std::string(1, sign.character), {.mood = sign.mood});
    }
}

void add_spans(std::vector<Line>& lines, const Picture& picture, const View& view,
               std::size_t rows) {
    const std::size_t all = picture.spans.size();
    const std::size_t shown = std::min(all, rows - 1);
    lines.push_back(heading(view, shown, all));
    const std::size_t chosen = std::min(view.chosen, all == 0 ? 0 : all - 1);
    const std::size_t first = chosen < shown ? 0 : chosen - shown + 1;
    for (std::size_t i = first; i < first + shown; ++i) {
        lines.push_back(row(picture.spans[i], view, i == chosen));
    }
}

}  // namespace tools::screen
