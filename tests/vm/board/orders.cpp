// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/vm/board/orders.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

namespace vm_test {
namespace {

constexpr std::array<std::string_view, 4> of_board{"well", "on", "off", "stall"};
constexpr std::array<std::string_view, 5> of_span{"cut", "ones", "noise", "violate", "open"};

bool is_order(const std::string& verb, unsigned span) {
    if (std::ranges::find(of_board, verb) != of_board.end()) return true;
    return std::ranges::find(of_span, verb) != of_span.end() && span >= 1 && span <= 4;
}

}  // namespace

void CrossedSpans::pass_on() {
    for (std::size_t i = 0; i < cables_.size(); ++i) {
        auto& from = cables_[i]->from_near;
        auto& to = cables_[i ^ 1U]->from_far;
        while (const driver::E1Millisecond* const sent = from.take()) {
            driver::E1Millisecond* const place = to.next_to_write();
            if (place == nullptr) continue;
            *place = *sent;
            to.sent();
        }
    }
}

void CrossedSpans::disturb(unsigned span, const driver::LineFaults& faults) {
    static_cast<void>(driver::disturb(cables_[span - 1], faults));
}

bool obey(const std::string& order, driver::Te4Model& model, CrossedSpans& spans) {
    std::istringstream words(order);
    std::string verb;
    unsigned span = 0;
    words >> verb >> span;
    if (!is_order(verb, span)) return false;
    model.fall_off(verb == "off");
    model.stall(verb == "stall");
    if (verb == "off" || verb == "stall") return true;
    driver::LineFaults faults;
    for (unsigned each = 1; each <= 4; ++each) {
        spans.disturb(each, faults);
        model.port(each - 1).pair_is(0);
    }
    if (verb == "well" || verb == "on") return true;
    if (verb == "cut") {
        faults.to_center.cut = true;
    } else if (verb == "ones") {
        faults.to_center.all_ones = true;
    } else if (verb == "noise") {
        faults.to_center.wrong_bits = 20'000;
    } else if (verb == "violate") {
        model.port(span - 1).violate(100);
    } else {
        model.port(span - 1).pair_is(driver::falc::open_circuit);
    }
    spans.disturb(span, faults);
    return true;
}

}  // namespace vm_test
