// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/span_words.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "driver/board/messages.hpp"
#include "tools/trunkline/listings.hpp"
#include "tools/trunkline/verb.hpp"

namespace tools {
namespace {

template <class Enum>
std::vector<std::string> names_of() {
    std::vector<std::string> names;
    for (int i = 0; name_of(static_cast<Enum>(i)) != "?"; ++i) {
        names.emplace_back(name_of(static_cast<Enum>(i)));
    }
    return names;
}

// How a person says them: a remote payload loop is remote --payload.
std::vector<std::string> loops() {
    std::vector<std::string> names = names_of<driver::SpanLoop>();
    std::erase(names, name_of(driver::SpanLoop::remote_payload));
    return names;
}

// A listing that is a word of `span`.
CLI::App* add_listed(CLI::App& span, const std::string& name) {
    const auto all = listings();
    const auto listing = std::ranges::find(all, name, &Listing::name);
    return span.add_subcommand(listing->word, listing->help);
}

const Word which{"span", "span", "its number", FieldKind::number};
const Word force{"force", "force", "even if it cuts calls"};

void add_looks(CLI::App& span, CommandLine& line) {
    CLI::App* show = span.add_subcommand(
        "show", "everything about a span in words, and what to do about its alarm");
    show->add_option("span", line.span, "its number; else all of them")
        ->type_name("NUMBER")
        ->check(CLI::Range(1, 65'535));
    show->callback([&line] { line.exit_code = show_spans(line.common, line.span, line.language); });
    add_language(*show, line.language);
    add_example(*show, "1 --lang zh");
    CLI::App* watch = span.add_subcommand(
        "watch",
        "spans as they change: a table on a terminal, else a line for each change (--json: an "
        "object)");
    add_watch_time(*watch, line.watch);
    watch->callback([&line] { line.exit_code = watch_spans(line.common, line.watch); });
    add_example(*watch, "--for 5m");
}

void add_counters(CLI::App& span, CommandLine& line) {
    CLI::App* counters = add_listed(span, "performance");
    counters->add_flag("--day", line.day, "the last 24 hours of each span in one row");
    counters->callback([&line] { line.exit_code = show_counters(line.common, line.day); });
    add_example(*counters, "--day");
}

void add_test_set(CLI::App& span, CommandLine& line) {
    Verb(span, line, "loop", "loop a span; the loop ends by itself")
        .orders("span.loop")
        .with(loop_span)
        .needs(which)
        .needs(
            {"loop", "loop",
             "local: we hear ourselves; line: the far end hears itself, frames and all; payload: "
             "its timeslots in our frames; remote: the far end of a T1 is asked by code to loop, "
             "and "
             "not to any more; span bert tells whether it did",
             FieldKind::text, loops()})
        .must({"for", "seconds", "how long: 60s, 5m, 1h; 0 ends it now", FieldKind::seconds})
        .flag({"payload", "payload", "of remote: the far end's payload instead of its line (ESF)"})
        .flag(force)
        .example("1 remote --for 5m");
    Verb(span, line, "bert",
         "measure the bit error ratio of a span whose far end is looped; exit code 3 if a bit was "
         "wrong or the pattern did not come back")
        .orders("span.bert")
        .with(measure_span)
        .needs(which)
        .needs({"pattern", "pattern", "a pattern of O.150", FieldKind::text,
                names_of<driver::TestPattern>()})
        .must({"for", "seconds", "how long: 60s, 5m, 1h; 0 ends a test that runs",
               FieldKind::seconds})
        .may({"timeslots", "timeslots", "such as 1-15,17; else all that carry calls"})
        .flag(force)
        .example("1 prbs_15 --for 60 --timeslots 1-15");
    Verb(span, line, "inject", "send so many bits of a running test wrong")
        .orders("span.inject")
        .needs(which)
        .needs({"bits", "bits", "how many", FieldKind::number})
        .example("1 10");
    CLI::App* tests = add_listed(span, "test");
    tests->callback([&line] { line.exit_code = show(line.common, "test"); });
    add_example(*tests, "--json");
}

}  // namespace

void add_span_words(CLI::App& span, CommandLine& line) {
    add_looks(span, line);
    add_counters(span, line);
    add_test_set(span, line);
}

}  // namespace tools
