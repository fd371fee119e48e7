// SPDX-License-Identifier: GPL-2.0-or-later
// journal tail, dump, check, replay.
#include <algorithm>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "acd/center/control.hpp"
#include "pbx/journal/check.hpp"
#include "pbx/journal/describe.hpp"
#include "pbx/journal/reader.hpp"
#include "pbx/journal/replay.hpp"
#include "tools/config/plans.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/commands.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;

namespace {

constexpr Ticks poll_events_every{50};

Result<std::filesystem::path> directory_of(const CommonOptions& common,
                                           const JournalOptions& options) {
    if (!options.directory.empty()) return options.directory;
    const auto settings = settings_on_disk(common.config);
    if (!settings) return Error{settings.error()};
    return settings->journal.directory;
}

bool wanted(const pbx::Record& record, const JournalOptions& options) {
    if (options.kind == "in" && record.kind != pbx::RecordKind::in) return false;
    if (options.kind == "out" && record.kind != pbx::RecordKind::out) return false;
    if (options.name.empty()) return true;
    const std::string_view name = pbx::name_of(record);
    if (options.name.ends_with("*")) {
        return name.starts_with(options.name.substr(0, options.name.size() - 1));
    }
    return name == options.name;
}

std::string json_line(const pbx::Record& record) {
    nlohmann::ordered_json line{
        {"kind",   record.kind == pbx::RecordKind::in ? "in" : "out"},
        {"number", record.number                                    },
        {"tick",   record.tick.count()                              },
        {"name",   pbx::name_of(record)                             }
    };
    std::vector<std::string> fields;
    if (record.kind == pbx::RecordKind::in) {
        if (const auto in = pbx::in_of(record)) fields = pbx::fields_of(*in);
    } else if (const auto event = pbx::event_of(record)) {
        fields = pbx::fields_of(*event);
    }
    for (const std::string& field : fields) {
        const auto equals = field.find('=');
        line["fields"][field.substr(0, equals)] = field.substr(equals + 1);
    }
    return line.dump();
}

std::string print_line(const CommonOptions& common, const pbx::Record& record) {
    return common.json ? json_line(record) : pbx::line_of(record);
}

// Every wanted record from the reader's place to the end goes to `take`. False: damaged.
template <class Take>
bool read_all(pbx::Reader& reader, const JournalOptions& options, Take&& take) {
    pbx::Record record;
    for (;;) {
        switch (reader.next(record)) {
            case pbx::Reader::Next::record:
                if (wanted(record, options)) take(record);
                break;
            case pbx::Reader::Next::new_epoch:
                break;
            case pbx::Reader::Next::removed:
                (void)reader.seek_oldest();
                break;
            case pbx::Reader::Next::end:
            case pbx::Reader::Next::closed:
                return true;
            case pbx::Reader::Next::damaged:
                return false;
        }
    }
}

Result<pbx::Reader> open_reader(const CommonOptions& common, const JournalOptions& options) {
    const auto directory = directory_of(common, options);
    if (!directory) return Error{directory.error()};
    auto reader = pbx::Reader::open(*directory, pbx::Reader::Scope::in_and_out);
    if (reader && options.from > 0) reader->seek_out(options.from);
    return reader;
}

// Control, told a journal's in records.
class Desk final : public pbx::Replayable, public acd::Journal {
  public:
    explicit Desk(pbx::Reader& reader) : replay_(reader), control_(center_config, *this) {}

    Result<pbx::ReplayReport> run() { return replay_.run(*this); }
    // The first rest at which the replay remembered something else than the record says.
    [[nodiscard]] const std::string& forgot() const { return forgot_; }

    void take(Ticks at, const pbx::In& record) override {
        if (const auto* rested = std::get_if<pbx::Rested>(&record); rested != nullptr)
            check(*rested);
        const auto done = control_.take(at, record);
        if (!done && forgot_.empty()) forgot_ = "a configuration in the journal: " + done.error();
    }

