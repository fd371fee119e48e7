// SPDX-License-Identifier: GPL-2.0-or-later
// What becomes of each setting of chan_dahdi.conf.
#pragma once

#include <string_view>

namespace tools::dahdi_import {

enum class Fate : unsigned char {
    carried,   // the importer reads it
    needless,  // Trunkline does so anyway, or it has no effect on a PRI
    lost,      // `why`, and what to do
    unknown,
};

struct Keyword {
    Fate fate{};
    std::string_view why{};
};

// By its name in small letters.
Keyword keyword(std::string_view name);

}  // namespace tools::dahdi_import
