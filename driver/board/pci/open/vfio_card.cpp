// SPDX-License-Identifier: GPL-2.0-or-later
// VFIO by DPDK's public functions: the group and its container are EAL's, the memory is mapped for
// the board at a low address of our choice, because EAL's own addresses are beyond what it reaches.
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/vfio.h>
#include <rte_vfio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "driver/board/pci/open/opened_card.hpp"
#include "driver/board/pci/te4/te4_dma.hpp"

namespace driver {
namespace {

constexpr std::size_t memory_octets = Te4Dma::memory_octets;
constexpr const char* sysfs_devices = "/sys/bus/pci/devices/";

class VfioCard final : public OpenedCard {
  public:
    explicit VfioCard(const PciDevice& device)
        : address_(device.address), bus_address_(bus_address_of(device)) {}
    ~VfioCard() override {
        if (is_mapped_) {
            rest(registers_);
            rte_vfio_container_dma_unmap(RTE_VFIO_DEFAULT_CONTAINER_FD, address_of_memory(),
                                         bus_address_, memory_octets);
        }
        if (bar_ != MAP_FAILED) ::munmap(bar_, mapped_octets);
        if (memory_ != MAP_FAILED) ::munmap(memory_, memory_octets);
        if (file_ >= 0) rte_vfio_release_device(sysfs_devices, address_.c_str(), file_);
    }
    [[nodiscard]] Registers& registers() noexcept override { return registers_; }
    [[nodiscard]] DmaMemory memory() const noexcept override {
        return {
            {static_cast<std::uint8_t*>(memory_), memory_octets},
            bus_address_
        };
    }

    [[nodiscard]] Result<void> open(const PciDevice& device) {
        vfio_device_info info{};
        info.argsz = sizeof info;
        if (rte_vfio_setup_device(sysfs_devices, address_.c_str(), &file_, &info) != 0) {
            file_ = -1;  // DPDK has closed what it opened
            return refused(device);
        }
        if (auto mapped = map_registers(device); !mapped) return mapped;
        registers_ = MappedRegisters(bar_);
        if (auto answers = check_card(device, registers_); !answers) return answers;
        if (auto mapped = map_memory(device); !mapped) return mapped;
        rest(registers_);
        if (let_it(OnBus::answer_and_write, file_, config_begins_)) return {};
        return no_configuration(device);
    }

  private:
    // Which of its steps failed DPDK says in its log only.
    [[nodiscard]] static Error refused(const PciDevice& device) {
        return Error{fmt::format(
            "board {}: VFIO does not give it to us; DPDK's lines in the log say why. Another "
            "program may have its group open (fuser /dev/vfio/{}); or this machine's IOMMU does "
            "not remap interrupts: switch that on in the BIOS, or allow it without (the board uses "
            "none): echo 'options vfio_iommu_type1 allow_unsafe_interrupts=1' > "
            "/etc/modprobe.d/vfio.conf, and start again",
            device.address, device.iommu_group)};
    }
    [[nodiscard]] static Error no_configuration(const PciDevice& device) {
        return Error{fmt::format("board {}: its configuration space cannot be written ({})",
                                 device.address, std::strerror(errno))};
    }
    [[nodiscard]] Result<void> map_registers(const PciDevice& device) {
        vfio_region_info config{};
        config.argsz = sizeof config;
        config.index = VFIO_PCI_CONFIG_REGION_INDEX;
        vfio_region_info bar = config;
        bar.index = VFIO_PCI_BAR0_REGION_INDEX;
        const bool found = ::ioctl(file_, VFIO_DEVICE_GET_REGION_INFO, &config) == 0 &&
                           ::ioctl(file_, VFIO_DEVICE_GET_REGION_INFO, &bar) == 0;
        config_begins_ = static_cast<std::int64_t>(config.offset);
        if (!found || !let_it(OnBus::answer, file_, config_begins_)) {
            return no_configuration(device);
        }
        if (bar.size >= te4::bar_size && (bar.flags & VFIO_REGION_INFO_FLAG_MMAP) == 0) {
            return shares_a_page(device);
        }
        if (bar.size >= te4::bar_size) {
            bar_ = ::mmap(nullptr, mapped_octets, PROT_READ | PROT_WRITE, MAP_SHARED, file_,
                          static_cast<off_t>(bar.offset));
        }
        if (bar_ != MAP_FAILED) return {};
        return Error{fmt::format("board {}: its registers cannot be mapped ({}), of {} octets",
                                 device.address, std::strerror(errno), std::uint64_t{bar.size})};
    }
    [[nodiscard]] static Error shares_a_page(const PciDevice& device) {
        return Error{fmt::format(
            "board {}: VFIO does not map its registers, because they do not begin at a page, where "
            "another device's may be, too. Start the kernel with pci=resource_alignment=12@{}",
            device.address, device.address)};
    }
    [[nodiscard]] Result<void> map_memory(const PciDevice& device) {
        memory_ = ::mmap(nullptr, memory_octets, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (memory_ != MAP_FAILED) {
            is_mapped_ =
                rte_vfio_container_dma_map(RTE_VFIO_DEFAULT_CONTAINER_FD, address_of_memory(),
                                           bus_address_, memory_octets) == 0;
        }
        if (is_mapped_) return {};
        return Error{
            fmt::format("board {}: its memory of {} kB cannot be mapped into the IOMMU ({})",
                        device.address, memory_octets / 1024, std::strerror(errno))};
    }
    [[nodiscard]] std::uint64_t address_of_memory() const {
        return reinterpret_cast<std::uintptr_t>(memory_);
    }

    std::string address_;
    std::uint32_t bus_address_;
    int file_{-1};
    std::int64_t config_begins_{};  // in file_
    void* bar_{MAP_FAILED};
    void* memory_{MAP_FAILED};
    bool is_mapped_{};
    MappedRegisters registers_{nullptr};
};

// What can be seen beforehand has a message of its own.
Result<void> may_open(const PciDevice& device, const KernelFiles& files) {
    const auto group = (files.dev / "vfio" / device.iommu_group).string();
    // Not opened: it can be open once only, and is where another board of the group is ours.
    if (::faccessat(AT_FDCWD, group.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
        return Error{
            fmt::format("board {}: {} cannot be opened ({}): chown it to the firmware's "
                        "user, or run it as root",
                        device.address, group, std::strerror(errno))};
    }
    rlimit limit{};
    ::getrlimit(RLIMIT_MEMLOCK, &limit);
    const bool limited = ::geteuid() != 0 && limit.rlim_cur != RLIM_INFINITY;
    if (limited && limit.rlim_cur < memory_octets) {
        return Error{fmt::format(
            "board {}: this user may lock {} kB of memory, the board needs {} kB: ulimit -l 8192, "
            "or LimitMEMLOCK=8M in the systemd unit",
            device.address, limit.rlim_cur / 1024, memory_octets / 1024)};
    }
    if (rte_vfio_is_enabled("vfio_pci") == 1) return {};
    return Error{
        fmt::format("board {}: DPDK runs without VFIO: modprobe vfio-pci before the "
                    "firmware starts",
                    device.address)};
}

}  // namespace

OpenResult open_by_vfio(const PciDevice& device, const KernelFiles& files) {
    if (auto may = may_open(device, files); !may) return Error{may.error()};
    auto card = std::make_unique<VfioCard>(device);
    if (auto opened = card->open(device); !opened) return Error{opened.error()};
    return OpenResult(std::move(card));
}

}  // namespace driver
