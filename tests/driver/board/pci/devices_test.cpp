// SPDX-License-Identifier: GPL-2.0-or-later
// Why a board cannot be had, and what to do: told on a made-up machine.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "driver/board/pci/open/opened_card.hpp"
#include "driver/board/pci/te4/te4_dma.hpp"
#include "driver/board/pci/te4/te4_registers.hpp"

#include <CppUTest/TestHarness.h>

using namespace driver;

namespace fs = std::filesystem;

TEST_GROUP(PciDevices) {
    fs::path root;
    KernelFiles files;

    void setup() override {
        std::string name = fs::temp_directory_path() / "pci_devices.XXXXXX";
        root = ::mkdtemp(name.data());
        files = {root / "sys", root / "dev", root / "proc"};
        fs::create_directories(files.sys / "bus/pci/devices");
        fs::create_directories(files.sys / "bus/pci/drivers");
        fs::create_directories(files.dev / "vfio");
    }
    void teardown() override {
        fs::remove_all(root);
        root.clear();
        files = {};
    }
    void write(const fs::path& file, const std::string& text) const {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    fs::path add(const std::string& address, const std::string& device = "0x1410",
                 const std::string& subsystem = "0x0005", const std::string& vendor = "0xd161")
        const {
        fs::path path = files.sys / "bus/pci/devices" / address;
        write(path / "vendor", vendor + "\n");
        write(path / "device", device + "\n");
        write(path / "subsystem_vendor", subsystem + "\n");
        write(path / "class", "0x078000\n");
        return path;
    }
    void drive(const std::string& address, const std::string& driver) const {
        const fs::path link = files.sys / "bus/pci/devices" / address / "driver";
        fs::remove(link);
        fs::create_symlink("../../../bus/pci/drivers/" + driver, link);
    }
    // Given to UIO; its registers begin there in a page of ones.
    fs::path add_uio(std::size_t begin, std::uint32_t version) const {
        fs::path board = add("0000:05:08.0");
        drive("0000:05:08.0", "uio_pci_generic");
        write(board / "config", std::string(64, '\0'));
        std::string page(mapped_octets, '\xFF');
        for (unsigned i = 0; i < 4; ++i) {
            page[begin + te4::version + i] = static_cast<char>(version >> 8 * i);
        }
        write(board / "resource0", page);
        const char* const in_page = begin == 0 ? "000" : "f80";
        write(board / "resource", std::string("0x00000000fe8ff") + in_page + " 0x0 0x40200\n");
        return board;
    }
    static unsigned octet_at(const fs::path& file, std::size_t place) {
        std::ifstream stream(file);
        stream.seekg(static_cast<std::streamoff>(place));
        return static_cast<unsigned>(stream.get());
    }
    void group(const std::string& number, const std::vector<std::string>& members) {
        const fs::path devices = files.sys / "kernel/iommu_groups" / number / "devices";
        fs::create_directories(devices);
        for (const auto& member : members) {
            fs::path path = files.sys / "bus/pci/devices" / member;
            fs::create_symlink(path, devices / member);
            fs::create_symlink("../../../kernel/iommu_groups/" + number, path / "iommu_group");
        }
    }
    // What is said when the only board there is shall be opened.
    std::string refusal() const {
        const auto device = choose_pci_device(files, "");
        if (!device) return device.error();
        const auto card = open_card(*device, files);
        return card ? "opened" : card.error();
    }
    static void says(const std::string& text, const char* part) {
        if (text.find(part) == std::string::npos) FAIL((text + " | lacks | " + part).c_str());
    }
};

TEST(PciDevices, a_machine_without_such_a_board) {
    add("0000:00:02.0", "0x100e", "0x1af4", "0x8086");
    says(refusal(), "no TE2xx or TE4xx board is on the PCI bus");
}

TEST(PciDevices, boards_are_found_by_their_ids) {
    add("0000:05:08.0");
    add("0000:06:08.0", "0x0220", "0x0004");
    add("0000:07:08.0", "0x0410", "0x0001");
    const auto devices = find_pci_devices(files);
    LONGS_EQUAL(3, devices.size());
    STRCMP_EQUAL("0000:05:08.0", devices[0].address.c_str());
    LONGS_EQUAL(5, devices[0].card->generation);
    LONGS_EQUAL(2, devices[1].card->spans);
    LONGS_EQUAL(2, devices[2].card->generation);
    says(refusal(), "there are 3 boards: say device = ");
    says(choose_pci_device(files, "09:00.0").error(),
         "no board is at PCI address 09:00.0; there is 0000:05:08.0 (TE410P)");
    CHECK(static_cast<bool>(choose_pci_device(files, "06:08.0")));
}

TEST(PciDevices, one_that_the_kernel_drives) {
    add("0000:05:08.0");
    drive("0000:05:08.0", "wct4xxp");
    const std::string text = refusal();
    says(text, "is driven by the kernel's wct4xxp: modprobe uio_pci_generic; ");
    says(text, "echo 0000:05:08.0 > /sys/bus/pci/drivers/wct4xxp/unbind; ");
    says(text, "echo uio_pci_generic > /sys/bus/pci/devices/0000:05:08.0/driver_override");
}

TEST(PciDevices, one_that_nobody_drives_is_given_to_vfio_where_there_is_an_iommu) {
    add("0000:05:08.0");
    group("12", {"0000:05:08.0"});
    says(refusal(), "is given to nobody: modprobe vfio-pci; echo vfio-pci > ");
}

TEST(PciDevices, vfio_without_an_iommu) {
    add("0000:05:08.0");
    drive("0000:05:08.0", "vfio-pci");
    says(refusal(), "this machine has no IOMMU, or it is off. Switch it on");
}

TEST(PciDevices, a_group_with_somebody_else_in_it) {
    add("0000:05:08.0");
    add("0000:05:09.0", "0x100e", "0x1af4", "0x8086");
    add("0000:05:0a.0", "0x100e", "0x1af4", "0x8086");
    group("12", {"0000:05:08.0", "0000:05:09.0", "0000:05:0a.0"});
    drive("0000:05:08.0", "vfio-pci");
    drive("0000:05:09.0", "e1000");
    drive("0000:05:0a.0", "vfio-pci");
    const std::string text = refusal();
    says(text, "its IOMMU group 12 is not viable");
    says(text, "give up 0000:05:09.0 (driven by e1000).");
}

TEST(PciDevices, vfio_that_is_not_loaded_or_not_allowed) {
    add("0000:05:08.0");
    group("12", {"0000:05:08.0"});
    drive("0000:05:08.0", "vfio-pci");
    says(refusal(), "vfio/vfio: modprobe vfio-pci");
    write(files.dev / "vfio/vfio", "");
    says(refusal(), "vfio/12 cannot be opened (No such file or directory): chown it");
    write(files.dev / "vfio/12", "");
    says(refusal(), "DPDK runs without VFIO");
}

TEST(PciDevices, uio_whose_registers_cannot_be_opened) {
    add("0000:05:08.0");
    drive("0000:05:08.0", "uio_pci_generic");
    says(refusal(), "config cannot be opened (No such file or directory)");
    write(files.sys / "bus/pci/devices/0000:05:08.0/config", std::string(64, '\0'));
    says(refusal(), "resource0 cannot be opened (No such file or directory)");
}

TEST(PciDevices, uio_where_an_iommu_translates) {
    add_uio(0, 0xFFFF'FFFF);
    group("12", {"0000:05:08.0"});
    write(files.sys / "kernel/iommu_groups/12/type", "DMA-FQ\n");
    says(refusal(),
         "is given to uio_pci_generic, but the IOMMU translates what it writes, which "
         "only VFIO can set up: modprobe vfio-pci; ");
    write(files.sys / "kernel/iommu_groups/12/type", "identity\n");
    says(refusal(), "does not answer");
}

TEST(PciDevices, one_that_reads_as_ones) {
    add_uio(0, 0xFFFF'FFFF);
    says(refusal(), "does not answer: every register reads as ones. Put it firmly into its slot");
}

TEST(PciDevices, one_whose_version_nobody_knows_is_not_touched_and_gets_no_bus) {
    const fs::path board = add_uio(0, 0x1234'0000);
    says(refusal(), "says version 12340000, which nobody knows");
    LONGS_EQUAL(0xFF, octet_at(board / "resource0", te4::dma_control));
    LONGS_EQUAL(0x02, octet_at(board / "config", 4));  // it answers
    LONGS_EQUAL(0x04, octet_at(board / "config", 5));  // and does not interrupt
}

TEST(PciDevices, registers_begin_where_the_kernel_says_and_rest_before_the_board_gets_the_bus) {
    const fs::path board = add_uio(0xF80, 0xC01A'0165);
    says(refusal(), "/uio cannot be opened (No such file or directory)");
    LONGS_EQUAL(0x00, octet_at(board / "resource0", 0xF80 + te4::dma_control));
    LONGS_EQUAL(0xFF, octet_at(board / "resource0", te4::dma_control));
    LONGS_EQUAL(0x02, octet_at(board / "config", 4));
    fs::create_directories(board / "uio/uio3");
    says(refusal(), "/uio3 cannot be opened (No such file or directory)");
}

TEST(PciDevices, each_board_has_its_place_in_memory_where_it_reaches) {
    PciDevice device;
    device.address = "0000:00:00.0";
    UNSIGNED_LONGS_EQUAL(0x1000'0000, bus_address_of(device));
    device.address = "0000:05:08.0";
    const auto one = bus_address_of(device);
    device.address = "0000:05:09.0";
    UNSIGNED_LONGS_EQUAL(one + Te4Dma::memory_octets, bus_address_of(device));
    device.address = "10000:ff:1f.0";
    UNSIGNED_LONGS_EQUAL(0x1000'0000 + 8191 * Te4Dma::memory_octets, bus_address_of(device));
}
