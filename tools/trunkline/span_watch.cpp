// SPDX-License-Identifier: GPL-2.0-or-later
// span show, span watch.
#include "tools/trunkline/span_watch.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <map>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/center_view.hpp"
#include "tools/trunkline/span_facts.hpp"
#include "tools/trunkline/span_listings.hpp"
#include "tools/trunkline/span_story.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;
using host_bridge::Json;

namespace {

constexpr Ticks poll_spans_every{500};

Result<Json> one_of(const Json& spans, const std::string& wanted) {
    if (wanted.empty()) return spans;
    Json found = Json::array();
    for (const Json& facts : spans) {
        if (value_at(facts, "/status/span").dump() == wanted) found.push_back(facts);
    }
    if (!found.empty()) return found;
    return Error{"there is no span " + wanted + ": trunkline span lists them"};
}

// Shows what is there now as it fits where it goes: a terminal, a file, a program.
class SpanScreen {
  public:
    explicit SpanScreen(bool json) : json_(json), repaints_(!json && isatty(STDOUT_FILENO) == 1) {}

    void show(const Json& spans) {
        if (repaints_) return repaint(listing_text(watched_, spans, wants_colour()));
        for (const Json& facts : spans) tell(facts);
        std::fflush(stdout);
    }
    void show_trouble(const std::string& text) {
        if (repaints_) return repaint(text + "\n");
        if (text != trouble_) fmt::print(stderr, "trunkline: {}\n", text);
        trouble_ = text;
    }
    void trouble_is_over() { trouble_.clear(); }

  private:
    // ECMA-48: back to the first line of what was shown last, and away with it.
    void repaint(const std::string& text) {
        if (lines_ > 0) fmt::print("\x1B[{}A\r\x1B[J", lines_);
        fmt::print("{}", text);
        lines_ = std::count(text.begin(), text.end(), '\n');
        std::fflush(stdout);
    }
    void tell(const Json& facts) {
        Json& before = before_[value_at(facts, "/status/span").dump()];
        const std::string change = change_of(watched_, before, facts);
        before = facts;
        if (change.empty()) return;
        fmt::print("{}\n", json_ ? facts.dump() : time_of_day() + "  " + change);
    }

    bool json_;
    bool repaints_;
    Listing watched_{watched_spans()};
    std::map<std::string, Json> before_;  // by span
    std::ptrdiff_t lines_{};
    std::string trouble_;
};

}  // namespace

Listing watched_spans() {
    Listing all = span_listing();
    all.columns.push_back({"ES", trouble("/quarter/erroredSeconds")});
    all.columns.push_back({"SES", trouble("/quarter/severelyErroredSeconds")});
    all.columns.push_back({"UAS", trouble("/quarter/unavailableSeconds")});
    return all;
}

std::string change_of(const Listing& watched, const Json& before, const Json& now) {
    std::string text;
    for (const Column& column : watched.columns) {
        if (column.title == "SPAN" || column.title == "SINCE") continue;
        const std::string shown = column.look(now).text;
        const std::string was = before.is_null() ? "" : column.look(before).text;
        if (shown == was) continue;
        text += fmt::format("{}{} {}{}{}", text.empty() ? "" : ", ", column.title, was,
                            was.empty() ? "" : " → ", shown);
    }
    if (text.empty()) return text;
    return fmt::format("span {}: {}", value_at(now, "/status/span").dump(), text);
}

int show_spans(const CommonOptions& common, const std::string& span, const std::string& language) {
    auto host = HostSession::open(common);
    if (!host) return fail("trunkline", host.error());
    const auto all = span_facts(*host);
    if (!all) return fail("trunkline", all.error());
    const auto spans = one_of(*all, span);
    if (!spans) return fail("trunkline", spans.error());
    if (common.json) {
        fmt::print("{}\n", spans->dump());
        return 0;
    }
    if (spans->empty()) {
        fmt::print("{}\n", Bilingual(language)(span_listing().none.c_str(), "中心没有中继。"));
    }
    for (const Json& facts : *spans) fmt::print("{}", story_of(facts, language_of(language)));
    return 0;
}

int watch_spans(const CommonOptions& common, const WatchOptions& options) {
    CenterView<Json> center(common, [](HostSession& host) { return span_facts(host); });
    SpanScreen screen(common.json);
    auto spans = center.look();
    if (!spans) return fail("trunkline", spans.error());
    obey_stop_signals();
    std::signal(SIGPIPE, SIG_DFL);  // `trunkline span watch | head` ends
    const auto lasts = duration_of(options.duration);
    const Ticks end = machine_ticks() + lasts.value_or(Ticks{});
    for (;;) {
        if (spans) {
            screen.show(*spans);
            screen.trouble_is_over();
        } else {
            screen.show_trouble(spans.error());
        }
        wait_for_any({}, poll_spans_every);
        if (stop_asked() || (lasts && machine_ticks() >= end)) return 0;
        spans = center.look();
    }
}

}  // namespace tools
