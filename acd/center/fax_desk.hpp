// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes: those callers send, and those that wait to be sent. Pages never come here; the firmware
// says what became of them.
#pragma once

#include <map>
#include <vector>

#include "acd/center/alarms.hpp"
#include "acd/center/contacts.hpp"
#include "pbx/call/call_model.hpp"
#include "pbx/journal/commands.hpp"

namespace acd {

class FaxDesk {
  public:
    // How many may wait to be sent.
    static constexpr std::size_t most_waiting = 1000;
    // The firmware looks at a file, or at its disk, and answers by then; or closes a file.
    static constexpr Ticks checking{10'000};
    static constexpr Ticks closing{60'000};
    // Longer ones are ended: a hundred pages at 2400 bit/s.
    static constexpr Ticks longest{3 * 3'600'000};

    struct Neighbours {
        Contacts& contacts;
        pbx::CallModel& calls;
        Alarms& alarms;
    };
    FaxDesk(Context& context, const Neighbours& neighbours);

    // The contact's caller sends one, which is for `box`; answered when there is room for it on the
    // disk. False: every port is in use.
    [[nodiscard]] bool receive(Contact& contact, const pbx::Name& box);
    // Its number, by which it is told of. Error: there is no port or trunk group, or no room.
    driver::Result<std::uint64_t> queue(const pbx::SendFax& command);
    // Error: there is no such fax.
    driver::Result<void> cancel(std::uint64_t fax);
    // What is due is begun, as far as ports and trunks are free.
    void settle();

    // ── legs ──
    [[nodiscard]] bool calls_with(LegId leg) const;  // being called for a fax
    void alerting(LegId leg);
    void answered(LegId leg);
    void left(const pbx::CallObserver::Departure& gone);

    // ── what the firmware says ──
    void ended(const ivr_dsp::FaxEnded& news);
    // It does not know our faxes, nor we its.
    void firmware_began();
    void firmware_lost();
    void due(TimerKey timer);

    // Those that only wait do not disturb a rest.
    [[nodiscard]] bool at_rest() const { return running_.empty(); }
    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);

  private:
    // One that waits to be sent, or is being sent.
    struct Order {
        pbx::Number number;
        std::uint64_t document{};
        std::uint8_t tries{};
        std::uint8_t tried{};
        Ticks due{};
    };
    enum class Step { checks, calls, runs, stops };
    // One that has a port.
    struct Fax {
        driver::FaxPortId port;
        ivr_dsp::FaxDirection direction{};
        Step step{};
        LegId leg;  // 0: none yet, or it has left
        pbx::ContactView contact;
        pbx::Device device;
        pbx::Name box;
        Ticks since{};  // it runs
        bool cancelled{};
    };
    using Running = std::map<std::uint64_t, Fax>;

    [[nodiscard]] static TimerKey timer_of(std::uint64_t fax);
    // News that say no more than this.
    [[nodiscard]] static ivr_dsp::FaxEnded only(ivr_dsp::FaxEnd end);
    [[nodiscard]] bool find_port(driver::FaxPortId& port) const;
    [[nodiscard]] Running::iterator with(LegId leg);
    void check(std::uint64_t number, Fax fax);
    void checked(Running::iterator fax, const ivr_dsp::FaxEnded& news);
    void call(Running::iterator fax);
    void run(Running::iterator fax);
    void stop(Running::iterator fax);
    // It is over: told, its leg let go, its port free.
    void finish(Running::iterator fax, const ivr_dsp::FaxEnded& news,
                pbx::Cause cause = pbx::Cause::none);
    void received(std::uint64_t number, const Fax& fax, const ivr_dsp::FaxEnded& news);
    void sent(std::uint64_t number, const Fax& fax, const ivr_dsp::FaxEnded& news,
              pbx::Cause cause);
    void let_go(const Fax& fax, bool well);
    void wait(std::uint64_t number, Order& order, Ticks pause);

    Context& context_;
    Contacts& contacts_;
    pbx::CallModel& calls_;
    Alarms& alarms_;
    std::map<std::uint64_t, Order> orders_;  // by number
    Running running_;                        // by number
    std::uint64_t next_{1};
};

}  // namespace acd
