// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline.toml as plain data: read once, checked whole. The programs take what they need from it
// by the functions of plans.hpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acd/center/config.hpp"
#include "driver/base/result.hpp"
#include "driver/board/dahdi/dahdi_plan.hpp"
#include "driver/board/packet/packet_plan.hpp"
#include "driver/framing/defects.hpp"
#include "driver/framing/line_code/pulses.hpp"
#include "host_bridge/config.hpp"
#include "ivr_dsp/dsp/dtmf_rules.hpp"
#include "ivr_dsp/dsp/echo/echo_tail.hpp"
#include "ivr_dsp/media/bank/site_tone.hpp"
#include "ivr_dsp/media/recorder/archive/sound_format.hpp"
#include "pbx/signalling/plan.hpp"
#include "tools/config/without_secrets.hpp"

namespace tools {

// Where a board's clock comes from: its spans, its own oscillator, or by a timing cable the first
// board that has one of these.
ENUM(BoardClock, line, internal, shared)

// The frames of a line: an E1's with or without CRC-4, or as the far end has them; a T1's.
ENUM(LineFraming, automatic, crc4, no_crc4, esf, sf)

using driver::LineCode;

// A span of a board with a DAHDI kernel driver.
struct DahdiSpanSettings {
    std::uint16_t kernel_span{};  // its number in /proc/dahdi
    bool configure{};             // the rest is set; otherwise taken as dahdi_cfg left it
    LineCode code{};
    std::uint8_t lbo{};
};

struct SpanSettings {
    driver::SpanId id;
    pbx::SpanKind kind{};
    pbx::SwitchType switch_type{};
    pbx::Side side{};
    std::uint8_t d_timeslot{};
    driver::Law law{};
    LineFraming framing{};
    std::uint16_t timing{};         // as a source of clock: 1 is the first choice, 0 never
    bool far_end_follows{};         // its clock is ours
    std::string cable;              // of a simulated board
    driver::PacketSpanPlan packet;  // of a packet board: where it is on the network
    DahdiSpanSettings dahdi;        // of a dahdi board
    pbx::Name group;
    bool overlap{};
    std::string country;     // whose tones its network sends
    bool tones_end_calls{};  // its signalling does not tell all
    driver::Ticks release_after{};
    driver::Ticks t309{};
    driver::AlarmTimes alarm_times;  // of LOS, LOF and AIS
    std::uint32_t ses_threshold{};   // path violations, of a line with a CRC
    bool answers_loop_codes{};
    driver::Ticks answered_loop_lasts{};
    acd::SpanLimits limits;
    std::optional<ivr_dsp::EchoTail> echo_tail;

