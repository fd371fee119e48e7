// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/dpdk/eal.hpp"

#include <filesystem>
#include <fstream>
#include <mutex>

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_log.h>
#include <sched.h>

#include "driver/base/log.hpp"

namespace driver {

// DPDK writes to it from any of its threads, a line at a time or less.
struct Eal::Log {
    std::FILE* stream{};
    std::mutex mutex;
    std::string line;
    std::string complaint;

    ~Log() {
        if (stream == nullptr) return;
        rte_openlog_stream(nullptr);
        std::fclose(stream);
    }
    void take(std::string_view text) {
        const std::scoped_lock lock(mutex);
        for (const char c : text) {
            if (c != '\n') {
                line += c;
                continue;
            }
            tell();
            line.clear();
        }
    }
    // The level of the message that is being written is DPDK's to know.
    void tell() {
        const int level = rte_log_cur_msg_loglevel();
        if (level > static_cast<int>(RTE_LOG_WARNING)) {
            log_debug("dpdk", "{}", line);
            return;
        }
        complaint = line;
        log_info("dpdk", "{}", line);
    }
};

namespace {

ssize_t write_to_log(void* log, const char* text, std::size_t size) {
    static_cast<Eal::Log*>(log)->take({text, size});
    return static_cast<ssize_t>(size);
}

std::unique_ptr<Eal::Log> open_log() {
    auto log = std::make_unique<Eal::Log>();
    cookie_io_functions_t functions{};
    functions.write = write_to_log;
    log->stream = fopencookie(log.get(), "w", functions);
    if (log->stream == nullptr) return log;
    std::setvbuf(log->stream, nullptr, _IOLBF, BUFSIZ);
    rte_openlog_stream(log->stream);
    return log;
}

std::size_t hugepages() {
    std::size_t count = 0;
    std::error_code ignored;
    for (const auto& size :
         std::filesystem::directory_iterator("/sys/kernel/mm/hugepages", ignored)) {
        std::size_t here = 0;
        std::ifstream(size.path() / "nr_hugepages") >> here;
        count += here;
    }
    return count;
}

// The first processor this thread may run on. Processor 0 may be forbidden to us.
std::size_t first_of(const cpu_set_t& processors) {
    for (std::size_t i = 0; i < CPU_SETSIZE; ++i) {
        if (CPU_ISSET(i, &processors)) return i;
    }
    return 0;
}

std::vector<std::string> arguments_of(const Eal::Plan& plan, std::size_t processor) {
    std::vector<std::string> arguments{"trunkline", "--lcores=0@" + std::to_string(processor),
                                       "--no-telemetry", "--log-level=lib.eal:notice"};
    const auto add = [&](std::initializer_list<const char*> more) {
        arguments.insert(arguments.end(), more.begin(), more.end());
    };
    if (plan.pci.empty()) {
        add({"--no-huge", "--no-pci", "--no-shconf", "-m"});
        arguments.push_back(std::to_string(32 + 32 * plan.ports));
        return arguments;
    }
    add({"--in-memory"});
    for (const std::string& address : plan.pci) {
        add({"-a"});
        arguments.push_back(address);
    }
    return arguments;
}

}  // namespace

Eal::Eal(std::unique_ptr<Log> log) : log_(std::move(log)) {}

Eal::~Eal() {
    rte_eal_cleanup();
}

std::string Eal::last_complaint() {
    const std::scoped_lock lock(log_->mutex);
    return std::exchange(log_->complaint, {});
}

Result<std::unique_ptr<Eal>> Eal::start(const Plan& plan) {
    if (!plan.pci.empty() && hugepages() == 0) {
        return Error{
            "DPDK needs hugepages to drive a network card, and there are none: sysctl -w "
            "vm.nr_hugepages=64"};
    }
    std::unique_ptr<Log> log = open_log();
    // It would bind this thread to one processor.
    cpu_set_t processors;
    CPU_ZERO(&processors);
    const bool known = sched_getaffinity(0, sizeof processors, &processors) == 0;
    std::vector<std::string> arguments = arguments_of(plan, first_of(processors));
    std::vector<char*> pointers;
    pointers.reserve(arguments.size());
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    const int started = rte_eal_init(static_cast<int>(pointers.size()), pointers.data());
    if (known) static_cast<void>(sched_setaffinity(0, sizeof processors, &processors));
    if (started < 0) {
        const std::scoped_lock lock(log->mutex);
        return Error{"DPDK does not start (" + std::string(rte_strerror(rte_errno)) +
                     "): " + log->complaint};
    }
    return std::unique_ptr<Eal>(new Eal(std::move(log)));
}

}  // namespace driver
