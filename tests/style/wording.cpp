// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/style/wording.hpp"

#include <algorithm>
#include <cctype>

namespace style {
namespace {

using Words = std::vector<std::string_view>;

const Words unfinished{"TODO", "FIXME", "XXX", "HACK"};
const Words homes{"home", "root", "Users", "work", "farm"};
// Package registries have such names: label one, and the last one.
const Words registry_labels{"deb", "ftp", "registry", "pypi", "crates", "proxy", "mirror", "repo"};
const Words domains{"org", "io", "com", "net", "cn"};
// Addresses that are names (of XML namespaces), and those of this machine.
const Words harmless_hosts{"www.w3.org/", "www.ecma-international.org/", "localhost", "127.0.0.1",
                           "[::1]"};
const Words not_from_the_journal{"_clock::now", "random_device", "getenv(", "std::time(",
                                 "gettimeofday("};
const Words deciding{"ivr_dsp/dialog/",  "pbx/call/",   "pbx/routing/",
                     "acd/distributor/", "acd/center/", "acd/ledger/"};
// These files name what they look for.
constexpr std::string_view ourselves = "tests/style/wording";

bool is_one_of(std::string_view word, const Words& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains_any(std::string_view line, const Words& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return line.find(word) != std::string_view::npos;
    });
}

bool begins_with_any(std::string_view text, const Words& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.starts_with(word); });
}

bool is_word(char c) {
    return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Position after each place where `line` contains `text`.
std::vector<std::size_t> places_after(std::string_view line, std::string_view text) {
    std::vector<std::size_t> places;
    for (std::size_t at = line.find(text); at != std::string_view::npos;
         at = line.find(text, at + 1)) {
        places.push_back(at + text.size());
    }
    return places;
}

bool has_word(std::string_view line, std::string_view word) {
    const auto places = places_after(line, word);
    return std::any_of(places.begin(), places.end(), [&](std::size_t end) {
        const std::size_t start = end - word.size();
        return (start == 0 || !is_word(line[start - 1])) &&
               (end == line.size() || !is_word(line[end]));
    });
}

// A path of its own, not a part of a longer one: /NAME/.
bool has_path_below(std::string_view line, std::string_view name) {
    const auto places = places_after(line, name);
    return std::any_of(places.begin(), places.end(), [&](std::size_t end) {
        const std::size_t start = end - name.size();
        if (start == 0 || line[start - 1] != '/' || end == line.size() || line[end] != '/') {
            return false;
        }
        return start == 1 || (!is_word(line[start - 2]) && line[start - 2] != '.' &&
                              line[start - 2] != '}' && line[start - 2] != '/');
    });
}

bool has_foreign_address(std::string_view line) {
    const auto places = places_after(line, "://");
    return std::any_of(places.begin(), places.end(), [&](std::size_t host) {
        const std::string_view rest = line.substr(host);
        return !rest.empty() && is_word(rest.front()) && !begins_with_any(rest, harmless_hosts);
    });
}

// The first word of `text` made of what host names are made of.
std::string_view host_name(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && (is_word(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
    return text.substr(0, end);
}

bool has_registry(std::string_view line) {
    while (!line.empty()) {
        const std::string_view host = host_name(line);
        const std::size_t last = host.rfind('.');
        if (last != std::string_view::npos &&
            is_one_of(host.substr(0, host.find('.')), registry_labels) &&
            is_one_of(host.substr(last + 1), domains)) {
            return true;
        }
        line.remove_prefix(std::min(host.size() + 1, line.size()));
    }
    return false;
}

bool is_build_text(const SourceFile& file) {
    return file.path.ends_with("CMakeLists.txt") || file.path.ends_with(".cmake") ||
           file.path.ends_with(".sh");
}

// In the first line, or in the second if the first says which program runs the file.
bool has_licence(const SourceFile& file) {
    const auto lines = lines_of(file.text);
    const std::size_t at = file.is_script() ? 1 : 0;
    return lines.size() > at && lines[at].ends_with("SPDX-License-Identifier: GPL-2.0-or-later");
}

class Checker {
  public:
    explicit Checker(const SourceFile& file) : file_(file) {}

    std::vector<Finding> findings() {
        const bool is_source = file_.is_cpp() || file_.is_script() || is_build_text(file_);
        if (is_source && !has_licence(file_)) {
            found(1, "no licence; begin with SPDX-License-Identifier: GPL-2.0-or-later");
        }
        const bool decides = begins_with_any(file_.path, deciding);
        const auto lines = lines_of(file_.text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            check_addresses(i + 1, lines[i]);
            if (is_source) check_unfinished(i + 1, lines[i]);
            if (decides && contains_any(lines[i], not_from_the_journal)) {
                found(i + 1,
                      "reads a clock or chance where decisions are made; take the tick, the "
                      "clock mark or the seed from the journal");
            }
        }
        return findings_;
    }

  private:
    void found(std::size_t line, const std::string& text) {
        findings_.push_back({file_.path, line, text});
    }

    void check_addresses(std::size_t number, std::string_view line) {
        for (const auto home : homes) {
            if (has_path_below(line, home)) {
                found(number, "a path of somebody's machine; make it relative or configurable");
            }
        }
        if (has_registry(line) || has_foreign_address(line)) {
            found(number, "an address on the network; name the thing, not the host");
        }
    }

    void check_unfinished(std::size_t number, std::string_view line) {
        for (const auto word : unfinished) {
            if (has_word(line, word)) {
                found(number, "a word of unfinished work; finish it, or say what is so and why");
            }
        }
    }

    const SourceFile& file_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> wrong_words(const SourceFile& file) {
    if (file.path.starts_with(ourselves)) return {};
    return Checker(file).findings();
}

}  // namespace style
