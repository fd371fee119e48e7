// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/elements.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace ivr_dsp::dialog {
namespace {

constexpr int deepest = 20;
constexpr std::size_t most_attributes = 16;

// Lists are words with blanks between.
struct Element {
    std::string_view name;
    std::string_view required;  // attributes it must have
    std::string_view one_of;    // attributes of which it must have exactly one
    std::string_view optional;
    std::string_view children;
    bool text{};
};

constexpr std::string_view executable =
    "prompt var assign clear if goto transfer disconnect exit reprompt";
constexpr std::string_view branches =
    "prompt var assign clear if goto transfer disconnect exit reprompt elseif else";

constexpr Element elements[] = {
    {"vxml",                "version", "",          "xmlns xml:lang",      "property var form menu noinput nomatch error"},
    {"form",                "",        "",          "id",                  "property var block field record transfer noinput nomatch error"},
    {"menu",                "",        "",          "id",                  "property prompt choice noinput nomatch"},
    {"choice",              "dtmf",    "next expr", "",                    "",true},
    {"block",                     "",                        "",             "cond",         executable},
    {"field",                     "name",                        "",         "type cond expr",     "property prompt grammar filled noinput nomatch"},
    {"record",                     "name",                       "",        "cond beep maxtime finalsilence dtmfterm",
     "property prompt filled noinput error"},
    {"error",                     "",                        "",             "count cond",         executable                  },
    {"grammar",                     "mode",                      "",       "",     "",true},
    {"filled",                 "",                          "",                              "",                                 executable                           },
    {"noinput",           "",                    "",                       "count cond",executable},
    {"nomatch",           "",                    "",                       "count cond",                                 executable                                                            },
    {"prompt",           "",                    "",                        "bargein timeout count cond", "audio value say-as"},
    {"audio", "",          "src expr",               "",                                  ""                                                                                               },
    {"value",                   "expr",                            "",                                 "",""},
    {"say-as",                   "interpret-as",                            "",                                "",                         "value",                                                                                                                            true},
    {"property",              "name value",                   "",                              "",                  ""},
    {"var",                   "name",                          "",        "expr",        ""                                                                                                                  },
    {"assign",               "name expr",                      "",                          "",                                 ""},
    {"clear",                   "namelist",                          "",            "",""                                                                         },
    {"if",                   "cond",                          "",                          "",                                                  branches},
    {"elseif",                   "cond",                    "",      "",""},
    {"else",                   "",                          "",                                "",                                                                              ""},
    {"goto",                   "",                          "next expr",      "",""},
    {"transfer",                   "",                          "dest destexpr",                                "cond",                                                                                                    ""                                                                                                                                           },
    {"disconnect",               "",                      "",  "",""},
    {"exit",                   "",                          "",                                    "namelist expr",                                                                                                                                            ""                                                                                                                                                                                                                                                                                                                                                                          },
    {"reprompt",      "",             "","",""},
};

struct Instead {
    std::string_view name;
    std::string_view remedy;
};
constexpr Instead instead[] = {
    {"submit",    "hand values out with <exit namelist=\"…\"/>"                  },
    {"subdialog", "go to another menu with <transfer dest=\"menu:NAME\"/>"         },
    {"script",    "write the expression into expr or cond"                         },
    {"catch",     "write <noinput> and <nomatch>"                                  },
    {"break",     "write <audio src=\"silence/1\"/>"                               },
    {"option",    "write <grammar mode=\"dtmf\">1|2|3</grammar>"                   },
    {"emphasis",  "record the prompt as it should sound"                           },
    {"help",      "0 reaches a person from everywhere"                             },
    {"link",      "0 reaches a person from everywhere; write <choice> for the rest"},
};

bool has_word(std::string_view list, std::string_view word) {
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(' ', at), list.size());
        if (list.substr(at, end - at) == word) return true;
        at = end + 1;
    }
    return false;
}

const Element* find_element(std::string_view name) {
    const auto* found = std::find_if(std::begin(elements), std::end(elements),
                                     [name](const Element& e) { return e.name == name; });
    return found == std::end(elements) ? nullptr : found;
}

std::string remedy_for_unknown(std::string_view name) {
    for (const Instead& other : instead) {
        if (other.name == name) return std::string(other.remedy);
    }
    return "remove it, or see the table in ivr_dsp/dialog/README.md";
}

std::string remedy_for_misplaced(std::string_view name) {
    std::string parents;
    for (const Element& element : elements) {
        if (!has_word(element.children, name)) continue;
        parents += fmt::format("{}<{}>", parents.empty() ? "" : ", ", element.name);
    }
    return parents.empty() ? "it is the outermost element" : "it goes into " + parents;
}

