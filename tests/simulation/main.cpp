// SPDX-License-Identifier: GPL-2.0-or-later
// CppUTest counts what libraries keep for good as leaks; whole programs are left to the sanitizers.
#include "driver/base/log.hpp"

// After the standard headers.
#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

int main(int argc, char** argv) {
    MemoryLeakWarningPlugin::turnOffNewDeleteOverloads();
    driver::log_from(driver::LogLevel::warning);
    return CommandLineTestRunner::RunAllTests(argc, argv);
}
