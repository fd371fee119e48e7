// SPDX-License-Identifier: GPL-2.0-or-later
// Tells people, or programs, what happens in a scenario.
#pragma once

#include "tools/twin/twin.hpp"

namespace tools::twin {

struct AccountOptions {
    bool json{};
    bool every_event{};  // not only alarms and what the technician did
};

class Account final : public Audience {
  public:
    Account(const Scenario& scenario, AccountOptions options);

    void begins() override;
    void happens(Ticks at, std::string_view what) override;
    void event(Ticks at, const Json& event) override;
    void call_ended(Ticks at, const office::CallExperience& call) override;
    void phone_ended(Ticks at, const office::PhoneExperience& use) override;
    void lives(Ticks at) override;
    // The last words. `seconds`: how long it took on this machine.
    void sum_up(const std::vector<Judgement>& judgements, const office::OfficeSummary& outside,
                double seconds);

  private:
    void say(Ticks at, std::string_view who, std::string_view what);
    void clear_progress();

    const Scenario& scenario_;
    AccountOptions options_;
    bool begun_{};
    bool in_progress_{};  // a line of progress stands on the terminal
};

}  // namespace tools::twin
