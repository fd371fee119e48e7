// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "host_bridge/event_log.hpp"
#include "host_bridge/links/cursor_file.hpp"

namespace host_bridge {

// Brings to the disk how far readers have come, because a disk may be slow and the host loop must
// not wait: in a thread of its own, or step by step for programs on virtual time. Of what one
// reader asks for while the disk is busy only the newest is written.
class CursorKeeper {
  public:
    explicit CursorKeeper(EventLog& log) : log_(log) {}
    CursorKeeper(const CursorKeeper&) = delete;
    CursorKeeper& operator=(const CursorKeeper&) = delete;
    ~CursorKeeper();

    // A serial line has come so far: into its file, and only then the journal may forget it.
    void save(const std::string& line, const CursorFile& file, const SerialCursor& cursor);
    // A reader that keeps its place itself has come so far: the journal may forget it.
    void done_with(const std::string& reader, std::uint64_t epoch, std::uint64_t number);
    // Why the line's last cursor could not be saved, with the remedy; empty: all is well.
    [[nodiscard]] std::string trouble(const std::string& line) const;

    void start();
    // Ends the thread when all that was asked for has been tried.
    void stop();
    // All that has been asked for, by the caller; not beside the thread.
    void step();

  private:
    struct Reader {
        std::optional<CursorFile> file;  // nothing: it keeps its place itself
        std::optional<SerialCursor> asked;
        bool waits{};  // `asked` has not been tried
        std::string trouble;
    };

    void ask(const std::string& name, std::optional<CursorFile> file, const SerialCursor& cursor);
    void work();
    bool step_one();

    EventLog& log_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::map<std::string, Reader> readers_;
    bool stopping_{};
    std::thread thread_;
};

}  // namespace host_bridge
