// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/ivr_desk.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"

namespace acd {

using driver::VoicePortId;
using ivr_dsp::dialog::Step;

namespace {
constexpr std::string_view prompts_alarm = "prompts";
}

IvrDesk::IvrDesk(Context& context, const Neighbours& neighbours, MenuClient& client)
    : context_(context),
      contacts_(neighbours.contacts),
      calls_(neighbours.calls),
      alarms_(neighbours.alarms),
      tones_(neighbours.tones),
      client_(client) {
    ports_.resize(context.config.voice_ports);
    for (std::size_t i = 0; i < ports_.size(); ++i) ports_[i].id = {static_cast<std::uint16_t>(i)};
}

bool IvrDesk::has_idle_port() const {
    return std::ranges::any_of(ports_, [](const Port& port) { return !port.contact; });
}

bool IvrDesk::is_running(const Contact& contact) const {
    return contact.port && ports_[contact.port->value].session.has_value();
}

pbx::Name IvrDesk::menu_of(const Contact& contact) const {
    return is_running(contact) ? ports_[contact.port->value].menu : pbx::Name{};
}

IvrDesk::Port& IvrDesk::port_of(const Contact& contact) {
    INVARIANT(contact.port.has_value());
    return ports_[contact.port->value];
}

IvrDesk::Port* IvrDesk::take(Contact& contact, const pbx::Name& menu) {
    if (contact.port) return &ports_[contact.port->value];
    const auto idle = std::ranges::find(ports_, ContactId{}, &Port::contact);
    if (idle == ports_.end()) return nullptr;
    idle->contact = contact.view.contact;
    idle->first_menu = menu;
    idle->taken_at = context_.now;
    contact.port = contact.last_port = idle->id;
    context_.orders.send(ivr_dsp::ListenForDigits{contact.caller.line(), true});
    tones_.in_menu(contact.caller, true);
    context_.tell(pbx::IvrStarted{contact.view, contact.call, contact.device, idle->id, menu});
    return &*idle;
}

bool IvrDesk::run(Contact& contact, const pbx::Name& menu, const Variables& variables,
                  const SpokenMessage& message) {
    Port* port = take(contact, menu);
    if (port == nullptr) return false;
    port->menu = contact.last_menu = menu;
    port->message = message;
    port->session.emplace(context_.config.menus, context_.config.prompts, menu.view(), variables);
    calls_.treat(contact.caller, driver::Source::voice(port->id));
    apply(*port, port->session->start());
    return true;
}

void IvrDesk::quiet(Port& port) {
    context_.timers.cancel({TimerKind::port_silence, port.id.value});
    if (port.playing) stop(port);
}

// What the caller types stays in the firmware.
void IvrDesk::take_secret(Port& port, const Contact& contact, const std::optional<Secret>& secret) {
    if (port.secret == secret) return;
    port.secret = secret;
    ivr_dsp::TakeSecret order{contact.caller.line(), secret.has_value()};
    for (std::size_t i = 0; secret && i < secret->size(); ++i) {
        const std::string& text = secret->at(i);
        if (order.expected.at(i).fits(text)) order.expected.at(i) = text;
    }
    context_.orders.send(order);
}

void IvrDesk::stop(Port& port) {
    context_.orders.send(ivr_dsp::StopPlay{port.id});
    port.playing = false;
}

void IvrDesk::interrupt(Contact& contact) {
    if (!contact.port) return;
    Port& port = port_of(contact);
    quiet(port);
    take_secret(port, contact, std::nullopt);
    port.session.reset();
}

void IvrDesk::free(Contact& contact, pbx::IvrOutcome outcome, std::string_view destination) {
    if (!contact.port) return;
    Port& port = port_of(contact);
    interrupt(contact);
    const VoicePortId id = port.id;
    pbx::IvrEnded event{contact.view, id,          port.first_menu,
                        outcome,      destination, context_.now - port.taken_at};
    port.contact = ContactId{};
    contact.port.reset();
    context_.orders.send(ivr_dsp::ListenForDigits{contact.caller.line(), false});
    tones_.in_menu(contact.caller, false);
    context_.tell(event);
}

void IvrDesk::digit(Contact& contact, char digit, std::uint8_t equals) {
    if (!is_running(contact)) return;
    Port& port = port_of(contact);
    apply(port, port.session->digit(digit, equals));
}

void IvrDesk::played(const ivr_dsp::Played& news) {
    if (news.port.value >= ports_.size()) return;
    Port& port = ports_[news.port.value];
    const bool present = news.play >= port.first_play && news.play <= port.last_play;
    // A message may have been deleted meanwhile.
    if (present && port.playing && !news.whole && port.message.message == 0) not_said(port);
    if (news.play != port.last_play) return;
    port.playing = false;
    if (port.session) apply(port, port.session->played());
}

void IvrDesk::recorded(Contact& contact, std::optional<Ticks> spoken) {
    if (!is_running(contact)) return;
    Port& port = port_of(contact);
    apply(port, port.session->recorded(spoken));
}

void IvrDesk::silence(VoicePortId id) {
    Port& port = ports_[id.value];
    if (port.session) apply(port, port.session->silence());
}

void IvrDesk::firmware_began() {
    for (Port& port : ports_) port.first_play = port.last_play = 0;
    const std::uint64_t count = std::exchange(not_said_, 0);
    alarms_.clear(prompts_alarm, "the firmware has read the prompts anew; before, " +
                                     std::to_string(count) + " were not said");
}

// The firmware has not said what it was told to, and nobody stopped it.
void IvrDesk::not_said(const Port& port) {
    ++not_said_;
    raise(prompts_alarm, port.menu,
          "callers do not hear all it says, for the firmware lacks a prompt: compile the bank "
          "and start the firmware again, so that both have the same one");
}

void IvrDesk::raise(std::string_view alarm, const pbx::Name& menu, std::string_view what) {
    alarms_.raise(alarm, menu.view(),
                  "menu \"" + std::string(menu.view()) + "\": " + std::string(what));
}

void IvrDesk::remember(pbx::Rested& rested) const {
    for (const Port& port : ports_) rested.last_plays.push_back(port.last_play);
    rested.prompts_not_said = not_said_;
}

void IvrDesk::recall(const pbx::Rested& rested) {
    const std::size_t known = std::min(ports_.size(), rested.last_plays.size());
    for (std::size_t i = 0; i < known; ++i) ports_[i].last_play = rested.last_plays[i];
    not_said_ = rested.prompts_not_said;
}

void IvrDesk::note(Contact& contact, const Port& port, const ivr_dsp::dialog::Input& input) {
    context_.tell(pbx::IvrInput{contact.view, port.id, port.menu, input.field, input.value});
    if (input.secret || contacts_.attach(contact, input.field, input.value)) return;
    raise("contact.data", port.menu,
          "an answer is not kept with the contact, which carries at most " +
              std::to_string(Contacts::most_data) + " pieces of data: field " + input.field);
}

// A message is an order of its own.
void IvrDesk::say(Port& port, const std::vector<ivr_dsp::Clip>& clips) {
    port.first_play = port.last_play + 1;
    for (std::size_t done = 0; done < clips.size();) {
        const bool append = done > 0;
        if (clips[done] == ivr_dsp::dialog::the_message) {
            context_.orders.send(ivr_dsp::PlayMessage{port.id, ++port.last_play, append,
                                                      port.message.mailbox, port.message.message});
            ++done;
            continue;
        }
        ivr_dsp::Play order;
        order.port = port.id;
        order.play = ++port.last_play;
        order.append = append;
        while (order.count < ivr_dsp::clips_per_play && done < clips.size() &&
               clips[done] != ivr_dsp::dialog::the_message) {
            order.clips[order.count++] = clips[done++];
        }
        context_.orders.send(order);
    }
    port.playing = true;
}

void IvrDesk::apply(Port& port, const Step& step) {
    Contact* contact = contacts_.find(port.contact);
    INVARIANT(contact != nullptr);
    const TimerKey silence_timer{TimerKind::port_silence, port.id.value};
    context_.timers.cancel(silence_timer);
    if (step.stop_playing && step.play.empty()) {
        // Played follows, and with it the session hears that it is over.
        stop(port);
    }
    for (const auto& input : step.inputs) note(*contact, port, input);
    if (!step.play.empty()) say(port, step.play);
    if (step.wake_after) context_.after(silence_timer, *step.wake_after);
    take_secret(port, *contact, step.ending ? std::nullopt : port.session->secret());
    if (step.stop_recording) client_.stop_recording(*contact);
    // The menu may go on at once: nothing is done after this.
    if (step.record) return client_.record(*contact, *step.record);
    if (step.ending) {
        port.session.reset();
        client_.menu_over(*contact, *step.ending);
    }
}

}  // namespace acd
