// SPDX-License-Identifier: GPL-2.0-or-later
// What a technician is told where DAHDI cannot be used, on machines made of a few files.
#include "driver/board/dahdi/dahdi_trouble.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <string>

#include <CppUTest/TestHarness.h>

using driver::MachineFiles;

TEST_GROUP(DahdiTrouble) {
    MachineFiles machine;

    void setup() override {
        std::string folder = std::filesystem::temp_directory_path() / "dahdiXXXXXX";
        CHECK(::mkdtemp(folder.data()) != nullptr);
        machine.root = folder;
        machine.kernel = "6.1.0-2";
    }
    void teardown() override {
        std::filesystem::remove_all(machine.root);
        machine = {};
    }
    void there_is(const std::string& file, const std::string& text = "") const {
        const auto path = machine.root / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    void tells(const std::string& piece, int error) const {
        STRCMP_CONTAINS(piece.c_str(), driver::dahdi_driver_trouble(error, machine).text.c_str());
    }
};

TEST(DahdiTrouble, a_driver_that_is_not_loaded) {
    there_is("lib/modules/6.1.0-2/modules.dep", "extra/dahdi.ko: kernel/lib/crc.ko\n");
    tells("the DAHDI driver is not loaded: load it and the module of the board", ENOENT);
    tells("the DAHDI driver is not loaded", ENXIO);
}

TEST(DahdiTrouble, a_driver_that_was_built_for_another_kernel) {
    there_is("lib/modules/6.1.0-2/modules.dep", "kernel/lib/crc.ko:\n");
    there_is("lib/modules/6.1.0-1/modules.dep", "extra/dahdi.ko:\n");
    tells(
        "there is no DAHDI driver for kernel 6.1.0-2 (there is one for 6.1.0-1): build "
        "dahdi-linux for this kernel, or use a board kind that needs no kernel module",
        ENOENT);
}

TEST(DahdiTrouble, a_machine_that_never_had_one) {
    tells("there is no DAHDI driver for kernel 6.1.0-2: build dahdi-linux", ENOENT);
}

TEST(DahdiTrouble, a_driver_without_its_device_files) {
    there_is("sys/module/dahdi/version");
    tells("/dev/dahdi/ctl is not there: is udev running?", ENOENT);
}

TEST(DahdiTrouble, a_channel_another_program_has_open) {
    there_is("proc/812/comm", "asterisk\n");
    std::filesystem::create_directories(machine.root / "proc/812/fd");
    std::filesystem::create_symlink("/dev/dahdi/channel", machine.root / "proc/812/fd/7");
    there_is("proc/813/comm", "dahdi_tool\n");
    std::filesystem::create_directories(machine.root / "proc/813/fd");
    std::filesystem::create_symlink("/dev/dahdi/ctl", machine.root / "proc/813/fd/3");
    const auto told = driver::dahdi_channel_trouble(EBUSY, 2, 16, 47, machine).text;
    STRCMP_CONTAINS(
        "timeslot 16 of DAHDI's span 2 (channel 47) is held by pid 812 (asterisk): stop that "
        "program",
        told.c_str());
    CHECK(told.find("813") == std::string::npos);  // it holds no channel
}

TEST(DahdiTrouble, in_a_word) {
    using enum driver::BoardTrouble;
    CHECK(driver::dahdi_driver_refusal(ENOENT) == no_driver);
    CHECK(driver::dahdi_driver_refusal(EACCES) == not_allowed);
    CHECK(driver::dahdi_driver_refusal(EIO) == refused);
    CHECK(driver::dahdi_channel_refusal(EBUSY) == held);
    CHECK(driver::dahdi_channel_refusal(ENXIO) == wrong_setup);
}

TEST(DahdiTrouble, a_channel_nobody_has_configured) {
    STRCMP_CONTAINS("timeslot 1 of DAHDI's span 1 (channel 1) is not configured: run dahdi_cfg",
                    driver::dahdi_channel_trouble(ENXIO, 1, 1, 1, machine).text.c_str());
}
