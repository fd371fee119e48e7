// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/simulation/performance.hpp"

#include <fmt/format.h>

#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"

namespace simulation {

using tools::firstcall::CallStory;
using tools::firstcall::Options;
using tools::firstcall::Show;

Options small_center(std::uint64_t seed) {
    Options options;
    options.seed = seed;
    options.in_virtual_time = true;
    options.calls = 40;
    options.rate = 900;
    return options;
}

void add_mailbox(Options& options) {
    options.more_settings += fmt::format(
        "\n[[menu]]\nname = \"leave\"\nfile = \"{0}/voicemail_leave.vxml\"\n"
        "\n[[menu]]\nname = \"messages\"\nfile = \"{0}/voicemail_messages.vxml\"\n"
        "\n[voicemail]\nleave = \"leave\"\nmessages = \"messages\"\n"
        "\n[[mailbox]]\nnumber = \"2001\"\npin = \"4321\"\n"
        "\n[[incoming]]\ndnis = \"8101\"\nto = \"mailbox:2001\"\n"
        "\n[[incoming]]\ndnis = \"8103\"\nto = \"messages:2001\"\n",
        SHIPPED_MENUS);
}

Performance play(Options options, std::vector<tools::office::CallerScript> callers) {
    Performance result;
    options.calls = static_cast<std::uint32_t>(callers.size());
    auto opened = Show::open(options);
    if (!opened) {
        result.trouble = opened.error();
        return result;
    }
    Show& show = **opened;
    if (const auto started = show.wait_for_start(); !started) {
        result.trouble = started.error();
        return result;
    }
    show.schedule(std::move(callers));
    while (!show.over() && result.trouble.empty()) {
        show.step();
        result.trouble = show.trouble();
    }
    const auto stuck = show.stuck();
    for (const auto& what : stuck) result.wrong += fmt::format("stuck: {}\n", what.dump());
    show.read_records();
    for (CallStory* story : show.book().rest()) {
        for (const std::string& sentence : show.book().disagreements(*story)) {
            result.wrong += fmt::format("{}: {}\n", story->ani, sentence);
        }
        result.stories.push_back(*story);
    }
    for (const std::string& sentence : show.book().other_disagreements()) {
        result.wrong += sentence + "\n";
    }
    result.displayed = show.book().displayed();
    result.totals = show.book().totals();
    result.totals.stuck = static_cast<std::uint32_t>(stuck.size());
    result.office = show.world().summary();
    return result;
}

Performance play(const Options& options) {
    return play(options, draw_callers(options));
}

}  // namespace simulation
