// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "ivr_dsp/media/tap/tap_file.hpp"
#include "ivr_dsp/media/tap/tap_reader.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/host_session.hpp"

namespace tools {

// A line of the center here, listened to: ordered through host, so that the journal knows who does;
// heard through the firmware's ring, so that it goes on when control or host die.
class LineTap {
  public:
    // Errors: no such line; every tap is in use; no firmware; the center is elsewhere.
    static driver::Result<LineTap> open(const CommonOptions& common, const std::string& line,
                                        driver::Ticks lasts);

    [[nodiscard]] const ivr_dsp::TapFacts& facts() const { return reader_.facts(); }
    [[nodiscard]] std::uint64_t missed_ms() const { return reader_.missed(); }
    [[nodiscard]] std::uint64_t read_ms() const { return reader_.read(); }
    // The next millisecond; false: none yet, or none any more.
    [[nodiscard]] bool next(ivr_dsp::TapMoment& moment) { return reader_.next(moment); }
    // Nothing more will come: its time is over, or nobody writes any more.
    [[nodiscard]] bool over();
    // Ended before its time, because nobody writes any more.
    [[nodiscard]] bool broken() const { return broken_; }
    // Calls hear(moment) for each millisecond until nothing more comes; who stops this program ends
    // the tap.
    template <class Hear>
    void follow(const CommonOptions& common, Hear&& hear);
    // Asks the firmware to end it now; once is enough.
    void end(const CommonOptions& common);

  private:
    LineTap(std::string line, ivr_dsp::TapView ring, ivr_dsp::TapReader reader)
        : line_(std::move(line)), ring_(std::move(ring)), reader_(reader) {}

    std::string line_;
    ivr_dsp::TapView ring_;
    ivr_dsp::TapReader reader_;
    std::uint64_t seen_ms_{};
    driver::Ticks seen_at_{};
    bool broken_{};
    bool asked_to_end_{};
};

template <class Hear>
void LineTap::follow(const CommonOptions& common, Hear&& hear) {
    constexpr driver::Ticks look_again{20};
    while (!over()) {
        ivr_dsp::TapMoment moment;
        while (next(moment)) hear(moment);
        if (stop_asked()) end(common);
        wait_for_any({}, look_again);
    }
}

// A dot for one that is secret.
std::string shown_digit(const ivr_dsp::TapMoment& moment);

// Has the center do it. Error: why it was refused.
driver::Result<void> ordered(const CommonOptions& common, const Order& order);

// "12:03:04.567": when a millisecond of a tap was, by this machine's clock.
std::string time_of_day(const ivr_dsp::TapFacts& facts, std::uint64_t millisecond);

}  // namespace tools
