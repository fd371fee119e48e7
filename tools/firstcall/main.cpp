// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-firstcall: the demo. Callers, a center, agents, a host; and a comparison of what each
// of them saw.
#include <cstdio>

#include <fmt/format.h>

#include "driver/base/log.hpp"
#include "tools/firstcall/call_book.hpp"
#include "tools/firstcall/crm.hpp"
#include "tools/firstcall/records.hpp"
#include "tools/firstcall/serial_ear.hpp"
#include "tools/firstcall/teller.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/firstcall/world.hpp"
#include "tools/program/program.hpp"

namespace tools::firstcall {
namespace {

using driver::Error;
using driver::Result;
using driver::Ticks;
using namespace std::chrono_literals;

constexpr Ticks start_within = 60s;    // by the world's clock
constexpr Ticks records_within = 30s;  // after the last caller has hung up
constexpr int steps_per_look = 25;

struct Show {
    const Options& options;
    const Scene& scene;
    CallBook book;
    Crm crm;
    SerialEar smdi;
    SerialEar smdr;
    std::unique_ptr<World> world;
    Teller teller;

    void step() {
        world->step();
        world->exchange(crm);
        for (const auto& record : smdi.take()) book.smdi(record);
        for (const auto& line : smdr.take()) book.smdr(line);
        for (const auto& experience : world->ended()) book.lived(experience);
    }
    [[nodiscard]] std::string trouble() {
        return crm.trouble().empty() ? world->trouble() : crm.trouble();
    }
};

Result<void> wait_for_start(Show& show) {
    const Ticks deadline = show.world->now() + start_within;
    while (!show.crm.ready() || !show.world->office_ready()) {
        show.step();
        if (const auto trouble = show.trouble(); !trouble.empty()) return Error{trouble};
        if (show.world->now() > deadline) {
            return Error{show.crm.ready() ? "the spans did not come up within a minute"
                                          : "the host link did not answer within a minute"};
        }
    }
    return {};
}

Result<void> run_calls(Show& show) {
    auto callers = draw_callers(show.options, show.world->now() + 500ms);
    const Ticks last = callers.back().at;
    for (const auto& caller : callers) show.book.dials(caller.ani);
    show.world->schedule(std::move(callers));
    Ticks busy_until{};
    for (int i = 0;; ++i) {
        show.step();
        if (i % steps_per_look != 0) continue;
        if (const auto trouble = show.trouble(); !trouble.empty()) return Error{trouble};
        show.teller.tell(show.book, show.world->now());
        const bool idle = show.world->now() > last && show.world->office_idle();
        if (!idle) busy_until = show.world->now();
        if (idle && show.book.all_recorded()) return {};
        if (idle && show.world->now() - busy_until > records_within) return {};
    }
}

// Who never came to rest.
std::uint32_t count_stuck(Show& show) {
    for (int i = 0; i < 500; ++i) show.step();  // after-call work is over
    show.crm.ask_rest();
    for (int i = 0; i < 500; ++i) {
        show.step();
        if (const auto stuck = show.crm.rest()) return *stuck;
    }
    return 1;  // not even the question was answered
}

Result<int> perform(const Options& options) {
    const std::int64_t begun = machine_ns();
    auto scene = Scene::build(options);
    if (!scene) return Error{scene.error()};
    auto smdi = SerialEar::open(scene->settings.run / "smdi", '\x19');
    if (!smdi) return Error{smdi.error()};
    auto smdr = SerialEar::open(scene->settings.run / "smdr", '\n');
    if (!smdr) return Error{smdr.error()};
    const auto sounds = read_sounds(*scene, options);
    if (!sounds) return Error{sounds.error()};
    auto world = options.in_virtual_time ? make_virtual_world(*scene, options, *sounds)
                                         : make_real_world(*scene, options, *sounds);
    if (!world) return Error{world.error()};

    // A hang-up is told from a recall only after 600 ms (the recall time of the plan).
    CallBook book(options.in_virtual_time ? 900ms : 1500ms);
    Show show{options,
              *scene,
              std::move(book),
              Crm(*scene, options.in_virtual_time ? "" : client_token,
                  [&show](const Json& event) { show.book.event(event); }),
              std::move(*smdi),
              std::move(*smdr),
              std::move(*world),
              Teller(options)};
    show.teller.begin(*scene);
    const auto started = wait_for_start(show);
    if (!started) return Error{started.error()};
    const auto called = run_calls(show);
    if (!called) return Error{called.error()};
    const std::uint32_t stuck = count_stuck(show);
    for (const auto& ani : stored_callers(scene->settings.host.sqlite.front().path)) {
        show.book.stored(ani);
    }
    show.teller.tell_rest(show.book);
    Totals totals = show.book.totals();
    totals.stuck = stuck;
    totals.late_ticks = show.crm.late_ticks();
    totals.seconds = static_cast<double>(machine_ns() - begun) / 1e9;
    show.teller.sum_up(totals, show.world->summary(), show.world->now());
    return totals.mismatches + totals.lost + totals.stuck == 0 ? 0 : 1;
}

}  // namespace
}  // namespace tools::firstcall

int main(int argc, char** argv) {
    int exit_code = 0;
    const auto options = tools::firstcall::options_of(argc, argv, exit_code);
    if (!options) return exit_code;
    driver::log_from(driver::LogLevel::warning);
    const auto done = tools::firstcall::perform(*options);
    if (done) return *done;
    (void)tools::fail("trunkline-firstcall", done.error());
    return 2;
}
