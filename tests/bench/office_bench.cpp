// SPDX-License-Identifier: GPL-2.0-or-later
// What the simulated office costs per tick while everybody talks and listens: the virtual day needs
// it below 150 us.
#include <chrono>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "pbx/signalling/isdn/virtual_clock.hpp"
#include "tests/tools/office/tiny_center.hpp"
#include "tools/office/office.hpp"

namespace {

using namespace tools::office;

class Nobody final : public OfficeEvents {
  public:
    void noticed(const Notice& /*notice*/) override {}
    void call_ended(const CallExperience& /*experience*/) override {}
    void phone_ended(const PhoneExperience& /*experience*/) override {}
};

// Three E1 with 80 callers; 40 of them talk with 40 stations, 20 hear music, 20 a prompt.
class BusyHour {
  public:
    static constexpr int callers = 80;
    static constexpr int stations = 40;

    explicit BusyHour(const Soundbook& book) : book_(book) {
        pbx::use_virtual_time(1, Ticks(1'000'000));
        office_ = std::make_unique<Office>(book, OfficeSetup{.tones = *TonePlan::of_country("cn")},
                                           nobody_);
        for (std::uint16_t span = 1; span <= 3; ++span) {
            auto& cable = *cables_.emplace_back(std::make_unique<driver::E1Cable>());
            office_->add_e1(cable, {.span = {span}});
            centers_.push_back(std::make_unique<TinyCenter>(cable, book));
        }
        for (int i = 0; i < stations; ++i) {
            auto& loop = *loops_.emplace_back(std::make_unique<driver::LoopCable>());
            phones_.push_back(&office_->add_station(loop, {.number = std::to_string(2001 + i)}));
            centers_[0]->add_station(loop);
        }
    }

    // Microseconds of office and of everybody else in `ms` ticks.
    double run(int ms) {
        double office_us = 0;
        for (int i = 0; i < ms; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            office_->tick();
            office_us +=
                std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin)
                    .count();
            pbx::set_virtual_time(Ticks(1'000'000) + office_->now());
            for (auto& center : centers_) center->tick();
        }
        return office_us;
    }

    bool fill() {
        run(2'000);
        for (int i = 0; i < callers; ++i) {
            office_->call({
                .ani = "5551001",
                .dnis = "1000",
                .steps = {ExpectAnswer{}, Wait{Ticks(3'600'000)}},
            });
        }
        run(500);
        int count = 0;
        for (auto& center : centers_) {
            for (auto& [timeslot, call] : center->calls()) {
                center->answer(timeslot);
                busy(*call.line, count++);
            }
        }
        run(500);
        return count == callers && office_->calls_active() == callers;
    }

  private:
    void busy(TinyLine& line, int number) {
        if (number < stations) {
            auto* phone = phones_[static_cast<std::size_t>(number)];
            phone->lift();
            phone->talk(true);
            TinyCenter::connect(line, *centers_[0]->station(static_cast<std::size_t>(number)).line);
            return;
        }
        const auto* name = number < 60 ? "reno_project-system" : "demo-instruct";
        line.say(book_.samples(*book_.find(name)).first(500'000));
    }

    const Soundbook& book_;
    Nobody nobody_;
    std::vector<std::unique_ptr<driver::E1Cable>> cables_;
    std::vector<std::unique_ptr<driver::LoopCable>> loops_;
    std::vector<std::unique_ptr<TinyCenter>> centers_;
    std::vector<Phone*> phones_;
    std::unique_ptr<Office> office_;
};

void office_tick_80(benchmark::State& state) {
    const auto book = Soundbook::read({.prompts = "/usr/share/asterisk/sounds/en_US_f_Allison",
                                       .music = "/usr/share/asterisk/moh",
                                       .talkers = 3 * 32 + BusyHour::stations});
    if (!book) return state.SkipWithError(book.error().c_str());
    BusyHour hour(*book);
    if (!hour.fill()) return state.SkipWithError("not every caller got through");
    double us = 0;
    int ticks = 0;
    for (auto _ : state) {
        us += hour.run(1'000);
        ticks += 1'000;
    }
    state.counters["value"] = us / ticks;
    state.SetLabel("us");
}
BENCHMARK(office_tick_80)->Name("office.tick.80")->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace
