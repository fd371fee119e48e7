// SPDX-License-Identifier: GPL-2.0-or-later
// Every prompt and all music of the distribution's packages, and 300 talkers; read once, before the
// first test.
#pragma once

#include "tools/office/soundbook.hpp"

namespace tools::office {

const Soundbook& whole_book();

}  // namespace tools::office
