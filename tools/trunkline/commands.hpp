// SPDX-License-Identifier: GPL-2.0-or-later
// What the CLI does, once its words are understood. Each returns the program's exit code.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/ticks.hpp"

namespace tools {

// Exit codes besides 0 and that of fail(); `exit_codes` says all to people.
inline constexpr int wrong_usage = 2;
inline constexpr int found_wrong = 3;
inline constexpr std::string_view exit_codes[] = {
    "0  done",
    "1  it did not work; why, and what to do about it, is on standard error",
    "2  the command line makes no sense",
    "3  a check found something wrong: config check, journal check, journal replay, recording "
    "check, tone learn, "
    "span bert, line listen, line quality; import could not carry everything",
};

struct CommonOptions {
    std::filesystem::path config{"trunkline.toml"};
    std::string host;                  // "192.0.2.7:5080"; empty: this machine's, by its socket
    std::filesystem::path token_file;  // for `host`
    bool json{};
};

// run: starts the center here and keeps it running.
struct RunOptions {
    std::filesystem::path pids;
};
int run_center(const CommonOptions& common, const RunOptions& options);

// config check, prompts compile
int check_config(const CommonOptions& common);
int compile_prompts(const CommonOptions& common);

// board, span, line …: what host knows, as listings.hpp shows it.
int show(const CommonOptions& common, std::string_view listing);
// span show: everything about one span, or about each if `span` is empty, in words (en, zh).
int show_spans(const CommonOptions& common, const std::string& span, const std::string& language);
// span watch, watch: until the time is over (empty: until it is stopped).
struct WatchOptions {
    std::string duration;
    std::string language{"en"};  // of the whole-screen view
};
int watch_spans(const CommonOptions& common, const WatchOptions& options);
int watch_center(const CommonOptions& common, const WatchOptions& options);
int show_alarms(const CommonOptions& common, const std::string& language);
// span counters: quarters of an hour, or the last day of each span.
int show_counters(const CommonOptions& common, bool day);
// What a person may ask of the center through host: "call.hang_up", with its fields.
// `seconds`: "10s", "5m", "1h" as typed, a number of seconds for the center.
enum class FieldKind : std::uint8_t { text, number, flag, seconds };
struct OrderField {
    std::string name;
    FieldKind kind{};
    std::string value{};  // as typed; empty: left out
};
struct Order {
    std::string verb;
    std::deque<OrderField> fields;  // their places do not change: CLI11 writes the values
};
int order(const CommonOptions& common, const Order& order);
// span loop: --payload makes a remote loop one of the payload.
int loop_span(const CommonOptions& common, const Order& order);
// span bert: orders a bit error ratio test, shows how it goes, and says what came of it.
int measure_span(const CommonOptions& common, const Order& order);

// line listen, digits, caller-id: the line is tapped for so long.
struct LineOptions {
    std::string line;  // "1/17", or a station's number
    std::filesystem::path file;
    std::string duration;
    bool meter{};
    std::string send;          // digits, or a caller's number
    std::string code{"dtmf"};  // of digits
    std::string name;          // the caller's
    bool withheld{};
    std::string standard{"bell202"};  // of caller identification
    bool in_call{};
    bool force{};
};
int listen_to_line(const CommonOptions& common, const LineOptions& options);
int digits_of_line(const CommonOptions& common, const LineOptions& options);
int caller_id_of_line(const CommonOptions& common, const LineOptions& options);

// line quality: once, or every second with `watch`, until the time is over (empty: until it is
// stopped).
struct QualityOptions {
    std::string line;
    bool watch{};
    std::string duration;
    std::string language{"en"};
};
int quality_of_line(const CommonOptions& common, const QualityOptions& options);

// call show: one call, party by party.
struct CallOptions {
    std::string call;  // its number
    std::string language{"en"};
};
int show_call(const CommonOptions& common, const CallOptions& options);

// journal tail, dump, check, replay. `journal` empty: the one of the configuration.
struct JournalOptions {
    std::filesystem::path directory;
    std::string kind;        // of records: "", "in", "out"
    std::string name;        // only records of this name, or family "call.*"
    std::uint64_t from{};    // number of the first out record
    std::uint64_t last{20};  // tail: how many to begin with
    bool follow{};
};
int tail_journal(const CommonOptions& common, const JournalOptions& options);
int dump_journal(const CommonOptions& common, const JournalOptions& options);
int check_journal(const CommonOptions& common, const JournalOptions& options);
int replay_journal(const CommonOptions& common, const JournalOptions& options);

// line trace, trace capture. `ring` empty: the one of the configuration.
struct TraceOptions {
    std::filesystem::path ring;
    std::uint16_t span{};    // 0: all
    std::uint64_t last{20};  // how many to begin with
    bool follow{};
    bool verbose{};
    std::string language{"en"};
    std::filesystem::path file;  // of a capture
    std::string duration{"0"};   // what comes in this time is captured, too
};
int trace_lines(const CommonOptions& common, const TraceOptions& options);
int capture_trace(const CommonOptions& common, const TraceOptions& options);

// recording list, check, export. `directory`, `key_file` empty: those of the configuration.
struct RecordingOptions {
    std::string language{"en"};
    std::filesystem::path directory;
    std::filesystem::path key_file;
    std::string recording;  // its sidecar or sound
    std::filesystem::path file;
};
int list_recordings(const CommonOptions& common, const RecordingOptions& options);
int check_recordings(const CommonOptions& common, const RecordingOptions& options);
int export_recording(const CommonOptions& common, const RecordingOptions& options);

// tone list, learn. `country` empty: those of the configuration.
struct ToneOptions {
    std::string country;
    std::string language{"en"};
    std::string name;  // what a learned tone says
    std::vector<std::filesystem::path> files;
};
int list_tones(const CommonOptions& common, const ToneOptions& options);
int learn_tone_of_site(const CommonOptions& common, const ToneOptions& options);

// fax send; list, ports.
struct FaxOptions {
    std::string number;
    std::filesystem::path file;
    std::uint64_t tries{};  // 0: as the configuration has it
    std::string language{"en"};
};
int send_fax(const CommonOptions& common, const FaxOptions& options);
int show_faxes(const CommonOptions& common, std::string_view listing, const std::string& language);

// mailbox list, messages, export: as they lie on the disk.
struct MailboxOptions {
    std::string language{"en"};
    std::string mailbox;  // its number
    std::uint64_t message{};
    std::filesystem::path file;
};
int list_mailboxes(const CommonOptions& common, const MailboxOptions& options);
int list_messages(const CommonOptions& common, const MailboxOptions& options);
int export_message(const CommonOptions& common, const MailboxOptions& options);

// import: `channels` empty: without chan_dahdi.conf; `output` empty: to standard output.
struct ImportOptions {
    std::string system;
    std::string channels;
    std::filesystem::path output;
};

// twin run, disturb, mend: as typed.
struct TwinOptions {
    std::string scenario;
    std::string seed;
    std::string folder;
    std::string span;
    std::vector<std::string> faults;
    bool every_event{};
};

// "10", "10s", "5m", "1h"; nothing for any other text.
std::optional<driver::Ticks> duration_of(std::string_view text);

}  // namespace tools
