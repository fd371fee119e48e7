// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/twin/twin.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tools::twin {

using driver::Error;
using driver::Result;
using namespace std::chrono_literals;

namespace {

constexpr Ticks start_within = 60s;
constexpr Ticks tells_every = 1s;

firstcall::Options options_of(const Scenario& scenario, const std::filesystem::path& folder) {
    firstcall::Options options;
    options.in_virtual_time = true;
    options.seed = scenario.seed;
    options.center = scenario.center;
    options.folder = folder;
    options.spans = scenario.spans;
    options.t1 = scenario.t1;
    options.agents = scenario.agents;
    options.oscillator_ppb = scenario.oscillator_ppb;
    options.both_network = scenario.both_network;
    options.line_lost_after = scenario.line_lost_after;
    options.manners = scenario.people.manners;
    options.subscribers = scenario.people.subscribers;
    return options;
}

// In the order of the stations.
std::vector<office::AgentScript> agent_scripts(const Scenario& scenario,
                                               const firstcall::Scene& scene) {
    office::AgentScript usual;
    usual.reaction = 1200ms;
    usual.talk = 28s;
    std::vector<office::AgentScript> scripts(scene.stations.size(), usual);
    for (const auto& seat : scenario.people.agents) {
        const auto station = std::ranges::find(scene.stations, seat.station);
        if (station != scene.stations.end()) {
            scripts[static_cast<std::size_t>(station - scene.stations.begin())] = seat.script;
        }
    }
    return scripts;
}

}  // namespace

Result<std::unique_ptr<Twin>> Twin::open(const Scenario& scenario,
                                         const std::filesystem::path& folder, Audience& audience) {
    auto options = options_of(scenario, folder);
    auto scene = firstcall::Scene::build(options);
    if (!scene) return Error{scene.error()};
    for (const auto& seat : scenario.people.agents) {
        if (std::ranges::count(scene->stations, seat.station) == 0) {
            return Error{fmt::format("{}: [[agent]]: the center has no station {}", scenario.name,
                                     seat.station)};
        }
    }
    options.agent_scripts = agent_scripts(scenario, *scene);
    std::unique_ptr<Twin> twin(new Twin(scenario, std::move(options), std::move(*scene), audience));
    auto sounds = firstcall::read_sounds(twin->scene_);
    if (!sounds) return Error{sounds.error()};
    twin->sounds_ = std::make_unique<office::Soundbook>(std::move(*sounds));
    auto world = make_virtual_world(twin->scene_, twin->options_, *twin->sounds_);
    if (!world) return Error{world.error()};
    twin->world_ = std::move(*world);
    return twin;
}

Twin::Twin(const Scenario& scenario, firstcall::Options options, firstcall::Scene scene,
           Audience& audience)
    : scenario_(scenario),
      options_(std::move(options)),
      scene_(std::move(scene)),
      audience_(audience),
      crm_(scene_, "", [this](const Json& event) {
          heard_.push_back({now(), event});
          audience_.event(now(), event);
      }) {}

// ── time ────────────────────────────────────────────────────────────────────────────────────────

Result<void> Twin::step() {
    world_->step();
    world_->exchange(crm_);
    hear_answers();
    for (const auto& call : world_->ended()) audience_.call_ended(now(), call);
    for (const auto& use : world_->used_phones()) audience_.phone_ended(now(), use);
    const std::string trouble = crm_.trouble().empty() ? world_->trouble() : crm_.trouble();
    if (!trouble.empty()) return Error{trouble};
    return {};
}

Result<void> Twin::wait_for_start() {
    while (!crm_.ready() || (scenario_.waits && !world_->office_ready())) {
        auto stepped = step();
        if (!stepped) return stepped;
        if (world_->now() > start_within) {
            return Error{crm_.ready() ? "the lines did not come up within a minute: see the "
                                        "alarms, or say wait_for_lines = false"
                                      : "the host link did not answer within a minute"};
        }
    }
    return {};
}

