// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/plans.hpp"

#include <cctype>

#include <fmt/format.h>

#include "tools/config/speech.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

acd::SpanFrames frames_of(const SpanSettings& span) {
    if (span.kind == pbx::SpanKind::e1) return acd::SpanFrames::e1;
    return span.framing == LineFraming::sf ? acd::SpanFrames::t1_sf : acd::SpanFrames::t1_esf;
}

}  // namespace

// pbx/signalling knows countries by ISO 3166, the tone plans by their usual names.
pbx::AnalogTimes analog_times(const std::string& country) {
    std::string code = country == "uk" ? "GB" : country;
    for (char& letter : code) {
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    const auto times = pbx::analog_times(code);
    INVARIANT(times.has_value());  // every country with a tone plan has them
    return *times;
}

pbx::DialPlan dial_plan(const Settings& settings) {
    std::vector<pbx::Route> inside;
    const auto add = [&](const std::string& number, const pbx::Destination& to) {
        if (!number.empty()) inside.push_back({number, to});
    };
    for (const BoardSettings& board : settings.boards) {
        for (const StationSettings& one : board.stations) {
            add(one.number, pbx::ToStation{one.number});
        }
    }
    for (const MenuSettings& menu : settings.menus) add(menu.number, pbx::ToMenu{menu.name});
    for (const QueueSettings& queue : settings.queues) {
        add(queue.number, pbx::ToQueue{queue.config.name});
    }
    pbx::DialPlan::Features features = settings.features;
    if (settings.voicemail.mailboxes.empty()) features.messages.clear();
    return {settings.incoming, std::move(inside), std::move(features), settings.outside};
}

pbx::LineBook line_book(const Settings& settings) {
    std::vector<pbx::Line> lines;
    const auto add = [&](pbx::Line line) {
        line.device.line = {static_cast<std::uint16_t>(lines.size())};
        lines.push_back(line);
    };
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            for (const std::uint8_t timeslot : span.b_channels()) {
                pbx::Line line;
                line.device.span = span.id;
                line.device.timeslot = timeslot;
                line.group = span.group;
                add(line);
            }
        }
        for (const StationSettings& station : board.stations) {
            pbx::Line line;
            line.device.station = station.number;
            add(line);
        }
    }
    return pbx::LineBook(std::move(lines));
}

std::uint64_t plant_digest(const Settings& settings) {
    std::string text = fmt::format("{} voice ports, {} conferences of {}, {} fax ports",
                                   settings.voice_ports, settings.conferences.count,
                                   settings.conferences.seats, settings.fax.config.ports);
    for (const acd::MailboxConfig& mailbox : settings.voicemail.mailboxes) {
        text += fmt::format(";mailbox {}", mailbox.number.view());
    }
    const pbx::LineBook lines = line_book(settings);
    for (const pbx::Line& line : lines.all()) {
        text += fmt::format(";{}/{}/{}", line.device.span.value, line.device.timeslot,
                            line.device.station.view());
    }
    return driver::digest_of(text);
}

pbx::SignallingPlan signalling_plan(const Settings& settings, std::uint64_t firmware_epoch) {
    pbx::SignallingPlan plan;
    plan.firmware_epoch = firmware_epoch;
    plan.configuration = plant_digest(settings);
    plan.voice_ports = settings.voice_ports;
    plan.analog = analog_times(settings.country);
    std::uint16_t next = 0;
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) {
            pbx::SpanPlan one;
            one.span = span.id;
            one.kind = span.kind;
            one.switch_type = span.switch_type;
            one.side = span.side;
            one.d_timeslot = span.d_timeslot;
            one.law = span.law;
            one.overlap_receiving = span.overlap;
            one.release_after = span.release_after;
            one.timers.t309 = span.t309;
            for (const std::uint8_t timeslot : span.b_channels()) {
                one.channels.push_back({{next++}, timeslot});
            }
            plan.spans.push_back(std::move(one));
        }
        for (const StationSettings& station : board.stations) {
            plan.stations.push_back({{next++}, station.number, station.caller_id});
        }
    }
    for (const acd::MailboxConfig& mailbox : settings.voicemail.mailboxes) {
        if (mailbox.pin.empty()) continue;
        plan.pins.push_back({stand_in_of_pin(mailbox), mailbox.pin});
    }
    return plan;
}

Result<acd::CenterConfig> center_config(const pbx::Configured& configured) {
    auto settings = settings_of(configured, "trunkline.toml");
    if (!settings) return Error{settings.error()};
    std::string mistakes;
    Speech speech = speech_of(configured, *settings, mistakes);
    if (!mistakes.empty()) return Error{std::move(mistakes)};
    acd::CenterConfig config;
    config.digest = configured.digest;
    config.lines = line_book(*settings);
    for (const BoardSettings& board : settings->boards) {
        config.holdover_alarms.push_back(board.holdover_alarm);
        for (const SpanSettings& span : board.spans) {
            config.spans.push_back({span.id, span.limits, frames_of(span), span.tones_end_calls});
        }
    }
    config.plan = dial_plan(*settings);
    for (const QueueSettings& queue : settings->queues) config.queues.push_back(queue.config);
    config.agents = settings->agents;
    config.supervisors = settings->supervisors;
    config.voice_ports = settings->voice_ports;
    config.conferences = settings->conferences;
    config.recorders = settings->recording.channels;
    config.faxes = settings->fax.config;
    config.voicemail = settings->voicemail;
    config.menus = std::move(speech.menus);
    config.prompts = std::move(speech.prompts);
    for (const MenuSettings& menu : settings->menus) {
        if (menu.fax) config.fax_machines_to[std::string(menu.name.view())] = *menu.fax;
    }
    config.person = settings->person;
    config.ready_on_log_in = settings->ready_on_log_in;
    config.patience = settings->patience;
    return config;
}

}  // namespace tools
