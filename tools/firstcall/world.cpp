// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/world.hpp"

#include "tools/firstcall/traffic.hpp"

namespace tools::firstcall {

using driver::Error;
using driver::Result;
using namespace std::chrono_literals;

Result<office::Soundbook> read_sounds(const Scene& scene) {
    office::SoundSources sources;
    sources.prompts = scene.settings.prompts;
    sources.music = scene.settings.music;
    const auto spans = spans_of(scene.settings).size();
    sources.talkers = static_cast<std::uint32_t>(32 * spans + scene.stations.size());
    return office::Soundbook::read(sources);
}

namespace {

office::AgentScript usual_agent(const Options& options) {
    office::AgentScript agent;
    agent.reaction = 1200ms;
    agent.talk = agent_talk(options);
    return agent;
}

office::TrunkSetup trunk_setup(const SpanSettings& span, const Options& options) {
    return {.span = span.id,
            .type = span.kind == pbx::SpanKind::e1 ? office::SwitchType::euroisdn
                                                   : office::SwitchType::ni2,
            .side = span.side == pbx::Side::network && !options.both_network
                        ? office::Side::user
                        : office::Side::network,
            .law = span.law,
            .lost_after = options.line_lost_after};
}

void add_trunk(office::Office& office, const driver::SpanCable& cable,
               const office::TrunkSetup& setup) {
    if (const auto* e1 = std::get_if<driver::E1Cable*>(&cable)) {
        office.add_e1(**e1, setup);
    } else {
        office.add_t1(*std::get<driver::T1Cable*>(cable), setup);
    }
}

}  // namespace

std::vector<const SpanSettings*> spans_of(const Settings& settings) {
    std::vector<const SpanSettings*> spans;
    for (const BoardSettings& board : settings.boards) {
        for (const SpanSettings& span : board.spans) spans.push_back(&span);
    }
    return spans;
}

Result<std::unique_ptr<office::Office>> make_office(const Scene& scene, const Options& options,
                                                    const office::Soundbook& book,
                                                    const SceneCables& cables,
                                                    office::OfficeEvents& events) {
    auto tones = office::TonePlan::of_country(scene.settings.country);
    if (!tones) return Error{tones.error()};
    office::OfficeSetup setup;
    setup.tones = std::move(*tones);
    setup.seed = options.seed;
    setup.manners = options.manners;
    auto place = std::make_unique<office::Office>(book, std::move(setup), events);
    const auto spans = spans_of(scene.settings);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        add_trunk(*place, cables.spans[i], trunk_setup(*spans[i], options));
    }
    for (const office::Subscriber& subscriber : options.subscribers) {
        place->add_subscriber(subscriber);
    }
    for (std::size_t i = 0; i < cables.stations.size(); ++i) {
        office::Phone& phone =
            place->add_station(*cables.stations[i], {.number = scene.stations[i]});
        place->add_agent(phone, i < options.agent_scripts.size() ? options.agent_scripts[i]
                                                                 : usual_agent(options));
    }
    return place;
}

Result<void> disturb_line(const SceneCables& cables, driver::SpanId span,
                          const driver::LineFaults& faults) {
    for (std::size_t i = 0; i < cables.ids.size(); ++i) {
        if (cables.ids[i] == span) return driver::disturb(cables.spans[i], faults);
    }
    return Error{"there is no such span"};
}

void run_trunk_clock(office::Office& office, driver::SpanId span,
                     const office::TrunkClockSetup& clock) {
    for (const auto& trunk : office.trunks()) {
        if (trunk->span() == span) trunk->run_clock(clock);
    }
}

void disturb_trunk(office::Office& office, driver::SpanId span, const office::TrunkFaults& faults) {
    for (const auto& trunk : office.trunks()) {
        if (trunk->span() == span) trunk->disturb(faults);
    }
}

}  // namespace tools::firstcall
