// SPDX-License-Identifier: GPL-2.0-or-later
// Where a document leads, without running it.
#pragma once

#include "ivr_dsp/dialog/complaints.hpp"
#include "ivr_dsp/dialog/document.hpp"

namespace ivr_dsp::dialog {

// Complains about forms and items nobody can reach, and about forms that lead to each other for
// ever without asking anything. Forms are only called unreachable when `all_targets_known`. What
// depends on a condition or on an expression is given the benefit of the doubt; a Walk counts its
// steps.
void check_flow(const Document& document, bool all_targets_known, Complaints& complaints);

}  // namespace ivr_dsp::dialog
