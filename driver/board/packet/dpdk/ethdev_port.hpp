// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "driver/base/result.hpp"
#include "driver/board/packet/dpdk/eal.hpp"
#include "driver/board/packet/port.hpp"

struct rte_mbuf;
struct rte_mempool;

namespace driver {

// A port of DPDK. A frame is made in the memory (mbuf) that the driver sends; what was received is
// the driver's until the next call.
class EthdevPort final : public Port {
  public:
    // `device`: see PortKind. Before the realtime thread; the EAL outlives the port. Errors say
    // what is wrong with the device, and the remedy.
    static Result<std::unique_ptr<EthdevPort>> open(Eal& eal, const std::string& device);
    // The same of a port that DPDK has already (in tests, two rings end to end).
    static Result<std::unique_ptr<EthdevPort>> use(Eal& eal, std::uint16_t port);
    EthdevPort(const EthdevPort&) = delete;
    EthdevPort& operator=(const EthdevPort&) = delete;
    ~EthdevPort();

    [[nodiscard]] MacAddress address() const noexcept override { return address_; }
    [[nodiscard]] std::span<const Octets> receive() noexcept override;
    [[nodiscard]] FrameRoom room() noexcept override;
    void send(std::span<const OutgoingFrame> frames) noexcept override;
    [[nodiscard]] std::int64_t now_ns() const noexcept override;
    [[nodiscard]] PortCounts counts() const noexcept override;

  private:
    explicit EthdevPort(std::uint16_t port) : port_(port) {}
    Result<void> start(Eal& eal);
    void join() noexcept;
    void send(std::span<rte_mbuf*> frames) noexcept;

    std::uint16_t port_;
    MacAddress address_;
    rte_mempool* pool_{};
    bool joined_{};
    std::array<rte_mbuf*, burst> received_{};
    std::size_t received_count_{};
    std::array<Octets, burst> views_{};
    PortCounts counts_;
};

}  // namespace driver
