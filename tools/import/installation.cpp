// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/import/installation.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "ivr_dsp/media/bank/tone_plan.hpp"
#include "tools/import/placement.hpp"

namespace tools::dahdi_import {

using driver::Error;
using driver::Law;
using driver::Result;

namespace {

constexpr unsigned usual_d_of_e1 = 16;
constexpr unsigned usual_d_of_t1 = 24;

// Writes trunkline.toml.
class Writer {
  public:
    Writer(const SystemConf& system, Placement& placed) : system_(system), placed_(placed) {}

    std::string toml(const std::string& from) {
        std::string text = fmt::format(
            "# Made by `trunkline import` from {}.\n# Spans are as DAHDI has configured them; "
            "dahdi_cfg goes on doing that when the machine starts.\n\n",
            in_comment(from));
        text += fmt::format("[center]\ncountry = \"{}\"\n", country());
        const auto is_t1 = [](const CarriedSpan& one) { return one.span->form == SpanForm::t1; };
        if (std::ranges::all_of(placed_.spans, is_t1)) text += "law = \"ulaw\"\n";
        text +=
            "person = \"queue:operators\"    # who answers what nobody else does\n\n"
            "[[queue]]\nname = \"operators\"\nnumber = \"3000\"\n\n"
            "[[board]]\nkind = \"dahdi\"\n";
        if (!placed_.has_source) text += "clock = \"internal\"\n";
        for (const CarriedSpan& one : placed_.spans) text += span_text(one);
        text +=
            "\n# Numbers the network dials, and where they lead; one [[incoming]] each.\n"
            "[[incoming]]\ndnis = \"x.\"\nto = \"queue:operators\"\n";
        return text;
    }

  private:
    void remark(const ConfLine& line, std::string why) {
        placed_.remarks.push_back({line.place, line.said(), std::move(why)});
    }
    static std::string in_comment(std::string_view text) {
        std::string kept(text);
        for (char& c : kept) {
            if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = '?';
        }
        return kept;
    }
    std::string country() {
        const std::string& zone = system_.zone.value;
        if (ivr_dsp::tone_plan_of(zone) != nullptr) return zone;
        const bool is_said = !system_.zone.key.empty();
        remark(is_said ? system_.zone : placed_.spans.front().span->line,
               fmt::format("tones are those of \"us\": {}; set country in [center]",
                           is_said ? "there are none of this zone" : "defaultzone is not said"));
        return "us";
    }
    std::string span_text(const CarriedSpan& one) {
        const DahdiSpan& span = *one.span;
        const bool is_e1 = span.form == SpanForm::e1;
        std::string text =
            fmt::format("\n[[board.span]]                 # {}:{}\nid = {}\n",
                        in_comment(span.line.place.file), span.line.place.line, span.number);
        text += fmt::format("line = \"{}\"\nswitch = \"{}\"\nside = \"{}\"\n", is_e1 ? "e1" : "t1",
                            is_e1 ? "euroisdn" : "ni2", one.network ? "network" : "user");
        text += fmt::format("framing = \"{}\"\n", is_e1 ? (span.crc4 ? "crc4" : "no_crc4")
                                                        : (span.framing == "d4" ? "sf" : "esf"));
        text += law_text(one);
        if (one.follows != one.network) {
            text += fmt::format("far_end_follows = {}\n", one.follows);
        }
        if (!one.follows) text += fmt::format("timing = {}\n", one.timing);
        if (one.d_timeslot != (is_e1 ? usual_d_of_e1 : usual_d_of_t1)) {
            text += fmt::format("d_channel = {}\n", one.d_timeslot);
        }
        text += group_text(one);
        const ConfLine* overlap = one.setting("overlapdial");
        if (overlap != nullptr && overlap->value != "no" && overlap->value != "outgoing") {
            text += "overlap = true\n";
        }
        return text + timer_text(one);
    }
    std::string law_text(const CarriedSpan& one) {
        const Law usual = one.span->form == SpanForm::e1 ? Law::alaw : Law::ulaw;
        const auto found = system_.laws.find(one.first_channel);
        if (found == system_.laws.end() || found->second == usual) return {};
        return usual == Law::alaw ? "law = \"ulaw\"\n" : "law = \"alaw\"\n";
    }
    std::string group_text(const CarriedSpan& one) {
        const ConfLine* group = one.setting("group");
        if (group == nullptr) return {};
        const auto parts = comma_separated(group->value);
        unsigned number = 0;
        if (!to_number(parts.front(), number)) {
            remark(*group, "is not carried: it is no list of numbers");
            return {};
        }
        if (parts.size() > 1) {
            remark(*group, fmt::format("span {} is in group g{} only: a span has one group",
                                       one.span->number, number));
        }
        return fmt::format("group = \"g{}\"\n", number);
    }
    std::string timer_text(const CarriedSpan& one) {
        const ConfLine* timer = one.setting("pritimer t309");
        if (timer == nullptr) return {};
        unsigned ms = 0;
        const bool is_number = to_number(comma_separated(timer->value).back(), ms);
        if (!is_number || ms < 6000 || ms > 90'000) {
            remark(*timer, "is not carried: T309 is from 6 to 90 s");
            return {};
        }
        return fmt::format("t309 = {}\n", ms / 1000);
    }

    const SystemConf& system_;
    Placement& placed_;
};

}  // namespace

Result<Imported> import_dahdi(const std::string& system_conf, const std::string& chan_dahdi_conf,
                              const FileReader& reader) {
    const auto system_text = reader(system_conf);
    if (!system_text) return Error{system_text.error()};
    const SystemConf system = read_system_conf(system_lines(*system_text, system_conf));
    ChanDahdiConf lines;
    if (!chan_dahdi_conf.empty()) {
        const auto text = reader(chan_dahdi_conf);
        if (!text) return Error{text.error()};
        lines = read_chan_dahdi_conf(asterisk_lines(*text, chan_dahdi_conf, reader));
    }
    Placement placed = place_spans(system, lines);
    Imported imported;
    imported.spans = static_cast<unsigned>(placed.spans.size());
    if (imported.spans > 0) imported.toml = Writer(system, placed).toml(system_conf);
    for (const auto* some :
         {&system.remarks, &std::as_const(lines).remarks, &std::as_const(placed).remarks}) {
        imported.remarks.insert(imported.remarks.end(), some->begin(), some->end());
    }
    const auto order = [&](const Remark& one) {
        return std::tuple(one.place.file != system_conf, one.place.file, one.place.line);
    };
    std::ranges::stable_sort(imported.remarks, {}, order);
    return imported;
}

}  // namespace tools::dahdi_import
