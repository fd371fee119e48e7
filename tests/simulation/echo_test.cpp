// SPDX-License-Identifier: GPL-2.0-or-later
// A caller behind a hybrid: what the agent hears of himself, and what the center tells of the line.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <sndfile.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/media/recorder/archive/archive_check.hpp"
#include "tests/simulation/troubled_center.hpp"

namespace simulation {

namespace {

using Samples = std::vector<double>;

// Of a recording: what the line says, what it hears.
std::array<Samples, 2> sides_of(const std::filesystem::path& file) {
    std::array<Samples, 2> sides;
    SF_INFO info{};
    SNDFILE* wav = sf_open(file.c_str(), SFM_READ, &info);
    CHECK(wav != nullptr);
    std::array<double, 2> both{};
    while (sf_readf_double(wav, both.data(), 1) == 1) {
        for (std::size_t i = 0; i < sides.size(); ++i) sides.at(i).push_back(both.at(i));
    }
    sf_close(wav);
    return sides;
}

// How much of what was said is heard again, within 100 ms: a share of its size.
double share_heard_again(const Samples& said, const Samples& heard) {
    double share = 0;
    for (std::size_t lag = 0; lag < 800; ++lag) {
        double both = 0;
        double energy = 0;
        for (std::size_t i = lag; i < heard.size(); ++i) {
            both += heard[i] * said[i - lag];
            energy += said[i - lag] * said[i - lag];
        }
        share = std::max(share, std::abs(both) / std::max(1e-9, energy));
    }
    return share;
}

}  // namespace

class EchoingCenter : public TroubledCenter {
  public:
    std::string caller;

    // A conversation of some seconds, over trunks whose far end lets a quarter of what it is sent
    // come back after 5 ms.
    void a_call_over_a_hybrid(const char* settings) {
        options.span_settings = settings;
        opens();
        LineFaults faults;
        faults.echo = {.loss_db = 12, .delay_ms = 5};
        for (const SpanId span : {first, second}) happens(span, faults);
        caller = calls(60s);
    }
    void orders(const Json& what) {
        const std::string id = show->crm().order(what);
        std::optional<Json> answer;
        CHECK(come_true([&] { return (answer = show->crm().answer(id)).has_value(); }));
        CHECK(answer->value("done", false));
    }
    Json quality() {
        orders(Json{
            {"do",       "line.quality"      },
            {"line",     story(caller).device},
            {"question", 4711                }
        });
        Json row;
        CHECK(come_true([&] {
            const Json rows = listed("quality");
            if (!rows.empty()) row = rows.front();
            return !rows.empty();
        }));
        return row.at("quality");
    }
    // What the agent says and hears in eight seconds.
    std::array<Samples, 2> at_the_agents_ear() {
        const Json line = agent_of(caller);
        orders(Json{
            {"do",   "recording.start"},
            {"line", line             }
        });
        passes(8s);
        orders(Json{
            {"do",   "recording.stop"},
            {"line", line            }
        });
        passes(1s);
        const auto folder = show->scene().settings.recording.directory;
        const auto listed = ivr_dsp::list_recordings(folder);
        CHECK(listed && listed->size() == 1);
        return sides_of(folder / listed->front().content.begin.audio);
    }
};

TEST_GROUP_BASE(Echo, EchoingCenter){};

TEST(Echo, of_a_caller_behind_a_hybrid_is_not_heard_by_the_agent) {
    a_call_over_a_hybrid("echo_tail = 0.032\n");
    const auto [says, hears] = at_the_agents_ear();
    CHECK(share_heard_again(says, hears) < 0.1);  // two voices share as much by chance
    const Json told = quality();
    STRCMP_EQUAL("cancels", told.at("canceller").get<std::string>().c_str());
    CHECK(told.value("echoFound", false));
    CHECK(told.value("erleTenthsDb", 0) > 180);  // while both talk without a pause
    CHECK(std::abs(told.value("returnLossTenthsDb", 0) - 120) < 20);
    CHECK(told.at("says").value("voiceMs", 0) > 1000);
    CHECK(told.at("hears").value("voiceMs", 0) > 1000);
    LONGS_EQUAL(4711, told.value("question", 0));
    ends_well();
}

TEST(Echo, is_heard_where_no_canceller_is_configured) {
    a_call_over_a_hybrid("");
    const auto [says, hears] = at_the_agents_ear();
    CHECK(share_heard_again(says, hears) > 0.2);
    const Json told = quality();
    STRCMP_EQUAL("off", told.at("canceller").get<std::string>().c_str());
    CHECK_FALSE(told.value("echoFound", true));
    ends_well();
}

// Digital all the way: the canceller must not take somebody's words for an echo.
TEST(Echo, nothing_is_lost_where_a_canceller_finds_none) {
    options.span_settings = "echo_tail = 0.032\n";
    opens();
    for (int i = 0; i < 4; ++i) calls(20s);
    passes(30s);
    LONGS_EQUAL(0, show->world().summary().missed.count());
    ends_well();
}

}  // namespace simulation
