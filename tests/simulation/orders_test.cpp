// SPDX-License-Identifier: GPL-2.0-or-later
// The host orders what a hand at the telephone would do; caller and agents hear it happen.
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sndfile.h>

#include "ivr_dsp/media/recorder/archive/archive_check.hpp"
#include "tests/simulation/conversation.hpp"
#include "tools/firstcall/traffic.hpp"
#include "tools/office/ear.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {

using driver::Ticks;
using host_bridge::Json;
using namespace std::chrono_literals;
namespace office = tools::office;

// A caller who talks for twenty seconds has reached an agent.
class OrderedCalls : public Conversation {
  public:
    void setup() override { begins(60s, 60s); }
    // All agree, and nothing stays behind.
    void ends_well() {
        steps_until([this] { return show->over(); });
        LONGS_EQUAL(0, show->stuck().size());
        show->read_records();
        std::string wrong;
        for (const auto& sentence : show->book().disagreements(story())) wrong += sentence + "\n";
        for (const auto& sentence : show->book().other_disagreements()) wrong += sentence + "\n";
        STRCMP_EQUAL("", wrong.c_str());
        LONGS_EQUAL(0, show->world().summary().cross_connections);
    }
};

TEST_GROUP_BASE(Orders, OrderedCalls){};

TEST(Orders, to_hold_give_the_caller_music_until_the_call_is_retrieved) {
    const std::string station = story().popped_at;
    CHECK(orders(Json{
        {"do",     "call.hold"},
        {"device", station    }
    }));
    passes(2s);  // an agent who hears nobody for three hangs up
    CHECK(orders(Json{
        {"do",     "call.retrieve"},
        {"device", station        }
    }));
    passes(3s);
    ends_well();
    CHECK(story().lived->music > Ticks{1'500});
    CHECK(story().record->value("heldMs", 0) >= 1'900);
    CHECK(story().lived->conversations.size() == 2);
}

TEST(Orders, to_transfer_connect_the_caller_with_another_agent) {
    const std::string popped_at = story().popped_at;
    const std::string other = popped_at == "2001" ? "2002" : "2001";
    CHECK(orders(Json{
        {"do",          "call.transfer"},
        {"device",      popped_at      },
        {"destination", other          }
    }));
    passes(6s);
    ends_well();
    STRCMP_EQUAL(("station " + popped_at).c_str(),
                 story().lived->conversations.front().with.c_str());
    STRCMP_EQUAL(("station " + other).c_str(), story().lived->conversations.back().with.c_str());
    LONGS_EQUAL(1, story().record->value("transfers", 0));
}

TEST(Orders, to_hang_up_release_the_caller) {
    CHECK(orders(Json{
        {"do",     "call.hang_up"   },
        {"device", story().popped_at}
    }));
    ends_well();
    CHECK(story().lived->verdict == office::Verdict::passed);
}

namespace {

// Whose voice a channel of a WAV file has for most of its time, as the office's people know each
// other's.
struct Voices {
    std::optional<office::SoundId> left;
    std::optional<office::SoundId> right;
    Ticks lasts{};
};
std::optional<office::SoundId> voice(const office::Ear& ear, Ticks lasts) {
    for (const office::Sound& sound : ear.sounds()) {
        if (sound.what == office::Heard::talker && sound.heard() > lasts * 3 / 4)
            return sound.sound;
    }
    return std::nullopt;
}
Voices voices_in(const std::filesystem::path& file) {
    Voices voices;
    const auto book = office::Soundbook::read({});
    const auto plan = office::TonePlan::of_country("cn");
    SF_INFO info{};
    SNDFILE* wav = sf_open(file.c_str(), SFM_READ, &info);
    if (!book || !plan || wav == nullptr || info.channels != 2) return voices;
    office::Ear left(*book, *plan, driver::Law::alaw);
    office::Ear right(*book, *plan, driver::Law::alaw);
    std::array<std::uint8_t, 16> both{};
    while (sf_read_raw(wav, both.data(), 16) == 16) {
        driver::Chunk says;
        driver::Chunk hears;
        for (std::size_t i = 0; i < 8; ++i) {
            says.octets[i] = both[2 * i];
            hears.octets[i] = both[2 * i + 1];
        }
        left.hear(says, voices.lasts);
        right.hear(hears, voices.lasts);
        ++voices.lasts;
    }
    sf_close(wav);
    left.close();
    right.close();
    voices.left = voice(left, voices.lasts);
    voices.right = voice(right, voices.lasts);
    return voices;
}

}  // namespace

TEST(Orders, to_record_put_what_both_say_into_a_file) {
    const Json start{
        {"do",   "recording.start"},
        {"line", story().device   }
    };
    CHECK(orders(start));
    CHECK_FALSE(orders(start));  // it is recorded already
    passes(8s);
    CHECK(orders(Json{
        {"do",   "recording.stop"},
        {"line", story().device  }
    }));
    passes(1s);
    const auto folder = show->scene().settings.recording.directory;
    const auto listed = ivr_dsp::list_recordings(folder);
    CHECK(listed && listed->size() == 1);
    const auto& recording = listed->front().content;
    CHECK(recording.end && recording.gaps.empty() && recording.begin.line == story().device);
    const auto checked = ivr_dsp::check_archive(folder, nullptr);
    CHECK(checked && !checked->wrong && checked->good == 1);
    const Voices voices = voices_in(folder / recording.begin.audio);
    CHECK(voices.lasts == recording.end->lasts && voices.lasts > 8s && voices.lasts < 9s);
    CHECK(voices.left && voices.right && voices.left != voices.right);
    ends_well();
}

}  // namespace simulation
