// SPDX-License-Identifier: GPL-2.0-or-later
// A whole center with its callers and agents, played on the virtual clock to the last hang-up.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/firstcall/call_book.hpp"
#include "tools/firstcall/options.hpp"
#include "tools/office/script.hpp"

namespace simulation {

struct Performance {
    std::string trouble;  // it could not be played to the end
    tools::firstcall::Totals totals;
    tools::office::OfficeSummary office;
    std::string wrong;  // where the witnesses disagree, a line each
    std::vector<tools::firstcall::CallStory> stories;
    std::vector<tools::office::DisplayedCaller> displayed;  // by agents' telephones
};

// Everything the center writes goes to `options.folder` if it is given and is gone otherwise.
Performance play(tools::firstcall::Options options,
                 std::vector<tools::office::CallerScript> callers);
// With callers drawn from the seed.
Performance play(const tools::firstcall::Options& options);

// Mailbox 2001 with the PIN 4321: 8101 leaves a message, 8103 listens to them.
void add_mailbox(tools::firstcall::Options& options);

// Few spans and agents on the virtual clock.
tools::firstcall::Options small_center(std::uint64_t seed);

}  // namespace simulation
