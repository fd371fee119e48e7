// SPDX-License-Identifier: GPL-2.0-or-later
// The far side of QEMU's x-pci-proxy-dev: a PCI device that is this process. QEMU hands over what
// the guest does to configuration space and BAR 0, and the guest's memory; nothing of QEMU is
// built.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "driver/board/pci/model/te4_model.hpp"
#include "driver/board/pci/te4/te4_cards.hpp"

namespace vm_test {

// Memory of the guest, as files QEMU passed: DMA goes right there.
class GuestMemory final : public driver::BusMemory {
  public:
    GuestMemory() = default;
    GuestMemory(const GuestMemory&) = delete;
    GuestMemory& operator=(const GuestMemory&) = delete;
    ~GuestMemory() { forget(); }
    [[nodiscard]] std::uint8_t* at(std::uint32_t address, std::size_t octets) noexcept override;

    struct Region {
        std::uint64_t address;
        std::uint64_t size;
        std::uint64_t offset;  // in the file
    };
    // Files become this object's. Some message follows another while the guest starts.
    void is(std::span<const Region> regions, std::span<const int> files);

  private:
    struct Mapped {
        std::uint64_t address;
        std::uint64_t size;
        std::uint8_t* octets;
    };
    void forget();
    std::vector<Mapped> mapped_;
};

// Type 0 header with BAR 0, memory of 128 octets, and INTA.
class ConfigSpace {
  public:
    explicit ConfigSpace(const driver::PciIds& ids);
    [[nodiscard]] std::uint32_t read(std::uint32_t at, unsigned octets) const;
    void write(std::uint32_t at, unsigned octets, std::uint32_t value);
    // The device wants to interrupt: shown in the status, and true if the guest lets it.
    [[nodiscard]] bool interrupts(bool wanted);

  private:
    void put(std::uint32_t at, unsigned octets, std::uint32_t value);
    std::array<std::uint8_t, 256> octets_{};
};

// INTx of a device in slot 0x10 of a q35, by QEMU's qtest socket: without KVM the proxy has no way
// to raise it.
class InterruptLine {
  public:
    // Listens there; QEMU connects.
    explicit InterruptLine(const std::string& path);
    InterruptLine(const InterruptLine&) = delete;
    InterruptLine& operator=(const InterruptLine&) = delete;
    ~InterruptLine();
    [[nodiscard]] int listens_on() const { return listening_; }
    void accept_qemu();
    // Its answers are read, and thrown away: nobody may wait for one while the guest waits for us.
    void set(bool asserted);

  private:
    int listening_{-1};
    int qemu_{-1};
    bool asserted_{};
};

class ProxyDevice {
  public:
    ProxyDevice(int socket, ConfigSpace& config, GuestMemory& memory, driver::Te4Model& model)
        : socket_(socket), config_(config), memory_(memory), model_(model) {}
    // One message. False: QEMU is gone.
    [[nodiscard]] bool serve();

  private:
    [[nodiscard]] bool take_memory(std::span<const std::uint8_t> payload,
                                   std::span<const int> files);
    [[nodiscard]] bool answer(std::uint64_t value);

    int socket_;
    ConfigSpace& config_;
    GuestMemory& memory_;
    driver::Te4Model& model_;
};

}  // namespace vm_test
