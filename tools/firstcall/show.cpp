// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/show.hpp"

#include "tools/firstcall/records.hpp"
#include "tools/firstcall/traffic.hpp"

namespace tools::firstcall {

using driver::Error;
using driver::Result;
using driver::Ticks;
using namespace std::chrono_literals;

namespace {

constexpr Ticks start_within = 60s;    // by the world's clock
constexpr Ticks records_within = 30s;  // after the last caller has hung up
constexpr int steps_of_after_call_work = 500;
// A hang-up is told from a recall only after 600 ms (the tone plan's recall time).
constexpr Ticks tolerance_virtual = 900ms;
constexpr Ticks tolerance_real = 1500ms;

}  // namespace

Result<std::unique_ptr<Show>> Show::open(const Options& options) {
    auto scene = Scene::build(options);
    if (!scene) return Error{scene.error()};
    auto smdi = SerialEar::open(scene->settings.run / "smdi", '\x19');
    if (!smdi) return Error{smdi.error()};
    auto smdr = SerialEar::open(scene->settings.run / "smdr", '\n');
    if (!smdr) return Error{smdr.error()};
    std::unique_ptr<Show> show(
        new Show(options, std::move(*scene), std::move(*smdi), std::move(*smdr)));
    auto sounds = read_sounds(show->scene_);
    if (!sounds) return Error{sounds.error()};
    show->sounds_ = std::make_unique<office::Soundbook>(std::move(*sounds));
    auto world = options.in_virtual_time ? make_virtual_world(show->scene_, options, *show->sounds_)
                                         : make_real_world(show->scene_, options, *show->sounds_);
    if (!world) return Error{world.error()};
    show->world_ = std::move(*world);
    return show;
}

Show::Show(const Options& options, Scene scene, SerialEar smdi, SerialEar smdr)
    : options_(options),
      scene_(std::move(scene)),
      smdi_(std::move(smdi)),
      smdr_(std::move(smdr)),
      book_(options.in_virtual_time ? tolerance_virtual : tolerance_real, Ticks{options.gaps_ms}),
      crm_(scene_, options.in_virtual_time ? "" : client_token, [this](const Json& event) {
          book_.event(event);
          if (options_.keeps_events) events_.push_back(event);
      }) {}

void Show::step() {
    world_->step();
    world_->exchange(crm_);
    for (const auto& record : smdi_.take()) book_.smdi(record);
    for (const auto& line : smdr_.take()) book_.smdr(line);
    for (const auto& experience : world_->ended()) book_.lived(experience);
    for (const auto& use : world_->used_phones()) book_.used(use);
}

std::string Show::trouble() {
    return crm_.trouble().empty() ? world_->trouble() : crm_.trouble();
}

Result<void> Show::wait_for_start() {
    const Ticks deadline = world_->now() + start_within;
    while (!crm_.ready() || !world_->office_ready()) {
        step();
        if (const auto wrong = trouble(); !wrong.empty()) return Error{wrong};
        if (world_->now() > deadline) {
            return Error{crm_.ready() ? "the spans did not come up within a minute"
                                      : "the host link did not answer within a minute"};
        }
    }
    return {};
}

void Show::schedule(std::vector<office::CallerScript> callers) {
    const Ticks now = world_->now();
    for (auto& caller : callers) {
        caller.at += now;
        last_dials_ = std::max(last_dials_, caller.at);
        book_.dials(caller.ani);
    }
    world_->schedule(std::move(callers));
}

bool Show::over() {
    const Ticks now = world_->now();
    const bool idle = now > last_dials_ && world_->office_idle();
    if (!idle) busy_until_ = now;
    return idle && (book_.all_recorded() || now - busy_until_ > records_within);
}

std::vector<host_bridge::Json> Show::stuck() {
    for (int i = 0; i < steps_of_after_call_work; ++i) step();
    for (int i = 0; i < steps_of_after_call_work; ++i) {
        if (auto found = crm_.rest()) return *std::move(found);
        step();
    }
    return {{{"link", "did not say what is at rest"}}};
}

void Show::read_records() {
    const auto calls = stored_calls(scene_.settings.host.sqlite.front().path);
    if (!calls) return book_.complain("the records cannot be read: " + calls.error());
    book_.stored(*calls);
}

}  // namespace tools::firstcall
