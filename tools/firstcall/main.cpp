// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline-firstcall: the demo. Callers, a center, agents, a host; and a comparison of what each
// of them saw.
#include "driver/base/log.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/teller.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/program/program.hpp"

namespace tools::firstcall {
namespace {

using driver::Error;
using driver::Result;

constexpr int steps_per_look = 25;

Result<int> perform(const Options& options) {
    const std::int64_t begun = machine_ns();
    auto opened = Show::open(options);
    if (!opened) return Error{opened.error()};
    Show& show = **opened;
    Teller teller(options);
    teller.begin(show.scene());
    const auto started = show.wait_for_start();
    if (!started) return Error{started.error()};
    show.schedule(draw_callers(options));
    for (bool over = false; !over; over = show.over()) {
        for (int i = 0; i < steps_per_look; ++i) show.step();
        if (const auto trouble = show.trouble(); !trouble.empty()) return Error{trouble};
        teller.tell(show.book(), show.world().now());
    }
    const auto stuck = show.stuck();
    show.read_records();
    teller.tell_rest(show.book());
    for (const std::string& sentence : show.book().other_disagreements()) {
        teller.complain(sentence);
    }
    for (const auto& what : stuck) teller.tell_stuck(what);
    Totals totals = show.book().totals();
    totals.stuck = static_cast<std::uint32_t>(stuck.size());
    totals.late_ticks = show.crm().late_ticks();
    totals.seconds = static_cast<double>(machine_ns() - begun) / 1e9;
    teller.sum_up(totals, show.world().summary(), show.world().now());
    return totals.mismatches + totals.lost + totals.stuck +
                       show.world().summary().cross_connections ==
                   0
               ? 0
               : 1;
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
