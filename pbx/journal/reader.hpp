// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a journal, from any program, while the writer goes on or when it is long gone. Never blocks
// and never disturbs the writer; when and how to wait for more is the caller's business.
//
//     auto reader = Reader::open(directory, Reader::Scope::out);
//     if (reader->seek(cursor) != Reader::Seek::found) …    // resynchronise
//     Record record;
//     while (reader->next(record) == Reader::Next::record) { …; cursor = reader->cursor(); }
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "pbx/journal/cursor.hpp"
#include "pbx/journal/record.hpp"
#include "pbx/journal/segment.hpp"

namespace pbx {

class Reader {
  public:
    // Out records only, or all in the order they were appended.
    enum class Scope { out, in_and_out };

    // At the oldest record kept. Errors: no journal there, or none of this version.
    static driver::Result<Reader> open(const std::filesystem::path& journal, Scope scope);

    enum class Seek {
        found,
        removed,      // records between the cursor and the oldest one kept have been deleted
        other_epoch,  // the cursor's epoch is gone, or was cut short below it by a stop of the
                      // machine
        beyond_end,   // the journal has not come so far: not a cursor of this journal
        damaged,      // trouble() says where
    };
    // To the record after the cursor. If that is not found, the place is the oldest record kept.
    Seek seek(const Cursor& cursor);
    // False, and stays where it is, if nothing is kept any more.
    bool seek_oldest();
    // To the first out (in) record kept whose number is at least this, in the newest epoch that has
    // it; to the end if there is none yet.
    void seek_out(std::uint64_t number);
    void seek_in(std::uint64_t number);

    enum class Next {
        record,
        end,        // no more now; ask again
        closed,     // no more, and the writer has ended in order; it may come back, so asking helps
        removed,    // what comes next has been deleted: seek anew
        new_epoch,  // said once, before the first record of another epoch
        damaged,    // trouble() says where; stays so
    };
    // `record` points into the journal until the next call of any function but cursor() and
    // trouble().
    Next next(Record& record);

    // After the last out record that was returned or passed.
    [[nodiscard]] Cursor cursor() const { return {epoch_, last_out_}; }
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

  private:
    Reader(std::filesystem::path journal, Scope scope)
        : journal_(std::move(journal)), scope_(scope) {}

    void stand_at_front(Segment segment);
    template <class Wanted>
    bool enter_newest(Wanted&& wanted);
    template <class Wanted>
    bool enter_oldest(Wanted&& wanted);
    Next look(Record& record, std::size_t& size);
    void pass(const Record& record, std::size_t size);
    Next at_limit();
    Next leave();
    Next damage(std::string text);
    void seek_number(RecordKind kind, std::uint64_t number);
    Seek search(const Cursor& cursor);
    Seek search_front(const Cursor& cursor);

    std::filesystem::path journal_;
    Scope scope_;
    Segment segment_;
    std::uint64_t position_{};
    std::uint64_t limit_{};  // committed, when last looked at
    std::uint64_t epoch_{};
    std::uint64_t last_in_{};
    std::uint64_t last_out_{};
    bool damaged_{false};
    std::string trouble_;
};

}  // namespace pbx
