// SPDX-License-Identifier: GPL-2.0-or-later
// The journal's disk fills up under calls, and has room again. The center is the three programs as
// `trunkline run` runs them, its state on a small file system of its own, which only root may
// mount: exit code 77 says that nothing was tested. Those who talk go on; who calls now is refused
// with cause 42; the host hears the alarm; control may even be killed; afterwards all is as before.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "host_bridge/links/json_client.hpp"
#include "tests/simulation/real_time.hpp"
#include "tests/support/child.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/program/options.hpp"
#include "tools/program/program.hpp"

namespace {

using driver::Error;
using driver::Result;
using driver::Ticks;
using host_bridge::Json;
using host_bridge::JsonClient;
using simulation::Findings;
using simulation::pass;
using simulation::pass_until;
using simulation::pid_of;
using tools::firstcall::Show;
using tools::office::Verdict;
using namespace std::chrono_literals;

constexpr int nothing_tested = 77;
constexpr int switching_congestion = 42;  // Q.850
constexpr Ticks patience{30s};

class SmallDisk {
  public:
    explicit SmallDisk(std::filesystem::path at) : at_(std::move(at)) {
        std::filesystem::create_directories(at_);
        is_there_ = mount("tmpfs", at_.c_str(), "tmpfs", 0, "size=224m") == 0;
        if (!is_there_) why_not_ = std::strerror(errno);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (is_there_) umount2(at_.c_str(), MNT_DETACH);
    }
    [[nodiscard]] bool is_there() const { return is_there_; }
    [[nodiscard]] const std::string& why_not() const { return why_not_; }
    // Takes all that is left; what the center takes or gives back meanwhile is looked at again.
    [[nodiscard]] bool fill() const {
        const int file = open((at_ / "fat").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        off_t taken = 0;
        std::uintmax_t left = std::filesystem::space(at_).available;
        for (int tries = 0; left > 0 && tries < 100; ++tries) {
            const auto all = static_cast<off_t>(left);
            if (posix_fallocate(file, taken, all) == 0) taken += all;
            left = std::filesystem::space(at_).available;
        }
        close(file);
        return left == 0;
    }
    void make_room() const { std::filesystem::remove(at_ / "fat"); }

  private:
    std::filesystem::path at_;
    bool is_there_{};
    std::string why_not_;
};

// Callers `first` to `last`, a second apart, who talk to an agent for `talk`.
void call(Show& show, std::uint32_t first, std::uint32_t last, Ticks talk) {
    using namespace tools::office;
    std::vector<CallerScript> callers;
    for (std::uint32_t i = first; i <= last; ++i) {
        CallerScript script;
        script.name = fmt::format("caller {}", i);
        script.ani = tools::firstcall::ani_of(i);
        script.dnis = tools::firstcall::service_number;
        script.at = Ticks{1000} * (i - first + 1);
        script.steps = {
            ExpectAnswer{                             },
            ExpectPrompt{.prompt = "basic-pbx-ivr-main"},
            Wait{1s                            },
            Press{"1"                           },
            Queue{.waits = true,                  .patience = 60s},
            Talk{.time = talk                             }
        };
        callers.push_back(std::move(script));
    }
    show.schedule(std::move(callers));
}

// The host application that watches over alarms.
class Watcher {
  public:
    static Result<Watcher> log_in(std::uint16_t port) {
        auto client = JsonClient::tcp("127.0.0.1", port);
        if (!client) return Error{client.error()};
        const auto known = client->login(std::string(tools::firstcall::client_token));
        if (!known) return Error{known.error()};
        const auto listens = client->request({
            {"do",    "subscribe"         },
            {"from",  "now"               },
            {"types", Json{"system.alarm"}}
        });
        if (!listens) return Error{listens.error()};
        return Watcher(std::move(*client));
    }
    // That the alarm of the journal's disk comes or goes, soon.
    [[nodiscard]] bool hears(Show& show, bool active) {
        const Ticks deadline = tools::machine_ticks() + patience;
        while (tools::machine_ticks() < deadline) {
            show.step();
            const auto event = client_.next_event(std::chrono::milliseconds(10));
            if (!event) return false;
            if (!*event || (*event)->value("alarm", "") != "journal.space") continue;
            if ((*event)->value("active", !active) == active) return true;
        }
        return false;
    }

