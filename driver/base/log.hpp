// SPDX-License-Identifier: GPL-2.0-or-later
// One line for the operator, on standard error. Never waits for whoever reads it: a line it has no
// room for is dropped and counted, and the count is told with the next line it takes. A lock and
// the heap are needed, so the realtime thread never calls this. Only log.cpp knows spdlog.
#pragma once

#include <string_view>

#include <fmt/format.h>

namespace driver {

enum class LogLevel { debug, info, warning, error };

// `area` is the folder or thing that speaks: "isdn span 1".
void log_line(LogLevel level, std::string_view area, std::string_view text);
// Lines below `level` are dropped. Info at first; the environment variable TRUNKLINE_LOG
// (debug, info, warning, error) sets it.
void log_from(LogLevel level);

template <class... Args>
void log_debug(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    log_line(LogLevel::debug, area, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    log_line(LogLevel::info, area, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_warning(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    log_line(LogLevel::warning, area, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_error(std::string_view area, fmt::format_string<Args...> format, Args&&... args) {
    log_line(LogLevel::error, area, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace driver
