// SPDX-License-Identifier: GPL-2.0-or-later
// Turns a DAHDI installation into a trunkline.toml.
#pragma once

#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "tools/import/conf_lines.hpp"

namespace tools::dahdi_import {

struct Imported {
    std::string toml;             // `trunkline config check` accepts it
    unsigned spans{};             // in it
    std::vector<Remark> remarks;  // in the order of the files
};

// Reads `system_conf`, and `chan_dahdi_conf` unless that is empty. If no span can be carried over,
// there are 0 and no text. Error: a file cannot be read.
driver::Result<Imported> import_dahdi(const std::string& system_conf,
                                      const std::string& chan_dahdi_conf, const FileReader& reader);

}  // namespace tools::dahdi_import
