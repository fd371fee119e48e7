// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/cursor_keeper.hpp"

#include <algorithm>

#include "driver/base/log.hpp"

namespace host_bridge {

CursorKeeper::~CursorKeeper() {
    stop();
}

// ── the host loop ───────────────────────────────────────────────────────────────────────────────

void CursorKeeper::save(const std::string& line, const CursorFile& file,
                        const SerialCursor& cursor) {
    ask(line, file, cursor);
}

void CursorKeeper::done_with(const std::string& reader, std::uint64_t epoch, std::uint64_t number) {
    SerialCursor cursor;
    cursor.epoch = epoch;
    cursor.number = number;
    ask(reader, std::nullopt, cursor);
}

void CursorKeeper::ask(const std::string& name, std::optional<CursorFile> file,
                       const SerialCursor& cursor) {
    {
        const std::lock_guard lock(mutex_);
        Reader& reader = readers_[name];
        const bool is_news = reader.asked != cursor || !reader.trouble.empty();
        if (!is_news) return;
        reader.file = std::move(file);
        reader.asked = cursor;
        reader.waits = true;
    }
    wake_.notify_one();
}

std::string CursorKeeper::trouble(const std::string& line) const {
    const std::lock_guard lock(mutex_);
    const auto found = readers_.find(line);
    return found == readers_.end() ? std::string() : found->second.trouble;
}

// ── what may wait for the disk ──────────────────────────────────────────────────────────────────

void CursorKeeper::start() {
    stopping_ = false;
    thread_ = std::thread([this] { work(); });
}

void CursorKeeper::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void CursorKeeper::work() {
    for (;;) {
        step();
        const auto waits = [](const auto& entry) { return entry.second.waits; };
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return stopping_ || std::ranges::any_of(readers_, waits); });
        if (stopping_ && std::ranges::none_of(readers_, waits)) return;
    }
}

void CursorKeeper::step() {
    while (step_one()) {
    }
}

// False: nobody has asked for anything.
bool CursorKeeper::step_one() {
    std::unique_lock lock(mutex_);
    const auto found =
        std::ranges::find_if(readers_, [](const auto& entry) { return entry.second.waits; });
    if (found == readers_.end()) return false;
    // Readers stay where they are in the map: its loop only adds to it.
    auto& [name, reader] = *found;
    reader.waits = false;
    const SerialCursor cursor = *reader.asked;
    const std::optional<CursorFile> file = reader.file;
    lock.unlock();
    const auto saved = file ? file->save(cursor) : driver::Result<void>();
    if (saved) log_.done_with(name, cursor.epoch, cursor.number);
    lock.lock();
    std::string trouble = saved ? std::string() : saved.error();
    if (!trouble.empty() && reader.trouble.empty()) {
        driver::log_error("serial", "{}: {}", name, trouble);
    }
    reader.trouble = std::move(trouble);
    return true;
}

}  // namespace host_bridge
