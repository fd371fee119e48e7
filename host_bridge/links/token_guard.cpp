// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/token_guard.hpp"

#include <algorithm>

#include "driver/base/log.hpp"

namespace host_bridge {

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    // Volatile: the compiler may not stop at the first difference.
    volatile unsigned difference = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const unsigned other = b.empty() ? 0U : static_cast<unsigned char>(b[i % b.size()]);
        difference = difference | (static_cast<unsigned char>(a[i]) ^ other);
    }
    return difference == 0;
}

TokenGuard::Failures* TokenGuard::failures_of(std::string_view address) {
    const auto found = std::ranges::find(failures_, address, &Failures::address);
    return found == failures_.end() ? nullptr : &*found;
}

TokenGuard::Verdict TokenGuard::check(std::string_view address, std::string_view token,
                                      driver::Ticks now) {
    Failures* failures = failures_of(address);
    if (failures != nullptr && now - failures->last > lock_out) failures->count = 0;
    if (failures != nullptr && failures->count >= most_failures) {
        return {nullptr, "locked out after too many wrong tokens: wait a minute",
                now + failure_delay};
    }
    const TokenConfig* client = nullptr;
    for (const TokenConfig& known : tokens_) {
        if (equal_in_constant_time(token, known.token)) client = &known;
    }
    if (client != nullptr) {
        if (failures != nullptr) failures->count = 0;
        return {client, {}, now};
    }
    if (failures == nullptr) {
        if (failures_.size() == most_addresses) failures_.pop_front();
        failures = &failures_.emplace_back(Failures{std::string(address), 0, now});
    }
    ++failures->count;
    failures->last = now;
    if (failures->count == most_failures) {
        driver::log_warning("json", "{} is locked out: too many wrong tokens", address);
    }
    return {nullptr, "the token is wrong", now + failure_delay};
}

}  // namespace host_bridge
