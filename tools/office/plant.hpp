// SPDX-License-Identifier: GPL-2.0-or-later
// What the program trunkline-office is made of: cables in files, a printer, a clock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "driver/board/cable_file.hpp"
#include "tools/office/office.hpp"
#include "tools/office/options.hpp"
#include "tools/office/script_file.hpp"

namespace tools::office {

// Prints what happens, for people or as JSON.
class Printer final : public OfficeEvents {
  public:
    Printer(bool json, bool quiet) : json_(json), quiet_(quiet) {}

    void noticed(const Notice& notice) override;
    void call_ended(const CallExperience& experience) override;
    void phone_ended(const PhoneExperience& experience) override;
    void sum_up(const OfficeSummary& summary);

  private:
    bool json_;
    bool quiet_;
};

// All cables of the run folder, and the office at their ends.
class Plant {
  public:
    static driver::Result<Plant> build(const Options& options, const Scenario& scenario,
                                       const Soundbook& book, OfficeEvents& events);

    [[nodiscard]] Office& office() { return *office_; }
    // Gives the scenario's calls and `traffic` to the office, beginning now.
    void schedule(const Scenario& scenario, const Traffic* traffic, std::uint64_t seed);

  private:
    driver::Result<void> connect(const Options& options, const Scenario& scenario);

    std::vector<driver::CableEnd<driver::E1Cable>> e1_;
    std::vector<driver::CableEnd<driver::T1Cable>> t1_;
    std::vector<driver::CableEnd<driver::LoopCable>> loops_;
    std::unique_ptr<Office> office_;  // before the cables are unmapped it is gone
};

// One tick per millisecond of the machine; what was missed is caught up.
class Pace {
  public:
    Pace();
    // Sleeps until the next tick is due; returns at once while some are overdue.
    void wait();
    // Ticks that were given up because the program had been stopped for over five seconds.
    [[nodiscard]] std::int64_t skipped_ms() const { return skipped_ms_; }

  private:
    std::int64_t next_ns_;
    std::int64_t skipped_ms_{};
};

}  // namespace tools::office
