// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/import/system_conf.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace tools::dahdi_import {
namespace {

using Uses = std::pair<std::string_view, ChannelUse>;
constexpr std::array channel_uses{
    Uses{"bchan",    ChannelUse::b_channel  },
    Uses{"dchan",    ChannelUse::d_channel  },
    Uses{"fcshdlc",  ChannelUse::d_channel  },
    Uses{"hardhdlc", ChannelUse::d_channel  },
    Uses{"cas",      ChannelUse::robbed_bits},
    Uses{"user",     ChannelUse::robbed_bits},
    Uses{"e&m",      ChannelUse::robbed_bits},
    Uses{"e&me1",    ChannelUse::robbed_bits},
    Uses{"sf",       ChannelUse::robbed_bits},
    Uses{"fxsls",    ChannelUse::analog     },
    Uses{"fxsgs",    ChannelUse::analog     },
    Uses{"fxsks",    ChannelUse::analog     },
    Uses{"fxols",    ChannelUse::analog     },
    Uses{"fxogs",    ChannelUse::analog     },
    Uses{"fxoks",    ChannelUse::analog     },
    Uses{"unused",   ChannelUse::other      },
    Uses{"clear",    ChannelUse::other      },
    Uses{"indclear", ChannelUse::other      },
    Uses{"inclear",  ChannelUse::other      },
    Uses{"rawhdlc",  ChannelUse::other      },
    Uses{"nethdlc",  ChannelUse::other      },
    Uses{"mtp2",     ChannelUse::other      },
    Uses{"dacs",     ChannelUse::other      },
    Uses{"dacsrbs",  ChannelUse::other      },
    Uses{"56k",      ChannelUse::other      },
};

// Radio boards' settings.
constexpr std::array<std::string_view, 18> radio{
    "ctcss",   "dcsrx",     "rxdcs",     "tx",      "debouncetime", "bursttime",
    "exttone", "invertcor", "corthresh", "rxgain",  "txgain",       "deemp",
    "preemp",  "channel",   "channels",  "txctcss", "txdcs",        "rxctcss"};

class SystemReader {
  public:
    explicit SystemReader(SystemConf& conf) : conf_(conf) {}

    void read(const ConfLine& line) {
        if (line.key == "span") return span(line);
        if (line.key == "dynamic") {
            return remark(line,
                          "is a span over Ethernet, which is not imported: add a [[board]] with "
                          "kind = \"packet\", and leave DAHDI's dynamic spans off");
        }
        if (line.key == "loadzone") return;  // of which defaultzone is one
        if (line.key == "defaultzone") {
            conf_.zone = line;
        } else if (line.key == "alaw" || line.key == "mulaw") {
            law(line);
        } else if (line.key == "deflaw") {
            return;  // as the line has it
        } else if (line.key == "echocanceller") {
            remark(line, "stays DAHDI's: Trunkline switches no echo canceller on or off");
        } else if (const auto* use = use_of(line.key); use != nullptr) {
            channels(line, use->second);
        } else if (std::ranges::find(radio, line.key) != radio.end()) {
            remark(line, "is for radio, which Trunkline is not");
        } else {
            remark(line, "is not a setting of dahdi_cfg: is it spelled right?");
        }
    }

  private:
    static const Uses* use_of(std::string_view key) {
        const auto found = std::ranges::find(channel_uses, key, &Uses::first);
        return found == channel_uses.end() ? nullptr : &*found;
    }
    void remark(const ConfLine& line, std::string why) {
        conf_.remarks.push_back({line.place, line.said(), std::move(why)});
    }
    void span(const ConfLine& line) {
        const auto parts = comma_separated(line.value);
        DahdiSpan span{line, 0, 0, {}, {}, {}, false};
        unsigned build_out = 0;  // dahdi_cfg goes on setting it
        if (parts.size() < 5 || !to_number(parts[0], span.number) || span.number == 0 ||
            !to_number(parts[1], span.timing) || !to_number(parts[2], build_out)) {
            return remark(line,
                          "is not understood: it should say number,timing,lbo,framing,coding");
        }
        span.framing = parts[3];
        span.coding = parts[4];
        const bool is_e1 = span.framing == "ccs" || span.framing == "cas";
        if (!is_e1 && span.framing != "esf" && span.framing != "d4") {
            return remark(line, "has a framing that is not known: ccs, cas, esf or d4");
        }
        span.form = is_e1 ? SpanForm::e1 : SpanForm::t1;
        for (std::size_t i = 5; i < parts.size(); ++i) {
            if (parts[i] == "crc4") {
                span.crc4 = true;
            } else if (parts[i] != "yellow") {
                remark(line, fmt::format("\"{}\" stays DAHDI's: it goes on configuring the span",
                                         parts[i]));
            }
        }
        if (std::ranges::find(conf_.spans, span.number, &DahdiSpan::number) != conf_.spans.end()) {
            return remark(line, "is left out: there is a span of that number before");
        }
        conf_.spans.push_back(std::move(span));
    }
    void law(const ConfLine& line) {
        const auto list = channel_list(line.value);
        if (list.empty()) return remark(line, "has no list of channels such as 1-15,17-31");
        for (const unsigned channel : list) {
            conf_.laws[channel] = line.key == "alaw" ? driver::Law::alaw : driver::Law::ulaw;
        }
    }
    void channels(const ConfLine& line, ChannelUse use) {
        const auto list = channel_list(line.value.substr(0, line.value.find(':')));
        if (list.empty()) return remark(line, "has no list of channels such as 1-15,17-31");
        for (const unsigned channel : list) conf_.channels[channel] = use;
        if (use == ChannelUse::analog) {
            remark(line,
                   "is not imported: analog ports of DAHDI boards are not supported; put the "
                   "telephones on a channel bank or another exchange behind a PRI");
        } else if (use == ChannelUse::robbed_bits) {
            remark(line,
                   "is not imported: lines with channel-associated signalling are not supported on "
                   "DAHDI boards; ask the carrier for a PRI");
        } else if (use == ChannelUse::other && line.key != "unused") {
            remark(line, "is not imported: these channels carry no calls of Trunkline");
        }
    }

    SystemConf& conf_;
};

}  // namespace

unsigned channels_of(SpanForm form) {
    switch (form) {
        case SpanForm::e1:
            return 31;
        case SpanForm::t1:
            return 24;
        case SpanForm::bri:
            break;
    }
    return 3;
}

SystemConf read_system_conf(const ConfLines& lines) {
    SystemConf conf;
    conf.remarks = lines.remarks;
    SystemReader reader(conf);
    for (const ConfLine& line : lines.lines) reader.read(line);
    std::ranges::stable_sort(conf.spans, {}, &DahdiSpan::number);
    return conf;
}

}  // namespace tools::dahdi_import
