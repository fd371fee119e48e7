// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firmware/packet_boards.hpp"

#include <fmt/format.h>

#include "driver/base/log.hpp"

namespace tools {
namespace {

std::string who(const driver::Stranger& stranger) {
    if (stranger.is_udp) {
        return fmt::format("UDP from {} to port {}", text_of(stranger.ip), stranger.near_port);
    }
    const bool is_group = (stranger.subaddress & 0x8000U) != 0;
    const std::string mac = text_of(stranger.mac);
    return is_group ? fmt::format("a group of {} spans (0xD00D) from {}",
                                  stranger.subaddress & 0x7FFFU, mac)
                    : fmt::format("0xD00D from {}/{}", mac, stranger.subaddress);
}

}  // namespace

driver::Board& PacketBoards::add(driver::Eal* eal, std::size_t number, const std::string& device,
                                 driver::PacketBoardPlan plan) {
    const std::string name = fmt::format("board {} ({})", number, device);
    std::unique_ptr<driver::EthdevPort> port;
    plan.without_port =
        eal == nullptr ? driver::BoardTrouble::no_driver : driver::BoardTrouble::refused;
    if (eal != nullptr) {
        auto opened = driver::EthdevPort::open(*eal, device);
        if (opened) {
            port = std::move(*opened);
            driver::log_info("firmware", "{}: sends as {}", name, text_of(port->address()));
        } else {
            driver::log_error("firmware", "{} is out: {}", name, opened.error());
        }
    }
    return boards_.emplace_back(name, std::move(port), plan).board;
}

void PacketBoards::tell() {
    for (One& one : boards_) tell(one);
}

void PacketBoards::tell(One& one) {
    driver::Stranger stranger;
    while (one.board.next_stranger(stranger)) {
        driver::log_warning("firmware",
                            "{}: {} arrives but no span has that address: correct the far end's "
                            "or the span's",
                            one.name, who(stranger));
    }
    driver::PacketNews news;
    while (one.board.next_news(news)) one.complaints.hear(news);
    const std::string text = one.complaints.due();
    if (text.empty()) return;
    driver::log_warning("firmware", "{}: frames not taken or sent: {}", one.name, text);
}

}  // namespace tools
