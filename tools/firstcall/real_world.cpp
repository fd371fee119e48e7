// SPDX-License-Identifier: GPL-2.0-or-later
// The center as `trunkline run` runs it; the office in a thread of its own, at the other ends of
// the cables.
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver/board/cable_file.hpp"
#include "tools/firstcall/world.hpp"
#include "tools/office/plant.hpp"
#include "tools/program/program.hpp"

namespace tools::firstcall {

using driver::Error;
using driver::Result;
using driver::Ticks;

namespace {

// `trunkline run`, stopped when this goes.
class CenterProcess {
  public:
    explicit CenterProcess(const Scene& scene) {
        const std::string program =
            std::filesystem::read_symlink("/proc/self/exe").parent_path() / "trunkline";
        const std::string config = scene.config;
        const std::string log = scene.folder / "center.log";
        pid_ = fork();
        if (pid_ != 0) return;
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        execl(program.c_str(), program.c_str(), "--config", config.c_str(), "run", "--pids",
              scene.settings.run.c_str(), nullptr);
        _exit(127);
    }
    CenterProcess(const CenterProcess&) = delete;
    CenterProcess& operator=(const CenterProcess&) = delete;
    ~CenterProcess() {
        if (ended()) return;
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    [[nodiscard]] bool ended() {
        if (!ended_ && waitpid(pid_, nullptr, WNOHANG) == pid_) ended_ = true;
        return ended_;
    }

  private:
    pid_t pid_{};
    bool ended_{};
};

// A TCP connection to the host that is made anew whenever it breaks; never blocks.
class HostSocket {
  public:
    explicit HostSocket(std::uint16_t port) : port_(port) {}
    HostSocket(const HostSocket&) = delete;
    HostSocket& operator=(const HostSocket&) = delete;
    ~HostSocket() { drop(); }

    [[nodiscard]] bool connected() {
        if (socket_ >= 0) return true;
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in host{};
        host.sin_family = AF_INET;
        host.sin_port = htons(port_);
        host.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (connect(socket_, reinterpret_cast<const sockaddr*>(&host), sizeof host) != 0) {
            drop();
            return false;
        }
        fcntl(socket_, F_SETFL, O_NONBLOCK);
        return true;
    }
    void exchange(Crm& crm) {
        out_ += crm.take_output();
        if (!connected()) return;
        if (!out_.empty()) {
            const ssize_t sent = send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
            if (sent > 0) out_.erase(0, static_cast<std::size_t>(sent));
        }
        std::array<char, 65536> in{};
        for (;;) {
            const ssize_t size = recv(socket_, in.data(), in.size(), 0);
            if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
            if (size <= 0) break;
            crm.hear({in.data(), static_cast<std::size_t>(size)});
        }
        drop();
        out_.clear();
        crm.reconnect();
    }

  private:
    void drop() {
        if (socket_ >= 0) close(socket_);
        socket_ = -1;
    }
    std::uint16_t port_;
    int socket_{-1};
    std::string out_;
};

class RealWorld final : public World, private office::OfficeEvents {
  public:
    RealWorld(const Scene& scene, const Options& options)
        : center_(scene),
          host_(options.port),
          pid_of_control_(scene.settings.run / "control.pid") {}
    ~RealWorld() override {
        stop_ = true;
        if (clock_.joinable()) clock_.join();
    }

    Result<void> start(const Scene& scene, const Options& options, const office::Soundbook& book) {
        for (const BoardSettings& board : scene.settings.boards) {
            for (const SpanSettings& span : board.spans) {
                const auto opened = open_span(scene.settings.run, span);
                if (!opened) return Error{opened.error()};
                ends_.ids.push_back(span.id);
                ends_.spans.push_back(*opened);
            }
            for (const StationSettings& station : board.stations) {
                auto cable = driver::open_loop_cable(scene.settings.run, station.cable);
                if (!cable) return Error{cable.error()};
                ends_.stations.push_back(cable->get());
                stations_.push_back(std::move(*cable));
            }
        }
        auto office = make_office(scene, options, book, ends_, *this);
        if (!office) return Error{office.error()};
        office_ = std::move(*office);
        clock_ = std::thread([this] { run_office(); });
        return {};
    }

