// SPDX-License-Identifier: GPL-2.0-or-later
// line caller-id: who calls, as a line tells it by FSK, and telling it to a telephone.
#include "ivr_dsp/dsp/tones/caller_id.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/line/line_tap.hpp"

namespace tools {

using driver::Result;
using host_bridge::Json;
using ivr_dsp::CallerId;
using ivr_dsp::FskStandard;

namespace {

Result<void> tell_line(const CommonOptions& common, const LineOptions& options) {
    if (options.send.empty() && !options.withheld) return {};
    Order order{"line.caller_id", {}};
    const auto flag = [&](const char* name, bool is_set) {
        if (is_set) order.fields.push_back({name, FieldKind::flag, "true"});
    };
    order.fields.push_back({"line", FieldKind::text, options.line});
    order.fields.push_back({"number", FieldKind::text, options.send});
    order.fields.push_back({"displayName", FieldKind::text, options.name});
    order.fields.push_back({"standard", FieldKind::text, options.standard});
    flag("withheld", options.withheld);
    flag("inCall", options.in_call);
    flag("force", options.force);
    return ordered(common, order);
}

// A message a line has sent, and how.
struct Message {
    CallerId id;
    ivr_dsp::CallerIdForm form{};
    std::uint64_t at_ms{};
    std::string time;  // of this machine's day
};

std::string absent(char reason) {
    if (reason == 'P') return "withheld";
    return reason == 'O' ? "not known" : "";
}

Json json_of(const Message& message) {
    const CallerId& id = message.id;
    Json object{
        {"ms",   message.at_ms                     },
        {"time", message.time                      },
        {"form", std::string(name_of(message.form))}
    };
    if (id.has_message_lamp) {
        object["messageWaiting"] = id.message_lamp;
        return object;
    }
    object["sentAt"] = std::string(id.time.view());
    object["number"] = std::string(id.number.view());
    object["name"] = std::string(id.name.view());
    if (id.number_absent != 0) object["numberAbsent"] = absent(id.number_absent);
    if (id.name_absent != 0) object["nameAbsent"] = absent(id.name_absent);
    if (id.dialled.length > 0) object["dialled"] = std::string(id.dialled.view());
    return object;
}

// Whatever a line says, it writes on no terminal as it likes.
std::string printable(std::string_view text) {
    std::string clean(text);
    std::ranges::replace_if(
        clean, [](char c) { return c < ' ' || c > '~'; }, '?');
    return clean;
}

std::string text_of(const Message& message) {
    const CallerId& id = message.id;
    std::string text = fmt::format("{}  {}  ", message.time, name_of(message.form));
    if (id.has_message_lamp) {
        return text + (id.message_lamp ? "a message waits" : "no message waits");
    }
    text +=
        id.number_absent != 0 ? "number " + absent(id.number_absent) : printable(id.number.view());
    if (id.name.length > 0) text += fmt::format("  \"{}\"", printable(id.name.view()));
    if (id.name_absent != 0) text += "  name " + absent(id.name_absent);
    if (id.dialled.length > 0) text += fmt::format("  dialled {}", printable(id.dialled.view()));
    if (id.time.length > 0) text += fmt::format("  dated {}", printable(id.time.view()));
    return text;
}

class Display {
  public:
    Display(const LineTap& tap, FskStandard standard, bool json)
        : tap_(tap), json_(json), ear_(tap.facts().law, standard) {}

    void hear(const ivr_dsp::TapMoment& moment) {
        const std::uint64_t at_ms = tap_.read_ms() - 1;
        const std::string time = time_of_day(tap_.facts(), at_ms);
        if (moment.digit != 0) {  // the answer to the alert, perhaps
            const std::string digit = shown_digit(moment);
            const Json object{
                {"ms",    at_ms},
                {"time",  time },
                {"digit", digit}
            };
            fmt::print("{}\n", json_ ? object.dump() : time + "  digit " + digit);
        }
        if (const auto id = ear_.hear(moment.says)) {
            ++told_;
            const Message message{*id, ear_.form(), at_ms, time};
            fmt::print("{}\n", json_ ? json_of(message).dump() : text_of(message));
        }
        std::fflush(stdout);
    }
    [[nodiscard]] std::uint64_t told() const { return told_; }
    [[nodiscard]] std::uint64_t wrong_sums() const { return ear_.wrong_sums(); }

  private:
    const LineTap& tap_;
    bool json_;
    ivr_dsp::CallerIdReceiver ear_;
    std::uint64_t told_{};
};

}  // namespace

int caller_id_of_line(const CommonOptions& common, const LineOptions& options) {
    obey_stop_signals();
    auto tap = LineTap::open(common, options.line, *duration_of(options.duration));
    if (!tap) return fail("trunkline", tap.error());
    const auto sent = tell_line(common, options);
    if (!sent) {
        tap->end(common);
        return fail("trunkline", sent.error());
    }
    const auto standard = options.standard == "v23" ? FskStandard::v23 : FskStandard::bell202;
    Display display(*tap, standard, common.json);
    tap->follow(common, [&](const ivr_dsp::TapMoment& moment) { display.hear(moment); });
    if (!common.json) {
        fmt::print(stderr, "line {}: {} messages, {} with a wrong sum\n", options.line,
                   display.told(), display.wrong_sums());
    }
    if (tap->broken()) return fail("trunkline", "the firmware has gone");
    return 0;
}

}  // namespace tools
