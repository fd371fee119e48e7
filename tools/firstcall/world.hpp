// SPDX-License-Identifier: GPL-2.0-or-later
// Where the calls take place: an office and a center, joined by cables. Either all in one process
// on a virtual clock, or the center as its three programs and the office on the machine's clock.
#pragma once

#include <memory>
#include <vector>

#include "driver/base/result.hpp"
#include "tools/firstcall/crm.hpp"
#include "tools/firstcall/options.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/office/office.hpp"

namespace tools::firstcall {

class World {
  public:
    virtual ~World() = default;
    // Lets some time pass: ten milliseconds.
    virtual void step() = 0;
    // kill -9 of control, which is started again at once. Error: it cannot take up where it ended.
    virtual driver::Result<void> kill_control() = 0;
    // Octets to and from the host.
    virtual void exchange(Crm& crm) = 0;
    // By the office's clock.
    [[nodiscard]] virtual driver::Ticks now() = 0;
    [[nodiscard]] virtual bool office_ready() = 0;
    [[nodiscard]] virtual bool office_idle() = 0;
    // Of a station's telephone: a message waits. There must be such a station.
    [[nodiscard]] virtual bool lamp_is_lit(const std::string& station) = 0;
    virtual void schedule(std::vector<office::CallerScript> callers) = 0;
    // Something is wrong with the cable of a span from now on; {}: it is mended. Error: what is out
    // of range.
    virtual driver::Result<void> disturb(driver::SpanId span, const driver::LineFaults& faults) = 0;
    // Likewise with the exchange's end of it, and with the exchange as a whole.
    virtual void disturb(driver::SpanId span, const office::TrunkFaults& faults) = 0;
    virtual void disturb(const office::OfficeFaults& faults) = 0;
    // The exchange sends on this span by another clock than its own; {}: by its own.
    virtual void run_clock(driver::SpanId span, const office::TrunkClockSetup& clock) = 0;
    // Takes a board out of the center (counted from 0), or puts it in again. Error: this center is
    // made of programs, whose boards nobody can reach.
    virtual driver::Result<void> pull_board(std::size_t board, bool out) = 0;
    // The center stands still for so long while the exchange goes on. It is late then, and catches
    // up; or it has missed what the cables brought meanwhile. Error: stop its programs instead
    // (SIGSTOP).
    virtual driver::Result<void> stall(driver::Ticks time, bool missed) = 0;
    // Calls that have ended since the last time.
    [[nodiscard]] virtual std::vector<office::CallExperience> ended() = 0;
    // Uses of stations that have ended since the last time.
    [[nodiscard]] virtual std::vector<office::PhoneExperience> used_phones() = 0;
    [[nodiscard]] virtual office::OfficeSummary summary() = 0;
    // Why it cannot go on; empty while it can.
    [[nodiscard]] virtual std::string trouble() { return {}; }
};

driver::Result<std::unique_ptr<World>> make_virtual_world(const Scene& scene,
                                                          const Options& options,
                                                          const office::Soundbook& book);
driver::Result<std::unique_ptr<World>> make_real_world(const Scene& scene, const Options& options,
                                                       const office::Soundbook& book);

// All spans of a center, board by board.
std::vector<const SpanSettings*> spans_of(const Settings& settings);
// The sounds the office knows, with a voice for every line of the scene.
driver::Result<office::Soundbook> read_sounds(const Scene& scene);
// The office's people at the scene's cables, in the order of the configuration.
struct SceneCables {
    std::vector<driver::SpanId> ids;  // of the spans
    std::vector<driver::SpanCable> spans;
    std::vector<driver::LoopCable*> stations;
};
driver::Result<std::unique_ptr<office::Office>> make_office(const Scene& scene,
                                                            const Options& options,
                                                            const office::Soundbook& book,
                                                            const SceneCables& cables,
                                                            office::OfficeEvents& events);

// At the office's end of a span.
// Error: what is out of range, or that there is no such span.
driver::Result<void> disturb_line(const SceneCables& cables, driver::SpanId span,
                                  const driver::LineFaults& faults);
void run_trunk_clock(office::Office& office, driver::SpanId span,
                     const office::TrunkClockSetup& clock);
void disturb_trunk(office::Office& office, driver::SpanId span, const office::TrunkFaults& faults);

}  // namespace tools::firstcall
