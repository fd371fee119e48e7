// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/screen/terminal.hpp"

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <unistd.h>

#define NCURSES_NOMACROS  // else `move`, `clear` and many more are no names of anybody else
#include <curses.h>

namespace tools::screen {

using driver::Error;
using driver::Result;

namespace {

constexpr short green = 1;
constexpr short yellow = 2;
constexpr short red = 3;

// Over ssh there is often no locale: what we write is UTF-8 all the same.
void speak_utf8() {
    if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) std::setlocale(LC_CTYPE, "");
}

bool begin_colours() {
    const char* forbidden = std::getenv("NO_COLOR");
    if (forbidden != nullptr && *forbidden != '\0') return false;
    if (!has_colors() || start_color() == ERR) return false;
    use_default_colors();
    init_pair(green, COLOR_GREEN, -1);
    init_pair(yellow, COLOR_YELLOW, -1);
    init_pair(red, COLOR_RED, -1);
    return true;
}

}  // namespace

Result<Terminal> Terminal::open() {
    if (isatty(STDOUT_FILENO) == 0 || isatty(STDIN_FILENO) == 0) {
        return Error{
            "watch paints a terminal, and this is none: use --json, or trunkline span watch"};
    }
    speak_utf8();
    const char* kind = std::getenv("TERM");
    if (newterm(nullptr, stdout, stdin) == nullptr) {
        return Error{std::string("the terminal \"") + (kind == nullptr ? "" : kind) +
                     "\" is not known here: set TERM to its kind, such as xterm or vt100"};
    }
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    set_escdelay(50);  // ms: Esc by itself is a key, too
    curs_set(0);
    return Terminal(begin_colours());
}

Terminal::Terminal(Terminal&& other) noexcept
    : in_colour_(other.in_colour_), owns_(std::exchange(other.owns_, false)) {}

Terminal::~Terminal() {
    if (owns_) endwin();
}

std::size_t Terminal::rows() const {
    return static_cast<std::size_t>(LINES);
}

std::size_t Terminal::columns() const {
    return static_cast<std::size_t>(COLS);
}

unsigned long Terminal::attributes_of(const Style& style) const {
    unsigned long attributes = A_NORMAL;
    if (style.strong) attributes |= A_BOLD;
    if (style.reversed) attributes |= A_REVERSE;
    if (!in_colour_) return attributes;
    if (style.mood == Mood::good) attributes |= COLOR_PAIR(green);
    if (style.mood == Mood::attention) attributes |= COLOR_PAIR(yellow);
    if (style.mood == Mood::bad) attributes |= COLOR_PAIR(red);
    return attributes;
}

void Terminal::paint(const std::vector<Line>& lines) {
    erase();
    for (std::size_t i = 0; i < lines.size() && i < rows(); ++i) {
        move(static_cast<int>(i), 0);
        for (const Piece& piece : lines[i]) {
            attrset(static_cast<int>(attributes_of(piece.style)));
            addstr(piece.text.c_str());
        }
    }
    refresh();
}

Key Terminal::key(driver::Ticks within) {
    timeout(static_cast<int>(within.count()));
    switch (getch()) {
        case 'q':
        case 'Q':
            return Key::quit;
        case KEY_UP:
        case 'k':
            return Key::up;
        case KEY_DOWN:
        case 'j':
            return Key::down;
        case '\r':
        case '\n':
        case KEY_ENTER:
        case KEY_RIGHT:
            return Key::open;
        case '\x1B':
        case KEY_LEFT:
        case KEY_BACKSPACE:
            return Key::back;
        default:
            return Key::none;
    }
}

}  // namespace tools::screen
