// SPDX-License-Identifier: GPL-2.0-or-later
// A center with everybody around it, put together and set going: the demo runs one, the kill tests
// too.
#pragma once

#include <memory>

#include "driver/base/result.hpp"
#include "tools/firstcall/call_book.hpp"
#include "tools/firstcall/crm.hpp"
#include "tools/firstcall/options.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/serial_ear.hpp"
#include "tools/firstcall/world.hpp"

namespace tools::firstcall {

class Show {
  public:
    // Writes the scene and starts the world. `options` outlives the show.
    static driver::Result<std::unique_ptr<Show>> open(const Options& options);
    Show(const Show&) = delete;
    Show& operator=(const Show&) = delete;

    // Lets ten milliseconds pass and hears every witness.
    void step();
    // Until the spans are up and every agent is logged in.
    driver::Result<void> wait_for_start();
    // They dial from now on: `at` counts from here.
    void schedule(std::vector<office::CallerScript> callers);
    // Everybody has hung up, and every call is on record or long overdue.
    [[nodiscard]] bool over();
    // Contacts, calls and agents that never came to rest, as Crm::rest() tells them; asked after
    // everybody has hung up.
    [[nodiscard]] std::vector<host_bridge::Json> stuck();
    // Reads the records database.
    void read_records();
    // Why it cannot go on; empty while it can.
    [[nodiscard]] std::string trouble();

    [[nodiscard]] const Scene& scene() const { return scene_; }
    [[nodiscard]] CallBook& book() { return book_; }
    [[nodiscard]] Crm& crm() { return crm_; }
    [[nodiscard]] World& world() { return *world_; }
    // Those the host application was told of, if the options want them kept.
    [[nodiscard]] const std::vector<host_bridge::Json>& events() const { return events_; }

  private:
    Show(const Options& options, Scene scene, SerialEar smdi, SerialEar smdr);

    const Options& options_;
    Scene scene_;
    SerialEar smdi_;
    SerialEar smdr_;
    CallBook book_;
    std::vector<host_bridge::Json> events_;
    Crm crm_;
    std::unique_ptr<office::Soundbook> sounds_;
    std::unique_ptr<World> world_;
    driver::Ticks last_dials_{};
    driver::Ticks busy_until_{};
};

}  // namespace tools::firstcall
