// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-bench: runs the benchmarks of all rooms and prints one line a figure.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <unistd.h>

#include "tests/bench/report.hpp"

namespace {

// Hands each repetition to the figures; tells a watching person how far it is.
class Reporter : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context& /*context*/) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& run : runs) {
            if (run.run_type == Run::RT_Aggregate) continue;
            const auto& called = run.run_name;
            add(run, called.function_name + (called.args.empty() ? "" : "/" + called.args));
        }
        if (isatty(STDERR_FILENO) == 1 && !runs.empty()) {
            std::fprintf(stderr, "measured %s\n", runs.front().run_name.function_name.c_str());
        }
    }

    bench::Figures figures;
    bool failed = false;

  private:
    void add(const Run& run, const std::string& name) {
        const auto value = run.counters.find("value");
        if (run.error_occurred || value == run.counters.end()) {
            failed = true;
            std::fprintf(
                stderr, "%s: %s\n", name.c_str(),
                run.error_occurred ? run.error_message.c_str() : "sets no counters[\"value\"]");
            return;
        }
        figures.add({name, run.report_label, value->second.value});
    }
};

struct Wanted {
    std::vector<std::string> names;
    bool json = false;
    int repetitions = 5;
    double min_seconds = 0.1;
    std::string also;
};

void initialize(const Wanted& wanted) {
    std::vector<std::string> words{"trunkline-bench",
                                   "--benchmark_repetitions=" + std::to_string(wanted.repetitions),
                                   "--benchmark_min_time=" + std::to_string(wanted.min_seconds)};
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (auto& word : words) arguments.push_back(word.data());
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
}

bool add_measured_elsewhere(const Wanted& wanted, bench::Figures& figures) {
    std::ifstream file(wanted.also);
    const auto measured = bench::read_measured(file, wanted.names);
    if (!measured) return false;
    for (const auto& one : *measured) figures.add(one);
    return true;
}

int measure(const Wanted& wanted) {
    initialize(wanted);
    Reporter reporter;
    std::ostringstream unsaid;  // what Google Benchmark says when no name matches
    reporter.SetErrorStream(&unsaid);
    const std::size_t matched =
        benchmark::RunSpecifiedBenchmarks(&reporter, bench::filter_for(wanted.names));
    if (!wanted.also.empty() && !add_measured_elsewhere(wanted, reporter.figures)) {
        std::fprintf(stderr, "%s: not lines of VALUE UNIT NAME\n", wanted.also.c_str());
        reporter.failed = true;
    }
    if (matched == 0 && wanted.also.empty()) {
        std::fputs("no benchmark has a name that begins so; run without names to see all\n",
                   stderr);
        return 2;
    }
    const auto figures = reporter.figures.all();
    std::fputs((wanted.json ? bench::as_json(figures) : bench::as_lines(figures)).c_str(), stdout);
    return reporter.failed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    Wanted wanted;
    CLI::App app(
        "Measures Trunkline. One line a figure: name value unit peer peer_value ratio; the "
        "ratio is value / peer_value, all are medians.");
    app.add_option("NAME", wanted.names, "figures whose names begin so (default: all)");
    app.add_flag("--json", wanted.json, "print JSON");
    app.add_option("--repetitions", wanted.repetitions, "at least 5")
        ->check(CLI::Range(5, 1000))
        ->capture_default_str();
    app.add_option("--min-time", wanted.min_seconds, "seconds of one repetition")
        ->check(CLI::Range(0.001, 600.0))
        ->capture_default_str();
    app.add_option("--also", wanted.also,
                   "a file of figures measured elsewhere, a line VALUE UNIT NAME each repetition")
        ->check(CLI::ExistingFile);
    CLI11_PARSE(app, argc, argv);
    return measure(wanted);
}
