// SPDX-License-Identifier: GPL-2.0-or-later
// What /etc/dahdi/system.conf says of spans and channels.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "driver/base/chunk.hpp"
#include "tools/import/conf_lines.hpp"

namespace tools::dahdi_import {

enum class SpanForm : std::uint8_t { e1, t1, bri };

// span=NUMBER,TIMING,LBO,FRAMING,CODING,…
struct DahdiSpan {
    ConfLine line;
    unsigned number{};
    unsigned timing{};  // 0: it gives no clock
    SpanForm form{};
    std::string framing;  // ccs, cas, esf, d4
    std::string coding;   // hdb3, b8zs, ami
    bool crc4{};
};

enum class ChannelUse : std::uint8_t { b_channel, d_channel, robbed_bits, analog, other };

struct SystemConf {
    std::vector<DahdiSpan> spans;  // by number
    std::map<unsigned, ChannelUse> channels;
    std::map<unsigned, driver::Law> laws;
    ConfLine zone;  // defaultzone; without a key if there is none
    std::vector<Remark> remarks;
};

SystemConf read_system_conf(const ConfLines& lines);

// Channels of a span's form.
unsigned channels_of(SpanForm form);

}  // namespace tools::dahdi_import
