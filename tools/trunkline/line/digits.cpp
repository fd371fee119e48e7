// SPDX-License-Identifier: GPL-2.0-or-later
// line digits: what a line dials, and dialling to it.
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "ivr_dsp/dsp/tones/code_receiver.hpp"
#include "ivr_dsp/media/messages.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/line/line_tap.hpp"

namespace tools {

using driver::Result;
using host_bridge::Json;

namespace {

Result<void> send(const CommonOptions& common, const LineOptions& options) {
    if (options.send.empty()) return {};
    Order order{"line.digits", {}};
    order.fields.push_back({"line", FieldKind::text, options.line});
    order.fields.push_back({"digits", FieldKind::text, options.send});
    order.fields.push_back({"code", FieldKind::text, options.code});
    if (options.force) order.fields.push_back({"force", FieldKind::flag, "true"});
    return ordered(common, order);
}

// The firmware marks keys in a tap; register signals between exchanges are heard here.
class RegisterEar {
  public:
    RegisterEar(driver::Law law, ivr_dsp::SixTones tones)
        : system_(tones), receiver_(system_, ivr_dsp::best_isa()) {
        for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) receiver_.reset(lane, law);
        silence_ = driver::silence(law);
    }
    // Marks what begins and ends in place of keys. A secret millisecond is silent.
    void mark(ivr_dsp::TapMoment& moment) {
        std::array<const driver::Chunk*, ivr_dsp::lanes> heard{};
        heard.fill(&silence_);
        heard[0] = &moment.says;
        moment.digit = 0;
        moment.digit_ended = false;
        ivr_dsp::CodeChanges changes;
        receiver_.hear(heard.data(), changes);
        for (const ivr_dsp::CodeChange& change : changes) {
            if (change.lane != 0) continue;
            moment.digit_ended = true;  // one signal ends where the next begins
            moment.digit = sign_of(system_.tones, change.signal);
            moment.level_tenths_dbm0 =
                static_cast<std::int16_t>(std::lround(10 * change.level_dbm0));
        }
    }

  private:
    ivr_dsp::CodeSystem system_;
    ivr_dsp::CodeReceiver receiver_;
    driver::Chunk silence_{};
};

// Tells of digits as they begin and end. Of a secret one only that it has come.
class DigitTeller {
  public:
    DigitTeller(const LineTap& tap, const LineOptions& options, bool json)
        : tap_(tap), json_(json), ear_(ear_for(tap, options)) {}

    void tell(ivr_dsp::TapMoment moment) {
        if (ear_) ear_->mark(moment);
        const std::uint64_t at_ms = tap_.read_ms() - 1;
        if (moment.digit_ended) end(at_ms);
        if (moment.digit != 0) begin(at_ms, moment);
        std::fflush(stdout);
    }
    // A digit that has not ended has its line to itself all the same.
    void close() {
        if (lasts_ && !json_) fmt::print("\n");
        lasts_ = false;
    }
    [[nodiscard]] std::uint64_t told() const { return told_; }

  private:
    // None for keys.
    static std::unique_ptr<RegisterEar> ear_for(const LineTap& tap, const LineOptions& options) {
        ivr_dsp::DigitCode code{};
        value_named(options.code, code);  // the command line knows no others
        const auto signals = register_signals_of(code);
        if (!signals) return nullptr;
        return std::make_unique<RegisterEar>(tap.facts().law, *signals);
    }

    void begin(std::uint64_t at_ms, const ivr_dsp::TapMoment& moment) {
        close();
        ++told_;
        const std::string digit = shown_digit(moment);
        const std::string time = time_of_day(tap_.facts(), at_ms);
        const double level_dbm0 = moment.level_tenths_dbm0 / 10.0;
        const double twist_db = moment.twist_tenths_db / 10.0;
        lasts_ = !moment.secret;
        began_ms_ = at_ms;
        if (json_) {
            Json object{
                {"ms",     at_ms        },
                {"time",   time         },
                {"digit",  digit        },
                {"secret", moment.secret}
            };
            if (lasts_) {
                object["levelDbm0"] = level_dbm0;
                if (!ear_) object["twistDb"] = twist_db;
            }
            fmt::print("{}\n", object.dump());
        } else if (lasts_) {
            fmt::print("{}  {}  {:5.1f} dBm0", time, digit, level_dbm0);
            if (!ear_) fmt::print(", twist {:+.1f} dB", twist_db);
        } else {
            fmt::print("{}  {}\n", time, digit);
        }
    }
    // A digit's beginning and end are decided about as long after they were: the difference is how
    // long it was said, to 12 ms (DtmfDetectors::hear).
    void end(std::uint64_t at_ms) {
        if (!lasts_) return;
        lasts_ = false;
        const std::uint64_t lasted_ms = at_ms - began_ms_;
        if (json_) {
            const Json object{
                {"ms",   at_ms                   },
                {"time", time_of_day(tap_.facts(), at_ms)},
                {"lastedMs",      lasted_ms                    }
            };
            fmt::print("{}\n", object.dump());
        } else {
            fmt::print(", {} ms\n", lasted_ms);
        }
    }

    const LineTap& tap_;
    bool json_;
    std::unique_ptr<RegisterEar> ear_;
    bool lasts_{};  // the last one told, whose end may be told
    std::uint64_t began_ms_{};
    std::uint64_t told_{};
};

}  // namespace

int digits_of_line(const CommonOptions& common, const LineOptions& options) {
    obey_stop_signals();
    auto tap = LineTap::open(common, options.line, *duration_of(options.duration));
    if (!tap) return fail("trunkline", tap.error());
    const auto sent = send(common, options);
    if (!sent) {
        tap->end(common);
        return fail("trunkline", sent.error());
    }
    DigitTeller teller(*tap, options, common.json);
    tap->follow(common, [&](const ivr_dsp::TapMoment& moment) { teller.tell(moment); });
    teller.close();
    if (!common.json) {
        fmt::print(stderr, "line {}: {} digits heard\n", options.line, teller.told());
    }
    if (tap->broken()) return fail("trunkline", "the firmware has gone");
    return 0;
}

}  // namespace tools
