// SPDX-License-Identifier: GPL-2.0-or-later
// A technician's desk: a folder with a small center's configuration, the program `trunkline`, and a
// center that can be switched on.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host_bridge/dialects/json_value.hpp"
#include "tests/support/child.hpp"

namespace desk {

struct Said {
    int code{};
    std::string out;
    std::string err;
};

inline bool has(const std::string& text, std::string_view piece) {
    return text.find(piece) != std::string::npos;
}

using Words = std::vector<std::string>;

class Workbench {
  public:
    // One span, stations 2001 to 2003, queue sales (3001), menu welcome (3000), agents 4001 and
    // 4002 (pin 77). Prompts are not compiled yet.
    Workbench();

    [[nodiscard]] std::filesystem::path file(const std::string& name) const;
    void write(const std::string& name, const std::string& text) const;
    [[nodiscard]] std::string read(const std::string& name) const;

    // `trunkline --config …` with these words, to its end.
    [[nodiscard]] Said trunkline(const Words& words) const;
    // The same words, said to a terminal: what appears on it.
    [[nodiscard]] std::string on_a_terminal(const Words& words) const;
    // The same, going on; what it says is in file("NAME.out") and .err.
    [[nodiscard]] support::Child start(const std::string& name, const Words& words) const;
    // Any shell command.
    [[nodiscard]] Said shell(const std::string& command) const;

    // `trunkline run`, until it answers.
    void switch_on();
    // The exit code of `trunkline run`; 0 if it does not run.
    int switch_off();

    // A listing's JSON. Fails the test if it is none.
    [[nodiscard]] host_bridge::Json list(const std::string& what) const;

  private:
    [[nodiscard]] std::vector<std::string> command_line(const Words& words) const;

    support::ScratchDirectory scratch_;
    std::unique_ptr<support::Child> center_;
};

}  // namespace desk
