// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/records.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sstream>

namespace tools::firstcall {

using driver::Error;
using driver::Result;

namespace {

std::optional<StoredCall> call_of(const std::string& row) {
    std::istringstream columns(row);
    StoredCall call;
    std::string talked;
    if (!std::getline(columns, call.ani, '|') || !std::getline(columns, call.outcome, '|') ||
        !std::getline(columns, call.station, '|') || !std::getline(columns, talked)) {
        return std::nullopt;
    }
    call.talked_ms = std::strtoll(talked.c_str(), nullptr, 10);
    return call;
}

}  // namespace

Result<std::vector<StoredCall>> stored_calls(const std::filesystem::path& database) {
    const std::string command = "sqlite3 -readonly -separator '|' '" + database.string() +
                                "' 'SELECT c.ani, r.outcome, r.station, r.talked_ms "
                                "FROM call_records r JOIN contacts c USING (epoch, contact)'";
    std::FILE* output = popen(command.c_str(), "r");
    if (output == nullptr) return Error{database.string() + ": sqlite3 cannot be started"};
    std::string text;
    std::array<char, 4096> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), output)) {
        text.append(part.data(), size);
    }
    if (pclose(output) != 0) return Error{database.string() + ": sqlite3 cannot read it"};
    std::vector<StoredCall> calls;
    std::istringstream rows(text);
    for (std::string row; std::getline(rows, row);) {
        auto call = call_of(row);
        if (!call) return Error{database.string() + ": sqlite3 printed \"" + row + "\""};
        calls.push_back(std::move(*call));
    }
    return calls;
}

}  // namespace tools::firstcall
