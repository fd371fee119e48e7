// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/log.hpp"

#include <cstdlib>
#include <string>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace driver {
namespace {

spdlog::level::level_enum in_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::shared_ptr<spdlog::logger> make_logger() {
    // Colours only on a terminal; one writer per process is not guaranteed, so the sink locks.
    auto logger = spdlog::stderr_color_mt("trunkline");
    logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v");
    const char* wanted = std::getenv("TRUNKLINE_LOG");
    logger->set_level(wanted != nullptr ? spdlog::level::from_str(wanted) : spdlog::level::info);
    return logger;
}

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> the_logger = make_logger();
    return *the_logger;
}

}  // namespace

void log_line(LogLevel level, std::string_view area, std::string_view text) {
    logger().log(in_spdlog(level), "{}: {}", area, text);
}

void log_from(LogLevel level) {
    logger().set_level(in_spdlog(level));
}

}  // namespace driver
