// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdio>
#include <memory>
#include <random>

#include "tests/ivr_dsp/dsp/conference/room.hpp"
#include "tests/ivr_dsp/dsp/mix.hpp"

#include <CppUTest/TestHarness.h>

using ivr_dsp::ConferencePart;
using ivr_dsp::ConferenceRole;
using ivr_dsp::Isa;
using support::Chunk;
using support::Law;
using support::Room;

TEST_GROUP(ConferenceKernel) {
    std::mt19937 chance{20'26};

    int any(int from, int to) {
        return std::uniform_int_distribution<>(from, to)(chance);
    }
    Law any_law() {
        return any(0, 1) == 0 ? Law::alaw : Law::ulaw;
    }
    // Quieter by so many segments of its law.
    Chunk any_chunk(Law law, int quieter) {
        Chunk chunk;
        for (auto& octet : chunk.octets) {
            octet = ivr_dsp::octet_from(
                law, static_cast<std::int16_t>(any(-32768, 32767) / (1 << quieter)));
        }
        return chunk;
    }
    ConferencePart any_part(int others) {
        return {.role = static_cast<ConferenceRole>(any(0, 2)),
                .muted = any(0, 3) == 0,
                .levelled = any(0, 3) == 0,
                .gain_db = static_cast<std::int8_t>(any(-40, 12)),
                .coached = static_cast<std::uint16_t>(any(0, others - 1))};
    }
    static bool hear_the_same(const Room& one, const Room& other) {
        for (std::size_t i = 0; i < one.conference.parties(); ++i) {
            if (one.conference.said(i) != other.conference.said(i)) return false;
            if (one.conference.speaks(i) != other.conference.speaks(i)) return false;
        }
        return one.conference.said_to_all(Law::alaw) == other.conference.said_to_all(Law::alaw) &&
               one.conference.said_to_all(Law::ulaw) == other.conference.said_to_all(Law::ulaw);
    }
    // The same things happen to both; false if they ever hear something different.
    bool live_through_the_same(Room & one, Room & other, int parties) {
        for (int i = 0; i < parties; ++i) {
            const Law law = any_law();
            one.enters(law);
            other.enters(law);
        }
        for (int ms = 0; ms < 400; ++ms) {
            const auto place = static_cast<std::size_t>(any(0, parties - 1));
            if (any(0, 9) == 0) {
                const ConferencePart part = any_part(parties);
                one.is(place, part);
                other.is(place, part);
            }
            for (std::size_t i = 0; i < static_cast<std::size_t>(parties); ++i) {
                const Chunk chunk = any_chunk(one.law_of(i), ms / 64);
                one.says(i, chunk);
                other.says(i, chunk);
            }
            one.passes();
            other.passes();
            if (!hear_the_same(one, other)) return false;
        }
        return true;
    }
};

TEST(ConferenceKernel, every_instruction_set_mixes_the_same_whatever_happens) {
    for (const Isa isa : ivr_dsp::all_isas) {
        if (!ivr_dsp::machine_has(isa) || isa == Isa::scalar) continue;
        for (const int parties : {1, 2, 3, 4, 5, 8, 11, 16}) {
            Room one(16, Isa::scalar);
            Room other(16, isa);
            CHECK_TEXT(live_through_the_same(one, other, parties), name_of(isa).data());
        }
    }
}

// As it is by the tables and 32-bit sums, as long as the sum is not too loud.
TEST(ConferenceKernel, everybody_hears_exactly_the_sum_of_the_others) {
    for (std::size_t parties = 1; parties <= 16; ++parties) {
        Room room;
        for (std::size_t i = 0; i < parties; ++i) room.enters(any_law());
        for (int ms = 0; ms < 50; ++ms) {
            support::Mix all;
            for (std::size_t i = 0; i < parties; ++i) {
                room.says(i, any_chunk(room.law_of(i), parties > 1 ? 4 : 0));
                all.add(room.voice(i));
            }
            room.passes();
            for (std::size_t i = 0; i < parties; ++i) {
                const Chunk expected =
                    ivr_dsp::chunk_from(room.law_of(i), all.without(room.voice(i)));
                CHECK(room.conference.said(i) == expected);
            }
            if (room.conference.is_full()) continue;  // nobody else can hear it
            for (const Law law : {Law::alaw, Law::ulaw}) {
                CHECK(room.conference.said_to_all(law) ==
                      ivr_dsp::chunk_from(law, all.without({})));
            }
        }
    }
}

TEST(ConferenceKernel, two_hear_each_other_octet_by_octet) {
    for (const Law law : {Law::alaw, Law::ulaw}) {
        Room room;
        room.enters(law);
        room.enters(law);
        for (int octet = 0; octet < 256; ++octet) {
            if (law == Law::ulaw && octet == 0x7F) continue;  // a negative zero becomes a zero
            room.says(0, driver::filled(static_cast<std::uint8_t>(octet)));
            room.passes();
            CHECK(room.conference.said(1) == room.said_by(0));
        }
    }
}