  private:
    explicit Watcher(JsonClient client) : client_(std::move(client)) {}
    JsonClient client_;
};

// It finds its journal on the full disk, and goes on.
void kill_control(Show& show, Findings& findings) {
    const pid_t before = pid_of(show, "control");
    findings.expect(before > 1 && kill(before, SIGKILL) == 0, "control could not be killed");
    findings.expect(pass_until(show, patience, [&] { return pid_of(show, "control") != before; }),
                    "control was not started again");
    const auto answers = [&] {
        show.crm().ask_whether_control_is_there();
        pass(show, 1s);
        return show.crm().control_has_answered();
    };
    findings.expect(pass_until(show, patience, answers),
                    "control did not come back on the full disk");
}

void judge(Show& show, Findings& findings) {
    const auto lived = show.world().summary();
    const auto calls = [&](Verdict verdict) { return lived.of(verdict); };
    findings.expect(calls(Verdict::passed) == 6,
                    fmt::format("{} of 6 callers talked to an agent", calls(Verdict::passed)));
    findings.expect(calls(Verdict::refused) == 2,
                    fmt::format("{} of 2 callers were refused", calls(Verdict::refused)));
    findings.expect(lived.missed == Ticks{},
                    fmt::format("{} ms of talk were lost", lived.missed.count()));
    findings.expect(lived.talked > Ticks{}, "nobody talked");
    for (const auto* story : show.book().rest()) {
        for (const auto& sentence : show.book().disagreements(*story)) {
            findings.expect(false, story->ani + ": " + sentence);
        }
        if (!story->lived || story->lived->verdict != Verdict::refused) continue;
        findings.expect(story->lived->cause == switching_congestion,
                        fmt::format("{}: refused with cause {}", story->ani, story->lived->cause));
    }
    fmt::print("{} calls, {} s of talk\n", lived.calls, lived.talked.count() / 1000);
}

Result<Findings> perform(const tools::firstcall::Options& options, const SmallDisk& disk) {
    auto opened = Show::open(options);
    if (!opened) return Error{opened.error()};
    Show& show = **opened;
    const auto started = show.wait_for_start();
    if (!started) return Error{started.error()};
    auto watcher = Watcher::log_in(options.port);
    if (!watcher) return Error{watcher.error()};
    Findings findings;
    call(show, 1, 4, 16s);
    pass(show, 14s);
    findings.expect(show.world().summary().calls == 0, "somebody hung up before the disk was full");
    findings.expect(disk.fill(), "the disk could not be filled");
    findings.expect(watcher->hears(show, true), "no alarm when the disk is full");
    call(show, 5, 6, 5s);
    findings.expect(pass_until(show, patience,
                               [&] { return show.world().summary().of(Verdict::refused) == 2; }),
                    "new calls were not refused");
    kill_control(show, findings);
    disk.make_room();
    findings.expect(watcher->hears(show, false), "the alarm did not end");
    call(show, 7, 8, 4s);
    pass(show, 3s);
    while (!show.over()) show.step();
    for (const auto& what : show.stuck()) {
        findings.expect(false, "never came to rest: " + what.dump());
    }
    show.read_records();
    judge(show, findings);
    return findings;
}

}  // namespace

int main(int argc, char** argv) {
    tools::firstcall::Options options;
    options.port = 5096;
    options.seed = 20261122;
    options.agents = 6;
    options.shortest_s = 4;
    options.longest_s = 20;
    tools::Options words("Fills the disk of a center's journal under calls. As root.");
    words.add("--port", options.port, "TCP port of the host link").shows_default();
    if (const auto end = words.read(argc, argv)) return *end;
    driver::log_from(driver::LogLevel::error);
    const support::ScratchDirectory folder;
    const SmallDisk disk(folder.path() / "state");
    if (!disk.is_there()) {
        fmt::print("nothing tested: a small disk cannot be mounted ({})\n", disk.why_not());
        return nothing_tested;
    }
    options.folder = folder.path();
    const auto findings = perform(options, disk);
    if (!findings) return tools::fail("full_disk", findings.error());
    fmt::print("{} things wrong\n", findings->wrong);
    return findings->wrong == 0 ? 0 : 1;
}
