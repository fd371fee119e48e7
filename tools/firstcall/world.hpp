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
    virtual void schedule(std::vector<office::CallerScript> callers) = 0;
    // Somebody cuts the cable of a span, or mends it ({}).
    virtual void cut(driver::SpanId span, office::CableCut where) = 0;
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
    std::vector<driver::SpanCable> spans;
    std::vector<driver::LoopCable*> stations;
};
driver::Result<std::unique_ptr<office::Office>> make_office(const Scene& scene,
                                                            const Options& options,
                                                            const office::Soundbook& book,
                                                            const SceneCables& cables,
                                                            office::OfficeEvents& events);

void cut_cable(office::Office& office, driver::SpanId span, office::CableCut where);

}  // namespace tools::firstcall
