// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/acd/center/story.hpp"

#include <algorithm>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dialog/speech.hpp"

namespace story {
namespace {

constexpr std::uint16_t trunks = 10;

constexpr std::string_view own_prompts[] = {"hello", "choose", "you-are-number", "wait-or-leave",
                                            "goodbye"};

// A bank with the menus' prompts and every piece English needs to say numbers; their names by
// index.
std::vector<std::string> bank() {
    std::vector<std::string> names(std::begin(own_prompts), std::end(own_prompts));
    for (const auto piece : ivr_dsp::dialog::missing(ivr_dsp::dialog::Language::english,
                                                     ivr_dsp::dialog::PromptIndex{})) {
        names.emplace_back(piece);
    }
    return names;
}

std::string contents() {
    std::string text = "trunkline-prompts 1 7\n";
    std::size_t index = 0;
    for (const std::string& name : bank()) {
        text += std::to_string(index++) + " 500 " + name + "\n";
    }
    return text;
}

constexpr std::string_view welcome = R"(<?xml version="1.0"?>
<vxml version="2.1">
  <menu id="choose">
    <property name="timeout" value="5s"/>
    <prompt><audio src="hello"/><audio src="choose"/></prompt>
    <choice dtmf="1" next="#sales"/>
    <choice dtmf="2" next="#support"/>
    <choice dtmf="9" next="#bye"/>
  </menu>
  <form id="sales"><block><transfer dest="queue:sales"/></block></form>
  <form id="support"><block><transfer dest="queue:support"/></block></form>
  <form id="bye"><block><prompt><audio src="goodbye"/></prompt><disconnect/></block></form>
</vxml>)";

constexpr std::string_view wait = R"(<?xml version="1.0"?>
<vxml version="2.1">
  <var name="choice" expr="'1'"/>
  <form id="tell">
    <field name="answer">
      <property name="timeout" value="4s"/>
      <grammar mode="dtmf">1|2</grammar>
      <prompt><audio src="you-are-number"/><value expr="session.position"/><audio src="wait-or-leave"/></prompt>
      <noinput><exit namelist="choice"/></noinput>
      <nomatch><exit namelist="choice"/></nomatch>
      <filled><assign name="choice" expr="answer"/><exit namelist="choice"/></filled>
    </field>
  </form>
</vxml>)";

pbx::LineBook lines() {
    std::vector<pbx::Line> all;
    for (std::uint16_t i = 0; i < trunks; ++i) {
        pbx::Line line;
        line.device = {{i}, {1}, static_cast<std::uint8_t>(i + 1), {}};
        line.group = "public";
        all.push_back(line);
    }
    for (const std::string_view number : {"2001", "2002", "2003", "2004"}) {
        pbx::Line line;
        line.device = {{static_cast<std::uint16_t>(all.size())}, {}, 0, number};
        all.push_back(line);
    }
    return pbx::LineBook(all);
}

pbx::DialPlan plan() {
    std::vector<pbx::Route> inside{
        {"3001", pbx::ToQueue{"sales"} },
        {"3000", pbx::ToMenu{"welcome"}}
    };
    for (const std::string_view number : {"2001", "2002", "2003", "2004"}) {
        inside.push_back({std::string(number), pbx::ToStation{number}});
    }
    return {
        {{"8001", pbx::ToMenu{"welcome"}},
         {"8002", pbx::ToQueue{"sales"}},
         {"8003", pbx::ToStation{"2001"}},
         {"8004", pbx::ToRelease{Cause::call_rejected}}},
        inside,
        {"*11", "*12", "*13", "*14"},
        {"9",                                         "public"                                   }
    };
}

acd::CenterConfig center_with(std::string_view first_menu, std::uint16_t voice_ports) {
    acd::CenterConfig config;
    config.lines = lines();
    config.plan = plan();
    for (const std::string_view name : {"sales", "support"}) {
        acd::QueueConfig queue;
        queue.name = name;
        queue.announcement = "wait";
        queue.announce_every = 20s;
        queue.ring = 15s;
        queue.most = 3;
        config.queues.push_back(queue);
    }
    const auto agent = [&](std::string_view name, std::vector<driver::QueueId> queues) {
        config.agents.push_back({name, "", std::move(queues), 5s});
    };
    agent("4001", {{1}});
    agent("4002", {{1}, {2}});
    agent("4003", {{2}});
    config.voice_ports = voice_ports;
    config.conferences = {1};
    config.prompts = *ivr_dsp::dialog::PromptIndex::parse(contents());
    for (const auto& [name, text] : {
             std::pair{"welcome", first_menu},
             std::pair{"wait",    wait      }
    }) {
        const auto loaded = config.menus.load(name, text, config.prompts);
        if (!loaded) driver::broken_invariant(loaded.error().c_str(), "story.cpp", 0);
    }
    config.person = pbx::ToQueue{"support"};
    return config;
}

}  // namespace

