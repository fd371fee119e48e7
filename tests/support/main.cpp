// SPDX-License-Identifier: GPL-2.0-or-later
#include <CppUTest/CommandLineTestRunner.h>
#include <CppUTest/MemoryLeakWarningPlugin.h>

int main(int argc, char** argv) {
    // Many tests have threads, and CppUTest's own list of what is allocated knows no second one: it
    // breaks, and the test with it.
    MemoryLeakWarningPlugin::turnOnThreadSafeNewDeleteOverloads();
    return CommandLineTestRunner::RunAllTests(argc, argv);
}