  private:
    void append(Ticks, const pbx::In&) override {}
    void append(Ticks at, const pbx::Event& event) override { replay_.tell(at, event); }
    void check(const pbx::Rested& rested) {
        if (!control_.is_configured() || !forgot_.empty()) return;
        if (!control_.at_rest()) {
            forgot_ = "the journal says the center rested, the replay has calls in progress";
        } else if (pbx::fields_of(pbx::In{control_.rested()}) != pbx::fields_of(pbx::In{rested})) {
            forgot_ =
                "the replay remembers something else than a resting point of the journal says";
        }
    }

    pbx::Replay replay_;
    acd::Control control_;
    std::string forgot_;
};

}  // namespace

int dump_journal(const CommonOptions& common, const JournalOptions& options) {
    auto reader = open_reader(common, options);
    if (!reader) return fail("trunkline", reader.error());
    const bool whole = read_all(*reader, options, [&](const pbx::Record& record) {
        fmt::print("{}\n", print_line(common, record));
    });
    return whole ? 0 : fail("trunkline", reader->trouble());
}

int tail_journal(const CommonOptions& common, const JournalOptions& options) {
    auto reader = open_reader(common, options);
    if (!reader) return fail("trunkline", reader.error());
    std::uint64_t skipped = 0;
    bool whole = read_all(*reader, options, [&](const pbx::Record&) { ++skipped; });
    if (!whole) return fail("trunkline", reader->trouble());
    skipped -= std::min(skipped, options.last);
    reader = open_reader(common, options);
    if (!reader) return fail("trunkline", reader.error());
    obey_stop_signals();
    std::signal(SIGPIPE, SIG_DFL);  // `trunkline journal tail --follow | head` ends
    do {
        whole = read_all(*reader, options, [&](const pbx::Record& record) {
            if (skipped == 0) fmt::print("{}\n", print_line(common, record));
            skipped -= std::min<std::uint64_t>(skipped, 1);
        });
        std::fflush(stdout);
        if (options.follow) wait_for_any({}, poll_events_every);
    } while (whole && options.follow && !stop_asked());
    return whole ? 0 : fail("trunkline", reader->trouble());
}

int check_journal(const CommonOptions& common, const JournalOptions& options) {
    const auto directory = directory_of(common, options);
    if (!directory) return fail("trunkline", directory.error());
    const auto content = pbx::check_journal(*directory);
    if (!content) {
        std::fprintf(stderr, "%s\n", content.error().c_str());
        return found_wrong;
    }
    if (common.json) {
        const nlohmann::json report{
            {"segments", content->segments },
            {"octets",   content->octets   },
            {"epochs",   content->epochs   },
            {"firstIn",  content->first_in },
            {"lastIn",   content->last_in  },
            {"firstOut", content->first_out},
            {"lastOut",  content->last_out },
            {"closed",   content->closed   },
            {"records",  content->records  }
        };
        fmt::print("{}\n", report.dump());
        return 0;
    }
    fmt::print("{}: good: {} segments, in records {} to {}, out records {} to {}{}\n",
               directory->string(), content->segments, content->first_in, content->last_in,
               content->first_out, content->last_out, content->closed ? "" : ", still open");
    for (const auto& [name, count] : content->records) fmt::print("{:>10} {}\n", count, name);
    return 0;
}

int replay_journal(const CommonOptions& common, const JournalOptions& options) {
    auto reader = open_reader(common, options);
    if (!reader) return fail("trunkline", reader.error());
    const std::int64_t begun = machine_ns();
    Desk desk(*reader);
    const auto report = desk.run();
    if (!report) return fail("trunkline", report.error());
    const std::string difference = report->difference.empty() ? desk.forgot() : report->difference;
    const double seconds = static_cast<double>(machine_ns() - begun) / 1e9;
    if (common.json) {
        const nlohmann::json result{
            {"in",         report->in_records      },
            {"out",        report->out_records     },
            {"unwritten",  report->unwritten.size()},
            {"difference", difference              },
            {"seconds",    seconds                 }
        };
        fmt::print("{}\n", result.dump());
    } else if (difference.empty()) {
        fmt::print(
            "{} in records replayed in {:.2f} s: all {} out records come out again, octet for "
            "octet\n",
            report->in_records, seconds, report->out_records);
    } else {
        fmt::print(stderr, "{}\n", difference);
    }
    return difference.empty() ? 0 : found_wrong;
}

}  // namespace tools
