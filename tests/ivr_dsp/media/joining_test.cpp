// SPDX-License-Identifier: GPL-2.0-or-later
// A supervisor joins a call of two, and leaves it; the two must not notice.
#include <cstdlib>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using driver::Source;
using support::Exchange;
using support::heard_level;
using support::level;

// In the order in which control says it; calls of one law, and of two.
TEST_GROUP(Joining) {
    int at{};

    static driver::Listener seat_of(int line) {
        return {driver::ListenerKind::conference, static_cast<std::uint8_t>(line), 0};
    }
    static Source seat(int line) {
        return {driver::SourceKind::conference, static_cast<std::uint8_t>(line), 0};
    }
    // To the octet if it is said in the law it is heard in. Else a conference goes by the samples
    // and a call of two by the table of G.711: not more than a step apart.
    static void is_heard(Law law, const Chunk& heard, Law said_in, const Chunk& said) {
        if (law == said_in) {
            CHECK(heard == said);
            return;
        }
        const int sample = heard_level(said_in, said);
        const int difference = std::abs(heard_level(law, heard) - sample);
        CHECK(difference <= 16 + std::abs(sample) / 16);
    }
    // Each says what he has not said before, and hears what the other says now.
    void pass(Exchange & office, Law law, int ms) {
        for (int i = 0; i < ms; ++i, ++at) {
            const Chunk said = level(Law::alaw, 100 + 300 * (at % 50));
            const Chunk answered = level(law, -100 - 300 * ((at + 7) % 50));
            office.says(0, said);
            office.says(1, answered);
            office.says(2, level(Law::alaw, 9000));
            office.tick();
            is_heard(law, office.hears(1), Law::alaw, said);
            is_heard(Law::alaw, office.hears(0), law, answered);
        }
    }
};

TEST(Joining, a_supervisor_comes_and_goes_and_the_two_lose_nothing_wherever_the_tick_falls) {
    const ivr_dsp::ConferencePart listens{.role = ivr_dsp::ConferenceRole::listens};
    const ivr_dsp::SetSeat silent{0, 2, listens};
    const std::vector<ivr_dsp::MediaCommand> comes{
        driver::Listen{seat_of(0),                 Exchange::line_source(0)},
        driver::Listen{seat_of(1),                 Exchange::line_source(1)},
        silent,
        driver::Listen{seat_of(2),                 Exchange::line_source(2)},
        driver::Listen{Exchange::line_listener(0), seat(0)                 },
        driver::Listen{Exchange::line_listener(1), seat(1)                 },
        driver::Listen{Exchange::line_listener(2), seat(2)                 },
    };
    const std::vector<ivr_dsp::MediaCommand> goes{
        driver::Listen{Exchange::line_listener(2), Source::none()          },
        driver::Listen{seat_of(2),                 Source::none()          },
        driver::Listen{Exchange::line_listener(0), Exchange::line_source(1)},
        driver::Listen{Exchange::line_listener(1), Exchange::line_source(0)},
        driver::Listen{seat_of(0),                 Source::none()          },
        driver::Listen{seat_of(1),                 Source::none()          },
    };
    for (const Law law : {Law::alaw, Law::ulaw}) {
        Exchange office{
            {Law::alaw, law, Law::alaw}
        };
        office.bridge(0, 1);
        for (const auto* orders : {&comes, &goes, &comes, &goes}) {
            for (const auto& order : *orders) {
                office.order(order);
                pass(office, law, 1);
            }
            CHECK_EQUAL(orders == &goes, office.hears(2) == driver::alaw_silence);
            pass(office, law, 50);
        }
        LONGS_EQUAL(0, office.media.counters().refused_commands);
    }
}
