// SPDX-License-Identifier: GPL-2.0-or-later
// Starts the three programs, watches them, and starts again what dies. In production systemd may do
// the same.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "driver/base/result.hpp"
#include "driver/base/ticks.hpp"

namespace tools {

class Launcher {
  public:
    // Programs lie beside this one. `pids`: a folder for NAME.pid files, or empty.
    Launcher(std::filesystem::path config, std::filesystem::path pids);

    // Until the program is asked to stop; then asks its children and waits for them. Error: a
    // program that does not come up, with its name.
    driver::Result<void> run();

  private:
    // A program that ends this soon after its start has failed.
    static constexpr driver::Ticks too_soon{1'000};
    // One that has failed so often and was never up will not come up. One that was up is tried for
    // ever: the others go on meanwhile.
    static constexpr int most_failures = 5;
    // Before a program that has failed starts again; twice as long each time.
    static constexpr driver::Ticks first_pause{50};
    static constexpr driver::Ticks longest_pause{5'000};
    static constexpr driver::Ticks last_wish{5'000};  // after which a child is killed

    struct Child {
        std::string_view name;
        pid_t pid{};
        int pid_descriptor{-1};
        driver::Ticks started{};
        driver::Ticks start_at{};
        int failures{};  // in a row
        bool was_up{};
    };
    void start(Child& child);
    driver::Result<void> reap(Child& child);
    static driver::Ticks pause_after(int failures);
    void stop_all();
    void note_pid(const Child& child) const;

    std::filesystem::path config_;
    std::filesystem::path pids_;
    std::filesystem::path programs_;
    std::array<Child, 3> children_;
};

}  // namespace tools
