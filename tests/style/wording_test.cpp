// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/style/wording.hpp"

#include <CppUTest/TestHarness.h>

namespace {

std::string says(const std::string& line, const std::string& path = "acd/a.cpp") {
    return style::as_text(
        style::wrong_words({path, "// SPDX-License-Identifier: GPL-2.0-or-later\n" + line + "\n"}));
}
void fine(const std::string& line, const std::string& path = "acd/a.cpp") {
    STRCMP_EQUAL("", says(line, path).c_str());
}
void refused(const std::string& line, const std::string& because,
             const std::string& path = "acd/a.cpp") {
    STRCMP_CONTAINS((path + ":2: " + because).c_str(), says(line, path).c_str());
}

}  // namespace

TEST_GROUP(Wording){};

TEST(Wording, of_every_file_is_as_agreed) {
    std::vector<style::Finding> findings;
    for (const auto& file : style::read_tree(SOURCE_ROOT)) {
        for (auto& finding : style::wrong_words(file)) findings.push_back(std::move(finding));
    }
    STRCMP_EQUAL("", style::as_text(findings).c_str());
}

TEST(Wording, every_source_begins_with_its_licence) {
    const auto without = [](const std::string& path, const std::string& text) {
        return style::as_text(style::wrong_words({path, text}));
    };
    STRCMP_CONTAINS("no licence", without("acd/a.cpp", "int a;\n").c_str());
    STRCMP_CONTAINS("no licence", without("acd/CMakeLists.txt", "").c_str());
    STRCMP_CONTAINS("no licence", without("tools/x", "#!/bin/sh\necho\n").c_str());
    STRCMP_EQUAL("", without("README.md", "# Trunkline\n").c_str());
    STRCMP_EQUAL(
        "", without("tools/x", "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0-or-later\n").c_str());
}

TEST(Wording, words_of_unfinished_work_are_refused_in_sources) {
    refused("// TODO: later", "a word of unfinished work");
    fine("// TODOs_are_no_word");
    fine("no TODO here", "README.md");
}

TEST(Wording, paths_of_a_machine_are_refused_everywhere) {
    refused("open(\"/home/me/x\")", "a path of somebody's machine");
    refused("see /root/x", "a path of somebody's machine", "README.md");
    fine("https_root = \"a/home/x\"");
    fine("/usr/include/x and /var/lib/trunkline");
}

TEST(Wording, addresses_on_the_network_are_refused) {
    refused("get http://example.com/x", "an address on the network");
    refused("from pypi.org", "an address on the network");
    fine("xmlns=\"http://www.w3.org/2001/vxml\"");
    fine("http://127.0.0.1:8080/ and http://{}:{}/");
}

TEST(Wording, those_who_decide_read_no_clock) {
    refused("auto t = std::chrono::steady_clock::now();", "reads a clock", "acd/center/a.cpp");
    fine("auto t = std::chrono::steady_clock::now();", "tools/host/a.cpp");
}
