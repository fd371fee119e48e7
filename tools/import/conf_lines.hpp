// SPDX-License-Identifier: GPL-2.0-or-later
// The lines of /etc/dahdi/system.conf and of Asterisk's configuration files, taken apart.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/base/result.hpp"

namespace tools::dahdi_import {

struct Place {
    std::string file;
    unsigned line{};
};

// What of an installation could not be carried over, or only by a guess, and what to do about it.
struct Remark {
    Place place;
    std::string said;  // the line, as far as it is meant
    std::string why;
};

struct ConfLine {
    Place place;
    std::string section;                 // of an Asterisk file: "channels"
    std::vector<std::string> templates;  // it takes settings from: [phones](base)
    std::string key;                     // small letters
    std::string value;
    [[nodiscard]] std::string said() const { return key + " = " + value; }
};

struct ConfLines {
    std::vector<ConfLine> lines;
    std::vector<Remark> remarks;
};

// Gives a file's text, or why it cannot be read.
using FileReader = std::function<driver::Result<std::string>(const std::string& file)>;

// KEY=VALUE; # and ; begin comments.
ConfLines system_lines(std::string_view text, const std::string& file);
// Sections with templates, KEY = VALUE or KEY => VALUE, comments ; and ;-- to --;, #include. A name
// without a leading / is looked for beside the file that includes it.
ConfLines asterisk_lines(std::string_view text, const std::string& file, const FileReader& reader);

// "1-15,17-31": every number, at most 4096 and none above it. Empty if it is no such list.
std::vector<unsigned> channel_list(std::string_view text);

std::string_view trimmed(std::string_view text);
std::vector<std::string> comma_separated(std::string_view text);
// Nothing but digits, and below 100,000,000.
bool to_number(std::string_view text, unsigned& number);

}  // namespace tools::dahdi_import
