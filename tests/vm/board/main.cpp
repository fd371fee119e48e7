// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a guest in which there is a TE4xx board: the register-level model, as a PCI device.
//
//   guest_board [--generation 2|5] [--log FILE] [--waits MS] [--driver polls]
//               [--slow TIMES] [--qemu ARGUMENTS] FOLDER tests/vm/run OPTIONS COMMAND…
//
// An emulated guest on a busy machine is late at times, as no board would stand. So the board's
// clock waits for a driver that has not answered its last interrupt, or (--driver polls) not looked
// since, up to --waits milliseconds. A driver that looks several times in a tick must be done with
// it within a millisecond; where the machine is slower than that, the board is, too (--slow).
// FOLDER, which is made, is the guest's /run/guest; what the guest writes to order.1, order.2 and
// so on there happens to the board or its lines (orders.hpp). The log is what drivers have written.
// Exit status: that of `run`.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/vm/board/orders.hpp"
#include "tests/vm/board/proxy_device.hpp"

namespace {

constexpr driver::PciIds second_generation{0xD161, 0x0410, 0x0001};
constexpr driver::PciIds fifth_generation{0xD161, 0x1410, 0x0005};

class Log final : public driver::Te4Watcher {
  public:
    explicit Log(const std::string& path) : file_(path.empty() ? "/dev/null" : path) {}
    void wrote(std::uint32_t offset, std::uint32_t value) noexcept override {
        print("board", offset / 4, value);
    }
    void wrote_framer(unsigned port, driver::falc::Register address,
                      std::uint8_t value) noexcept override {
        const std::string name = "port " + std::to_string(port);
        print(name.c_str(), address, value);
    }

  private:
    void print(const char* what, unsigned at, unsigned value) {
        std::array<char, 64> line{};
        std::snprintf(line.data(), line.size(), "%s %02x %x\n", what, at, value);
        file_ << line.data() << std::flush;
    }
    std::ofstream file_;
};

// The guest with the device's end of the socket as file 9.
pid_t start(const std::vector<std::string>& run, int socket) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::dup2(socket, 9);
    std::vector<char*> words;
    words.reserve(run.size() + 1);
    for (const std::string& word : run) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execv(words[0], words.data());
    std::perror(words[0]);
    ::_exit(127);
}

struct Options {
    driver::PciIds ids = fifth_generation;
    std::string log;
    unsigned waits = 200;
    long slow = 1;
    bool polled = false;
    std::string qemu;  // more of its arguments
    std::string folder;
    std::vector<std::string> run;
};

Options options_of(int count, char** words) {
    Options options;
    int i = 1;
    for (; i + 1 < count && words[i][0] == '-'; i += 2) {
        const std::string name = words[i];
        if (name == "--generation" && std::string(words[i + 1]) == "2") {
            options.ids = second_generation;
        }
        if (name == "--log") options.log = words[i + 1];
        if (name == "--qemu") options.qemu = std::string(" ") + words[i + 1];
        if (name == "--driver") options.polled = std::string(words[i + 1]) == "polls";
        if (name == "--slow") options.slow = std::stol(words[i + 1]);
        if (name == "--waits") options.waits = static_cast<unsigned>(std::stoul(words[i + 1]));
    }
    if (i < count) options.folder = words[i++];
    options.run.assign(words + i, words + count);
    return options;
}

// A board of four E1s, crossed.
struct Machine {
    vm_test::GuestMemory memory;
    std::vector<std::unique_ptr<driver::E1Cable>> cables;
    std::unique_ptr<driver::Te4Model> model;
    std::unique_ptr<vm_test::CrossedSpans> spans;

    Machine(const driver::PciIds& ids, driver::Te4Watcher& log) {
        driver::Te4ModelPlan plan;
        plan.has_ring = driver::te4_card_of(ids)->has_ring();
        std::vector<driver::E1Cable*> all;
        for (int i = 0; i < 4; ++i) {
            cables.push_back(std::make_unique<driver::E1Cable>());
            all.push_back(cables.back().get());
            plan.lines.push_back({all.back(), driver::Law::alaw, 16});
        }
        model = std::make_unique<driver::Te4Model>(plan, memory, &log);
        spans = std::make_unique<vm_test::CrossedSpans>(all);
    }
};