class Checker {
  public:
    Checker(const LineMap& lines, Complaints& complaints)
        : lines_(lines), complaints_(complaints) {}

    // False: too deep to go down there.
    bool check_depth(const pugi::xml_node& root) {
        int depth = 0;
        pugi::xml_node node = root.first_child();
        while (node) {
            if (depth == deepest) {
                complain(node, "is too deep inside other elements: use forms and <goto>");
                return false;
            }
            if (node.first_child()) {
                node = node.first_child();
                ++depth;
                continue;
            }
            while (node != root && !node.next_sibling()) {
                node = node.parent();
                --depth;
            }
            if (node == root) break;
            node = node.next_sibling();
        }
        return true;
    }

    void check(const pugi::xml_node& node) {
        const Element& element = *find_element(node.name());
        check_attributes(node, element);
        for (const pugi::xml_node& child : node.children()) {
            if (child.type() != pugi::node_element) {
                check_text(child, element);
            } else if (is_allowed(child, element)) {
                check(child);
            }
        }
    }

  private:
    void complain(const pugi::xml_node& node, const std::string& problem) {
        complaints_.add(lines_.of(node), fmt::format("<{}> {}", node.name(), problem));
    }

    bool is_allowed(const pugi::xml_node& child, const Element& parent) {
        if (find_element(child.name()) == nullptr) {
            complain(child, "is not supported: " + remedy_for_unknown(child.name()));
            return false;
        }
        if (has_word(parent.children, child.name())) return true;
        complain(child, fmt::format("does not belong in <{}>: {}", parent.name,
                                    remedy_for_misplaced(child.name())));
        return false;
    }

    void check_text(const pugi::xml_node& text, const Element& parent) {
        if (parent.text) return;
        const bool is_prompt = parent.name == "prompt";
        complaints_.add(lines_.of(text),
                        fmt::format("free text in <{}> cannot be spoken: {}", parent.name,
                                    is_prompt ? "write <audio src=\"…\"/>, or <say-as> for a number"
                                              : "write <prompt><audio src=\"…\"/></prompt>"));
    }

    void check_attributes(const pugi::xml_node& node, const Element& element) {
        std::size_t chosen = 0;
        std::size_t seen = 0;
        for (const pugi::xml_attribute& attribute : node.attributes()) {
            if (++seen > most_attributes)
                return complain(node, "has too many attributes: remove some");
            const std::string_view name = attribute.name();
            if (has_word(element.one_of, name)) {
                ++chosen;
            } else if (!has_word(element.required, name) && !has_word(element.optional, name)) {
                complain(node, fmt::format("has no attribute {}: {}", name, known(element)));
            }
            if (node.attribute(attribute.name()) != attribute) {
                complain(node, fmt::format("has {} twice: keep one", name));
            }
        }
        check_presence(node, element, chosen);
    }

    void check_presence(const pugi::xml_node& node, const Element& element, std::size_t chosen) {
        std::string_view rest = element.required;
        while (!rest.empty()) {
            const std::string name(rest.substr(0, rest.find(' ')));
            rest.remove_prefix(std::min(name.size() + 1, rest.size()));
            if (!node.attribute(name.c_str())) {
                complain(node, fmt::format("lacks {0}: write {0}=\"…\"", name));
            }
        }
        if (!element.one_of.empty() && chosen != 1) {
            const std::size_t blank = element.one_of.find(' ');
            complain(node, fmt::format("has {}: write either {} or {}",
                                       chosen > 1                ? "two ways to go"
                                       : element.name == "audio" ? "nothing to say"
                                                                 : "nowhere to go",
                                       element.one_of.substr(0, blank),
                                       element.one_of.substr(blank + 1)));
        }
    }

    static std::string known(const Element& element) {
        std::string names;
        for (const auto list : {element.required, element.one_of, element.optional}) {
            if (!list.empty()) names += fmt::format("{}{}", names.empty() ? "" : " ", list);
        }
        return names.empty() ? "it takes none" : "it takes " + names;
    }

    const LineMap& lines_;
    Complaints& complaints_;
};

}  // namespace

bool check_elements(const pugi::xml_node& root, const LineMap& lines, Complaints& complaints) {
    if (std::string_view(root.name()) != "vxml") {
        complaints.add(lines.of(root), fmt::format("<{}> is not VoiceXML: begin with <vxml "
                                                   "version=\"2.1\">",
                                                   root.name()));
        return false;
    }
    Checker checker(lines, complaints);
    if (!checker.check_depth(root)) return false;
    checker.check(root);
    return true;
}

}  // namespace ivr_dsp::dialog
