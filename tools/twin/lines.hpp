// SPDX-License-Identifier: GPL-2.0-or-later
// All that is wrong with the spans at present: happenings may overlap, and each is taken back by
// itself.
#pragma once

#include <vector>

#include "driver/base/result.hpp"
#include "driver/board/line_faults.hpp"
#include "tools/firstcall/world.hpp"
#include "tools/office/office_faults.hpp"
#include "tools/twin/scenario.hpp"

namespace tools::twin {

class Lines {
  public:
    driver::Result<void> disturb(firstcall::World& world, const SpanDisturbed& how);
    // As if it had never been.
    driver::Result<void> restore(firstcall::World& world, const SpanDisturbed& how);

  private:
    driver::Result<void> apply(firstcall::World& world, driver::SpanId span) const;

    std::vector<const SpanDisturbed*> present_;  // the later ones have the last word
};

}  // namespace tools::twin
