// SPDX-License-Identifier: GPL-2.0-or-later
// UIO: sysfs gives the registers; memory is a huge page, which has no holes, at the physical
// address that the kernel tells (root only). Nothing keeps the board from other memory: without an
// IOMMU it must be trusted.
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "driver/board/owned_file.hpp"
#include "driver/board/pci/open/opened_card.hpp"
#include "driver/board/pci/te4/te4_dma.hpp"

namespace driver {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20U;
constexpr std::uint64_t small_page = 4096;
constexpr std::uint64_t four_gib = std::uint64_t{1} << 32U;
constexpr unsigned most_pages = 8;

OwnedFile open_file(const std::filesystem::path& path, int mode) {
    return OwnedFile(::open(path.c_str(), mode));
}

struct Mapping {
    void* place{};  // null: there is none
    std::size_t octets{};

    Mapping() = default;
    // What mmap returned.
    Mapping(void* where, std::size_t size)
        : place(where == MAP_FAILED ? nullptr : where), octets(size) {}
    Mapping(Mapping&& other) noexcept
        : place(std::exchange(other.place, nullptr)), octets(other.octets) {}
    Mapping& operator=(Mapping&& other) noexcept {
        std::swap(place, other.place);
        std::swap(octets, other.octets);
        return *this;
    }
    ~Mapping() {
        if (is_there()) ::munmap(place, octets);
    }
    [[nodiscard]] bool is_there() const { return place != nullptr; }
};

// 0: not told.
std::uint64_t physical_address(const void* place, const KernelFiles& files) {
    const OwnedFile pages = open_file(files.proc / "self/pagemap", O_RDONLY | O_CLOEXEC);
    const auto page = reinterpret_cast<std::uintptr_t>(place) / small_page;
    std::uint64_t entry = 0;
    const auto at = static_cast<off_t>(page * sizeof entry);
    if (::pread(pages.get(), &entry, sizeof entry, at) != sizeof entry) return 0;
    constexpr std::uint64_t frame_bits = (std::uint64_t{1} << 55U) - 1;
    constexpr std::uint64_t is_present = std::uint64_t{1} << 63U;
    return (entry & is_present) != 0 ? (entry & frame_bits) * small_page : 0;
}

struct Memory {
    Mapping mapping;
    std::uint32_t address{};
};

Result<Memory> memory_of(Mapping page, const KernelFiles& files) {
    std::memset(page.place, 0xFF, huge_page);
    const std::uint64_t address = physical_address(page.place, files);
    if (address == 0) {
        return Error{
            "the kernel does not tell where memory lies (/proc/self/pagemap): run the firmware as "
            "root, or with CAP_SYS_ADMIN; with an IOMMU and vfio-pci it needs neither"};
    }
    if (address + huge_page <= four_gib) {
        return Memory{std::move(page), static_cast<std::uint32_t>(address)};
    }
    return Memory{std::move(page), 0};  // too high
}

// Below 4 GiB, where such boards reach: of several pages one as a rule lies there.
Result<Memory> find_memory(const KernelFiles& files) {
    std::array<Memory, most_pages> too_high;
    for (Memory& kept : too_high) {
        Mapping page(::mmap(nullptr, huge_page, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE, -1, 0),
                     huge_page);
        if (!page.is_there() && &kept == too_high.data()) {
            return Error{
                "there is no huge page for the board to write into: sysctl -w vm.nr_hugepages=8"};
        }
        if (!page.is_there()) break;
        auto memory = memory_of(std::move(page), files);
        if (!memory || memory->address != 0) return memory;
        kept = std::move(*memory);
    }
    return Error{
        "none of the huge pages lies below 4 GiB, where these boards reach. Reserve them when the "
        "machine starts (hugepages=64 for the kernel), or use an IOMMU and vfio-pci"};
}

class UioCard final : public OpenedCard {
  public:
    // `uio`: held open, so that the kernel takes the bus from the board when this program is gone,
    // however it went.
    UioCard(OwnedFile uio, Mapping bar, MappedRegisters registers, Memory memory)
        : uio_(std::move(uio)),
          bar_(std::move(bar)),
          registers_(std::move(registers)),
          memory_(std::move(memory)) {}
    ~UioCard() override { rest(registers_); }
    [[nodiscard]] Registers& registers() noexcept override { return registers_; }
    [[nodiscard]] DmaMemory memory() const noexcept override {
        return {
            {static_cast<std::uint8_t*>(memory_.mapping.place), huge_page},
            memory_.address
        };
    }

  private:
    OwnedFile uio_;
    Mapping bar_;
    MappedRegisters registers_;
    Memory memory_;
};

// What failed last is in errno.
Error cannot(const PciDevice& device, const std::filesystem::path& file) {
    const std::string why = std::strerror(errno);
    return Error{fmt::format(
        "board {}: {} cannot be opened ({}): run the firmware as root, and nothing else that "
        "drives the board",
        device.address, file.string(), why)};
}

// Of UIO's device, which sysfs names in a folder of the board's.
std::filesystem::path uio_of(const PciDevice& device, const KernelFiles& files) {
    std::error_code none;
    for (const auto& one : std::filesystem::directory_iterator(device.path / "uio", none)) {
        return files.dev / one.path().filename();
    }
    return files.dev / "uio";  // is not there, either
}

// Where the registers lie in the page that is mapped: BAR 0 is smaller, and begins anywhere.
std::uint64_t begin_in_page(const PciDevice& device) {
    std::string first_octet;
    std::ifstream(device.path / "resource") >> first_octet;
    return std::strtoull(first_octet.c_str(), nullptr, 16) % mapped_octets;
}

Result<MappedRegisters> registers_in(const Mapping& page, const PciDevice& device) {
    const std::uint64_t begin = begin_in_page(device);
    if (begin + te4::bar_size > mapped_octets) {
        return Error{fmt::format("board {}: {} says that its registers begin at {:03x} of a page",
                                 device.address, (device.path / "resource").string(), begin)};
    }
    return MappedRegisters(static_cast<std::uint8_t*>(page.place) + begin);
}

}  // namespace

OpenResult open_by_uio(const PciDevice& device, const KernelFiles& files) {
    const auto config_path = device.path / "config";
    const OwnedFile config = open_file(config_path, O_RDWR | O_CLOEXEC);
    if (!config || !let_it(OnBus::answer, config.get(), 0)) {
        return cannot(device, config_path);
    }
    const auto bar_path = device.path / "resource0";
    const OwnedFile resource = open_file(bar_path, O_RDWR | O_SYNC | O_CLOEXEC);
    if (!resource) return cannot(device, bar_path);
    Mapping bar(
        ::mmap(nullptr, mapped_octets, PROT_READ | PROT_WRITE, MAP_SHARED, resource.get(), 0),
        mapped_octets);
    if (!bar.is_there()) return cannot(device, bar_path);
    auto registers = registers_in(bar, device);
    if (!registers) return Error{registers.error()};
    if (auto answers = check_card(device, *registers); !answers) return Error{answers.error()};
    rest(*registers);
    const auto uio_path = uio_of(device, files);
    OwnedFile uio = open_file(uio_path, O_RDWR | O_CLOEXEC);
    if (!uio) return cannot(device, uio_path);
    auto memory = find_memory(files);
    if (!memory) return Error{fmt::format("board {}: {}", device.address, memory.error())};
    if (!let_it(OnBus::answer_and_write, config.get(), 0)) return cannot(device, config_path);
    return OpenResult(
        std::make_unique<UioCard>(std::move(uio), std::move(bar), *registers, std::move(*memory)));
}

}  // namespace driver
