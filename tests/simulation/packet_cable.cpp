// SPDX-License-Identifier: GPL-2.0-or-later
// Joins cables of a run folder, at whose other ends the exchange is, to spans of a group (ethmf)
// on a network interface. Each cable ends in a board of ours, each span in another.
//
//     packet_cable RUN_DIRECTORY COUNT INTERFACE FAR_MAC
#include <cstdlib>
#include <iostream>
#include <string>

#include "driver/board/packet/dpdk/ethdev_port.hpp"
#include "driver/board/packet/packet_board.hpp"
#include "driver/board/packet/wire/addresses.hpp"
#include "tests/support/board_joint.hpp"

namespace {

using namespace driver;

int run(const std::string& folder, std::size_t count, const std::string& interface,
        MacAddress far) {
    support::OfficeCables cables;
    if (!cables.open(folder, count)) return 1;
    PacketBoardPlan plan;
    for (std::size_t i = 0; i < count; ++i) {
        PacketSpanPlan one;
        one.span = support::e1_plan(i);
        one.format = PacketFormat::ethmf;
        one.tdmoe.far = far;
        one.tdmoe.subaddress = static_cast<std::uint16_t>(i);
        one.jitter = 64ms;
        plan.spans.push_back(one);
    }
    const auto eal = Eal::start({});
    if (!eal) {
        std::cerr << eal.error() << "\n";
        return 1;
    }
    const auto port = EthdevPort::open(**eal, interface);
    if (!port) {
        std::cerr << port.error() << "\n";
        return 1;
    }
    SimulatedBoard office(cables.plan());
    PacketBoard network(plan, port->get());
    support::join({office, "the exchange's"}, {network, "the network's"});
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const auto far = mac_address(argv[4]);
    if (!far) return 2;
    tools::obey_stop_signals();
    return run(argv[1], static_cast<std::size_t>(std::atoi(argv[2])), argv[3], *far);
}
