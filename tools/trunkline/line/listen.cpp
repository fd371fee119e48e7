// SPDX-License-Identifier: GPL-2.0-or-later
// line listen: to a file, or to a meter.
#include <cstdio>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/line/level_meter.hpp"
#include "tools/trunkline/line/line_tap.hpp"
#include "tools/trunkline/line/wav_file.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using driver::Ticks;
using host_bridge::Json;

namespace {

constexpr Ticks poll_sound_every{20};
constexpr std::uint64_t metered_ms = 100;
constexpr std::size_t bar_columns = 20;
constexpr std::size_t most_gaps = 1000;  // listed; all are counted

// Both directions' levels, each tenth of a second.
class Meters {
  public:
    Meters(driver::Law law, bool json)
        : from_(law), to_(law), json_(json), repaints_(!json && isatty(STDOUT_FILENO) == 1) {}

    void hear(const ivr_dsp::TapMoment& moment, std::uint64_t read_ms) {
        from_.hear(moment.says);
        to_.hear(moment.hears);
        if (read_ms % metered_ms != 0) return;
        json_ ? fmt::print("{}\n", object(read_ms).dump()) : show(read_ms);
        std::fflush(stdout);
        from_.begin_anew();
        to_.begin_anew();
    }
    void close() const {
        if (repaints_) fmt::print("\n");
    }

  private:
    [[nodiscard]] Json object(std::uint64_t read_ms) const {
        const auto levels = [](const LevelMeter& meter) {
            return Json{
                {"rmsDbm0",  meter.rms_dbm0() },
                {"peakDbm0", meter.peak_dbm0()}
            };
        };
        return Json{
            {"ms",   read_ms      },
            {"from", levels(from_)},
            {"to",   levels(to_)  }
        };
    }
    void show(std::uint64_t read_ms) const {
        fmt::print("{}{:7.1f} s  from {}  to {}{}", repaints_ ? "\r" : "",
                   static_cast<double>(read_ms) / 1000, text_of(from_, bar_columns),
                   text_of(to_, bar_columns), repaints_ ? "\x1B[K" : "\n");
    }

    LevelMeter from_;
    LevelMeter to_;
    bool json_;
    bool repaints_;
};

struct Gap {
    std::uint64_t at_ms{};
    std::uint64_t lasts_ms{};
};

// What was heard, besides the sound itself.
struct Heard {
    std::uint64_t secret_ms{};
    std::vector<Gap> gaps;

    void note(bool missed, std::uint64_t at_ms) {
        if (!missed) return;
        if (!gaps.empty() && gaps.back().at_ms + gaps.back().lasts_ms == at_ms) {
            ++gaps.back().lasts_ms;
        } else if (gaps.size() < most_gaps) {
            gaps.push_back({at_ms, 1});
        }
    }
};

Json report(const LineTap& tap, const LineOptions& options, const Heard& heard) {
    Json gaps = Json::array();
    for (const Gap& gap : heard.gaps) {
        gaps.push_back({
            {"atMs",    gap.at_ms   },
            {"lastsMs", gap.lasts_ms}
        });
    }
    return Json{
        {"line",     options.line            },
        {"file",     options.file.string()   },
        {"law",      name_of(tap.facts().law)},
        {"ms",       tap.read_ms()           },
        {"missedMs", tap.missed_ms()         },
        {"gaps",     gaps                    },
        {"secretMs", heard.secret_ms         },
        {"whole",    !tap.broken()           }
    };
}

void tell(const LineTap& tap, const LineOptions& options, const Heard& heard) {
    const std::string where = options.file.empty() ? "heard" : "in " + options.file.string();
    fmt::print(stderr, "line {}: {} ms {}, {} ms missed\n", options.line, tap.read_ms(), where,
               tap.missed_ms());
    for (const Gap& gap : heard.gaps) {
        fmt::print(stderr, "  silence for {} ms at {} ms: this program was too slow\n",
                   gap.lasts_ms, gap.at_ms);
    }
    if (heard.secret_ms > 0) {
        fmt::print(stderr, "  silence for {} ms: what was dialled then is secret\n",
                   heard.secret_ms);
    }
}

// What has been said and heard since the last time.
void hear_on(LineTap& tap, Heard& heard, WavFile* file, Meters* meters) {
    ivr_dsp::TapMoment moment;
    for (auto missed = tap.missed_ms(); tap.next(moment); missed = tap.missed_ms()) {
        heard.note(tap.missed_ms() != missed, tap.read_ms() - 1);
        heard.secret_ms += moment.secret ? 1 : 0;
        if (file != nullptr) file->add(moment.says, moment.hears);
        if (meters != nullptr) meters->hear(moment, tap.read_ms());
    }
}

// To the end of the tap, or until it is stopped.
Result<Heard> hear(const CommonOptions& common, LineTap& tap, WavFile* file, Meters* meters) {
    Heard heard;
    for (;;) {
        hear_on(tap, heard, file, meters);
        if (file != nullptr) {
            const auto written = file->flush();
            if (!written) return Error{written.error()};
        }
        if (tap.over()) return heard;
        if (stop_asked()) tap.end(common);
        wait_for_any({}, poll_sound_every);
    }
}

}  // namespace

int listen_to_line(const CommonOptions& common, const LineOptions& options) {
    obey_stop_signals();
    auto tap = LineTap::open(common, options.line, *duration_of(options.duration));
    if (!tap) return fail("trunkline", tap.error());
    std::optional<WavFile> file;
    if (!options.file.empty()) {
        auto made = WavFile::make(options.file, tap->facts().law);
        if (!made) {
            tap->end(common);
            return fail("trunkline", made.error());
        }
        file.emplace(*std::move(made));
    }
    Meters meters(tap->facts().law, common.json);
    const bool metered = options.meter || options.file.empty();
    const auto heard = hear(common, *tap, file ? &*file : nullptr, metered ? &meters : nullptr);
    if (metered) meters.close();
    if (!heard) {
        tap->end(common);
        return fail("trunkline", heard.error());
    }
    if (common.json) {
        fmt::print("{}\n", report(*tap, options, *heard).dump());
    } else {
        tell(*tap, options, *heard);
    }
    if (tap->broken()) {
        return fail("trunkline", "the firmware has gone; what it said until then is there");
    }
    return tap->missed_ms() == 0 ? 0 : found_wrong;
}

}  // namespace tools
