// SPDX-License-Identifier: GPL-2.0-or-later
// Lines that are listened to: for the tones of their networks, and for who has answered.
#include <optional>
#include <string>
#include <vector>

#include "ivr_dsp/dsp/tones/modem_tones.hpp"
#include "ivr_dsp/media/bank/listening_plan.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"

#include <CppUTest/TestHarness.h>

using driver::Law;
using driver::LegId;
using driver::Ticks;
using ivr_dsp::CallParty;
using ivr_dsp::HeardTone;
using ivr_dsp::ListenForTones;
using ivr_dsp::ToneStep;
using support::Exchange;

namespace {

ivr_dsp::HeardTones tones_of(std::string_view country,
                             const std::vector<ivr_dsp::SiteTone>& site = {}) {
    return *ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of(country), site);
}
std::span<const ToneStep> cycle_of(std::string_view country, ivr_dsp::Tone tone) {
    return (*ivr_dsp::tone_plan_of(country))[static_cast<std::size_t>(tone)];
}

// Twenty lines: 0 to 9 are of China, 10 to 19 of North America.
struct TwoNetworks {
    explicit TwoNetworks(const std::vector<ivr_dsp::SiteTone>& site = {})
        : tables{tones_of("cn", site), tones_of("us", site)} {
        for (int i = 0; i < 10; ++i) laws.push_back(Law::alaw);
        for (int i = 0; i < 10; ++i) laws.push_back(Law::ulaw);
        plan.lines = laws;
        plan.law = Law::alaw;
        plan.tone_tables.resize(10, 0);
        plan.tone_tables.resize(20, 1);
        sounds.tones = exchange_tones.sounds();
        sounds.tone_tables = tables;
        numbering.emplace(ivr_dsp::numbering_of(plan, sounds));
        bus.emplace(numbering->slots(), numbering->transmit_ports(), numbering->media_ports());
        board.emplace(driver::LineId{0}, laws);
        boards.push_back(&*board);
        media.emplace(plan, sounds, *bus, *queues);
        path.emplace(*bus, *media, boards, *queues);
    }

    void listen(LegId leg, bool tones, bool party = false) {
        CHECK(queues->commands.post(ListenForTones{leg, tones, party}));
    }
    // The line says the tone for so long.
    void plays(int line, std::span<const ToneStep> cycle, Ticks time) {
        const auto at = static_cast<std::size_t>(line);
        ivr_dsp::ToneGenerator generator(laws[at], cycle);
        for (Ticks i{0}; i < time; ++i) {
            board->mouths[at] = generator.next();
            path->tick(now++);
        }
        board->mouths[at] = driver::silence(laws[at]);
    }
    void waits(Ticks time) {
        for (Ticks i{0}; i < time; ++i) path->tick(now++);
    }
    template <class News>
    std::vector<News> told() {
        std::vector<News> all;
        ivr_dsp::MediaEvent event;
        while (queues->events.take(event)) {
            if (const auto* one = std::get_if<News>(&event)) all.push_back(*one);
        }
        return all;
    }
    // "busy of 3".
    std::string heard() {
        std::string text;
        for (const auto& one : told<ivr_dsp::ToneHeard>()) {
            if (!text.empty()) text += ", ";
            text += std::string(name_of(one.tone)) + " of " + std::to_string(one.leg.line().value);
        }
        return text;
    }

    std::vector<ivr_dsp::HeardTones> tables;
    std::vector<Law> laws;
    ivr_dsp::CompiledTones exchange_tones{*ivr_dsp::tone_plan_of("cn"), Law::alaw};
    ivr_dsp::MediaPlan plan;
    ivr_dsp::MediaSounds sounds;
    std::optional<ivr_dsp::BusNumbering> numbering;
    std::optional<driver::Bus> bus;
    std::optional<support::Telephones> board;
    std::vector<driver::Board*> boards;
    std::unique_ptr<ivr_dsp::MediaQueues> queues = std::make_unique<ivr_dsp::MediaQueues>();
    std::optional<ivr_dsp::Media> media;
    std::optional<ivr_dsp::AudioPath> path;
    Ticks now{0};
};

