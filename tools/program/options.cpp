// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/program/options.hpp"

#include <CLI/CLI.hpp>

namespace tools {

struct Options::Parser {
    CLI::App app;
    CLI::Option* last{};
};

Options::Options(const std::string& does) : parser_(new Parser{CLI::App(does)}) {}
Options::~Options() = default;

template <class Value>
Options& Options::take(const std::string& name, Value& value, const std::string& help) {
    parser_->last = parser_->app.add_option(name, value, help);
    return *this;
}
Options& Options::add(const std::string& name, std::string& value, const std::string& help) {
    return take(name, value, help);
}
Options& Options::add(const std::string& name, std::uint64_t& value, const std::string& help) {
    return take(name, value, help);
}
Options& Options::add(const std::string& name, std::uint16_t& value, const std::string& help) {
    return take(name, value, help);
}
Options& Options::add(const std::string& name, int& value, const std::string& help) {
    return take(name, value, help);
}
Options& Options::add(const std::string& name, double& value, const std::string& help) {
    return take(name, value, help);
}
Options& Options::add(const std::string& name, bool& value, const std::string& help) {
    parser_->last = parser_->app.add_flag(name, value, help);
    return *this;
}

Options& Options::must_be_one_of(const std::vector<std::string>& words) {
    parser_->last->check(CLI::IsMember(words));
    return *this;
}

Options& Options::shows_default() {
    parser_->last->capture_default_str();
    return *this;
}

Options& Options::example(const std::string& words) {
    parser_->app.footer("Example: " + words);
    return *this;
}

std::optional<int> Options::read(int argc, char** argv) {
    try {
        parser_->app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return parser_->app.exit(error) == 0 ? 0 : 2;
    }
    return std::nullopt;
}

}  // namespace tools
