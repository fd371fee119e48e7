// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/dpdk/ethdev_port.hpp"

#include <chrono>

#include <fmt/format.h>
#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>

#include "driver/board/packet/dpdk/port_checks.hpp"

namespace driver {
namespace {

constexpr std::uint16_t frames_waiting = 1024;  // descriptors of each queue
constexpr unsigned mbufs = 8191;                // two to the power of n, less one, fits best
constexpr unsigned mbufs_of_thread = 256;
static_assert(RTE_PKTMBUF_HEADROOM == 128);

// The name by which DPDK knows it, and what it is to be made of.
struct Device {
    std::string name;
    std::string arguments;
};

Device device_of(const std::string& written) {
    switch (port_kind(written)) {
        case PortKind::interface:
            return {"net_af_packet_" + written,
                    fmt::format("net_af_packet_{},iface={},blocksz=4096,framesz=2048,framecnt=512,"
                                "qdisc_bypass=1",
                                written, written)};
        case PortKind::pci:
            break;
        case PortKind::virtual_device:
            return {written.substr(0, written.find(',')), written};
    }
    return {written, written};
}

MacAddress mac_of(const rte_ether_addr& address) {
    MacAddress mac;
    for (const std::uint8_t octet : address.addr_bytes) mac.bits = mac.bits << 8U | octet;
    return mac;
}

Error failed(Eal& eal, std::string_view what, int code) {
    return Error{fmt::format("{}: {} {}", what, rte_strerror(code < 0 ? -code : code),
                             eal.last_complaint())};
}

}  // namespace

Result<std::unique_ptr<EthdevPort>> EthdevPort::open(Eal& eal, const std::string& device) {
    if (auto checked = check_port(device); !checked) return Error{checked.error()};
    const Device found = device_of(device);
    std::uint16_t port = 0;
    if (rte_eth_dev_get_port_by_name(found.name.c_str(), &port) != 0) {
        const int probed = rte_dev_probe(found.arguments.c_str());
        if (probed != 0) return failed(eal, "DPDK cannot open " + device, probed);
        if (rte_eth_dev_get_port_by_name(found.name.c_str(), &port) != 0) {
            return Error{"DPDK makes no Ethernet port of " + device + ": correct device"};
        }
    }
    return use(eal, port);
}

Result<std::unique_ptr<EthdevPort>> EthdevPort::use(Eal& eal, std::uint16_t port) {
    std::unique_ptr<EthdevPort> opened(new EthdevPort(port));
    if (auto started = opened->start(eal); !started) return Error{started.error()};
    return opened;
}

Result<void> EthdevPort::start(Eal& eal) {
    const std::string name = fmt::format("frames of port {}", port_);
    if (rte_mempool_lookup(name.c_str()) != nullptr) {
        return Error{"the port is another board's already: give each board a device of its own"};
    }
    pool_ = rte_pktmbuf_pool_create(name.c_str(), mbufs, mbufs_of_thread, 0,
                                    RTE_PKTMBUF_HEADROOM + FrameRoom::octets,
                                    rte_eth_dev_socket_id(port_));
    if (pool_ == nullptr) return failed(eal, "no memory for frames", rte_errno);
    rte_eth_conf configuration{};
    if (const int done = rte_eth_dev_configure(port_, 1, 1, &configuration); done != 0) {
        return failed(eal, "the port cannot be configured", done);
    }
    std::uint16_t in = frames_waiting;
    std::uint16_t out = frames_waiting;
    rte_eth_dev_adjust_nb_rx_tx_desc(port_, &in, &out);
    const auto socket = static_cast<unsigned>(rte_eth_dev_socket_id(port_));
    int done = rte_eth_rx_queue_setup(port_, 0, in, socket, nullptr, pool_);
    if (done == 0) done = rte_eth_tx_queue_setup(port_, 0, out, socket, nullptr);
    if (done == 0) done = rte_eth_dev_start(port_);
    if (done != 0) return failed(eal, "the port cannot be started", done);
    // Virtual ports may not know of it.
    static_cast<void>(rte_eth_promiscuous_disable(port_));
    rte_ether_addr address{};
    if (done = rte_eth_macaddr_get(port_, &address); done != 0) {
        return failed(eal, "the port has no address", done);
    }
    // Rings have none: any local one.
    if (rte_is_zero_ether_addr(&address) != 0) rte_eth_random_addr(address.addr_bytes);
    address_ = mac_of(address);
    return {};
}

// Without frames it has not touched the port, which may be another's.
EthdevPort::~EthdevPort() {
    if (pool_ == nullptr) return;
    rte_pktmbuf_free_bulk(received_.data(), static_cast<unsigned>(received_count_));
    static_cast<void>(rte_eth_dev_stop(port_));
    static_cast<void>(rte_eth_dev_close(port_));
    rte_mempool_free(pool_);
}

// In its first tick the realtime thread tells DPDK who it is, so that it has frames of its own at
// hand.
void EthdevPort::join() noexcept {
    if (rte_lcore_id() == LCORE_ID_ANY) static_cast<void>(rte_thread_register());
    joined_ = true;
}

std::span<const Octets> EthdevPort::receive() noexcept {
    if (!joined_) join();
    rte_pktmbuf_free_bulk(received_.data(), static_cast<unsigned>(received_count_));
    received_count_ = rte_eth_rx_burst(port_, 0, received_.data(), burst);
    for (std::size_t i = 0; i < received_count_; ++i) {
        const rte_mbuf& frame = *received_[i];
        // One that did not fit a piece of memory is longer than any of ours: what is there of it is
        // refused.
        views_[i] = {rte_pktmbuf_mtod(&frame, const std::uint8_t*), frame.data_len};
    }
    counts_.received += received_count_;
    return std::span<const Octets>(views_).first(received_count_);
}

FrameRoom EthdevPort::room() noexcept {
    rte_mbuf* const frame = rte_pktmbuf_alloc(pool_);
    if (frame == nullptr) {
        ++counts_.no_room;
        return {};
    }
    return {static_cast<std::uint8_t*>(frame->buf_addr), frame};
}

void EthdevPort::send(std::span<const OutgoingFrame> frames) noexcept {
    std::array<rte_mbuf*, burst> going;
    std::size_t count = 0;
    for (const OutgoingFrame& frame : frames) {
        auto* const mbuf = static_cast<rte_mbuf*>(frame.room.handle);
        if (frame.size == 0) {
            rte_pktmbuf_free(mbuf);
            continue;
        }
        mbuf->data_off = static_cast<std::uint16_t>(frame.first);
        mbuf->data_len = static_cast<std::uint16_t>(frame.size);
        mbuf->pkt_len = static_cast<std::uint32_t>(frame.size);
        going[count++] = mbuf;
        if (count < burst) continue;
        send(std::span(going));
        count = 0;
    }
    send(std::span(going).first(count));
}

void EthdevPort::send(std::span<rte_mbuf*> frames) noexcept {
    const std::uint16_t sent =
        rte_eth_tx_burst(port_, 0, frames.data(), static_cast<std::uint16_t>(frames.size()));
    counts_.sent += sent;
    counts_.not_sent += frames.size() - sent;
    const auto left = frames.subspan(sent);
    rte_pktmbuf_free_bulk(left.data(), static_cast<unsigned>(left.size()));
}

// The clock the ticks go by.
std::int64_t EthdevPort::now_ns() const noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

PortCounts EthdevPort::counts() const noexcept {
    PortCounts counts = counts_;
    rte_eth_stats stats{};
    if (rte_eth_stats_get(port_, &stats) == 0) {
        counts.missed = stats.imissed + stats.rx_nombuf + stats.ierrors;
    }
    return counts;
}

}  // namespace driver