void Twin::schedule_people() {
    std::vector<office::CallerScript> callers = scenario_.people.calls;
    if (scenario_.people.traffic) {
        office::Chance chance(scenario_.seed);
        auto drawn = draw(*scenario_.people.traffic, chance, Ticks{});
        callers.insert(callers.end(), drawn.begin(), drawn.end());
    }
    for (auto& caller : callers) caller.at += began_;
    world_->schedule(std::move(callers));
}

Result<void> Twin::play() {
    auto from_the_start = act(Ticks{});
    if (!from_the_start) return from_the_start;
    auto started = wait_for_start();
    if (!started) return started;
    began_ = world_->now();
    begun_ = true;
    for (Heard& one : heard_) one.at -= began_;
    audience_.begins();
    schedule_people();
    for (Ticks told{}; now() < scenario_.lasts;) {
        auto acted = act(now());
        if (!acted) return acted;
        look(now());
        auto stepped = step();
        if (!stepped) return stepped;
        if (now() - told < tells_every) continue;
        told = now();
        audience_.lives(told);
    }
    look(Ticks::max());
    for (int i = 0; i < 2; ++i) {  // questions go out, answers come back
        auto stepped = step();
        if (!stepped) return stepped;
    }
    outside_ = Json::parse(to_json(world_->summary()));
    return {};
}

// ── happenings ──────────────────────────────────────────────────────────────────────────────────

Result<void> Twin::act(Ticks now) {
    std::erase_if(underway_, [&](const Happening* one) {
        if (*one->until > now) return false;
        end(*one);
        return true;
    });
    for (; next_ < scenario_.happenings.size(); ++next_) {
        const Happening& happening = scenario_.happenings[next_];
        if (happening.at > now) break;
        audience_.happens(now, happening.words);
        const auto begun = begin(happening);
        if (!begun) return Error{happening.words + ": " + begun.error()};
        if (happening.until) underway_.push_back(&happening);
    }
    return {};
}

Result<void> Twin::begin(const Happening& happening) {
    if (const auto* span = std::get_if<SpanDisturbed>(&happening.what)) {
        return lines_.disturb(*world_, *span);
    }
    if (const auto* office = std::get_if<OfficeDisturbed>(&happening.what)) {
        world_->disturb(office->faults);
    } else if (const auto* board = std::get_if<BoardPulled>(&happening.what)) {
        if (board->board > scene_.settings.boards.size()) return Error{"there is no such board"};
        return world_->pull_board(board->board - 1, true);
    } else if (const auto* stall = std::get_if<TicksStalled>(&happening.what)) {
        return world_->stall(stall->lasts, stall->lost);
    } else {
        return world_->kill_control();
    }
    return {};
}

void Twin::end(const Happening& happening) {
    audience_.happens(*happening.until, happening.words + ": no longer");
    if (const auto* span = std::get_if<SpanDisturbed>(&happening.what)) {
        (void)lines_.restore(*world_, *span);
    } else if (const auto* board = std::get_if<BoardPulled>(&happening.what)) {
        (void)world_->pull_board(board->board - 1, false);
    } else {
        world_->disturb(office::OfficeFaults{});
    }
}

// ── expectations ────────────────────────────────────────────────────────────────────────────────

void Twin::look(Ticks now) {
    for (const Expectation& expectation : scenario_.expectations) {
        const auto* item = std::get_if<ItemExpected>(&expectation.what);
        if (item == nullptr || std::min(item->at, scenario_.lasts) > now) continue;
        if (std::ranges::count(looked_, &expectation, &Looked::expectation) > 0) continue;
        const Json question{
            {"do",   "get"     },
            {"what", item->list}
        };
        looked_.push_back({&expectation, crm_.order(question), {}});
    }
}

void Twin::hear_answers() {
    for (Looked& one : looked_) {
        if (one.items) continue;
        const auto answer = crm_.answer(one.question);
        if (answer) one.items = answer->value("items", Json::array());
    }
}

std::vector<Judgement> Twin::judge() const {
    std::vector<Judgement> judgements;
    judgements.reserve(scenario_.expectations.size());
    for (const Expectation& one : scenario_.expectations) {
        judgements.push_back(tools::twin::judge(one, {heard_, looked_, outside_}));
    }
    return judgements;
}

}  // namespace tools::twin
