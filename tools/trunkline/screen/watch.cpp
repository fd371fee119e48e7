// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline watch: the whole center on one screen.
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "tools/program/program.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/center_view.hpp"
#include "tools/trunkline/screen/layout.hpp"
#include "tools/trunkline/screen/terminal.hpp"

namespace tools {

using driver::Result;
using driver::Ticks;
using host_bridge::Json;

namespace {

constexpr Ticks look_again{500};

class WholeScreen {
  public:
    WholeScreen(screen::Terminal terminal, screen::Language language)
        : terminal_(std::move(terminal)) {
        view_.language = language;
    }

    // What was seen last stays when nothing new can be seen.
    void see(const Result<screen::CenterListings>& seen) {
        if (seen) {
            picture_ = screen::picture_of(*seen);
        } else {
            picture_.trouble = seen.error();
        }
    }
    // Shows it for so long, and does what keys say. False: the person has had enough.
    bool show(Ticks lasts) {
        const Ticks end = machine_ticks() + lasts;
        for (Ticks left = lasts; left > Ticks{} && !stop_asked(); left = end - machine_ticks()) {
            paint();
            if (!obey(terminal_.key(left))) return false;
        }
        return true;
    }

  private:
    void paint() {
        view_.rows = terminal_.rows();
        view_.columns = terminal_.columns();
        picture_.time = time_of_day();
        const std::size_t spans = picture_.spans.size();
        if (view_.chosen >= spans) view_.chosen = spans == 0 ? 0 : spans - 1;
        terminal_.paint(screen::layout(picture_, view_));
    }
    bool obey(screen::Key key) {
        if (key == screen::Key::up && view_.chosen > 0) --view_.chosen;
        if (key == screen::Key::down) ++view_.chosen;
        if (key == screen::Key::open) view_.opened = true;
        if (key == screen::Key::back) view_.opened = false;
        return key != screen::Key::quit;
    }

    screen::Terminal terminal_;
    screen::Picture picture_;
    screen::View view_;
};

Json json_of(const screen::CenterListings& seen) {
    return Json{
        {"span",  span_facts(seen.plant)},
        {"alarm", seen.plant.alarms     },
        {"line",  seen.plant.lines      },
        {"call",  seen.calls            },
        {"queue", seen.queues           },
        {"agent", seen.agents           }
    };
}

using View = CenterView<screen::CenterListings>;

// An object whenever something has changed.
int tell_programs(View& center, Result<screen::CenterListings> seen, std::optional<Ticks> end) {
    std::signal(SIGPIPE, SIG_DFL);  // `trunkline watch --json | head` ends
    std::string before;
    for (;;) {
        if (!seen) return fail("trunkline", seen.error());
        std::string now = json_of(*seen).dump();
        if (now != before) fmt::print("{}\n", now);
        std::fflush(stdout);
        before = std::move(now);
        wait_for_any({}, look_again);
        if (stop_asked() || (end && machine_ticks() >= *end)) return 0;
        seen = center.look();
    }
}

}  // namespace

int watch_center(const CommonOptions& common, const WatchOptions& options) {
    View center(common, screen::center_listings);
    auto seen = center.look();
    if (!seen) return fail("trunkline", seen.error());
    obey_stop_signals();
    std::optional<Ticks> end;
    if (const auto lasts = duration_of(options.duration)) end = machine_ticks() + *lasts;
    if (common.json) return tell_programs(center, std::move(seen), end);

    auto terminal = screen::Terminal::open();
    if (!terminal) return fail("trunkline", terminal.error());
    screen::Language language{};
    (void)value_named(options.language, language);
    WholeScreen whole(*std::move(terminal), language);
    whole.see(seen);
    while (whole.show(look_again) && !stop_asked() && (!end || machine_ticks() < *end)) {
        whole.see(center.look());
    }
    return 0;
}

}  // namespace tools
