// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/base/log.hpp"

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

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

// A line longer than this might be torn apart by those of other programs in the same pipe.
constexpr std::size_t longest_line = PIPE_BUF;

bool has_room(int descriptor) {
    pollfd wanted{descriptor, POLLOUT, 0};
    return poll(&wanted, 1, 0) == 1 && (wanted.revents & POLLOUT) != 0;
}

// What stands behind standard error at this moment: it may be another thing at the next line.
class StandardError {
  public:
    StandardError() {
        struct stat behind {};
        if (fstat(STDERR_FILENO, &behind) != 0) return;
        is_socket_ = S_ISSOCK(behind.st_mode);
        is_terminal_ = S_ISCHR(behind.st_mode) && isatty(STDERR_FILENO) == 1;
        // Opened anew, since O_NONBLOCK on the one we were given would be everybody's who has it.
        if (is_terminal_ || S_ISFIFO(behind.st_mode)) {
            own_ = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        }
    }
    StandardError(const StandardError&) = delete;
    StandardError& operator=(const StandardError&) = delete;
    ~StandardError() {
        if (own_ >= 0) close(own_);
    }
    [[nodiscard]] bool is_terminal() const { return is_terminal_; }
    // False: it has no room for all of this now. Never waits.
    [[nodiscard]] bool take(std::string_view text) const {
        if (is_socket_) {
            return send(STDERR_FILENO, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
        }
        if (own_ < 0 && !has_room(STDERR_FILENO)) return false;
        return write(own_ < 0 ? STDERR_FILENO : own_, text.data(), text.size()) >= 0;
    }

  private:
    int own_{-1};
    bool is_socket_{};
    bool is_terminal_{};
};

// A line that nobody takes is counted; the next that is taken is preceded by their number.
class NeverWaiting final : public spdlog::sinks::base_sink<std::mutex> {
  private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        const StandardError error;
        if (lost_ > 0) {
            if (!error.take(
                    fmt::format("log: {} lines were lost, standard error was full\n", lost_))) {
                ++lost_;
                return;
            }
            lost_ = 0;
        }
        std::string text =
            error.is_terminal() ? coloured(message, line) : std::string(line.data(), line.size());
        if (text.size() > longest_line) text.replace(longest_line - 1, std::string::npos, "\n");
        if (!error.take(text)) ++lost_;
    }
    void flush_() override {}

    // The level, as terminals colour.
    static std::string coloured(const spdlog::details::log_msg& message,
                                const spdlog::memory_buf_t& line) {
        std::string text(line.data(), line.size());
        const char* colour = message.level >= spdlog::level::err    ? "\x1B[31m"
                             : message.level >= spdlog::level::warn ? "\x1B[33m"
                                                                    : "\x1B[32m";
        text.insert(message.color_range_end, "\x1B[m");
        text.insert(message.color_range_start, colour);
        return text;
    }

    std::uint64_t lost_{};
};

std::shared_ptr<spdlog::logger> make_logger() {
    auto logger = std::make_shared<spdlog::logger>("trunkline", std::make_shared<NeverWaiting>());
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
