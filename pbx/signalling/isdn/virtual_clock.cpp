// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/virtual_clock.hpp"

#include <algorithm>
#include <atomic>

#include <sys/time.h>
#include <time.h>

extern "C" {
#include <libpri.h>
}

namespace {

// Written by the signalling thread, read by whatever library asks for the time.
struct ProcessClock {
    std::atomic<bool> is_virtual{false};
    std::atomic<std::int64_t> now_ms{0};
    std::atomic<std::uint64_t> chance{1};
    std::atomic<std::uint64_t> asked{0};  // times gettimeofday was called
};
constinit ProcessClock process_clock;

// Relaxed everywhere: each value stands alone.
constexpr auto relaxed = std::memory_order_relaxed;

timespec machine_time() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return now;
}

// SplitMix64: every seed gives a full-period stream.
std::uint64_t next_chance() {
    std::uint64_t x = process_clock.chance.fetch_add(0x9E3779B97F4A7C15U, relaxed);
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] int gettimeofday(struct timeval* now, void* /*zone*/) noexcept {
    process_clock.asked.fetch_add(1, relaxed);
    if (process_clock.is_virtual.load(relaxed)) {
        const std::int64_t ms = process_clock.now_ms.load(relaxed);
        now->tv_sec = ms / 1000;
        now->tv_usec = ms % 1000 * 1000;
    } else {
        const timespec real = machine_time();
        now->tv_sec = real.tv_sec;
        now->tv_usec = real.tv_nsec / 1000;
    }
    return 0;
}

[[gnu::visibility("default")]] time_t time(time_t* result) noexcept {
    const time_t now = process_clock.is_virtual.load(relaxed)
                           ? static_cast<time_t>(process_clock.now_ms.load(relaxed) / 1000)
                           : machine_time().tv_sec;
    if (result != nullptr) *result = now;
    return now;
}

[[gnu::visibility("default")]] long random() noexcept {
    return static_cast<long>(next_chance() >> 33U);
}

}  // extern "C"

namespace pbx {

void use_real_time(std::uint64_t seed) {
    process_clock.chance.store(seed, relaxed);
    process_clock.is_virtual.store(false, relaxed);
}

void use_virtual_time(std::uint64_t seed, driver::Ticks now) {
    process_clock.chance.store(seed, relaxed);
    process_clock.now_ms.store(now.count(), relaxed);
    process_clock.is_virtual.store(true, relaxed);
}

void set_virtual_time(driver::Ticks now) {
    if (!process_clock.is_virtual.load(relaxed)) return;
    process_clock.now_ms.store(std::max(now.count(), process_clock.now_ms.load(relaxed)), relaxed);
}

namespace {

int read_nothing(pri* /*link*/, void* /*buffer*/, int /*size*/) {
    return 0;
}
int write_all(pri* /*link*/, void* /*buffer*/, int size) {
    return size;
}

// Kept for the life of the process, as every struct pri must be.
constinit pri* witness = nullptr;

}  // namespace

// A new D-channel starts T200, and so must ask for the time.
driver::Result<void> self_test_clock() {
    if (witness != nullptr) return {};
    const std::uint64_t asked = process_clock.asked.load(relaxed);
    pri* const link =
        pri_new_cb(-1, PRI_CPE, PRI_SWITCH_EUROISDN_E1, read_nothing, write_all, nullptr);
    if (process_clock.asked.load(relaxed) == asked) {
        return driver::Error{
            "isdn: libpri does not ask this program for the time: link it with "
            "pbx_signalling_isdn and without -fvisibility=hidden"};
    }
    witness = link;
    return {};
}

}  // namespace pbx
