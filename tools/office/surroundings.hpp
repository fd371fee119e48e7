// SPDX-License-Identifier: GPL-2.0-or-later
// What callers and telephones of one office share.
#pragma once

#include <string>

#include "tools/office/experience.hpp"
#include "tools/office/office_faults.hpp"
#include "tools/office/soundbook.hpp"
#include "tools/office/speech.hpp"
#include "tools/office/talk_log.hpp"
#include "tools/office/tones.hpp"

namespace tools::office {

// How the center tells a place in a queue: a prompt, a number, and perhaps more; or, for the first
// place, a prompt of its own.
struct PositionWords {
    std::string before = "queue-thereare";
    std::string first = "queue-youarenext";
};

// How people behave who telephone.
struct Manners {
    PositionWords position;
    // After this prompt the caller answers the wait question; empty: when the center stops
    // speaking.
    std::string wait_question;
    Ticks answers_after{700};  // of silence or music
    std::string key_wait = "1";
    std::string key_leave = "2";
    KeyTiming keys;
};

struct Surroundings {
    const Soundbook& book;
    const TonePlan& tones;
    const Manners& manners;
    const OfficeFaults& faults;
    TalkLog& log;
    OfficeEvents& events;
};

}  // namespace tools::office