// The guest's writes are whole by the next look.
void look_for_order(const std::string& folder, unsigned& orders, Machine& machine) {
    const std::string path = folder + "/order." + std::to_string(orders + 1);
    std::string order;
    if (!std::getline(std::ifstream(path), order)) return;
    ++orders;
    if (vm_test::obey(order, *machine.model, *machine.spans)) return;
    std::fprintf(stderr, "guest_board: what is '%s'?\n", order.c_str());
}

// Of the board: so many of ours, fewer than a second.
int every_millisecond(long ours) {
    const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    const itimerspec period{
        {0, ours * 1'000'000},
        {0, ours * 1'000'000}
    };
    ::timerfd_settime(timer, 0, &period, nullptr);
    return timer;
}

// The board while the guest runs.
class Session {
  public:
    Session(const Options& options, int socket, vm_test::InterruptLine& line)
        : options_(options),
          line_(line),
          log_(options.log),
          machine_(options.ids, log_),
          config_(options.ids),
          device_(socket, config_, machine_.memory, *machine_.model),
          waits_{
              {{socket, POLLIN, 0},
               {every_millisecond(options.slow), POLLIN, 0},
               {line.listens_on(), POLLIN, 0}}
    } {}

    // Returns when QEMU is gone.
    void run() {
        while (::poll(waits_.data(), waits_.size(), -1) >= 0) {
            if ((waits_[2].revents & POLLIN) != 0) line_.accept_qemu();
            if (waits_[0].revents != 0 && !device_.serve()) return;
            std::uint64_t due = 0;
            const bool rings = (waits_[1].revents & POLLIN) != 0;
            if (rings && ::read(waits_[1].fd, &due, sizeof due) < 0) due = 0;
            for (; due > 0; --due) pass_millisecond();
            line_.set(config_.interrupts(machine_.model->interrupts()));
        }
    }

  private:
    void pass_millisecond() {
        if (++ticks_ % 20 == 0) look_for_order(options_.folder, orders_, machine_);
        const bool awaited =
            options_.polled ? machine_.model->awaits_poll() : machine_.model->awaits_driver();
        waited_ = awaited ? waited_ + 1 : 0;
        if (waited_ > 0 && waited_ <= options_.waits) return;
        machine_.model->tick();
        machine_.spans->pass_on();
        line_.set(config_.interrupts(machine_.model->interrupts()));
    }

    const Options& options_;
    vm_test::InterruptLine& line_;
    Log log_;
    Machine machine_;
    vm_test::ConfigSpace config_;
    vm_test::ProxyDevice device_;
    std::array<pollfd, 3> waits_;
    unsigned ticks_{};
    unsigned waited_{};
    unsigned orders_{};
};

}  // namespace

int main(int count, char** words) {
    Options options = options_of(count, words);
    if (options.run.size() < 2) {
        std::fputs("guest_board [--generation 2|5] [--log FILE] [--waits MS] FOLDER run …\n",
                   stderr);
        return 2;
    }
    if (!std::filesystem::create_directories(options.folder)) {
        std::fprintf(stderr, "guest_board: %s is already there\n", options.folder.c_str());
        return 2;
    }
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return 3;
    ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    const std::string qtest = options.folder + "/qtest";
    vm_test::InterruptLine line(qtest);
    const std::vector<std::string> more{
        "--folder",
        options.folder,
        "--clock",
        "host",
        "--qemu",
        "-M q35,memory-backend=mem -object memory-backend-memfd,id=mem,size=512M,share=on "
        "-device x-pci-proxy-dev,id=tdm0,fd=9,addr=10.0 -qtest-log /dev/null -qtest unix:" +
            qtest + options.qemu};
    options.run.insert(options.run.begin() + 1, more.begin(), more.end());
    const pid_t guest = start(options.run, ends[1]);
    ::close(ends[1]);
    Session(options, ends[0], line).run();
    int status = 0;
    ::waitpid(guest, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
