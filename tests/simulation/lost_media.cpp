// SPDX-License-Identifier: GPL-2.0-or-later
// The firmware is killed while it takes a message, takes a fax and sends one, all at the same time.
// The center is the three programs as `trunkline run` runs them. What the caller had said until
// then is in the mailbox and can be heard; half a fax is taken for none; the fax to be sent is sent
// again.
#include <algorithm>
#include <csignal>
#include <string>

#include <fmt/format.h>

#include "driver/base/log.hpp"
#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"
#include "tests/ivr_dsp/media/fax/pages.hpp"
#include "tests/simulation/performance.hpp"
#include "tests/simulation/real_time.hpp"
#include "tests/support/child.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/program/options.hpp"
#include "tools/program/program.hpp"

namespace {

using driver::Error;
using driver::Result;
using driver::Ticks;
using host_bridge::Json;
using simulation::Findings;
using simulation::pass;
using simulation::pass_until;
using simulation::pid_of;
using tools::firstcall::CallStory;
using tools::firstcall::Options;
using tools::firstcall::Show;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
namespace office = tools::office;

constexpr Ticks patience{60s};
constexpr Ticks in_the_middle{13s};  // of the message, after greeting and beep; and of both faxes
constexpr Ticks said_at_least{2s};   // before the kill, in the mailbox after it
constexpr Ticks said_at_most{15s};   // all that the caller had to say
constexpr int normal_clearing = 16;  // Q.850
constexpr int temporary_failure = 41;
constexpr const char* receiver = "5551234";

support::Page page_out() {
    return support::page_of(5, 1000);
}

class LostMedia {
  public:
    LostMedia(Show& show, const fs::path& outside) : show_(show), outside_(outside) {}

    std::uint32_t run() {
        puts_out();
        faxes_come_and_go();
        caller_leaves_message();
        expect(pass_until(show_, patience, [&] { return told("fax.started") == 2; }),
               "the faxes did not begin");
        pass(show_, in_the_middle);
        kill_firmware();
        expect(pass_until(show_, patience, [&] { return show_.world().office_ready(); }),
               "the spans did not come back");
        owner_listens();
        expect(pass_until(show_, patience, [&] { return told("fax.sent") == 1; }),
               "the fax was not sent again");
        while (!show_.over()) show_.step();
        judge();
        return findings_.wrong;
    }

  private:
    void expect(bool good, const std::string& sentence) { findings_.expect(good, sentence); }
    // How often the host application was told so.
    [[nodiscard]] std::ptrdiff_t told(const std::string& type) const {
        return std::ranges::count(show_.events(), type,
                                  [](const Json& event) { return event.value("type", ""); });
    }
    [[nodiscard]] Json first(const std::string& type) const {
        const auto found = std::ranges::find_if(
            show_.events(), [&](const Json& event) { return event.value("type", "") == type; });
        return found == show_.events().end() ? Json::object() : *found;
    }
    [[nodiscard]] fs::path of_center(const char* folder, const char* name) const {
        return show_.scene().settings.fax.directory / folder / name;
    }

    void puts_out();
    void faxes_come_and_go();
    void caller_leaves_message();
    void kill_firmware();
    void owner_listens();
    void judge_call(std::uint32_t caller, int cause);
    void judge();

