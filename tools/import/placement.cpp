// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/import/placement.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tools::dahdi_import {
namespace {

constexpr unsigned most_spans = 128;
constexpr unsigned most_timing = 15;

class Placer {
  public:
    Placer(const SystemConf& system, const ChanDahdiConf& lines) : system_(system), lines_(lines) {}

    Placement place() {
        unsigned next = 1;
        for (const DahdiSpan& span : system_.spans) {
            const unsigned first = first_channel(next);
            const SpanForm form = form_of(span, first);
            next = first + channels_of(form);
            take(span, form, first);
        }
        share_the_clock();
        return std::move(placed_);
    }

  private:
    void remark(const ConfLine& line, std::string why) {
        placed_.remarks.push_back({line.place, line.said(), std::move(why)});
    }
    // Analog ports between two spans have no span line: their channels are passed over.
    [[nodiscard]] unsigned first_channel(unsigned next) const {
        bool passed_analog = false;
        for (auto at = system_.channels.lower_bound(next); at != system_.channels.end(); ++at) {
            if (at->second != ChannelUse::analog) return passed_analog ? at->first : next;
            passed_analog = true;
        }
        return next;
    }
    // A BRI is written like an E1, and has its D-channel third.
    [[nodiscard]] SpanForm form_of(const DahdiSpan& span, unsigned first) const {
        const auto third = system_.channels.find(first + 2);
        const bool is_bri = span.form == SpanForm::e1 && span.coding == "ami" &&
                            third != system_.channels.end() &&
                            third->second == ChannelUse::d_channel;
        return is_bri ? SpanForm::bri : span.form;
    }
    void take(const DahdiSpan& span, SpanForm form, unsigned first) {
        if (form == SpanForm::bri) {
            return remark(span.line,
                          "is not imported: basic rate lines are not supported on DAHDI boards");
        }
        if (span.number > most_spans) {
            return remark(span.line,
                          fmt::format("is not imported: {} spans are the most", most_spans));
        }
        CarriedSpan one{&span, first};
        std::vector<unsigned> missing;
        for (unsigned timeslot = 1; timeslot <= channels_of(form); ++timeslot) {
            const auto found = system_.channels.find(first + timeslot - 1);
            const bool is_there = found != system_.channels.end();
            if (is_there && found->second == ChannelUse::d_channel) {
                one.d_timeslot = timeslot;
            } else if (!is_there || found->second != ChannelUse::b_channel) {
                missing.push_back(timeslot);
            } else if (one.settings == nullptr) {
                one.settings = settings_of(found->first);
            }
        }
        if (one.d_timeslot == 0) {
            return remark(span.line, fmt::format("is not imported: channels {} to {} have no "
                                                 "D-channel, and only PRIs are supported",
                                                 first, first + channels_of(form) - 1));
        }
        if (!missing.empty()) {
            remark(span.line, fmt::format("timeslots {} are no B channels: Trunkline would call on "
                                          "them, too; ask the carrier to block them",
                                          fmt::join(missing, ",")));
        }
        take_settings(one);
        placed_.spans.push_back(one);
    }
    [[nodiscard]] const ChannelSettings* settings_of(unsigned channel) const {
        const auto found = lines_.channels.find(channel);
        return found == lines_.channels.end() ? nullptr : &found->second;
    }
    void take_settings(CarriedSpan& one) {
        const ConfLine* signalling = one.setting("signalling");
        if (signalling == nullptr) {
            remark(one.span->line,
                   "chan_dahdi.conf does not say who is the network: side = \"user\" is a guess, "
                   "right for a line of a carrier");
        }
        one.network = signalling != nullptr && signalling->value == "pri_net";
        one.timing = one.span->timing;
        if (one.timing > most_timing) {
            remark(one.span->line, "gives the clock later than 15, which is not possible: 0 taken");
            one.timing = 0;
        }
        const bool is_taken =
            one.timing > 0 && std::ranges::find(placed_.spans, one.timing, &CarriedSpan::timing) !=
                                  placed_.spans.end();
        if (is_taken) {
            remark(one.span->line,
                   "has the timing of another span: 0 taken; give it a number of its own");
            one.timing = 0;
        }
        check_switch(one);
        check_channels(one);
    }
    void check_switch(const CarriedSpan& one) {
        const ConfLine* type = one.setting("switchtype");
        const bool is_e1 = one.span->form == SpanForm::e1;
        const std::string_view other = is_e1 ? "national" : "euroisdn";
        if (type == nullptr || type->value != other) return;
        remark(*type, fmt::format("is not carried for span {}: an {} speaks {}", one.span->number,
                                  is_e1 ? "E1" : "T1", is_e1 ? "euroisdn" : "national (NI2)"));
    }
    // What Trunkline says of a span at once.
    void check_channels(const CarriedSpan& one) {
        if (one.settings == nullptr) return;
        const unsigned last = one.first_channel + channels_of(one.span->form);
        for (unsigned channel = one.first_channel; channel < last; ++channel) {
            const ChannelSettings* other = settings_of(channel);
            if (other == nullptr) continue;
            for (const char* key : {"signalling", "switchtype", "group"}) {
                const ConfLine* ours = one.setting(key);
                const ConfLine* theirs = CarriedSpan{.settings = other}.setting(key);
                if (theirs == nullptr || (ours != nullptr && ours->value == theirs->value))
                    continue;
                return remark(*theirs, fmt::format("is not carried for channel {}: span {} is as "
                                                   "its first channel",
                                                   channel, one.span->number));
            }
        }
    }
    void share_the_clock() {
        const auto gives = [](const CarriedSpan& one) { return one.timing > 0; };
        placed_.has_source = std::ranges::any_of(placed_.spans, gives);
        for (CarriedSpan& one : placed_.spans)
            one.follows = placed_.has_source ? one.network && one.timing == 0 : true;
        if (placed_.has_source || placed_.spans.empty()) return;
        remark(placed_.spans.front().span->line,
               "no span gives the clock: the board runs by its own, and every far end must follow "
               "it; if one is a carrier's, write timing = 1 there instead");
    }

    const SystemConf& system_;
    const ChanDahdiConf& lines_;
    Placement placed_;
};

}  // namespace

const ConfLine* CarriedSpan::setting(std::string_view key) const {
    if (settings == nullptr) return nullptr;
    const auto found = settings->find(key);
    return found == settings->end() ? nullptr : &found->second;
}

Placement place_spans(const SystemConf& system, const ChanDahdiConf& lines) {
    return Placer(system, lines).place();
}

}  // namespace tools::dahdi_import
