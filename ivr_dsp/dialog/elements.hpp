// SPDX-License-Identifier: GPL-2.0-or-later
// The elements we know, as one table: where each may stand and which attributes it has.
#pragma once

#include <pugixml.hpp>

#include "ivr_dsp/dialog/complaints.hpp"

namespace ivr_dsp::dialog {

// Complains about every element, attribute and text that is not in the table. False: this is no
// document, or elements stand inside each other so deep that nobody should go down there.
bool check_elements(const pugi::xml_node& root, const LineMap& lines, Complaints& complaints);

}  // namespace ivr_dsp::dialog
