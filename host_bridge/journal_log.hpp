// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "driver/base/result.hpp"
#include "host_bridge/event_log.hpp"
#include "pbx/journal/cursor.hpp"

namespace host_bridge {

// The journal in its directory, written by control at the same time or long ago.
class JournalLog final : public EventLog {
  public:
    // Error if there is no journal yet, or one of another version.
    static driver::Result<std::unique_ptr<JournalLog>> open(const std::filesystem::path& directory);

    std::unique_ptr<EventSource> open(std::uint64_t from) override;
    void done_with(std::string_view reader, std::uint64_t epoch, std::uint64_t number) override;

  private:
    explicit JournalLog(std::filesystem::path directory) : directory_(std::move(directory)) {}

    std::filesystem::path directory_;
    // By reader; empty if its file cannot be kept, which has been said once.
    std::map<std::string, std::optional<pbx::CursorFile>, std::less<>> cursors_;
};

}  // namespace host_bridge