acd::CenterConfig small_center(std::uint16_t voice_ports) {
    return center_with(welcome, voice_ports);
}

acd::CenterConfig talkative_center() {
    std::string text = "<vxml version=\"2.1\"><form><block><prompt>";
    for (int i = 0; i < 20; ++i) text += "<audio src=\"hello\"/>";
    return center_with(text + "</prompt></block></form></vxml>", 4);
}

acd::CenterConfig secretive_center() {
    return center_with(R"(<vxml version="2.1"><form>
  <field name="pin" type="digits?length=4"><property name="secret" value="true"/>
    <prompt><audio src="hello"/></prompt></field>
  <field name="key" type="digits?length=1"><prompt><audio src="hello"/></prompt></field>
  <block><disconnect/></block></form></vxml>)",
                       4);
}

Story::Story(acd::CenterConfig config)
    : config_(std::move(config)),
      center_(config_, *this, *this),
      serials_(config_.lines.all().size()),
      hears_(config_.lines.all().size()),
      ports_(config_.voice_ports) {
    tells(pbx::Began{1, 42, "test"});
    firmware_comes();
}

// ── outside ─────────────────────────────────────────────────────────────────────────────────────

void Story::tells(const pbx::In& record) {
    center_.take(now, record);
}

void Story::news(const pbx::UpBody& body) {
    tells(pbx::FromFirmware{++sequence_, body});
}

void Story::firmware_comes(std::uint64_t epoch) {
    std::ranges::fill(serials_, 0);
    std::ranges::fill(hears_, driver::Source::none());
    news(pbx::Attached{epoch, 0, 0});
}

LineId Story::line_of(std::string_view station) const {
    return *config_.lines.station(station);
}

LineId Story::next_trunk() {
    for (std::uint16_t i = 0; i < trunks; ++i) {
        const LineId line{static_cast<std::uint16_t>((trunk_ + i) % trunks)};
        if (center_.calls().leg_on(line) != nullptr || !center_.calls().is_free(line)) continue;
        trunk_ = static_cast<std::uint16_t>(line.value + 1);
        return line;
    }
    INVARIANT(false);
}

LegId Story::call_arrives(std::string_view dnis, std::string_view ani, bool withheld) {
    const LineId line = next_trunk();
    const LegId leg = LegId::incoming(line, ++serials_[line.value]);
    news(pbx::LegChanged{leg, LegPhase::offered, Cause::none, true, ani, dnis, {}, withheld});
    return leg;
}

LegId Story::station_lifts(std::string_view station) {
    const LineId line = line_of(station);
    const LegId leg = LegId::incoming(line, ++serials_[line.value]);
    news(pbx::LegChanged{leg, LegPhase::offered, Cause::none, false, station, {}, {}});
    return leg;
}

void Story::hangs_up(LegId leg, Cause cause) {
    news(pbx::LegChanged{leg, LegPhase::released, cause, true, {}, {}, {}});
}
void Story::puts_down(LegId leg) {
    hangs_up(leg);
}
void Story::refuses(LegId leg, Cause cause) {
    hangs_up(leg, cause);
}
void Story::rings(LegId leg) {
    news(pbx::LegChanged{leg, LegPhase::alerting, Cause::none, true, {}, {}, {}});
}
void Story::answers(LegId leg) {
    news(pbx::LegChanged{leg, LegPhase::answered, Cause::none, true, {}, {}, {}});
}
void Story::flashes(LegId leg) {
    news(pbx::Flash{leg});
}
void Story::presses(LegId leg, std::string_view digits) {
    for (const char digit : digits) {
        now += 100ms;
        const auto [heard, equals] = typed_in_secret_[leg.line()].press(digit);
        news(pbx::Digit{leg, heard, equals});
    }
}

void Story::prompt_ends(LegId leg) {
    now += 3s;
    prompt_over(leg, true);
}

void Story::prompt_is_missing(LegId leg) {
    prompt_over(leg, false);
}

void Story::prompt_was_stopped(std::uint16_t port) {
    INVARIANT(!ports_[port].playing);  // nobody has told it to go on meanwhile
    news(ivr_dsp::Played{{port}, ports_[port].play, false, 500});
}

