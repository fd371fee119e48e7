// SPDX-License-Identifier: GPL-2.0-or-later
// What the whole-screen view shows of the center, free of any language and any terminal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/trunkline/span_facts.hpp"

namespace tools::screen {

enum class Timeslot : std::uint8_t {
    unknown,
    idle,
    ringing,
    talking,
    out_of_service,
    d_channel,
};

struct TimeslotPicture {
    Timeslot state{};
    std::string call;  // who is in it: "17: 1/3 connected, 2001 alerting"; empty if none
};

struct SpanPicture {
    std::string number;
    std::string alarm;  // "LOS", "AIS", "LOF", "RAI"; empty if there is none
    bool no_board{};
    std::string board_trouble;  // why, as host names it; empty if it does not
    std::string link_trouble;   // "looped", "same_side"; empty if there is none
    bool usable{};
    bool signalling_up{};
    std::string since;
    std::uint64_t slips{};
    std::uint64_t crc_errors{};
    std::uint64_t framing_errors{};
    std::uint64_t far_end_errors{};
    std::uint64_t bad_frames{};
    // Of this quarter of an hour.
    std::uint64_t errored_seconds{};
    std::uint64_t severely_errored_seconds{};
    std::uint64_t unavailable_seconds{};
    std::string loop;                        // of its test set; empty if none
    std::vector<TimeslotPicture> timeslots;  // the first is timeslot 1
};

struct AlarmPicture {
    std::string name;
    std::string since;
    std::string text;
};
struct CallPicture {
    std::string number;
    std::string since;
    std::string parties;
};
struct QueuePicture {
    std::string name;
    std::uint64_t waiting{};
    std::uint64_t longest_seconds{};
    std::uint64_t abandoned{};
};
struct AgentPicture {
    std::string name;
    std::string state;  // as the listing has it: "ready"
};

struct Picture {
    std::string time;     // of day
    std::string trouble;  // why nothing newer is known; empty if all is as shown
    std::string version;
    bool firmware{};
    std::vector<SpanPicture> spans;
    std::vector<AlarmPicture> alarms;  // those raised
    std::vector<CallPicture> calls;
    std::vector<QueuePicture> queues;
    std::vector<AgentPicture> agents;
};

// The listings it is painted from, as host sends them.
struct CenterListings {
    SpanListings plant;
    host_bridge::Json system;
    host_bridge::Json calls;
    host_bridge::Json queues;
    host_bridge::Json agents;
};

Picture picture_of(const CenterListings& listings);
driver::Result<CenterListings> center_listings(HostSession& host);

}  // namespace tools::screen
