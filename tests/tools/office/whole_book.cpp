// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tools/office/whole_book.hpp"

#include <cstdio>
#include <cstdlib>

namespace tools::office {
namespace {

Soundbook read_all() {
    auto book = Soundbook::read({.prompts = "/usr/share/asterisk/sounds/en_US_f_Allison",
                                 .music = "/usr/share/asterisk/moh",
                                 .talkers = 300});
    if (book) return *std::move(book);
    std::fprintf(stderr, "%s\n", book.error().c_str());
    std::exit(1);
}

// Not inside a function: what a test reads first would look like a leak of that test.
const Soundbook the_whole_book = read_all();

}  // namespace

const Soundbook& whole_book() {
    return the_whole_book;
}

}  // namespace tools::office

// libpri has no destructor: each test's D-channels stay behind.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
    return "leak:libpri.so";
}
