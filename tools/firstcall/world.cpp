// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/world.hpp"

#include "tools/firstcall/traffic.hpp"

namespace tools::firstcall {

using driver::Error;
using driver::Result;
using namespace std::chrono_literals;

Result<office::Soundbook> read_sounds(const Scene& scene, const Options& options) {
    office::SoundSources sources;
    sources.prompts = scene.settings.prompts;
    sources.music = scene.settings.music;
    sources.talkers = 32 * options.spans + options.agents;
    return office::Soundbook::read(sources);
}

namespace {

office::AgentScript usual_agent(const Options& options) {
    office::AgentScript agent;
    agent.reaction = 1200ms;
    agent.talk = agent_talk(options);
    return agent;
}

}  // namespace

Result<std::unique_ptr<office::Office>> make_office(const Scene& scene, const Options& options,
                                                    const office::Soundbook& book,
                                                    const SceneCables& cables,
                                                    office::OfficeEvents& events) {
    auto tones = office::TonePlan::of_country(scene.settings.country);
    if (!tones) return Error{tones.error()};
    office::OfficeSetup setup;
    setup.tones = std::move(*tones);
    setup.seed = options.seed;
    auto place = std::make_unique<office::Office>(book, std::move(setup), events);
    std::uint16_t span = 0;
    for (const auto& cable : cables.spans) {
        ++span;
        if (const auto* e1 = std::get_if<driver::E1Cable*>(&cable)) {
            place->add_e1(**e1, {.span = {span}, .lost_after = options.line_lost_after});
        } else {
            place->add_t1(*std::get<driver::T1Cable*>(cable),
                          {.span = {span},
                           .type = office::SwitchType::ni2,
                           .lost_after = options.line_lost_after});
        }
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

void cut_cable(office::Office& office, driver::SpanId span, office::CableCut where) {
    for (const auto& trunk : office.trunks()) {
        if (trunk->span() == span) trunk->cut(where);
    }
}

}  // namespace tools::firstcall
