// SPDX-License-Identifier: GPL-2.0-or-later
// A center as a folder: the demo's, with so many E1s, so many agents, one menu and two queues; or
// one whose configuration somebody has written.
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
inline constexpr std::string_view fax_number = "8002";
inline constexpr std::string_view queue_names[] = {"sales", "support"};

struct Scene {
    std::filesystem::path folder;
    std::filesystem::path config;
    Settings settings;
    std::vector<std::string> stations;  // in order; the first agent sits at the first, and so on
    bool temporary{};

    // Makes the prompt banks of the center that is asked for; the demo's is written first.
    static driver::Result<Scene> build(const Options& options);
    ~Scene();
    Scene(Scene&& other) noexcept;
    Scene& operator=(Scene&&) = delete;

  private:
    Scene() = default;
    driver::Result<void> write_demo(const Options& options);
    driver::Result<void> read_settings(const Options& options);
};

}  // namespace tools::firstcall
