// SPDX-License-Identifier: GPL-2.0-or-later
// What chan_dahdi.conf says of channels. Its settings are inherited line by line: `channel` takes a
// snapshot of all that was set before it in [channels]; other sections begin with what [channels]
// ended with, then their templates, and name their channels by `dahdichan`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/import/conf_lines.hpp"

namespace tools::dahdi_import {

// The lines that hold for a channel, by key.
using ChannelSettings = std::map<std::string, ConfLine, std::less<>>;

struct ChanDahdiConf {
    std::map<unsigned, ChannelSettings> channels;
    std::vector<Remark> remarks;
};

ChanDahdiConf read_chan_dahdi_conf(const ConfLines& lines);

}  // namespace tools::dahdi_import
