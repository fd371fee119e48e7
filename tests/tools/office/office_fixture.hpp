// SPDX-License-Identifier: GPL-2.0-or-later
// An office and a tiny center on one E1 and two stations, in virtual time.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "tests/tools/office/tiny_center.hpp"
#include "tools/office/office.hpp"

namespace tools::office {

// Keeps everything it is told.
class Witness final : public OfficeEvents {
  public:
    void noticed(const Notice& notice) override { notices.push_back(notice); }
    void call_ended(const CallExperience& experience) override { calls.push_back(experience); }
    void phone_ended(const PhoneExperience& experience) override { uses.push_back(experience); }
    [[nodiscard]] std::size_t count(NoticeKind kind) const {
        return static_cast<std::size_t>(
            std::count_if(notices.begin(), notices.end(),
                          [&](const Notice& notice) { return notice.kind == kind; }));
    }

    std::vector<Notice> notices;
    std::vector<CallExperience> calls;
    std::vector<PhoneExperience> uses;
};

class SmallTown {
  public:
    explicit SmallTown(const Soundbook& book, std::uint64_t seed = 1) {
        pbx::use_virtual_time(seed, Ticks(1'000'000));
        office = std::make_unique<Office>(
            book, OfficeSetup{.tones = *TonePlan::of_country("de"), .seed = seed}, witness);
        trunk = &office->add_e1(*cable, {.span = {1}});
        center = std::make_unique<TinyCenter>(*cable, book);
        for (const auto* number : {"2001", "2002"}) {
            auto& loop = *loops.emplace_back(std::make_unique<driver::LoopCable>());
            phones.push_back(&office->add_station(loop, {.number = number}));
            center->add_station(loop);
        }
    }

    void tick() {
        office->tick();
        pbx::set_virtual_time(Ticks(1'000'000) + office->now());
        center->tick();
    }
    void run(int ms) {
        for (int i = 0; i < ms; ++i) tick();
    }
    // True if it came true within so many milliseconds.
    bool until(const std::function<bool()>& condition, int within_ms = 20'000) {
        for (int i = 0; i < within_ms; ++i) {
            if (condition()) return true;
            tick();
        }
        return condition();
    }
    bool up() {
        return until([this] { return office->ready() && center->link_up(); });
    }
    // The first call that is there, answered.
    unsigned answered_call() {
        if (!until([this] { return !center->calls().empty(); })) return 0;
        const auto timeslot = center->calls().begin()->first;
        center->answer(timeslot);
        return timeslot;
    }
    TinyLine& line(unsigned timeslot) { return *center->calls()[timeslot].line; }

    // On the heap: a test object with its alignment would look like a leak.
    std::unique_ptr<driver::E1Cable> cable = std::make_unique<driver::E1Cable>();
    std::vector<std::unique_ptr<driver::LoopCable>> loops;
    Witness witness;
    std::unique_ptr<Office> office;
    Trunk* trunk{};
    std::unique_ptr<TinyCenter> center;
    std::vector<Phone*> phones;
};

}  // namespace tools::office
