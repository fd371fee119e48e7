// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline.toml as plain data: read once, checked whole. The programs take what they need from it
// by the functions of plans.hpp.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "acd/center/config.hpp"
#include "driver/base/result.hpp"
#include "driver/framing/defects.hpp"
#include "host_bridge/config.hpp"
#include "pbx/signalling/plan.hpp"

namespace tools {

// Where a board's clock comes from: its spans, its own oscillator, or by a timing cable the first
// board that has one of these.
ENUM(BoardClock, line, internal, shared)

// The frames of a line: an E1's with or without CRC-4, or as the far end has them; a T1's.
ENUM(LineFraming, automatic, crc4, no_crc4, esf, sf)

struct SpanSettings {
    driver::SpanId id;
    pbx::SpanKind kind{};
    pbx::SwitchType switch_type{};
    pbx::Side side{};
    std::uint8_t d_timeslot{};
    driver::Law law{};
    LineFraming framing{};
    std::uint16_t timing{};  // as a source of clock: 1 is the first choice, 0 never
    bool far_end_follows{};  // its clock is ours
    std::string cable;
    pbx::Name group;
    bool overlap{};
    driver::Ticks release_after{};
    driver::Ticks t309{};
    driver::AlarmTimes alarm_times;  // of LOS, LOF and AIS
    std::uint32_t ses_threshold{};   // path violations, of a line with a CRC
    bool answers_loop_codes{};
    driver::Ticks answered_loop_lasts{};
    acd::SpanLimits limits;

    // The timeslots that carry calls, in order.
    [[nodiscard]] std::vector<std::uint8_t> b_channels() const;
};

struct StationSettings {
    std::string number;
    std::string cable;
};

// The only kind of board so far is "simulated".
struct BoardSettings {
    BoardClock clock{};
    driver::Ticks wait_to_restore{};
    driver::Ticks holdover_alarm{};  // without a source for so long is an alarm
    std::int32_t oscillator_ppb{};   // simulated boards: how far it is off, in free run
    std::vector<SpanSettings> spans;
    std::vector<StationSettings> stations;
};

struct MenuSettings {
    pbx::Name name;
    std::filesystem::path file;  // absolute, or relative to trunkline.toml
    std::string number;          // what stations dial; may be empty
    std::string written;         // the file as trunkline.toml names it
};

struct QueueSettings {
    acd::QueueConfig config;
    std::string number;
};

struct JournalSettings {
    std::filesystem::path directory;
    std::uint64_t segment_octets{};
    driver::Ticks sync_every{};   // the power-loss window
    std::uint64_t keep_octets{};  // older segments are deleted beyond this; 0: never
};

struct Settings {
    // [center]
    pbx::Name name;
    std::string country;  // cn, us, uk, de: tones, ring cadence, recall times
    driver::Law law{};
    std::filesystem::path state;  // journal, records, prompt bank
    std::filesystem::path run;    // sockets and cables
    pbx::Destination person;
    bool ready_on_log_in{};
    // [prompts]
    std::filesystem::path prompts;  // a folder of recorded pieces
    std::filesystem::path music;
    // [ivr]
    std::uint16_t voice_ports{};
    std::uint16_t conferences{};

    std::vector<BoardSettings> boards;
    std::vector<MenuSettings> menus;
    std::vector<QueueSettings> queues;
    std::vector<acd::AgentConfig> agents;
    std::vector<pbx::Route> incoming;
    pbx::DialPlan::Features features;
    pbx::DialPlan::Outside outside;
    acd::Patience patience;
    JournalSettings journal;
    host_bridge::HostBridgeConfig host;

    // The prompt bank made from `prompts` and `music`, and its table of contents.
    [[nodiscard]] std::filesystem::path prompt_bank() const { return state / "prompts.bank"; }
    [[nodiscard]] std::filesystem::path music_bank() const { return state / "music.bank"; }
    [[nodiscard]] std::filesystem::path prompt_contents() const { return state / "prompts.txt"; }
    // What the D-channels said last; firmware writes it.
    [[nodiscard]] std::filesystem::path trace_ring() const { return run / "trace.ring"; }
    [[nodiscard]] std::filesystem::path tap_ring() const { return run / "taps.ring"; }
    [[nodiscard]] std::filesystem::path firmware_socket() const { return run / "firmware"; }
    [[nodiscard]] std::filesystem::path control_socket() const { return run / "control"; }
    [[nodiscard]] std::filesystem::path host_socket() const { return run / "host"; }
};

// For use on this machine it is also checked what only this machine can tell: that menus can be
// read, that sockets fit where they shall be, that a time zone is known. A journal's configuration
// may come from another.
enum class Where { anywhere, on_this_machine };

// Settings as far as they are right.
struct ReadSettings {
    Settings settings;
    std::string mistakes;  // one a line, each with file, line and remedy; in the file's order
};

// Reads and checks the text of `file` (named in messages; relative paths start at its folder).
ReadSettings read_tolerantly(std::string_view text, const std::filesystem::path& file,
                             Where where = Where::anywhere);
// The same; the error holds every mistake.
driver::Result<Settings> read_settings(std::string_view text, const std::filesystem::path& file,
                                       Where where = Where::anywhere);

}  // namespace tools
