// SPDX-License-Identifier: GPL-2.0-or-later
// The center the demo runs, as a folder with its configuration: so many E1s, so many agents, one
// menu, two queues.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "driver/base/result.hpp"
#include "tools/config/settings.hpp"
#include "tools/firstcall/options.hpp"

namespace tools::firstcall {

inline constexpr std::string_view client_name = "crm";
inline constexpr std::string_view client_token = "firstcall-demo-token";
// What callers dial, and the two queues they may choose with 1 and 2.
inline constexpr std::string_view service_number = "8001";
inline constexpr std::string_view queue_names[] = {"sales", "support"};

struct Scene {
    std::filesystem::path folder;
    std::filesystem::path config;
    Settings settings;
    std::vector<std::string> stations;  // of the agents, in order
    std::vector<std::string> agents;
    bool temporary{};

    // Writes trunkline.toml and the menus, and makes the prompt banks.
    static driver::Result<Scene> build(const Options& options);
    ~Scene();
    Scene(Scene&& other) noexcept;
    Scene& operator=(Scene&&) = delete;

  private:
    Scene() = default;
};

}  // namespace tools::firstcall
