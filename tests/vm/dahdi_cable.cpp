// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: joins cables of a run folder, at whose other ends the exchange is, to spans of the
// kernel's DAHDI. Each cable ends in a board of ours, each span in another.
//
//     dahdi_cable RUN_DIRECTORY FIRST_SPAN COUNT     cable span1 to FIRST_SPAN, span2 to the next …
#include <cstdlib>
#include <string>

#include "driver/board/dahdi/dahdi_board.hpp"
#include "driver/board/dahdi/dahdi_keeper.hpp"
#include "tests/support/board_joint.hpp"

namespace {

using namespace driver;

int run(const std::string& folder, unsigned first_span, std::size_t count) {
    support::OfficeCables cables;
    if (!cables.open(folder, count)) return 1;
    DahdiPlan plan;
    plan.buffers = {.block = 8ms, .reserve = 16ms};
    for (std::size_t i = 0; i < count; ++i) {
        DahdiSpanPlan one;
        static_cast<SpanPlan&>(one) = support::e1_plan(i);
        one.kernel_span = static_cast<std::uint16_t>(first_span + i);
        plan.spans.push_back(one);
    }
    SimulatedBoard office(cables.plan());
    DahdiBoard kernel(plan);
    const DahdiKeeper keeper(plan, kernel.links());
    support::join({office, "the exchange's"}, {kernel, "DAHDI's"});
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    tools::obey_stop_signals();
    return run(argv[1], static_cast<unsigned>(std::atoi(argv[2])),
               static_cast<std::size_t>(std::atoi(argv[3])));
}