    // The timeslots that carry calls, in order.
    [[nodiscard]] std::vector<std::uint8_t> b_channels() const;
};

struct StationSettings {
    std::string number;
    std::string cable;
    std::optional<ivr_dsp::EchoTail> echo_tail;
    pbx::CallerIdStandard caller_id{};
};

// simulated: cables of this machine, no hardware. packet: spans over an Ethernet port. dahdi:
// whatever has a DAHDI kernel driver. pci: a TE2xx or TE4xx board without one.
ENUM(BoardKind, simulated, packet, dahdi, pci)

struct BoardSettings {
    BoardKind kind{};
    BoardClock clock{};
    driver::Ticks wait_to_restore{};
    driver::Ticks holdover_alarm{};  // without a source for so long is an alarm
    std::int32_t oscillator_ppb{};   // simulated boards: how far it is off, in free run
    std::string device;              // packet boards: their port; pci: their address
    bool model{};                    // pci: the model of one, on cables
    std::uint8_t send_ahead{};       // pci: milliseconds
    driver::DahdiBuffers dahdi;      // dahdi boards
    std::vector<SpanSettings> spans;
    std::vector<StationSettings> stations;
};

// Its spans are plugged into cables of this machine.
[[nodiscard]] inline bool has_cables(const BoardSettings& board) {
    return board.kind == BoardKind::simulated || board.model;
}

struct MenuSettings {
    pbx::Name name;
    std::filesystem::path file;           // absolute, or relative to trunkline.toml
    std::string number;                   // what stations dial; may be empty
    std::string written;                  // the file as trunkline.toml names it
    std::optional<pbx::Destination> fax;  // where fax machines that call go
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

struct RecordingSettings {
    std::filesystem::path directory;
    ivr_dsp::SoundContainer format{};
    ivr_dsp::SoundLayout layout{};
    std::uint16_t channels{};        // lines at the same time
    std::filesystem::path key_file;  // empty: files are not sealed
};

struct FaxSettings {
    acd::FaxConfig config;
    std::filesystem::path directory;
    std::string station;  // what our machine calls itself
    std::string header;   // above each page
    bool error_correction{};
};

struct Settings {
    // [center]
    pbx::Name name;
    std::string country;  // cn, us, uk, de, fr, br, jp, in: tones, ring cadence, recall times
    driver::Law law{};
    ivr_dsp::DtmfRules dtmf;
    std::filesystem::path state;  // journal, records, prompt bank
    std::filesystem::path run;    // sockets and cables
    pbx::Destination person;
    bool ready_on_log_in{};
    // [prompts]
    std::filesystem::path prompts;  // a folder of recorded pieces
    std::filesystem::path music;
    // [ivr]
    std::uint16_t voice_ports{};
    driver::ConferenceRooms conferences;
    std::optional<float> conference_dbm0;  // what voices in them are brought to

    std::vector<BoardSettings> boards;
    std::vector<ivr_dsp::SiteTone> tones;  // of this site's exchange
    std::vector<MenuSettings> menus;
    std::vector<QueueSettings> queues;
    std::vector<acd::AgentConfig> agents;
    std::vector<pbx::Route> incoming;
    pbx::DialPlan::Features features;
    std::vector<pbx::Number> supervisors;  // stations that may supervise, whoever sits there
    pbx::DialPlan::Outside outside;
    acd::Patience patience;
    JournalSettings journal;
    RecordingSettings recording;
    FaxSettings fax;
    acd::VoicemailConfig voicemail;
    host_bridge::HostBridgeConfig host;
    std::vector<Secret> secrets;  // of trunkline.toml: tokens and PINs

    // The prompt bank made from `prompts` and `music`, and its table of contents.
    [[nodiscard]] std::filesystem::path prompt_bank() const { return state / "prompts.bank"; }
    [[nodiscard]] std::filesystem::path music_bank() const { return state / "music.bank"; }
    [[nodiscard]] std::filesystem::path prompt_contents() const { return state / "prompts.txt"; }
    // Where a mailbox's messages are.
    [[nodiscard]] std::filesystem::path mailbox(const acd::MailboxConfig& mailbox) const {
        return state / "mailboxes" / mailbox.number.view();
    }
    // What is recorded at the same time, calls and messages.
    [[nodiscard]] std::uint16_t recorder_channels() const {
        const bool any = !voicemail.mailboxes.empty();
        return static_cast<std::uint16_t>(recording.channels + (any ? voicemail.channels : 0));
    }
    // What the D-channels said last; firmware writes it.
    [[nodiscard]] std::filesystem::path trace_ring() const { return run / "trace.ring"; }
    [[nodiscard]] std::filesystem::path tap_ring() const { return run / "taps.ring"; }
    [[nodiscard]] std::filesystem::path firmware_socket() const { return run / "firmware"; }
    [[nodiscard]] std::filesystem::path control_socket() const { return run / "control"; }
    [[nodiscard]] std::filesystem::path host_socket() const { return run / "host"; }
};

// What stands for the PIN of a mailbox everywhere but in firmware, which compares it with what
// callers type: "2001:****", by which firmware knows it.
std::string stand_in_of_pin(const acd::MailboxConfig& mailbox);

// Whose tones are listened for: the center's country first, then those of spans; each once.
std::vector<std::string> tone_countries_of(const Settings& settings);

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
