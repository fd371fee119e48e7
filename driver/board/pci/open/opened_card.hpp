// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "driver/base/result.hpp"
#include "driver/board/pci/open/pci_devices.hpp"
#include "driver/board/pci/registers.hpp"

namespace driver {

// BAR 0 in our address space: each access is one of the bus.
class MappedRegisters final : public Registers {
  public:
    explicit MappedRegisters(void* bar) noexcept : bar_(static_cast<std::uint8_t*>(bar)) {}
    [[nodiscard]] std::uint32_t read(std::uint32_t offset) noexcept override {
        return *place(offset);
    }
    void write(std::uint32_t offset, std::uint32_t value) noexcept override {
        *place(offset) = value;
    }

  private:
    [[nodiscard]] volatile std::uint32_t* place(std::uint32_t offset) const noexcept {
        return reinterpret_cast<volatile std::uint32_t*>(bar_ + offset);
    }
    std::uint8_t* bar_;
};

// A board that is ours: its registers, and memory that both reach. When it goes, DMA stops first.
class OpenedCard {
  public:
    OpenedCard(const OpenedCard&) = delete;
    OpenedCard& operator=(const OpenedCard&) = delete;
    virtual ~OpenedCard() = default;
    [[nodiscard]] virtual Registers& registers() noexcept = 0;
    [[nodiscard]] virtual DmaMemory memory() const noexcept = 0;

  protected:
    OpenedCard() = default;
};

// Error: what keeps us from it, and the remedy. VFIO wants DPDK to be running (rte_eal_init).
[[nodiscard]] Result<std::unique_ptr<OpenedCard>> open_card(const PciDevice& device,
                                                            const KernelFiles& files);

// ── the two ways ──────────────────────────────────────────────────────────────────────────────

using OpenResult = Result<std::unique_ptr<OpenedCard>>;
[[nodiscard]] OpenResult open_by_uio(const PciDevice& device, const KernelFiles& files);
[[nodiscard]] OpenResult open_by_vfio(const PciDevice& device, const KernelFiles& files);
// What the board may do on the bus; interrupt it never may. `file` holds its configuration space
// from `begin` on. False: errno says why.
enum class OnBus : std::uint8_t { answer, answer_and_write };
[[nodiscard]] bool let_it(OnBus what, int file, std::int64_t begin) noexcept;
// It answers, and is what it should be.
[[nodiscard]] Result<void> check_card(const PciDevice& device, Registers& registers);
// A page is the least that can be mapped: BAR 0, of 128 octets, lies in one.
inline constexpr std::size_t mapped_octets = 4096;
// Where VFIO lets the board find its memory: below 4 GiB, and another place for each slot.
[[nodiscard]] std::uint32_t bus_address_of(const PciDevice& device);
// DMA off, lights out.
void rest(Registers& registers) noexcept;

}  // namespace driver
