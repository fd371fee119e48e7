// SPDX-License-Identifier: GPL-2.0-or-later
// What a test in the guest asks of the board it has: words in a file that both see.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "driver/board/pci/model/te4_model.hpp"

namespace vm_test {

// The four spans, joined as by crossed cables: 1 with 2, 3 with 4.
class CrossedSpans {
  public:
    explicit CrossedSpans(std::vector<driver::E1Cable*> cables) : cables_(std::move(cables)) {}
    // What one end has sent the other receives.
    void pass_on();
    void disturb(unsigned span, const driver::LineFaults& faults);

  private:
    std::vector<driver::E1Cable*> cables_;
};

// "well", "cut 2", "ones 3", "noise 1", "off", "on", "stall", "violate 1", "open 4".
// What came before is over. False: no such order.
[[nodiscard]] bool obey(const std::string& order, driver::Te4Model& model, CrossedSpans& spans);

}  // namespace vm_test
