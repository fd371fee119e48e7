// SPDX-License-Identifier: GPL-2.0-or-later
// Boards, spans and stations; and the numbers that are dialled on them.
#include <charconv>

#include <fmt/format.h>

#include "driver/framing/performance/second.hpp"
#include "tools/config/plans.hpp"
#include "tools/config/tables.hpp"

namespace tools {
namespace {

constexpr std::size_t most_lines = 65'535;  // a LineId has 16 bits

}  // namespace

void Tables::board(Section& s) {
    BoardSettings board;
    // There is no usual one.
    constexpr std::string_view kinds = "simulated, packet, dahdi or pci";
    if (s.text("kind")) board.kind = s.choice("kind", BoardKind::simulated, kinds);
    if (board.kind == BoardKind::packet) packet(s, board);
    if (board.kind == BoardKind::dahdi) dahdi(s, board);
    if (board.kind == BoardKind::pci) pci(s, board);
    timings_.clear();
    for (Section& one : s.sections("span")) span(one, board);
    if (board.kind == BoardKind::packet) check_groups(s, board);
    if (board.kind == BoardKind::pci) check_connectors(s, board);
    clock(s, board);
    for (Section& some : s.sections("stations")) stations(some, board);
    if (!s.has("span") && !s.has("stations")) {
        s.complain("span", "the board has neither spans nor stations: add [[board.span]]");
    }
    s.done();
    settings_.boards.push_back(std::move(board));
}

// How the line's frames are made: CRC-4 or not on an E1, ESF or SF on a T1.
void Tables::framing(Section& s, SpanSettings& span) {
    const bool e1 = span.kind == pbx::SpanKind::e1;
    const auto usual = e1 ? LineFraming::automatic : LineFraming::esf;
    const auto chosen = s.choice("framing", usual, "automatic, crc4, no_crc4, esf or sf");
    if (e1 != (chosen < LineFraming::esf)) {
        s.complain("framing", e1 ? "an e1 is not framed so: write automatic, crc4 or no_crc4"
                                 : "a t1 is not framed so: write esf or sf");
    }
    span.framing = chosen;
}

void Tables::cable(Section& s, SpanSettings& span) {
    span.cable = s.name("cable", fmt::format("span{}", span.id.value)).view();
    names_.there_is(Thing::cable, span.cable, s.place("cable"));
}

void Tables::span(Section& s, BoardSettings& board) {
    SpanSettings span;
    span.id = {static_cast<std::uint16_t>(s.number("id", 1, 999))};
    if (s.has("id")) {
        names_.there_is(Thing::span, std::to_string(span.id.value), s.place("id"));
    }
    span.kind = s.choice("line", pbx::SpanKind::e1, "e1 or t1");
    const bool e1 = span.kind == pbx::SpanKind::e1;
    const auto usual = e1 ? pbx::SwitchType::euroisdn : pbx::SwitchType::ni2;
    span.switch_type = s.choice("switch", usual, "euroisdn or ni2");
    if (span.switch_type != usual) {
        s.complain("switch",
                   fmt::format("an {} does not speak {}: write \"{}\", or correct line",
                               name_of(span.kind), name_of(span.switch_type), name_of(usual)));
    }
    span.side = s.choice("side", pbx::Side::user, "user or network");
    span.law = s.choice("law", e1 ? driver::Law::alaw : driver::Law::ulaw, "alaw or ulaw");
    framing(s, span);
    timing(s, span);
    span.d_timeslot =
        static_cast<std::uint8_t>(s.number("d_channel", 1, e1 ? 31 : 24, e1 ? 16 : 24));
    switch (board.kind) {
        case BoardKind::simulated:
            cable(s, span);
            break;
        case BoardKind::pci:
            if (board.model) cable(s, span);
            break;
        case BoardKind::packet:
            packet(s, board, span);
            break;
        case BoardKind::dahdi:
            dahdi(s, span);
            break;
    }
    span.group = s.name("group", "public");
    names_.there_are(Thing::group, span.group.view(), s.place("group"));
    span.overlap = s.yes("overlap", false);
    span.country = country(s, settings_.country);
    span.tones_end_calls = s.yes("tones_end_calls", false);
    span.echo_tail = echo_tail(s);
    failures(s, span);
    thresholds(s, span);
    s.done();
    board.spans.push_back(std::move(span));
}

// What is done when the span fails, and what is called a failure.
void Tables::failures(Section& s, SpanSettings& span) {
    const pbx::SpanPlan usual;
    span.release_after = s.seconds("release_after", 1, 90, usual.release_after);
    span.t309 = s.seconds("t309", 6, 90, usual.timers.t309);  // Q.931 table 9-1
    const auto an_hour = [&](std::string_view key, std::uint32_t& limit) {
        limit = static_cast<std::uint32_t>(s.number(key, 0, 1'000'000, limit));
    };
    span.answers_loop_codes = s.yes("answers_loop_codes", true);
    span.answered_loop_lasts =
        s.seconds("answered_loop_lasts", 1, 86'400, driver::Ticks(std::chrono::minutes(10)));
    an_hour("slips_per_hour", span.limits.slips);
    an_hour("bad_frames_per_hour", span.limits.bad_frames);
}

// When what is wrong is an alarm, and a second severely errored.
void Tables::thresholds(Section& s, SpanSettings& span) {
    const bool e1 = span.kind == pbx::SpanKind::e1;
    const driver::AlarmTimes usual = e1 ? driver::e1_alarm_times : driver::t1_alarm_times;
    span.alarm_times.declare = s.seconds("alarm_after", 0, 10, usual.declare);   // T1.231
    span.alarm_times.clear = s.seconds("alarm_over_after", 0, 20, usual.clear);  // T1.403
    const auto format = e1 ? driver::PathFormat::e1_crc4 : driver::PathFormat::t1_esf;
    const std::int64_t blocks = e1 ? 1000 : 333;  // of a second
    span.ses_threshold = static_cast<std::uint32_t>(
        s.number("ses_threshold", 1, blocks, driver::ses_thresholds(format).path_violations));
    const bool has_crc = span.framing != LineFraming::no_crc4 && span.framing != LineFraming::sf;
    if (has_crc || !s.has("ses_threshold")) return;
    s.complain("ses_threshold",
               fmt::format("a line framed {} has no CRC errors to count: remove it, or write "
                           "framing = \"{}\"",
                           name_of(span.framing), e1 ? "crc4" : "esf"));
}

std::optional<ivr_dsp::EchoTail> Tables::echo_tail(Section& s) {
    const auto written =
        static_cast<std::size_t>(s.seconds("echo_tail", 0, 1, driver::Ticks{}).count());
    if (written == 0) return std::nullopt;
    for (const auto tail : ivr_dsp::all_echo_tails) {
        if (written == ms_of(tail)) return tail;
    }
    s.complain("echo_tail", fmt::format("there is no canceller of {} s: write 0.016, 0.032, 0.064, "
                                        "0.128, or 0 for none",
                                        static_cast<double>(written) / 1000));
    return std::nullopt;
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

void Tables::stations(Section& s, BoardSettings& board) {
    const auto written = s.text("numbers");
    const auto numbers = number_range(written.value_or(""));
    if (written && numbers.empty()) {
        s.complain("numbers", "\"" + *written +
                                  "\" is no range: write \"2001-2005\" or \"2001\", at most "
                                  "10000 numbers of at most 15 digits");
    }
    const pbx::Name cable = s.name("cable", "station");
    const auto tail = echo_tail(s);
    const bool supervisor = s.yes("supervisor", false);
    const auto caller_id = s.choice("caller_id", analog_times(settings_.country).caller_id,
                                    "none, bell202, v23 or bell202_sdmf");
    s.done();
    for (const std::string& number : numbers) {
        names_.there_is(Thing::number, number, s.place("numbers"));
        names_.there_are(Thing::station, number, s.place("numbers"));
        std::string plug = std::string(cable.view()) + number;
        names_.there_is(Thing::cable, plug, s.place("cable"));
        board.stations.push_back({number, std::move(plug), tail, caller_id});
        if (supervisor) settings_.supervisors.emplace_back(number);
    }
}

void Tables::dialling(Section s) {
    settings_.outside.prefix = s.digits("outside", "");
    settings_.outside.group = s.name("outside_group", "public");
    if (!settings_.outside.prefix.empty()) {
        names_.refers_to(Thing::group, settings_.outside.group.view(), s.place("outside_group"));
    }
    pbx::DialPlan::Features& codes = settings_.features;
    const auto code = [&](std::string_view key, std::string& digits, const char* usual) {
        digits = s.digits(key, usual);
        names_.there_is(Thing::number, digits, s.place(key));
        openings_.push_back({s.place(key), digits, false});
    };
    code("log_in", codes.log_in, "*11");
    code("log_out", codes.log_out, "*12");
    code("ready", codes.ready, "*13");
    code("not_ready", codes.not_ready, "*14");
    code("messages", codes.messages, settings_.voicemail.mailboxes.empty() ? "" : "*98");
    openings_.push_back({s.place("outside"), settings_.outside.prefix, true});
    s.done();
}

void Tables::check_lines() {
    std::size_t lines = 0;
    for (const BoardSettings& board : settings_.boards) {
        lines += board.stations.size();
        for (const SpanSettings& span : board.spans) lines += span.b_channels().size();
    }
    if (lines > most_lines) {
        complaints_.add(
            1, fmt::format("[[board]]: there are {} lines: remove some, {} are the most", lines,
                           most_lines));
    }
    check_masters();
    for (const Opening& opening : openings_) check(opening);
}

void Tables::check(const Opening& opening) {
    if (opening.digits.empty()) return;
    std::string first;
    std::size_t count = 0;
    for (const auto& [number, place] : names_.all(Thing::number)) {
        const bool itself = number == opening.digits && !opening.leads_outside;
        const bool is_hidden = number.starts_with(opening.digits) && !itself;
        // A number that is complete before the prefix is.
        const bool hides = opening.leads_outside && opening.digits.starts_with(number);
        if (!is_hidden && !hides) continue;
        if (count == 0) first = fmt::format("\"{}\" (line {})", number, place.line);
        ++count;
    }
    if (count == 0) return;
    complaints_.add(
        opening.place,
        fmt::format("\"{}\" cannot be told apart from {}{}: choose other digits", opening.digits,
                    first, count == 1 ? "" : fmt::format(" and {} more", count - 1)));
}

}  // namespace tools
