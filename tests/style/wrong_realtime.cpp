// SPDX-License-Identifier: GPL-2.0-or-later
// Every sin of realtime code in one object, so that the check can be seen to catch them.
#include <cstdio>
#include <ctime>
#include <mutex>
#include <stdexcept>

namespace wrong {

long tick(std::mutex& mutex, int samples) {
    const std::lock_guard lock(mutex);
    if (samples < 0) throw std::runtime_error("negative");
    int* const heap = new int[static_cast<std::size_t>(samples)];
    std::printf("%d\n", heap[0]);
    delete[] heap;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_nsec;
}

}  // namespace wrong
