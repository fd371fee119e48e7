// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/pbx/signalling/isdn/storm.hpp"

#include <random>
#include <set>

namespace pbx_test {

namespace {

class Storm {
  public:
    explicit Storm(const StormOrders& orders)
        : orders_(orders), chance_(orders.seed), line_(orders.kind, overlap, overlap) {
        line_.to_network.tamper = [this](driver::Frame& frame) { weather(frame); };
        line_.to_user.tamper = [this](driver::Frame& frame) { weather(frame); };
    }

    StormReport run() {
        line_.link_up();
        while (report_.carried < orders_.frames) {
            act(line_.user);
            act(line_.network);
            line_.run(Ticks{static_cast<int>(chance_() % 40)});
            if (chance_() % 400 == 0) silence();
        }
        calm();
        return report_;
    }

  private:
    static void overlap(pbx::SpanPlan& plan) { plan.overlap_receiving = true; }

    bool one_in(unsigned n) { return chance_() % n == 0; }

    void note(const driver::Frame& frame) {
        ++report_.carried;
        std::uint64_t digest = report_.digest ^ static_cast<std::uint64_t>(line_.now.count());
        for (const std::uint8_t octet : frame.view()) {
            digest = (digest ^ octet) * 0x100000001B3U;
        }
        report_.digest = digest;
    }

    // Layer 2 control octets are spared half of the time, or hardly a call would come about.
    void weather(driver::Frame& frame) {
        note(frame);
        if (calm_ || static_cast<int>(chance_() % 100) >= orders_.harm_percent) return;
        ++report_.harmed;
        const std::size_t from = frame.size > 4 && one_in(2) ? 4 : 0;
        const auto place = from + chance_() % std::max<std::size_t>(1, frame.size - from);
        switch (chance_() % 5) {
            case 0:
                frame.octets[place] ^= static_cast<std::uint8_t>(1U << chance_() % 8);
                return;
            case 1:
                frame.octets[place] = static_cast<std::uint8_t>(chance_());
                return;
            case 2:
                frame.size = static_cast<std::uint16_t>(place);
                return;
            case 3:
                frame.size = 0;  // lost
                return;
            default:
                for (std::size_t i = place; i < frame.octets.size() && one_in(9) == false; ++i) {
                    frame.octets[i] = static_cast<std::uint8_t>(chance_());
                    frame.size =
                        static_cast<std::uint16_t>(std::max<std::size_t>(frame.size, i + 1));
                }
        }
    }

    void act(ControlEnd& end) {
        if (one_in(3)) {
            end.dial(LineId{static_cast<std::uint16_t>(chance_() % end.signalling->lines().size())},
                     "2000", "1001", "Alice");
            ++report_.dialled;
        }
        for (const auto& [value, news] : end.legs) {
            if (let_go_[&end].count(value) != 0) continue;
            if (news.phase == LegPhase::released || one_in(60)) {
                end.release(news.leg);
                let_go_[&end].insert(value);
            } else if (news.phase == LegPhase::offered && one_in(8)) {
                one_in(2) ? end.alert(news.leg) : end.answer(news.leg);
            }
        }
    }

    void silence() {
        line_.cut();
        line_.run(Ticks{static_cast<int>(chance_() % 25000)});
        line_.cut(false);
        ++report_.links_lost;
    }

    // The weather clears; control lets go of everything it has ever heard of.
    void calm() {
        calm_ = true;
        for (int minute = 0; minute < 6; ++minute) {
            for (ControlEnd* end : {&line_.user, &line_.network}) {
                for (const auto& [value, news] : end->legs) {
                    if (let_go_[end].insert(value).second) end->release(news.leg);
                }
            }
            line_.run(60s);
        }
        report_.all_free = line_.all_free();
        report_.every_leg_released = true;
        for (const ControlEnd* end : {&line_.user, &line_.network}) {
            for (const auto& [value, news] : end->legs) {
                report_.every_leg_released =
                    report_.every_leg_released && news.phase == LegPhase::released;
            }
            for (const pbx::LegChanged& news : end->all<pbx::LegChanged>()) {
                report_.answered += news.phase == LegPhase::answered ? 1 : 0;
            }
        }
    }

    StormOrders orders_;
    std::mt19937_64 chance_;
    TwoEnds line_;
    StormReport report_;
    std::map<const ControlEnd*, std::set<std::uint64_t>> let_go_;
    bool calm_{};
};

}  // namespace

StormReport storm(const StormOrders& orders) {
    return Storm(orders).run();
}

}  // namespace pbx_test
