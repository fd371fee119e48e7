// SPDX-License-Identifier: GPL-2.0-or-later
// The only place that knows SQLite's C interface.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include "driver/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace host_bridge {

class Statement;

// One SQLite file, opened for writing. Used by one thread at a time.
class Database {
  public:
    // Errors are SQLite's own words.
    static driver::Result<Database> open(const std::filesystem::path& path);

    // Statements without parameters or results.
    [[nodiscard]] driver::Result<void> execute(const std::string& sql);
    [[nodiscard]] driver::Result<Statement> prepare(std::string_view sql);
    // The first column of the first row; 0 if there is none.
    [[nodiscard]] driver::Result<std::int64_t> number(std::string_view sql);

  private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    explicit Database(sqlite3* handle) : handle_(handle) {}
    [[nodiscard]] driver::Error error() const;

    std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. Parameters are given in order; text must live until the step.
class Statement {
  public:
    template <class... Values>
    [[nodiscard]] driver::Result<void> run(const Values&... values) {
        int position = 0;
        (bind(++position, values), ...);
        return step_to_end();
    }
    // The next row; false when there are no more.
    [[nodiscard]] driver::Result<bool> next();
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const;
    };
    explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
    void bind(int position, std::string_view text);
    void bind(int position, std::int64_t number);
    template <class T>
    requires std::is_integral_v<T>
    void bind(int position, T number) { bind(position, static_cast<std::int64_t>(number)); }
    [[nodiscard]] driver::Result<void> step_to_end();

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace host_bridge
