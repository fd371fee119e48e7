// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-office: the exchange, its callers and the agents' telephones, in real time.
#include <csignal>
#include <random>

#include <fmt/format.h>
#include <sys/mman.h>

#include "driver/base/log.hpp"
#include "tools/office/isdn.hpp"
#include "tools/office/options.hpp"
#include "tools/office/plant.hpp"

namespace {

using namespace tools::office;

enum ExitCode : int {
    all_went_well = 0,
    some_did_not = 1,
    wrong_usage = 2,
    no_line = 3,
    stopped = 130
};

// SIGINT and SIGTERM are blocked and looked for between ticks.
bool told_to_stop() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    const timespec at_once{};
    return sigtimedwait(&signals, nullptr, &at_once) > 0;
}

int fail(const std::string& text) {
    driver::log_error("office", "{}", text);
    return wrong_usage;
}

SoundSources sources_of(const Options& options) {
    const auto spans = options.e1.size() + options.t1.size();
    return {.prompts = options.prompts,
            .music = options.music,
            .talkers = static_cast<std::uint32_t>(spans * 32 + options.stations.size())};
}

Traffic traffic_of(const Options& options) {
    Traffic traffic{.calls = options.calls, .per_hour = options.rate, .dnis = options.dnis};
    traffic.menus.clear();
    for (const auto& keys : options.menus) {
        auto& menu = traffic.menus.emplace_back();
        for (const char key : keys) menu.emplace_back(1, key);
    }
    return traffic;
}

// Ticks until `done`; false when told to stop.
template <class Done>
bool run(Office& office, Pace& pace, Done&& done) {
    while (!done()) {
        pace.wait();
        office.tick();
        if (office.now().count() % 64 == 0 && told_to_stop()) return false;
    }
    return true;
}

int serve(const Options& options, const Scenario& scenario, Plant& plant, std::uint64_t seed) {
    auto& office = plant.office();
    Pace pace;
    const Ticks last_wait{std::int64_t{options.wait_seconds} * 1'000};
    if (!run(office, pace, [&] { return office.ready() || office.now() > last_wait; }))
        return stopped;
    if (!office.ready()) {
        driver::log_error("office",
                          "no call is possible: not every span came up within {} s: is the "
                          "firmware running on {}?",
                          options.wait_seconds, options.run.string());
        return no_line;
    }
    const bool has_calls = options.calls > 0 || scenario.traffic || !scenario.calls.empty();
    const auto traffic = traffic_of(options);
    plant.schedule(scenario, options.calls > 0 ? &traffic : nullptr, seed);
    const bool finished = run(office, pace, [&] { return has_calls && office.idle(); });
    if (pace.skipped_ms() > 0) {
        driver::log_warning("office", "stood still: {} ms were skipped", pace.skipped_ms());
    }
    if (!finished) return stopped;
    return office.summary().all_well() ? all_went_well : some_did_not;
}

}  // namespace

int main(int argc, char** argv) {
    auto read = read_options(argc, argv);
    if (const int* code = std::get_if<int>(&read)) return *code;
    const auto& options = std::get<Options>(read);
    (void)told_to_stop();

    Scenario scenario;
    if (!options.script.empty()) {
        auto from_file = read_scenario(options.script);
        if (!from_file) return fail(from_file.error());
        scenario = std::move(*from_file);
    }
    if (options.seed) scenario.seed = options.seed;
    if (!scenario.seed) scenario.seed = std::random_device{}();
    const auto seed = *scenario.seed;
    if (options.calls > 0 || scenario.traffic)
        driver::log_info("office", "random callers: --seed {}", seed);

    const auto book = Soundbook::read(sources_of(options));
    if (!book) return fail(book.error());
    libpri_speaks_to_log();
    Printer printer(options.json, options.quiet);
    auto plant = Plant::build(options, scenario, *book, printer);
    if (!plant) return fail(plant.error());
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) {
        driver::log_debug("office", "memory is not locked: ticks may be late when memory is short");
    }
    const int code = serve(options, scenario, *plant, seed);
    printer.sum_up(plant->office().summary());
    return code;
}
