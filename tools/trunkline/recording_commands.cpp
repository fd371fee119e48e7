// SPDX-License-Identifier: GPL-2.0-or-later
// recording list, check, export: files, read as they lie on the disk; no center needed.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ivr_dsp/media/recorder/archive/archive_check.hpp"
#include "tools/config/configured.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/commands.hpp"
#include "tools/trunkline/table.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;

namespace {

// Where recordings are, and what opens them, by the words or by the configuration.
struct RecordingPlace {
    std::filesystem::path directory;
    std::optional<ivr_dsp::RecordingKey> key;
    [[nodiscard]] const ivr_dsp::RecordingKey* opens() const { return key ? &*key : nullptr; }
};

Result<RecordingPlace> place_of(const CommonOptions& common, const RecordingOptions& options,
                                bool with_key) {
    RecordingPlace where{options.directory, {}};
    std::filesystem::path key_file = options.key_file;
    if (where.directory.empty()) {
        const auto settings = settings_on_disk(common.config);
        if (!settings) return Error{settings.error()};
        where.directory = settings->recording.directory;
        if (key_file.empty()) key_file = settings->recording.key_file;
    }
    if (!with_key || key_file.empty()) return where;
    const auto key = ivr_dsp::read_key(key_file);
    if (!key) return Error{key.error()};
    where.key = *key;
    return where;
}

nlohmann::ordered_json recording_json(const ivr_dsp::ListedRecording& one) {
    const auto& [begin, gaps, end] = one.content;
    nlohmann::ordered_json row{
        {"recording", begin.recording                      },
        {"sidecar",   one.sidecar                          },
        {"audio",     begin.audio                          },
        {"line",      begin.line                           },
        {"start",     ivr_dsp::utc_text(begin.start_utc_us)},
        {"sealed",    begin.sealed                         },
        {"closed",    end.has_value()                      }
    };
    if (end) row["lastsMs"] = end->lasts.count();
    if (end) row["missingMs"] = end->missing.count();
    row["gaps"] = nlohmann::ordered_json::array();
    for (const ivr_dsp::RecordingGap& gap : gaps) {
        row["gaps"].push_back({
            {"atMs",    gap.at.count()   },
            {"lastsMs", gap.lasts.count()},
            {"why",     name_of(gap.why) }
        });
    }
    return row;
}

const char* gap_reason(ivr_dsp::GapReason why, const Bilingual& say) {
    using enum ivr_dsp::GapReason;
    switch (why) {
        case ring:
            return say("ring", "缓冲区满");
        case disk:
            return say("disk", "磁盘");
        case secret:
            return say("secret", "保密输入");
        case killed:
            return say("killed", "程序中断");
    }
    return "";
}

// "ring 12.000 s at 3.250 s, …"
std::string gaps_in_words(const ivr_dsp::Sidecar& sidecar, const Bilingual& say) {
    constexpr std::size_t most_told = 3;
    if (sidecar.gaps.empty()) return say("none", "无");
    std::string text;
    for (std::size_t i = 0; i < std::min(sidecar.gaps.size(), most_told); ++i) {
        const ivr_dsp::RecordingGap& gap = sidecar.gaps[i];
        const std::string lasts =
            gap.why == ivr_dsp::GapReason::killed ? "" : in_seconds(gap.lasts) + " ";
        text += fmt::format("{}{} {}{} {}", i == 0 ? "" : ", ", gap_reason(gap.why, say), lasts,
                            say("at", "于"), in_seconds(gap.at));
    }
    if (const std::size_t all = sidecar.gaps.size(); all > most_told) {
        text += fmt::format(fmt::runtime(say(", and {} more", "，另有 {} 处")), all - most_told);
    }
    return text;
}

Row recording_row(const ivr_dsp::ListedRecording& one, const Bilingual& say) {
    const auto& [begin, gaps, end] = one.content;
    const bool lost = std::ranges::any_of(
        gaps, [](const auto& gap) { return gap.why != ivr_dsp::GapReason::secret; });
    Row row;
    row.push_back({fmt::format("{}", begin.recording)});
    row.push_back({printable(begin.line)});
    row.push_back({ivr_dsp::utc_text(begin.start_utc_us)});
    row.push_back(end ? Cell{in_seconds(end->lasts)}
                      : Cell{say("is written", "正在写入"), Mood::good});
    row.push_back({gaps_in_words(one.content, say), lost ? Mood::attention : Mood::plain});
    row.push_back({printable(begin.audio)});
    return row;
}

}  // namespace

int list_recordings(const CommonOptions& common, const RecordingOptions& options) {
    const auto where = place_of(common, options, false);
    if (!where) return fail("trunkline", where.error());
    const auto all = ivr_dsp::list_recordings(where->directory);
    if (!all) return fail("trunkline", all.error());
    if (common.json) {
        auto rows = nlohmann::ordered_json::array();
        for (const auto& one : *all) rows.push_back(recording_json(one));
        fmt::print("{}\n", rows.dump());
        return 0;
    }
    const Bilingual say(options.language);
    if (all->empty()) {
        fmt::print("{} {}\n", say("nothing was recorded yet in", "尚无录音："),
                   where->directory.string());
        return 0;
    }
    std::vector<Row> rows{
        {{say("recording", "录音")},
         {say("line", "线路")},
         {say("start", "开始")},
         {say("lasts", "时长")},
         {say("gaps", "缺失")},
         {say("file", "文件")}}
    };
    for (const auto& one : *all) rows.push_back(recording_row(one, say));
    fmt::print("{}", table_text(rows, wants_colour()));
    return 0;
}

int check_recordings(const CommonOptions& common, const RecordingOptions& options) {
    const auto where = place_of(common, options, true);
    if (!where) return fail("trunkline", where.error());
    const auto found = ivr_dsp::check_archive(where->directory, where->opens());
    if (!found) return fail("trunkline", found.error());
    if (common.json) {
        nlohmann::ordered_json report{
            {"ok",           !found->wrong       },
            {"good",         found->good         },
            {"beingWritten", found->being_written}
        };
        if (found->wrong) report["file"] = found->wrong->file;
        if (found->wrong) report["what"] = found->wrong->what;
        fmt::print("{}\n", report.dump());
    } else if (found->wrong) {
        fmt::print(stderr, "{}: {}; the {} before it are good\n", printable(found->wrong->file),
                   found->wrong->what, found->good);
    } else {
        fmt::print("{}: good: {} recordings, {} being written\n", where->directory.string(),
                   found->good, found->being_written);
    }
    return found->wrong ? found_wrong : 0;
}

int export_recording(const CommonOptions& common, const RecordingOptions& options) {
    const auto where = place_of(common, options, true);
    if (!where) return fail("trunkline", where.error());
    // As list says it, or as the file system does.
    std::filesystem::path recording = where->directory / options.recording;
    if (!std::filesystem::exists(recording)) recording = options.recording;
    auto sound = ivr_dsp::open_sound(recording, where->opens());
    if (!sound) return fail("trunkline", sound.error());
    const auto done = sound->export_to(options.file);
    if (!done) return fail("trunkline", done.error());
    const Ticks lasts = sound->lasts();
    if (common.json) {
        const nlohmann::ordered_json report{
            {"file",    options.file.string()},
            {"lastsMs", lasts.count()        }
        };
        fmt::print("{}\n", report.dump());
    } else {
        fmt::print("{}: {}\n", options.file.string(), in_seconds(lasts));
    }
    return 0;
}

}  // namespace tools
