// SPDX-License-Identifier: GPL-2.0-or-later
// The command line of a program that does one thing. CLI11 is behind it, and compiled once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tools {

class Options {
  public:
    // `does`: what the program does, for --help.
    explicit Options(const std::string& does);
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    ~Options();

    // "--name" is followed by its value, "name" is the value itself. What the variable holds stays
    // when nothing is said. It must outlive read().
    Options& add(const std::string& name, std::string& value, const std::string& help);
    Options& add(const std::string& name, std::uint64_t& value, const std::string& help);
    Options& add(const std::string& name, std::uint16_t& value, const std::string& help);
    Options& add(const std::string& name, int& value, const std::string& help);
    Options& add(const std::string& name, double& value, const std::string& help);
    // Said or not.
    Options& add(const std::string& name, bool& value, const std::string& help);
    // Of the one added last.
    Options& must_be_one_of(const std::vector<std::string>& words);
    Options& shows_default();

    // At the end of the help: all of a command line.
    Options& example(const std::string& words);

    // The code to exit with at once, if any: 0 when help was asked for, 2 when the words make no
    // sense, which is said.
    [[nodiscard]] std::optional<int> read(int argc, char** argv);

  private:
    struct Parser;
    template <class Value>
    Options& take(const std::string& name, Value& value, const std::string& help);
    std::unique_ptr<Parser> parser_;
};

}  // namespace tools