LegId leg_on(int line, std::uint32_t serial = 1) {
    return LegId::incoming({static_cast<std::uint16_t>(line)}, serial);
}

}  // namespace

TEST_GROUP(ListenedLine) {
    TwoNetworks office;
};

TEST(ListenedLine, hears_the_tones_of_its_own_network_only_while_told_to) {
    const auto busy_cn = cycle_of("cn", ivr_dsp::Tone::busy);
    const auto busy_us = cycle_of("us", ivr_dsp::Tone::busy);
    office.plays(3, busy_cn, Ticks{4000});
    STRCMP_EQUAL("", office.heard().c_str());
    office.listen(leg_on(3), true);
    office.listen(leg_on(12), true);
    office.plays(3, busy_cn, Ticks{4000});
    STRCMP_EQUAL("busy of 3", office.heard().c_str());
    office.waits(Ticks{3000});
    office.plays(12, busy_us, Ticks{4000});
    STRCMP_EQUAL("busy of 12", office.heard().c_str());
    office.waits(Ticks{3000});
    office.plays(12, busy_cn, Ticks{4000});
    STRCMP_EQUAL("", office.heard().c_str());
    office.listen(leg_on(3), false);
    office.plays(3, busy_cn, Ticks{4000});
    STRCMP_EQUAL("", office.heard().c_str());
}

TEST(ListenedLine, tells_every_tone_of_its_network_and_of_machines) {
    using ivr_dsp::Tone;
    const std::pair<Tone, const char*> all[] = {
        {Tone::dial,                "dial of 12"               },
        {Tone::ringback,            "ringback of 12"           },
        {Tone::busy,                "busy of 12"               },
        {Tone::congestion,          "congestion of 12"         },
        {Tone::special_information, "special_information of 12"}
    };
    std::uint32_t call = 0;
    for (const auto& [tone, name] : all) {
        office.listen(leg_on(12, ++call), true);
        office.plays(12, cycle_of("us", tone), Ticks{13'000});
        STRCMP_EQUAL(name, office.heard().c_str());
    }
    office.listen(leg_on(12, ++call), true);
    office.plays(12, ivr_dsp::cng_cycle, Ticks{4000});
    STRCMP_EQUAL("cng of 12", office.heard().c_str());
}

TEST(ListenedLine, tells_the_level_and_whose_call_it_was) {
    office.listen(leg_on(3, 7), true);
    office.plays(3, cycle_of("cn", ivr_dsp::Tone::busy), Ticks{4000});
    const auto told = office.told<ivr_dsp::ToneHeard>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].leg == leg_on(3, 7));
    CHECK(told[0].level_dbm0 >= -11 && told[0].level_dbm0 <= -9);
}

TEST(ListenedLine, begins_anew_with_each_call_and_minds_no_order_about_the_one_before) {
    office.listen(leg_on(3, 1), true);
    office.listen(leg_on(3, 2), true);
    office.listen(leg_on(3, 1), false);
    office.plays(3, cycle_of("cn", ivr_dsp::Tone::busy), Ticks{4000});
    const auto told = office.told<ivr_dsp::ToneHeard>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].leg == leg_on(3, 2));
}

// Busy is told after two of its cycles: one in each call is none.
TEST(ListenedLine, does_not_add_up_what_two_calls_have_heard) {
    const auto busy = cycle_of("cn", ivr_dsp::Tone::busy);
    for (std::uint32_t call = 1; call <= 2; ++call) {
        office.listen(leg_on(3, call), true);
        office.plays(3, busy, Ticks{700});
        office.listen(leg_on(3, call), false);
    }
    STRCMP_EQUAL("", office.heard().c_str());
    office.listen(leg_on(3, 3), true);
    office.plays(3, busy, Ticks{700});
    office.plays(3, busy, Ticks{700});
    STRCMP_EQUAL("busy of 3", office.heard().c_str());
}

TEST(ListenedLine, that_does_not_exist_is_a_refused_order) {
    office.listen(leg_on(20), true);
    office.waits(Ticks{1});
    LONGS_EQUAL(1, office.media->counters().refused_commands);
}

