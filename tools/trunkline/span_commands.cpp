// SPDX-License-Identifier: GPL-2.0-or-later
// What takes a while at a span: a bit error ratio test from its order to its result.
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/bit_error_ratio.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/host_session.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using host_bridge::Json;

namespace {

constexpr auto look_every = std::chrono::seconds(1);
constexpr int begins_within = 5;  // looks

// The span's test as host knows it; null if it has none.
Result<Json> test_of(HostSession& host, const std::string& span) {
    const auto items = host.items("test");
    if (!items) return Error{items.error()};
    for (const Json& item : *items) {
        if (value_at(item, "/test/span").dump() == span) return item.at("test");
    }
    return Json();
}

std::uint64_t count(const Json& test, const char* name) {
    return test.value(name, std::uint64_t{0});
}

std::string verdict(const Json& test) {
    const std::uint64_t bits = count(test, "bits");
    const std::uint64_t errors = count(test, "errors");
    if (bits == 0) return "the pattern did not come back: is the far end looped?";
    return fmt::format("{} bits, {} wrong, pattern lost {} times{}: bit error ratio {}", bits,
                       errors, count(test, "losses"),
                       test.value("inverted", false) ? ", inverted" : "",
                       text_of(bit_error_ratio(bits, errors)));
}

void show_progress(const Json& test) {
    if (::isatty(STDERR_FILENO) == 0) return;
    fmt::print(stderr, "\r{} s left, {} bits, {} wrong \033[K", count(test, "leftMs") / 1000,
               count(test, "bits"), count(test, "errors"));
}

// Until the test has ended.
Result<Json> follow(HostSession& host, const std::string& span) {
    bool begun = false;
    for (int looks = 0;; ++looks) {
        auto test = test_of(host, span);
        if (!test) return test;
        const bool measuring = test->is_object() && test->value("measuring", false);
        begun = begun || measuring;
        if (!measuring && (begun || looks == begins_within)) break;
        if (measuring) show_progress(*test);
        std::this_thread::sleep_for(look_every);
    }
    if (::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\033[K");
    return test_of(host, span);
}

std::string value_of(const Order& order, std::string_view field) {
    for (const OrderField& one : order.fields) {
        if (one.name == field) return one.value;
    }
    return {};
}

}  // namespace

int loop_span(const CommonOptions& common, const Order& order) {
    const bool payload = !value_of(order, "payload").empty();
    if (payload && value_of(order, "loop") != "remote") {
        fmt::print(stderr,
                   "trunkline: --payload goes with remote; a payload loop here is: span loop {} "
                   "payload\n",
                   value_of(order, "span"));
        return wrong_usage;
    }
    Order asked{order.verb, {}};
    for (const OrderField& field : order.fields) {
        if (field.name != "payload") asked.fields.push_back(field);
        if (field.name == "loop" && payload) asked.fields.back().value = "remote_payload";
    }
    return tools::order(common, asked);
}

int measure_span(const CommonOptions& common, const Order& order) {
    auto host = HostSession::open(common);
    if (!host) return fail("trunkline", host.error());
    const auto ordered = host->order(order);
    if (!ordered) return fail("trunkline", ordered.error());
    if (const auto refusal = refusal_in(*ordered)) return fail("trunkline", *refusal);
    if (duration_of(value_of(order, "seconds")) == driver::Ticks{}) return 0;
    const auto test = follow(*host, value_of(order, "span"));
    if (!test) return fail("trunkline", test.error());
    if (!test->is_object()) {
        return fail("trunkline",
                    "the test has not begun: trunkline board tells whether firmware "
                    "runs");
    }
    if (common.json) {
        fmt::print("{}\n", test->dump());
    } else {
        fmt::print("{}\n", verdict(*test));
    }
    const bool good =
        count(*test, "bits") > 0 && count(*test, "errors") == 0 && count(*test, "losses") == 0;
    return good ? 0 : found_wrong;
}

}  // namespace tools
