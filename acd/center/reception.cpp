// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/reception.hpp"

#include "driver/base/invariant.hpp"

namespace acd {

using ivr_dsp::dialog::End;
using ivr_dsp::dialog::Ending;
using pbx::Cause;
using pbx::Destination;

namespace {
// Routings of one contact within one tick; more means that menus send it round in a circle.
constexpr std::uint8_t most_hops = 16;

constexpr std::string_view circle_alarm = "menu.circle";
constexpr std::string_view destination_alarm = "menu.destination";
constexpr std::string_view failed_alarm = "menu.failed";

std::string menu_text(const Contact& contact) {
    return "menu \"" + std::string(contact.last_menu.view()) + "\"";
}
}  // namespace

Reception::Reception(Context& context, const Neighbours& neighbours)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      agents_(neighbours.agents),
      ivr_(neighbours.ivr),
      queues_(neighbours.queues),
      tones_(neighbours.tones),
      alarms_(neighbours.alarms),
      faxes_(neighbours.faxes),
      voicemail_(neighbours.voicemail) {}

// ── arriving ────────────────────────────────────────────────────────────────────────────────────

void Reception::arrived(LegId id, bool accept) {
    const pbx::Leg& leg = *calls_.leg(id);
    const pbx::Device& device = calls_.lines()[leg.line].device;
    pbx::ContactView view;
    view.ani = leg.ani;
    view.dnis = leg.dnis;
    view.caller = leg.name;
    view.withheld = leg.withheld;
    Contact& contact = contacts_.begin(view, device, false);
    contact.caller = id;
    contact.call = calls_.create_with(contact.view.contact, id);
    context_.tell(pbx::CallOffered{contact.view, contact.call, id, device});
    if (!accept) return refuse(contact, Cause::switching_congestion);
    const auto to = context_.config.plan.incoming(leg.dnis);
    if (!to) return refuse(contact, Cause::unallocated_number);
    tones_.seized(id);
    route(contact, *to);
}

void Reception::stray(LegId id) {
    const pbx::Leg& leg = *calls_.leg(id);
    const pbx::Device& device = calls_.lines()[leg.line].device;
    pbx::ContactView view;
    view.ani = leg.ani;
    view.dnis = leg.dnis;
    view.caller = leg.name;
    view.withheld = leg.withheld;
    Contact& contact = contacts_.begin(view, device, id.is_outgoing());
    contact.stray = true;
    contact.caller = id;
    contact.call = calls_.create_with(contact.view.contact, id);
    context_.tell(pbx::CallOffered{contact.view, contact.call, id, device});
    calls_.release(id, Cause::temporary_failure);
}

void Reception::refuse(Contact& contact, Cause cause) {
    contact.refused = true;
    contact.cause = cause;
    calls_.release(contact.caller, cause);
}

// ── sending on ──────────────────────────────────────────────────────────────────────────────────

bool Reception::goes_in_circles(Contact& contact) {
    if (contact.hops_at != context_.now) contact.hops = 0;
    contact.hops_at = context_.now;
    return ++contact.hops > most_hops;
}

void Reception::route(Contact& contact, const Destination& to) {
    if (goes_in_circles(contact)) {
        alarms_.raise(
            circle_alarm, contact.last_menu.view(),
            "menus send a caller round in a circle; the last was sent to " + pbx::target_of(to));
        contact.circled = true;
        return refuse(contact, Cause::no_route_to_destination);
    }
    voicemail_.left(contact);
    context_.tell(
        pbx::CallRouted{contact.view, contact.call, pbx::kind_of(to), pbx::target_of(to)});
    if (std::holds_alternative<pbx::ToMenu>(to) || std::holds_alternative<pbx::ToMailbox>(to) ||
        std::holds_alternative<pbx::ToMessages>(to)) {
        return to_menu(contact, to);
    }
    if (const auto* queue = std::get_if<pbx::ToQueue>(&to)) return to_queue(contact, queue->queue);
    ivr_.free(contact, pbx::IvrOutcome::transferred, pbx::target_of(to));
    if (const auto* release = std::get_if<pbx::ToRelease>(&to))
        return refuse(contact, release->cause);
    if (const auto* fax = std::get_if<pbx::ToFax>(&to)) return to_fax(contact, fax->box);
    contact.stage = Stage::calling;
    connect(contact, contact.call, contact.caller, to);
}

Variables Reception::variables_of(const Contact& contact) const {
    Variables variables{
        {"ani",  std::string(contact.view.ani.view()) },
        {"dnis", std::string(contact.view.dnis.view())}
    };
    for (const auto& piece : contact.view.data) {
        variables.emplace_back(std::string(piece.key.view()), std::string(piece.value.view()));
    }
    return variables;
}

void Reception::to_menu(Contact& contact, const Destination& menu) {
    if (!contact.port && !ivr_.has_idle_port()) {
        contact.stage = Stage::port_wait;
        port_queue_.emplace_back(contact.view.contact, menu);
        const TimerKey timer{TimerKind::port_wait, contact.view.contact.value};
        context_.after(timer, context_.config.patience.voice_port);
        if (calls_.leg(contact.caller)->answered) {
            calls_.treat(contact.caller, ivr_dsp::tone(ivr_dsp::Tone::ringback));
        } else {
            calls_.alert(contact.caller);
        }
        return;
    }
    contact.stage = Stage::menu;
    contacts_.spend_on(contact, Activity::ivr);
    calls_.answer(context_.now, contact.caller);
    // The menu may end at once and send the caller on: nothing is done after this.
    if (run(contact, menu)) return;
    ivr_.free(contact, pbx::IvrOutcome::failed);
    fail(contact, contact.caller, Cause::unallocated_number);
}

// False: there is no such mailbox, which only hosts and documents can ask for.
bool Reception::run(Contact& contact, const Destination& menu) {
    Variables variables = variables_of(contact);
    if (const auto* leave = std::get_if<pbx::ToMailbox>(&menu)) {
        return voicemail_.open(contact, *leave, std::move(variables));
    }
    if (const auto* listen = std::get_if<pbx::ToMessages>(&menu)) {
        voicemail_.open(contact, *listen, std::move(variables));
        return true;
    }
    const bool runs = ivr_.run(contact, std::get<pbx::ToMenu>(menu).menu, variables);
    INVARIANT(runs);
    return true;
}

void Reception::to_queue(Contact& contact, const pbx::Name& name) {
    const auto queue = queues_.find(name.view());
    INVARIANT(queue.has_value());  // names were checked when the configuration was read
    calls_.answer(context_.now, contact.caller);
    if (queues_.enter(contact, *queue)) return;
    ivr_.free(contact, pbx::IvrOutcome::transferred, name.view());
    contact.refused = true;
    fail(contact, contact.caller, Cause::switching_congestion);
}

// A machine that finds us busy tries again later.
void Reception::to_fax(Contact& contact, const pbx::Name& box) {
    if (calls_.leg(contact.caller)->answered) {
        calls_.treat(contact.caller, driver::Source::none());
    }
    if (faxes_.receive(contact, box)) return;
    contact.refused = true;
    fail(contact, contact.caller, Cause::user_busy);
}

void Reception::settle() {
    while (!port_queue_.empty() && ivr_.has_idle_port()) {
        const auto [id, menu] = port_queue_.front();
        port_queue_.pop_front();
        Contact* contact = contacts_.find(id);
        if (contact == nullptr || contact->stage != Stage::port_wait) continue;
        context_.timers.cancel({TimerKind::port_wait, id.value});
        to_menu(*contact, menu);
    }
}

void Reception::gave_up_waiting(ContactId id) {
    Contact* contact = contacts_.find(id);
    if (contact == nullptr || contact->stage != Stage::port_wait) return;
    contact->refused = true;
    fail(*contact, contact->caller, Cause::switching_congestion);
}

void Reception::menu_over(Contact& contact, const Ending& ending) {
    const std::string_view menu = contact.last_menu.view();
    const bool is_well = ending.end != End::failed;
    if (is_well) alarms_.clear(failed_alarm, menu, menu_text(contact) + " works again");
    if (ending.end == End::transferred) {
        const auto to = pbx::parse_destination(ending.destination);
        if (to) {
            alarms_.clear(destination_alarm, menu,
                          menu_text(contact) + " sends callers somewhere again");
            return route(contact, *to);
        }
        alarms_.raise(destination_alarm, menu, menu_text(contact) + ": " + to.error());
    }
    if (ending.end == End::exited || ending.end == End::disconnected) {
        ivr_.free(contact, pbx::IvrOutcome::disconnected);
        contact.cause = Cause::normal_clearing;
        return calls_.release(contact.caller, Cause::normal_clearing);
    }
    if (!is_well) alarms_.raise(failed_alarm, menu, menu_text(contact) + ": " + ending.error);
    route(contact, context_.config.person);
}

void Reception::caller_left(const Contact& contact) {
    if (contact.circled || contact.last_menu.empty()) return;
    alarms_.clear(circle_alarm, contact.last_menu.view(),
                  menu_text(contact) + " lets callers through again");
}

void Reception::configured() {
    for (const std::string_view alarm : {circle_alarm, destination_alarm, failed_alarm}) {
        alarms_.clear(alarm, "the configuration has been read anew");
    }
}

void Reception::fail(Contact& contact, LegId caller, Cause cause) {
    const pbx::Leg* leg = calls_.leg(caller);
    if (leg == nullptr || leg->letting_go) return;
    if (caller == contact.caller) {
        contact.stage = Stage::failing;
        contact.cause = cause;
        contacts_.spend_on(contact, Activity::other);
    }
    if (!leg->answered) return calls_.release(caller, cause);
    const auto tone = cause == Cause::user_busy ? ivr_dsp::Tone::busy : ivr_dsp::Tone::congestion;
    calls_.treat(caller, ivr_dsp::tone(tone));
    context_.after({TimerKind::failure_tone, caller.value}, context_.config.patience.failure_tone);
}

}  // namespace acd
