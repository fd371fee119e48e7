// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/journal_log.hpp"

#include <optional>

#include "driver/base/log.hpp"
#include "pbx/journal/reader.hpp"

namespace host_bridge {

namespace {

using pbx::Reader;

class JournalSource final : public EventSource {
  public:
    JournalSource(std::filesystem::path directory, std::uint64_t from)
        : directory_(std::move(directory)), from_(from) {}

    const OutRecord* next(std::uint64_t up_to) override {
        if (!held_ && !fetch()) return nullptr;
        if (current_.number > up_to) return nullptr;
        held_ = false;
        from_ = current_.number + 1;
        return &current_;
    }

    void seek(std::uint64_t number) override {
        from_ = number;
        held_ = false;
        if (reader_) reader_->seek_out(from_);
    }

    [[nodiscard]] std::string trouble() const override { return trouble_; }

  private:
    // False: there is none now.
    bool fetch() {
        if (!reader_ && !open()) return false;
        pbx::Record record;
        for (;;) {
            switch (reader_->next(record)) {
                case Reader::Next::record:
                    if (record.number >= from_) return take(record);
                    break;
                case Reader::Next::new_epoch:
                    break;
                case Reader::Next::removed:
                    reader_->seek_out(from_);
                    return false;
                case Reader::Next::damaged:
                    trouble_ = reader_->trouble();
                    return false;
                case Reader::Next::end:
                case Reader::Next::closed:
                    return false;
            }
        }
    }

    bool open() {
        auto reader = Reader::open(directory_, Reader::Scope::out);
        if (!reader) {
            trouble_ = reader.error();
            return false;
        }
        trouble_.clear();
        reader_.emplace(*std::move(reader));
        reader_->seek_out(from_);
        return true;
    }

    bool take(const pbx::Record& record) {
        auto event = event_of(record);
        if (!event) {
            trouble_ = event.error();
            return false;
        }
        current_ = {record.number, record.tick, *std::move(event)};
        held_ = true;
        return true;
    }

    std::filesystem::path directory_;
    std::uint64_t from_;  // the next record's number, or a lower one
    std::optional<Reader> reader_;
    OutRecord current_;
    bool held_{};  // current_ has not yet been given out
    std::string trouble_;
};

}  // namespace

driver::Result<std::unique_ptr<JournalLog>> JournalLog::open(
    const std::filesystem::path& directory) {
    const auto reader = Reader::open(directory, Reader::Scope::out);
    if (!reader) return driver::Error{reader.error()};
    return std::unique_ptr<JournalLog>(new JournalLog(directory));
}

std::unique_ptr<EventSource> JournalLog::open(std::uint64_t from) {
    return std::make_unique<JournalSource>(directory_, from);
}

void JournalLog::done_with(std::string_view reader, std::uint64_t epoch, std::uint64_t number) {
    auto found = cursors_.find(reader);
    if (found == cursors_.end()) {
        std::optional<pbx::CursorFile> opened;
        auto file = pbx::CursorFile::open(directory_, "host." + std::string(reader));
        if (file) {
            opened.emplace(*std::move(file));
        } else {
            driver::log_error("host", "{}", file.error());
        }
        found = cursors_.emplace(reader, std::move(opened)).first;
    }
    const pbx::Cursor cursor{epoch, number};
    if (found->second && found->second->get() != cursor) found->second->set(cursor);
}

}  // namespace host_bridge
