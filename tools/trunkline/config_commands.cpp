// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "driver/board/run_folder.hpp"
#include "ivr_dsp/media/bank/compile_bank.hpp"
#include "tools/config/plans.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/commands.hpp"
#include "tools/trunkline/launcher.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

struct Banks {
    ivr_dsp::BankReport prompts;
    ivr_dsp::BankReport music;
};

Result<Banks> compile(const Settings& settings) {
    std::error_code failed;
    std::filesystem::create_directories(settings.state, failed);
    if (failed) {
        return Error{settings.state.string() + ": cannot be made: " + failed.message()};
    }
    const bool shows = isatty(STDERR_FILENO) == 1;
    const auto progress = [&](const ivr_dsp::BankProgress& at) {
        if (shows) fmt::print(stderr, "\r{}/{} {:<50.50}", at.done, at.total, at.name);
        if (shows && at.done == at.total) fmt::print(stderr, "\r{:<60}\r", "");
    };
    const auto prompts =
        ivr_dsp::compile_bank({{settings.prompts}, settings.law, settings.prompt_bank()}, progress);
    if (!prompts) return Error{prompts.error()};
    const auto music =
        ivr_dsp::compile_bank({{settings.music}, settings.law, settings.music_bank()}, progress);
    if (!music) return Error{music.error()};
    return Banks{*prompts, *music};
}

int wrong_config(const CommonOptions& common, const std::string& error) {
    if (!common.json) {
        std::fprintf(stderr, "%s\n", error.c_str());
        return found_wrong;
    }
    nlohmann::json report{
        {"ok",     false                  },
        {"errors", nlohmann::json::array()}
    };
    for (std::size_t at = 0; at < error.size();) {
        const std::size_t end = std::min(error.find('\n', at), error.size());
        report["errors"].push_back(error.substr(at, end - at));
        at = end + 1;
    }
    fmt::print("{}\n", report.dump());
    return found_wrong;
}

}  // namespace

int check_config(const CommonOptions& common) {
    const std::string mistakes = mistakes_of(common.config);
    if (!mistakes.empty()) return wrong_config(common, mistakes);
    const auto configured = read_configuration(common.config);
    if (!configured) return wrong_config(common, configured.error());
    const auto center = center_config(*configured);
    if (!center) return wrong_config(common, center.error());
    const std::size_t lines = center->lines.all().size();
    if (common.json) {
        const nlohmann::json report{
            {"ok",     true                        },
            {"digest", configured->digest          },
            {"lines",  lines                       },
            {"queues", center->queues.size()       },
            {"agents", center->agents.size()       },
            {"menus",  configured->files.size() - 2}
        };
        fmt::print("{}\n", report.dump());
    } else {
        fmt::print("{}: good: {} lines, {} menus, {} queues, {} agents; digest {}\n",
                   common.config.string(), lines, configured->files.size() - 2,
                   center->queues.size(), center->agents.size(), configured->digest);
    }
    return 0;
}

int compile_prompts(const CommonOptions& common) {
    const auto settings = settings_on_disk(common.config);
    if (!settings) return wrong_config(common, settings.error());
    const auto banks = compile(*settings);
    if (!banks) return fail("trunkline", banks.error());
    if (common.json) {
        const nlohmann::json report{
            {"prompts", banks->prompts.clips                                        },
            {"music",   banks->music.clips                                          },
            {"seconds", (banks->prompts.length + banks->music.length).count() / 1000}
        };
        fmt::print("{}\n", report.dump());
    } else {
        fmt::print("{} prompts and {} pieces of music compiled into {}\n", banks->prompts.clips,
                   banks->music.clips, settings->state.string());
    }
    return 0;
}

int run_center(const CommonOptions& common, const RunOptions& options) {
    const auto settings = settings_on_disk(common.config);
    if (!settings) return wrong_config(common, settings.error());
    const std::array banks_and_contents{settings->prompt_bank(), settings->prompt_contents(),
                                        settings->music_bank()};
    if (!std::ranges::all_of(banks_and_contents,
                             [](const auto& file) { return std::filesystem::exists(file); })) {
        fmt::print(stderr, "making the prompt bank, this once\n");
        const auto banks = compile(*settings);
        if (!banks) return fail("trunkline", banks.error());
    }
    const auto made = driver::make_run_folder(settings->run);
    if (!made) return fail("trunkline", made.error());
    obey_stop_signals();
    const auto done = Launcher(common.config, options.pids).run();
    return done ? 0 : fail("trunkline", done.error());
}

}  // namespace tools
