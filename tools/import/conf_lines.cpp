// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/import/conf_lines.hpp"

#include <algorithm>
#include <cctype>

namespace tools::dahdi_import {
namespace {

constexpr unsigned most_channels = 4096;
constexpr std::size_t most_lines = 100'000;  // all files together
constexpr unsigned deepest_include = 8;
constexpr unsigned most_includes = 100;  // a file that includes itself twice makes 2^8 of itself
constexpr std::string_view blank = " \t\r\v\f";

std::string small(std::string_view text) {
    std::string all(text);
    for (char& c : all) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return all;
}

std::string_view next_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

// What KEY = VALUE says; an empty key if there is no "=".
void take_apart(std::string_view text, ConfLine& line) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return;
    line.key = small(trimmed(text.substr(0, equals)));
    std::string_view value = text.substr(equals + 1);
    if (value.starts_with('>')) value.remove_prefix(1);
    line.value = trimmed(value);
}

class AsteriskReader {
  public:
    explicit AsteriskReader(const FileReader& reader) : reader_(reader) {}

    void read(std::string_view text, const std::string& file, unsigned depth) {
        unsigned number = 0;
        bool in_comment = false;
        while (!text.empty() && all_.lines.size() < most_lines) {
            const std::string line = without_comment(next_line(text), in_comment);
            const Place place{file, ++number};
            const std::string_view said = trimmed(line);
            if (said.starts_with('#')) {
                directive(said, place, depth);
            } else if (said.starts_with('[')) {
                section(said, place);
            } else if (!said.empty()) {
                setting(said, place);
            }
        }
    }
    ConfLines all_;

  private:
    // ";" begins a comment, "\;" does not; ";--" one that goes on to "--;".
    static std::string without_comment(std::string_view line, bool& in_comment) {
        std::string kept;
        while (!line.empty()) {
            if (in_comment) {
                const std::size_t end = line.find("--;");
                if (end == std::string_view::npos) return kept;
                line.remove_prefix(end + 3);
                in_comment = false;
            } else if (line.starts_with("\\;")) {
                kept += ';';
                line.remove_prefix(2);
            } else if (line.starts_with(";--") && !line.starts_with(";---")) {
                in_comment = true;
                line.remove_prefix(3);
            } else if (line.front() == ';') {
                return kept;
            } else {
                kept += line.front();
                line.remove_prefix(1);
            }
        }
        return kept;
    }
    void remark(const Place& place, std::string_view said, std::string why) {
        all_.remarks.push_back({place, std::string(said), std::move(why)});
    }
    void directive(std::string_view said, const Place& place, unsigned depth) {
        const std::size_t space = std::min(said.find_first_of(blank), said.size());
        std::string_view name = trimmed(said.substr(space));
        while (name.size() > 1 && std::string_view("\"<'").find(name.front()) != name.npos) {
            name = name.substr(1, name.size() - 2);
        }
        const bool includes = small(said.substr(0, space)) == "#include" ||
                              small(said.substr(0, space)) == "#tryinclude";
        if (!includes || name.empty()) {
            return remark(place, said, "is not run: put what it would print into the file");
        }
        if (depth == deepest_include || included_ == most_includes) {
            return remark(place, said, "is left out: files include each other too deeply or often");
        }
        ++included_;
        const std::size_t slash = place.file.rfind('/');
        const bool is_beside = !name.starts_with('/') && slash != std::string::npos;
        const std::string file =
            (is_beside ? place.file.substr(0, slash + 1) : "") + std::string(name);
        const auto text = reader_(file);
        if (!text) return remark(place, said, "is left out: " + text.error());
        read(*text, file, depth + 1);
    }
    void section(std::string_view said, const Place& place) {
        const std::size_t end = said.find(']');
        if (end == std::string_view::npos) {
            return remark(place, said, "is no section: the ] is missing");
        }
        section_ = small(trimmed(said.substr(1, end - 1)));
        templates_.clear();
        std::string_view rest = trimmed(said.substr(end + 1));
        if (!rest.starts_with('(')) return;
        rest = rest.substr(1, std::min(rest.find(')'), rest.size()) - 1);
        for (const std::string& one : comma_separated(rest)) templates_.push_back(small(one));
    }
    void setting(std::string_view said, const Place& place) {
        ConfLine line;
        line.place = place;
        line.section = section_;
        line.templates = templates_;
        take_apart(said, line);
        if (line.key.empty()) return remark(place, said, "is not understood: it has no =");
        all_.lines.push_back(std::move(line));
    }

    const FileReader& reader_;
    unsigned included_{};
    std::string section_;
    std::vector<std::string> templates_;
};

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string> comma_separated(std::string_view text) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t comma = std::min(text.find(','), text.size());
        parts.emplace_back(trimmed(text.substr(0, comma)));
        if (comma == text.size()) return parts;
        text.remove_prefix(comma + 1);
    }
}

bool to_number(std::string_view text, unsigned& number) {
    if (text.empty() || text.size() > 8) return false;
    number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return true;
}

std::vector<unsigned> channel_list(std::string_view text) {
    std::vector<unsigned> all;
    for (const std::string& part : comma_separated(text)) {
        const std::size_t dash = part.find('-');
        unsigned from = 0;
        unsigned to = 0;
        if (!to_number(trimmed(part.substr(0, dash)), from)) return {};
        to = from;
        if (dash != std::string::npos && !to_number(trimmed(part.substr(dash + 1)), to)) return {};
        if (from == 0 || to < from || to > most_channels) return {};
        if (all.size() + to - from >= most_channels) return {};
        for (; from <= to; ++from) all.push_back(from);
    }
    return all;
}

ConfLines system_lines(std::string_view text, const std::string& file) {
    ConfLines all;
    unsigned number = 0;
    while (!text.empty() && all.lines.size() < most_lines) {
        std::string_view said = next_line(text);
        said = trimmed(said.substr(0, std::min(said.find_first_of("#;"), said.size())));
        ConfLine line;
        line.place = Place{file, ++number};
        if (said.empty()) continue;
        take_apart(said, line);
        if (line.key.empty()) {
            all.remarks.push_back(
                {line.place, std::string(said), "is not understood: it has no ="});
        } else {
            all.lines.push_back(std::move(line));
        }
    }
    return all;
}

ConfLines asterisk_lines(std::string_view text, const std::string& file, const FileReader& reader) {
    AsteriskReader asterisk(reader);
    asterisk.read(text, file, 0);
    return std::move(asterisk.all_);
}

}  // namespace tools::dahdi_import
