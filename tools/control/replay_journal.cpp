// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/control/replay_journal.hpp"

#include "pbx/journal/reader.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

// Control during a replay: told records, its events go to the comparison.
class Remembering final : public pbx::Replayable, public acd::Journal {
  public:
    Remembering(acd::Control& control, pbx::Replay& replay) : control_(control), replay_(replay) {}
    void take(Ticks at, const pbx::In& record) override { (void)control_.take(at, record); }
    void append(Ticks, const pbx::In&) override {}
    void append(Ticks at, const pbx::Event& event) override { replay_.tell(at, event); }

  private:
    acd::Control& control_;
    pbx::Replay& replay_;
};

}  // namespace

Result<pbx::ReplayReport> replay_journal(acd::Control& control,
                                         const std::filesystem::path& journal, std::uint64_t from,
                                         JournalWriter& writer) {
    auto reader = pbx::Reader::open(journal, pbx::Reader::Scope::in_and_out);
    if (!reader) return Error{reader.error()};
    reader->seek_in(from);
    pbx::Replay replay(*reader);
    Remembering memory(control, replay);
    control.record_to(memory);
    auto report = replay.run(memory);
    control.record_to(writer);
    if (!report || !report->difference.empty()) return report;
    for (const auto& [at, event] : report->unwritten) writer.append(at, event);
    return report;
}

}  // namespace tools
