// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/import/chan_dahdi_conf.hpp"

#include <algorithm>
#include <array>

#include "tools/import/keywords.hpp"

namespace tools::dahdi_import {
namespace {

// Only what the importer reads is kept of a channel.
constexpr std::array<std::string_view, 4> kept{"signalling", "switchtype", "group", "overlapdial"};
constexpr std::string_view timer_309 = "pritimer t309";

bool means_default(const ConfLine& line) {
    const std::string_view value = line.value;
    return value.empty() || value == "no" || value == "0" || value == "0.0" || value == "never" ||
           value == "unknown" || value == "none";
}

class ChanDahdiReader {
  public:
    explicit ChanDahdiReader(ChanDahdiConf& conf) : conf_(conf) {}

    void read(const ConfLine& line) {
        if (line.section != section_) begin(line);
        if (line.section == "trunkgroups") {
            return remark(line,
                          "is not carried: spans that share a D-channel (NFAS) are not supported; "
                          "ask the carrier for a D-channel in each span");
        }
        const Keyword known = keyword(line.key);
        if (known.fate == Fate::lost && !means_default(line)) {
            remark(line, "is not carried: " + std::string(known.why));
        } else if (known.fate == Fate::unknown) {
            remark(line, std::string(known.why));
        }
        if (line.key == "channel" || line.key == "channels" || line.key == "dahdichan") {
            return take(line);
        }
        set(line);
    }

  private:
    void remark(const ConfLine& line, std::string why) {
        conf_.remarks.push_back({line.place, line.said(), std::move(why)});
    }
    void begin(const ConfLine& line) {
        if (section_ == "channels") base_ = present_;
        if (!section_.empty()) sections_[section_] = present_;
        section_ = line.section;
        present_ = section_ == "channels" ? ChannelSettings{} : base_;
        for (const std::string& name : line.templates) {
            const auto found = sections_.find(name);
            if (found == sections_.end()) continue;
            for (const auto& [key, one] : found->second) present_[key] = one;
        }
    }
    void set(const ConfLine& line) {
        std::string key = line.key == "signaling" ? "signalling" : line.key;
        if (key == "pritimer") {
            const auto parts = comma_separated(line.value);
            const bool is_t309 = parts.size() == 2 && (parts[0] == "T309" || parts[0] == "t309");
            if (!is_t309) {
                return remark(line, "is not carried: Trunkline has its own Q.921 and Q.931 timers");
            }
            key = timer_309;
        }
        check(key, line);
        const bool is_kept = std::ranges::find(kept, key) != kept.end() || key == timer_309;
        if (is_kept) present_[key] = line;
    }
    void check(std::string_view key, const ConfLine& line) {
        const std::string_view value = line.value;
        if (key == "signalling" && value != "pri_cpe" && value != "pri_net") {
            remark(line,
                   "is not carried: of DAHDI boards only PRIs are supported, pri_cpe and pri_net");
        }
        if (key == "switchtype" && value != "euroisdn" && value != "national") {
            remark(line,
                   "is not carried: Trunkline speaks euroisdn on an E1 and national (NI2) on a T1; "
                   "ask the carrier to set the line so");
        }
    }
    void take(const ConfLine& line) {
        const auto list = channel_list(line.value);
        if (list.empty()) return remark(line, "has no list of channels such as 1-15,17-31");
        for (const unsigned channel : list) conf_.channels[channel] = present_;
    }

    ChanDahdiConf& conf_;
    std::string section_;
    ChannelSettings present_;
    ChannelSettings base_;
    std::map<std::string, ChannelSettings, std::less<>> sections_;
};

}  // namespace

ChanDahdiConf read_chan_dahdi_conf(const ConfLines& lines) {
    ChanDahdiConf conf;
    conf.remarks = lines.remarks;
    ChanDahdiReader reader(conf);
    for (const ConfLine& line : lines.lines) reader.read(line);
    return conf;
}

}  // namespace tools::dahdi_import
