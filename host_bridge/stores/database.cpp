// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/stores/database.hpp"

#include <sqlite3.h>

namespace host_bridge {

void Database::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

void Statement::Finalize::operator()(sqlite3_stmt* handle) const {
    sqlite3_finalize(handle);
}

driver::Result<Database> Database::open(const std::filesystem::path& path) {
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const int result = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    if (handle == nullptr) return driver::Error{"SQLite has no memory"};
    Database database(handle);
    if (result != SQLITE_OK) return database.error();
    sqlite3_extended_result_codes(handle, 1);
    return database;
}

driver::Error Database::error() const {
    return {sqlite3_errmsg(handle_.get())};
}

driver::Result<void> Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return error();
}

driver::Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    const int size = static_cast<int>(sql.size());
    const int result = sqlite3_prepare_v3(handle_.get(), sql.data(), size,
                                          SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (result != SQLITE_OK) return error();
    return Statement(handle);
}

driver::Result<std::int64_t> Database::number(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return driver::Error{statement.error()};
    const auto row = statement->next();
    if (!row) return driver::Error{row.error()};
    return *row ? statement->integer(0) : 0;
}

// ── statements ──────────────────────────────────────────────────────────────────────────────────

void Statement::bind(int position, std::string_view text) {
    sqlite3_bind_text(handle_.get(), position, text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
}

void Statement::bind(int position, std::int64_t number) {
    sqlite3_bind_int64(handle_.get(), position, number);
}

driver::Result<bool> Statement::next() {
    const int result = sqlite3_step(handle_.get());
    if (result == SQLITE_ROW) return true;
    const std::string why = sqlite3_errmsg(sqlite3_db_handle(handle_.get()));
    sqlite3_reset(handle_.get());
    if (result == SQLITE_DONE) return false;
    return driver::Error{why};
}

driver::Result<void> Statement::step_to_end() {
    for (;;) {
        const auto row = next();
        if (!row) return driver::Error{row.error()};
        if (!*row) return {};
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return text == nullptr ? std::string() : std::string(text);
}

}  // namespace host_bridge
