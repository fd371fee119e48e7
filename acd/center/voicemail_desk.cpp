// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/voicemail_desk.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace acd {

using ivr_dsp::dialog::End;
using ivr_dsp::dialog::Ending;

namespace {

TimerKey message_timer(std::uint64_t message) {
    return {TimerKind::recording_close, message};
}

// "9:05", as the clock on the firmware's wall had it.
std::string time_of_day(const ivr_dsp::StoredMessage& message) {
    constexpr std::int64_t minutes_a_day = 24 * 60;
    const std::int64_t minutes = message.utc_us / 60'000'000 + message.zone_minutes;
    const std::int64_t today = (minutes % minutes_a_day + minutes_a_day) % minutes_a_day;
    return fmt::format("{:02}:{:02}", today / 60, today % 60);
}

std::string value_of(const Ending& ending, std::string_view name) {
    for (const auto& [key, value] : ending.values) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace

VoicemailDesk::VoicemailDesk(Context& context, const Neighbours& neighbours)
    : context_(context),
      calls_(neighbours.calls),
      ivr_(neighbours.ivr),
      mailboxes_(neighbours.mailboxes),
      recordings_(neighbours.recordings),
      contacts_(neighbours.contacts) {}

// ── stations ────────────────────────────────────────────────────────────────────────────────────

std::optional<pbx::ToMailbox> VoicemailDesk::instead_of(const pbx::Number& station,
                                                        pbx::Cause cause) const {
    const auto mailbox = mailboxes_.find(station.view());
    if (!mailbox) return std::nullopt;
    const MailboxTakes takes = mailboxes_.config(*mailbox).takes;
    const bool busy = cause == pbx::Cause::user_busy;
    const bool unanswered =
        cause == pbx::Cause::no_answer || cause == pbx::Cause::no_user_responding;
    const bool taken =
        (busy && (takes == MailboxTakes::both || takes == MailboxTakes::busy)) ||
        (unanswered && (takes == MailboxTakes::both || takes == MailboxTakes::no_answer));
    if (!taken) return std::nullopt;
    return pbx::ToMailbox{station};
}

Ticks VoicemailDesk::ring_time(const pbx::Number& station) const {
    const Ticks usual = context_.config.patience.ring;
    if (!instead_of(station, pbx::Cause::no_answer)) return usual;
    return std::min(usual, context_.config.voicemail.ring);
}

bool VoicemailDesk::is_lamp_lit(const pbx::Number& station) const {
    const auto mailbox = mailboxes_.find(station.view());
    return mailbox && mailboxes_.count(*mailbox).fresh > 0;
}

// ── menus ───────────────────────────────────────────────────────────────────────────────────────

void VoicemailDesk::run(Contact& contact, Visit& visit, Variables own,
                        const SpokenMessage& message) {
    own.insert(own.end(), visit.variables.begin(), visit.variables.end());
    const auto& config = context_.config.voicemail;
    const pbx::Name& menu = visit.doing == Doing::leaving ? config.leave : config.messages;
    // The menu may end at once, and the visit with it: nothing is done after this.
    const bool runs = ivr_.run(contact, menu, own, message);
    INVARIANT(runs);
}

bool VoicemailDesk::open(Contact& contact, const pbx::ToMailbox& to, Variables variables) {
    const auto mailbox = mailboxes_.find(to.mailbox.view());
    if (!mailbox) return false;
    left(contact);
    Visit& visit = visits_[contact.view.contact];
    visit = {Doing::leaving, mailbox, std::move(variables), {}, 0, false, 0};
    const MailboxConfig& config = mailboxes_.config(*mailbox);
    const auto count = mailboxes_.count(*mailbox);
    const bool full = count.fresh + count.old >= context_.config.voicemail.most;
    run(contact, visit,
        {
            {"mailbox",  std::string(config.number.view())                 },
            {"greeting", config.greeting                                   },
            {"state",    !mailboxes_.are_known() ? "lost"
                      : full                  ? "full"
                                              : "open"}
    });
    return true;
}

void VoicemailDesk::open(Contact& contact, const pbx::ToMessages& to, Variables variables) {
    left(contact);
    Visit& visit = visits_[contact.view.contact];
    visit = {Doing::naming, {}, std::move(variables), {}, 0, false, 0};
    const pbx::Number& station = contact.device.station;
    visit.mailbox = mailboxes_.find(to.mailbox.empty() ? station.view() : to.mailbox.view());
    if (!mailboxes_.are_known()) {
        return run(contact, visit,
                   {
                       {"step", "lost"}
        });
    }
    if (!visit.mailbox) return ask_for_mailbox(contact, visit);
    const MailboxConfig& config = mailboxes_.config(*visit.mailbox);
    if (config.pin.empty() && config.number == station) return present(contact, visit);
    ask_for_pin(contact, visit);
}

void VoicemailDesk::ask_for_mailbox(Contact& contact, Visit& visit) {
    visit.doing = Doing::naming;
    run(contact, visit,
        {
            {"step", "mailbox"}
    });
}

// Nobody learns which mailboxes there are: of one that is not there, every PIN is wrong. So it is
// of one without a PIN, except at its own station.
void VoicemailDesk::ask_for_pin(Contact& contact, Visit& visit) {
    visit.doing = Doing::proving;
    const std::string pin = visit.mailbox ? mailboxes_.config(*visit.mailbox).pin : std::string();
    run(contact, visit,
        {
            {"step", "pin"                     },
            {"pin",  pin.empty() ? "none" : pin}
    });
}

void VoicemailDesk::present(Contact& contact, Visit& visit) {
    const MailboxId mailbox = *visit.mailbox;
    if (std::exchange(visit.doing, Doing::listening) != Doing::listening) {
        visit.messages = mailboxes_.messages(mailbox);
    }
    while (visit.at < visit.messages.size() &&
           mailboxes_.message(mailbox, visit.messages[visit.at]) == nullptr) {
        visit.messages.erase(visit.messages.begin() + static_cast<std::ptrdiff_t>(visit.at));
    }
    const auto count = mailboxes_.count(mailbox);
    Variables variables{
        {"fresh",                    std::to_string(count.fresh)},
        {           "old", std::to_string(count.old)                           },
        { "announced",         std::exchange(visit.announced,                                    true) ? "1" : "0"},
    };
    if (visit.at >= visit.messages.size()) {
        variables.emplace_back("step", "none");
        return run(contact, visit, std::move(variables));
    }
    const ivr_dsp::StoredMessage& message = *mailboxes_.message(mailbox, visit.messages[visit.at]);
    variables.emplace_back("step", "message");
    variables.emplace_back("number", std::to_string(visit.at + 1));
    variables.emplace_back("caller", std::string(message.caller.view()));
    variables.emplace_back("time", time_of_day(message));
    variables.emplace_back("message", "message:");
    run(contact, visit, std::move(variables), {mailbox, message.message});
}

void VoicemailDesk::decided(Visit& visit, std::string_view what) {
    if (visit.at >= visit.messages.size()) return;
    const std::uint64_t message = visit.messages[visit.at];
    if (what == "delete") {
        (void)mailboxes_.remove(*visit.mailbox, message);
    } else if (what == "new") {
        (void)mailboxes_.mark(*visit.mailbox, message, false);
    } else {
        (void)mailboxes_.mark(*visit.mailbox, message, true);
    }
    if (what == "previous") {
        visit.at -= visit.at > 0 ? 1 : 0;
    } else {
        ++visit.at;
    }
}

bool VoicemailDesk::menu_over(Contact& contact, const Ending& ending) {
    const auto found = visits_.find(contact.view.contact);
    if (found == visits_.end()) return false;
    Visit& visit = found->second;
    const std::string what = value_of(ending, "what");
    const bool goes_on = ending.end == End::exited && !what.empty() && what != "end" &&
                         visit.doing != Doing::leaving;
    if (!goes_on) {
        left(contact);
        return false;
    }
    switch (visit.doing) {
        case Doing::leaving:
            break;
        case Doing::naming:
            visit.mailbox = mailboxes_.find(value_of(ending, "mailbox"));
            ask_for_pin(contact, visit);
            return true;
        case Doing::proving:
            if (!visit.mailbox) break;
            present(contact, visit);
            return true;
        case Doing::listening:
            decided(visit, what);
            present(contact, visit);
            return true;
    }
    left(contact);
    return false;
}

void VoicemailDesk::left(const Contact& contact) {
    const auto found = visits_.find(contact.view.contact);
    if (found == visits_.end()) return;
    if (const std::uint64_t message = found->second.recording; message != 0) {
        context_.orders.send(ivr_dsp::StopRecording{message});
        context_.timers.cancel(message_timer(message));
        recording_.erase(message);
    }
    visits_.erase(found);
}

// ── leaving a message ───────────────────────────────────────────────────────────────────────────

void VoicemailDesk::record(Contact& contact, const ivr_dsp::dialog::Record& how) {
    const auto found = visits_.find(contact.view.contact);
    const auto& config = context_.config.voicemail;
    if (found == visits_.end() || !found->second.mailbox || !mailboxes_.are_known() ||
        recording_.size() >= config.channels) {
        return ivr_.recorded(contact, std::nullopt);
    }
    const std::uint64_t message = recordings_.take_number();
    found->second.recording = message;
    recording_[message] = contact.view.contact;
    const Ticks longest = std::min(how.longest, config.longest);
    context_.after(message_timer(message), longest + closing);
    context_.orders.send(ivr_dsp::LeaveMessage{contact.caller.line(), message,
                                               *found->second.mailbox, contact.view.ani,
                                               config.shortest, longest, how.final_silence});
}

void VoicemailDesk::stop_recording(const Contact& contact) {
    const auto found = visits_.find(contact.view.contact);
    if (found == visits_.end() || found->second.recording == 0) return;
    context_.after(message_timer(found->second.recording), closing);
    context_.orders.send(ivr_dsp::StopRecording{found->second.recording});
}

bool VoicemailDesk::recorded(const ivr_dsp::Recorded& news) {
    if (!recording_.contains(news.recording)) return false;
    const bool stored = news.end == ivr_dsp::RecordingEnd::stopped;
    const bool heard = news.spoken >= context_.config.voicemail.shortest;
    over(news.recording,
         stored ? std::optional<Ticks>(heard ? news.spoken : Ticks{}) : std::nullopt);
    return true;
}

bool VoicemailDesk::due(TimerKey timer) {
    if (!recording_.contains(timer.owner)) return false;
    over(timer.owner, std::nullopt);
    return true;
}

void VoicemailDesk::over(std::uint64_t message, std::optional<Ticks> spoken) {
    const ContactId id = recording_.at(message);
    recording_.erase(message);
    context_.timers.cancel(message_timer(message));
    visits_.at(id).recording = 0;
    if (Contact* contact = contacts_.find(id)) ivr_.recorded(*contact, spoken);
}

}  // namespace acd