void Story::prompt_over(LegId leg, bool whole) {
    const driver::Source source = hears_[leg.line().value];
    INVARIANT(source.kind == driver::SourceKind::voice_port);
    PortState& port = ports_[source.index];
    INVARIANT(port.playing);
    port.playing = false;
    news(ivr_dsp::Played{{source.index}, port.play, whole, whole ? 3000U : 0U});
}

void Story::waits(Ticks time) {
    const Ticks until = now + time;
    while (const auto due = center_.next_deadline()) {
        if (*due > until) break;
        now = *due;
        tells(pbx::TimePassed{});
    }
    now = until;
}

// ── people ──────────────────────────────────────────────────────────────────────────────────────

std::string Story::asks(pbx::CommandBody body, std::string_view id) {
    pbx::HostCommand command;
    command.client = "crm";
    command.id = id.empty() ? std::to_string(++command_) : std::string(id);
    command.body = body;
    tells(command);
    const auto result = last<pbx::CommandResult>();
    INVARIANT(result.id == command.id);
    return result.done ? std::string{} : result.text;
}

void Story::agent(std::string_view name, AgentState state, std::string_view station,
                  std::string_view reason) {
    const std::string wrong = asks(pbx::SetAgentState{name, state, reason, station, {}});
    if (!wrong.empty()) driver::broken_invariant(wrong.c_str(), "story.cpp", 0);
}

// ── seeing ──────────────────────────────────────────────────────────────────────────────────────

void Story::send(const pbx::DownBody& order) {
    orders.push_back(order);
    if (const auto* secret = std::get_if<ivr_dsp::TakeSecret>(&order)) {
        typed_in_secret_[secret->line].take(*secret);
    }
    if (const auto* listen = std::get_if<driver::Listen>(&order)) {
        if (listen->listener.kind == driver::ListenerKind::line) {
            hears_[listen->listener.index] = listen->source;
        }
    }
    if (const auto* play = std::get_if<ivr_dsp::Play>(&order)) {
        PortState& port = ports_[play->port.value];
        if (!play->append) port.clips.clear();
        for (std::size_t i = 0; i < play->count; ++i) port.clips.push_back(play->clips[i].index);
        port.play = play->play;
        port.playing = true;
    }
    if (const auto* stop = std::get_if<ivr_dsp::StopPlay>(&order))
        ports_[stop->port.value].playing = false;
}

void Story::tell(Ticks at, const pbx::Event& event) {
    events.push_back(event);
    event_times.push_back(at);
}

std::optional<LegId> Story::ringing(std::string_view station) const {
    const pbx::Leg* leg = center_.calls().leg_on(line_of(station));
    if (leg == nullptr || !leg->id.is_outgoing() || leg->answered) return std::nullopt;
    return leg->id;
}

std::optional<LegId> Story::dialled_out() const {
    for (const auto& [id, leg] : center_.calls().legs()) {
        if (id.is_outgoing() && id.line().value < trunks && !leg.answered) return id;
    }
    return std::nullopt;
}

std::optional<driver::Source> Story::heard_by(LegId leg) const {
    return hears_[leg.line().value];
}

bool Story::hears(LegId leg, driver::Source source) const {
    return hears_[leg.line().value] == source;
}

bool Story::hear_each_other(LegId a, LegId b) const {
    return hears(a, driver::Source::line(b.line())) && hears(b, driver::Source::line(a.line()));
}

bool Story::was_let_go(LegId leg, std::optional<Cause> cause) const {
    return std::ranges::any_of(orders, [&](const pbx::DownBody& order) {
        const auto* release = std::get_if<pbx::Release>(&order);
        return release != nullptr && release->leg == leg && (!cause || release->cause == *cause);
    });
}

bool Story::was_answered(LegId leg) const {
    return std::ranges::any_of(orders, [&](const pbx::DownBody& order) {
        const auto* answer = std::get_if<pbx::Answer>(&order);
        return answer != nullptr && answer->leg == leg;
    });
}

std::vector<std::string> Story::said(LegId leg) const {
    const std::vector<std::string> names = bank();
    const driver::Source source = hears_[leg.line().value];
    std::vector<std::string> result;
    if (source.kind != driver::SourceKind::voice_port) return result;
    for (const std::uint16_t clip : ports_[source.index].clips) result.push_back(names[clip]);
    return result;
}

AgentState Story::state_of(std::string_view agent) const {
    const auto changes = all<pbx::AgentChanged>();
    AgentState state = AgentState::logged_off;
    for (const auto& change : changes) {
        if (change.agent.view() == agent) state = change.state;
    }
    return state;
}

}  // namespace story
