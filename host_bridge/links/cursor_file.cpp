// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/cursor_file.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

#include "host_bridge/dialects/smdr.hpp"

namespace host_bridge {

namespace {

constexpr const char* heading = "trunkline-cursor 1";

std::string content(const SerialCursor& cursor) {
    return fmt::format("{}\nepoch {}\nnumber {}\nsequence {}\nhour {}\n", heading, cursor.epoch,
                       cursor.number, cursor.sequence, cursor.hour);
}

std::string with_check(const std::string& text) {
    return text + fmt::format("check {:04X}\n", crc16(text));
}

}  // namespace

driver::Result<std::optional<SerialCursor>> CursorFile::load() const {
    std::ifstream file(path_, std::ios::binary);
    if (!file) {
        if (errno == ENOENT) return std::optional<SerialCursor>();
        return driver::Error{fmt::format("cursor {}: {}: let this user read it", path_.string(),
                                         std::strerror(errno))};
    }
    std::ostringstream octets;
    octets << file.rdbuf();
    const std::string text = octets.str();
    SerialCursor cursor;
    std::istringstream in(text);
    std::string word;
    in >> word >> word >> word >> cursor.epoch >> word >> cursor.number >> word >>
        cursor.sequence >> word >> cursor.hour;
    if (!in || text != with_check(content(cursor))) {
        return driver::Error{fmt::format(
            "cursor {} is damaged: remove it, and the line begins with the oldest record kept",
            path_.string())};
    }
    return std::optional(cursor);
}

driver::Result<void> CursorFile::save(const SerialCursor& cursor) const {
    const std::filesystem::path fresh = path_.string() + ".new";
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << with_check(content(cursor));
    file.close();
    std::error_code error;
    if (file) {
        std::filesystem::rename(fresh, path_, error);
        if (!error) return {};
    }
    return driver::Error{
        fmt::format("cursor {} cannot be written: see that its disk has room", path_.string())};
}

}  // namespace host_bridge