TEST(ListenedLine, knows_a_tone_that_only_this_site_has) {
    static constexpr ToneStep odd_busy[] = {
        {{620, -13}, {}, Ticks{200}},
        {{},         {}, Ticks{200}}
    };
    TwoNetworks site({
        {HeardTone::busy, {std::begin(odd_busy), std::end(odd_busy)}}
    });
    site.listen(leg_on(3), true);
    site.plays(3, odd_busy, Ticks{3000});
    STRCMP_EQUAL("busy of 3", site.heard().c_str());
}

TEST(ListenedLine, is_not_given_tones_that_cannot_be_told_apart) {
    const std::vector<ivr_dsp::SiteTone> site{
        {HeardTone::congestion, {{{455, -13}, {}, Ticks{330}}, {{}, {}, Ticks{340}}}}
    };
    const auto refused = ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of("cn"), site);
    CHECK_FALSE(bool{refused});
    STRCMP_EQUAL(
        "the congestion tone of this site (455 Hz 0.33 s, 0.34 s off) cannot be told from the busy "
        "tone (450 Hz 0.35 s, 0.35 s off): remove it, or learn it again from better recordings",
        refused.error().c_str());
}

TEST(ListenedLine, may_be_of_any_country) {
    for (const std::string_view country : ivr_dsp::tone_countries()) {
        const auto heard = ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of(country), {});
        CHECK_TEXT(bool{heard}, heard ? "" : heard.error().c_str());
    }
}

TEST(ListenedLine, has_room_for_so_many_tones) {
    std::vector<ivr_dsp::SiteTone> site;
    for (unsigned i = 0; i < 9; ++i) {
        site.push_back({
            HeardTone::busy, {{{210 + 40 * i, -13}, {}, Ticks{200}}, {{}, {}, Ticks{200}}}
        });
    }
    const auto refused = ivr_dsp::heard_tones(*ivr_dsp::tone_plan_of("cn"), site);
    CHECK_FALSE(bool{refused});
    CHECK(refused.error().find("there is no room") == 0);
}

// ── who has answered ────────────────────────────────────────────────────────────────────────────

TEST(ListenedLine, tells_who_has_answered_once_and_of_whom) {
    office.listen(leg_on(0), false, true);
    office.listen(leg_on(17), false, true);
    office.plays(17, ivr_dsp::answer_cycle, Ticks{3000});
    office.waits(Ticks{3000});
    const auto told = office.told<ivr_dsp::PartyHeard>();
    LONGS_EQUAL(2, told.size());
    CHECK(told[0].leg == leg_on(17) && told[0].party == CallParty::fax);
    CHECK(told[0].confidence_percent >= 90 && told[0].after < Ticks{2000});
    CHECK(told[1].leg == leg_on(0) && told[1].party == CallParty::silence);
}

TEST(ListenedLine, keeps_listening_to_who_answered_when_others_stop) {
    for (int line = 0; line < 20; ++line) office.listen(leg_on(line), false, true);
    for (int line = 0; line < 20; ++line) {
        if (line != 5) office.listen(leg_on(line), false, false);
    }
    office.plays(5, ivr_dsp::cng_cycle, Ticks{3000});
    const auto told = office.told<ivr_dsp::PartyHeard>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].leg == leg_on(5) && told[0].party == CallParty::fax);
}

// A fax answered the call before; this one is answered by nobody who says anything.
TEST(ListenedLine, knows_nothing_of_who_answered_the_call_before) {
    office.listen(leg_on(0, 1), false, true);
    office.plays(0, ivr_dsp::answer_cycle, Ticks{500});
    office.listen(leg_on(0, 1), false, false);
    office.listen(leg_on(0, 2), false, true);
    office.waits(Ticks{6000});
    const auto told = office.told<ivr_dsp::PartyHeard>();
    LONGS_EQUAL(1, told.size());
    CHECK(told[0].leg == leg_on(0, 2) && told[0].party == CallParty::silence);
}
