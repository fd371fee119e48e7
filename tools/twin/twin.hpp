// SPDX-License-Identifier: GPL-2.0-or-later
// Plays a scenario: a whole center, its lines and the people outside, in one process on a virtual
// clock. The same classes as in the programs, and as fast as this machine goes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"
#include "tools/firstcall/crm.hpp"
#include "tools/firstcall/world.hpp"
#include "tools/twin/lines.hpp"
#include "tools/twin/scenario.hpp"

namespace tools::twin {

// Whoever watches. Times count from the scenario's beginning.
class Audience {
  public:
    // The lines are up, the agents logged in: time 0.
    virtual void begins() = 0;
    virtual void happens(Ticks at, std::string_view what) = 0;
    virtual void event(Ticks at, const Json& event) = 0;
    virtual void call_ended(Ticks at, const office::CallExperience& call) = 0;
    virtual void phone_ended(Ticks at, const office::PhoneExperience& use) = 0;
    // Now and then, for those who wait.
    virtual void lives(Ticks at) = 0;

  protected:
    ~Audience() = default;
};

class Twin {
  public:
    // The scenario and whoever watches outlive the twin. `folder`: where the center lives; empty: a
    // new one, removed afterwards. Errors name what cannot be read or made.
    static driver::Result<std::unique_ptr<Twin>> open(const Scenario& scenario,
                                                      const std::filesystem::path& folder,
                                                      Audience& audience);
    Twin(const Twin&) = delete;
    Twin& operator=(const Twin&) = delete;

    // To its end. Error: why it could not be played.
    driver::Result<void> play();
    [[nodiscard]] std::vector<Judgement> judge() const;
    [[nodiscard]] office::OfficeSummary outside() { return world_->summary(); }

  private:
    Twin(const Scenario& scenario, firstcall::Options options, firstcall::Scene scene,
         Audience& audience);

    driver::Result<void> wait_for_start();
    driver::Result<void> step();
    driver::Result<void> act(Ticks now);
    driver::Result<void> begin(const Happening& happening);
    void end(const Happening& happening);
    void look(Ticks now);
    void hear_answers();
    void schedule_people();
    [[nodiscard]] Ticks now() { return world_->now() - began_; }

    const Scenario& scenario_;
    firstcall::Options options_;
    firstcall::Scene scene_;
    Audience& audience_;
    firstcall::Crm crm_;
    std::unique_ptr<office::Soundbook> sounds_;
    std::unique_ptr<firstcall::World> world_;
    Lines lines_;
    Ticks began_{};
    bool begun_{};
    std::size_t next_{};                      // of the happenings
    std::vector<const Happening*> underway_;  // that will be taken back
    std::vector<Heard> heard_;
    std::vector<Looked> looked_;
    Json outside_;  // at the end
};

}  // namespace tools::twin
