// SPDX-License-Identifier: GPL-2.0-or-later
// Control is a function of its in records: told them again, it says the out records again, octet
// for octet. That recovers control after its death, and reproduces any customer's incident.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"
#include "pbx/journal/reader.hpp"
#include "pbx/journal/record.hpp"

namespace pbx {

// What is told the in records. It reports its events to Replay::tell before it returns.
class Replayable {
  public:
    virtual void take(driver::Ticks tick, const In& record) = 0;

  protected:
    ~Replayable() = default;
};

struct ReplayReport {
    std::uint64_t in_records{};   // told
    std::uint64_t out_records{};  // said again, and equal
    // The first difference, in words; empty if there is none. Replay ends there.
    std::string difference;
    // Events after the last in record that the journal does not have: its writer died before it had
    // appended them. Control appends them when it resumes.
    std::vector<std::pair<driver::Ticks, Event>> unwritten;
};

class Replay {
  public:
    // `reader` stands before the in record to begin with (seek_in), and reads in and out.
    explicit Replay(Reader& reader) : reader_(reader) {}

    // Tells everything to the end. Error if the journal is damaged or not of this version.
    driver::Result<ReplayReport> run(Replayable& control);
    // From the one that is told.
    void tell(driver::Ticks tick, const Event& event) { said_.emplace_back(tick, event); }

  private:
    driver::Result<void> take(Replayable& control, const Record& record);
    driver::Result<void> compare(const Record& record);

    Reader& reader_;
    std::deque<std::pair<driver::Ticks, Event>> said_;  // and not yet found in the journal
    ReplayReport report_;
};

}  // namespace pbx