    Show& show_;
    fs::path outside_;
    Findings findings_;
};

void LostMedia::puts_out() {
    fs::create_directories(of_center("out", ""));
    support::write_tiff(of_center("out", "17.tiff"), {page_out()});
}

void LostMedia::faxes_come_and_go() {
    std::vector<support::Page> pages;
    for (unsigned i = 1; i <= 6; ++i) pages.push_back(support::page_of(i, 600));
    support::write_tiff(outside_ / "sent.tiff", pages);
    office::CallerScript machine;
    machine.ani = tools::firstcall::ani_of(1);
    machine.dnis = tools::firstcall::fax_number;
    machine.steps = {
        office::ExpectAnswer{       },
        office::Fax{ true, outside_ / "sent.tiff", Ticks{}}
    };
    show_.schedule({machine});
    static_cast<void>(show_.crm().order(Json{
        {"do",       "fax.send"},
        {"number",   receiver  },
        {"document", 17        },
        {"tries",    2         }
    }));
}

void LostMedia::caller_leaves_message() {
    office::CallerScript caller;
    caller.ani = tools::firstcall::ani_of(2);
    caller.dnis = "8101";
    caller.steps = {
        office::ExpectAnswer{               },
        office::ExpectPrompt{.prompt = "beep", .within = 40s, .to_end = true},
        office::Say{.pieces = {office::recording("vm-nobox"), office::recording("vm-nobox"),
                               office::recording("vm-nobox")} },
    };
    show_.schedule({caller});
}

void LostMedia::kill_firmware() {
    const pid_t pid = pid_of(show_, "firmware");
    expect(pid > 1 && kill(pid, SIGKILL) == 0, "the firmware could not be killed");
    pass(show_, 2s);
}

// What is left of the message is heard by its owner.
void LostMedia::owner_listens() {
    office::CallerScript owner;
    owner.ani = tools::firstcall::ani_of(3);
    owner.dnis = "8103";
    owner.steps = {
        office::ExpectAnswer{                      },
        office::ExpectPrompt{.prompt = "vm-password", .within = 20s},
        office::Press{"4321"                      },
        office::ExpectPrompt{.prompt = "vm-INBOX", .within = 20s},
        office::ExpectPrompt{.prompt = "vm-nobox",          .within = 30s},
        office::HangUp{}
    };
    show_.schedule({owner});
    pass(show_, 1s);
}

void LostMedia::judge_call(std::uint32_t caller, int cause) {
    const std::string ani = tools::firstcall::ani_of(caller);
    const auto calls = show_.book().rest();
    const auto found = std::ranges::find(calls, ani, &CallStory::ani);
    const bool is_told = found != calls.end() && (*found)->lived && (*found)->record;
    expect(is_told, ani + ": no record, or no account of the caller");
    if (!is_told) return;
    const int recorded = (*found)->record->value("cause", 0);
    expect(recorded == cause, fmt::format("{}: its record says cause {}", ani, recorded));
    expect(cause == temporary_failure || (*found)->lived->why.empty(),
           ani + ": " + (*found)->lived->why);
}

void LostMedia::judge() {
    const auto messages = ivr_dsp::messages_in(show_.scene().settings.state / "mailboxes" / "2001");
    expect(messages.size() == 1, fmt::format("{} messages instead of one", messages.size()));
    if (!messages.empty()) {
        const Ticks kept = messages.front().facts.lasts;
        fmt::print("{} ms of the message are kept\n", kept.count());
        expect(kept >= said_at_least && kept <= said_at_most, "that is not what was said");
    }
    const Json cut = first("fax.received");
    expect(cut.value("end", "") == "firmware_gone", "of the fax that came is told: " + cut.dump());
    expect(!fs::exists(of_center("in", "1.tiff")) && !fs::exists(of_center("in", "2.tiff")),
           "half a fax is called a whole one");
    const Json tried = first("fax.tried");
    expect(tried.value("end", "") == "firmware_gone", "of the first try is told: " + tried.dump());
    expect(support::read_tiff(outside_ / (std::string(receiver) + ".tiff")) ==
               std::vector<support::Page>{page_out()},
           "the page that was sent is not the page that came");
    judge_call(1, temporary_failure);
    judge_call(2, temporary_failure);
    judge_call(3, normal_clearing);
    for (const auto& what : show_.stuck()) expect(false, "never came to rest: " + what.dump());
}

Options options_of(const fs::path& outside, std::uint16_t port) {
    Options options;
    options.port = port;
    options.seed = 20261124;
    options.spans = 1;
    options.agents = 1;
    options.keeps_events = true;
    options.folder = outside / "center";
    options.subscribers.push_back(
        {.number = receiver,
         .steps = {office::Fax{false, outside / (std::string(receiver) + ".tiff"), Ticks{}}}});
    simulation::add_mailbox(options);
    return options;
}

Result<std::uint32_t> perform(const Options& options, const fs::path& outside) {
    auto show = Show::open(options);
    if (!show) return Error{show.error()};
    const auto started = (*show)->wait_for_start();
    if (!started) return Error{started.error()};
    return LostMedia(**show, outside).run();
}

}  // namespace

int main(int argc, char** argv) {
    std::uint16_t port = 5098;
    std::string folder;
    tools::Options words("Kills the firmware while it takes a message and faxes come and go.");
    words.add("--port", port, "TCP port of the host link").shows_default();
    words.add("--folder", folder, "keep what the center writes here");
    if (const auto end = words.read(argc, argv)) return *end;
    driver::log_from(driver::LogLevel::error);
    const support::ScratchDirectory scratch;
    const fs::path outside = folder.empty() ? scratch.path() : fs::path(folder);
    const Options options = options_of(outside, port);
    const auto wrong = perform(options, outside);
    if (!wrong) return tools::fail("lost_media", wrong.error());
    fmt::print("{} things wrong\n", *wrong);
    return *wrong == 0 ? 0 : 1;
}
