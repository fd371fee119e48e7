// SPDX-License-Identifier: GPL-2.0-or-later
// Tells people, or programs, what happens.
#pragma once

#include "tools/firstcall/call_book.hpp"
#include "tools/firstcall/options.hpp"
#include "tools/firstcall/scene.hpp"

namespace tools::firstcall {

class Teller {
  public:
    explicit Teller(const Options& options) : options_(options) {}

    void begin(const Scene& scene);
    // Calls that are over and on record, and now and then how far we are.
    void tell(CallBook& book, Ticks now);
    // Those that are left at the end.
    void tell_rest(CallBook& book);
    // What belongs to no call.
    void complain(const std::string& sentence) const;
    // What never came to rest, as Show::stuck() has it.
    void tell_stuck(const host_bridge::Json& what) const;
    void sum_up(const Totals& totals, const office::OfficeSummary& office, Ticks lived) const;

  private:
    void tell_finding(const std::string& kind, const std::string& heading,
                      const host_bridge::Json& finding) const;
    void tell_call(const CallBook& book, CallStory& story);
    void print_steps(const CallStory& story, const std::vector<std::string>& wrong) const;
    void print_json(const CallStory& story, const std::vector<std::string>& wrong) const;

    const Options& options_;
    std::uint32_t told_{};
    std::int64_t first_tick_{-1};
    Ticks next_progress_{};
};

}  // namespace tools::firstcall