    void step() override { sleep_until_ns(machine_ns() + 10'000'000); }
    void exchange(Crm& crm) override { host_.exchange(crm); }
    Ticks now() override {
        const std::scoped_lock lock(mutex_);
        return office_->now();
    }
    bool office_ready() override {
        const std::scoped_lock lock(mutex_);
        return office_->ready();
    }
    bool office_idle() override {
        const std::scoped_lock lock(mutex_);
        return office_->idle();
    }
    bool lamp_is_lit(const std::string& station) override {
        const std::scoped_lock lock(mutex_);
        return office_->station(station)->lamp_is_lit();
    }
    void schedule(std::vector<office::CallerScript> callers) override {
        const std::scoped_lock lock(mutex_);
        for (auto& caller : callers) office_->call(std::move(caller));
    }
    Result<void> kill_control() override {
        std::ifstream file(pid_of_control_);
        pid_t pid = 0;
        if (!(file >> pid) || pid <= 1 || kill(pid, SIGKILL) != 0) {
            return Error{"no control runs that could be killed"};
        }
        return {};
    }
    Result<void> disturb(driver::SpanId span, const driver::LineFaults& faults) override {
        return disturb_line(ends_, span, faults);
    }
    void disturb(driver::SpanId span, const office::TrunkFaults& faults) override {
        const std::scoped_lock lock(mutex_);
        disturb_trunk(*office_, span, faults);
    }
    void run_clock(driver::SpanId span, const office::TrunkClockSetup& clock) override {
        const std::scoped_lock lock(mutex_);
        run_trunk_clock(*office_, span, clock);
    }
    void disturb(const office::OfficeFaults& faults) override {
        const std::scoped_lock lock(mutex_);
        office_->disturb(faults);
    }
    Result<void> pull_board(std::size_t /*board*/, bool /*out*/) override {
        return Error{"the boards are in a program of their own: pull them on the virtual clock"};
    }
    Result<void> stall(Ticks /*time*/, bool /*missed*/) override {
        return Error{"the center is programs of their own: kill -STOP its firmware, then -CONT"};
    }
    std::vector<office::CallExperience> ended() override {
        const std::scoped_lock lock(mutex_);
        return std::exchange(ended_, {});
    }
    std::vector<office::PhoneExperience> used_phones() override {
        const std::scoped_lock lock(mutex_);
        return std::exchange(phones_, {});
    }
    office::OfficeSummary summary() override {
        const std::scoped_lock lock(mutex_);
        return office_->summary();
    }
    std::string trouble() override {
        return center_.ended() ? "the center ended by itself: see center.log in its folder (--keep)"
                               : "";
    }

  private:
    // Events come from inside tick(), with the lock held.
    void noticed(const office::Notice&) override {}
    void call_ended(const office::CallExperience& experience) override {
        ended_.push_back(experience);
    }
    void phone_ended(const office::PhoneExperience& use) override { phones_.push_back(use); }

    Result<driver::SpanCable> open_span(const std::filesystem::path& folder,
                                        const SpanSettings& span) {
        // A board of another kind is not plugged into a cable of ours, but what is joined to it.
        const std::string name =
            span.cable.empty() ? fmt::format("span{}", span.id.value) : span.cable;
        if (span.kind == pbx::SpanKind::t1) {
            auto cable = driver::open_t1_cable(folder, name);
            if (!cable) return Error{cable.error()};
            return driver::SpanCable{t1_.emplace_back(std::move(*cable)).get()};
        }
        auto cable = driver::open_e1_cable(folder, name);
        if (!cable) return Error{cable.error()};
        return driver::SpanCable{e1_.emplace_back(std::move(*cable)).get()};
    }

    void run_office() {
        office::Pace pace;
        while (!stop_) {
            pace.wait();
            const std::scoped_lock lock(mutex_);
            office_->tick();
        }
    }

    CenterProcess center_;
    HostSocket host_;
    std::filesystem::path pid_of_control_;
    SceneCables ends_;
    std::vector<driver::CableEnd<driver::E1Cable>> e1_;
    std::vector<driver::CableEnd<driver::T1Cable>> t1_;
    std::vector<driver::CableEnd<driver::LoopCable>> stations_;
    std::mutex mutex_;  // guards the office and what it tells
    std::unique_ptr<office::Office> office_;
    std::vector<office::CallExperience> ended_;
    std::vector<office::PhoneExperience> phones_;
    std::atomic<bool> stop_{false};
    std::thread clock_;
};

}  // namespace

Result<std::unique_ptr<World>> make_real_world(const Scene& scene, const Options& options,
                                               const office::Soundbook& book) {
    auto world = std::make_unique<RealWorld>(scene, options);
    const auto started = world->start(scene, options, book);
    if (!started) return Error{started.error()};
    return std::unique_ptr<World>(std::move(world));
}

}  // namespace tools::firstcall
