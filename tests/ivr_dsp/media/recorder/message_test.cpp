// SPDX-License-Identifier: GPL-2.0-or-later
// Messages: left on one line, played to another, octet for octet.
#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"
#include "tests/ivr_dsp/media/recorder/studio.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using ivr_dsp::MailboxId;
using ivr_dsp::RecordingEnd;
using support::Chunk;
using support::Exchange;
using support::said_at;
using support::Studio;
using support::Ticks;

TEST_GROUP(Messages) {
    support::ScratchDirectory scratch;
    Studio studio{scratch.path() / "recordings"};
    fs::path folder = scratch.path() / "2001";

    void setup() override {
        studio.plan.mailboxes = {folder};
        studio.begin();
    }
    void leave(std::uint64_t message, Ticks final_silence = Ticks{3000},
               Ticks longest = Ticks{60'000}) {
        studio.office.order(ivr_dsp::LeaveMessage{Exchange::line_id(0), message, MailboxId{1},
                                                  "5551234", Ticks{1000}, longest, final_silence});
    }
    // Line 0 is silent.
    void pauses(int ms) {
        for (int i = 0; i < ms; ++i) {
            studio.office.says(0, driver::silence(driver::Law::alaw));
            studio.office.tick();
            if (i % 100 == 0) studio.pass();
        }
    }
    // Of 2 s of talk.
    void is_left(std::uint64_t message) {
        leave(message);
        studio.talk(2000);
        studio.stop(message);
        CHECK(studio.closed().has_value());
    }
    std::vector<ivr_dsp::MessageNews> news() {
        std::vector<ivr_dsp::MessageNews> all;
        ivr_dsp::MessageNews one;
        while (studio.office.queues->messages.news.take(one)) all.push_back(one);
        return all;
    }
    std::vector<ivr_dsp::MessageNews> asks(const ivr_dsp::MessageOrder& order) {
        CHECK(studio.office.queues->messages.orders.post(order));
        studio.pass();
        return news();
    }
    void play(std::uint32_t number, std::uint64_t message, bool append = false) {
        studio.office.order(ivr_dsp::PlayMessage{{0}, number, append, MailboxId{1}, message});
    }
    // What line 1 hears of voice port 0; the worker looks each 50 ms.
    std::vector<Chunk> hears(int ms) {
        std::vector<Chunk> all;
        studio.office.listen(1, Exchange::voice_source(0));
        for (int i = 0; i < ms; ++i) {
            studio.office.tick();
            if (i % 50 == 0) studio.pass();
            all.push_back(studio.office.hears(1));
        }
        return all;
    }
    std::vector<ivr_dsp::Played> played() {
        return studio.office.told<ivr_dsp::Played>();
    }
};

TEST(Messages, that_were_left_are_told_with_caller_and_length) {
    is_left(7);
    const auto told = news();
    LONGS_EQUAL(1, told.size());
    const auto& stored = std::get<ivr_dsp::StoredMessage>(told.front());
    CHECK(stored.mailbox == MailboxId{1} && stored.message == 7 && !stored.heard);
    CHECK(stored.caller == "5551234" && stored.lasts == Ticks{2000});
    LONGLONGS_EQUAL(Studio::utc_us, stored.utc_us);
}

TEST(Messages, are_played_octet_for_octet_after_what_was_said_before) {
    is_left(7);
    studio.office.play(0, 1, {0});  // 5 ms
    play(2, 7, true);
    const auto heard = hears(2200);
    std::size_t first = 0;
    while (first < heard.size() && !(heard[first] == said_at(0))) ++first;
    CHECK(first > 5 && first < 110);
    for (int ms = 0; ms < 2000; ++ms) {
        CHECK(heard[first + static_cast<std::size_t>(ms)] == said_at(ms));
    }
    const auto over = played();
    LONGS_EQUAL(2, over.size());
    CHECK(over[1].play == 2 && over[1].whole && over[1].heard_ms == 2000);
    CHECK(studio.office.media.counters().silent_messages > 0);
}

TEST(Messages, that_are_skipped_give_their_place_to_the_next) {
    is_left(7);
    is_left(8);
    play(1, 7);
    (void)hears(300);
    play(2, 8);
    (void)hears(2500);
    const auto over = played();
    LONGS_EQUAL(2, over.size());
    CHECK(!over[0].whole && over[1].whole && over[1].play == 2);
    LONGS_EQUAL(2000, over[1].heard_ms);
}

TEST(Messages, that_are_gone_are_refused) {
    play(1, 99);
    (void)hears(100);
    const auto over = played();
    LONGS_EQUAL(1, over.size());
    CHECK(!over[0].whole && over[0].heard_ms == 0);
}

TEST(Messages, end_when_the_speaker_is_silent_or_long_enough) {
    leave(7, Ticks{500});
    studio.talk(1500);
    pauses(700);
    const auto silent = studio.office.told<ivr_dsp::Recorded>();
    LONGS_EQUAL(1, silent.size());
    CHECK(silent[0].end == RecordingEnd::stopped && silent[0].spoken <= Ticks{1500});
    CHECK(silent[0].spoken > Ticks{1450} && silent[0].lasted == Ticks{2000});
    leave(8, Ticks{0}, Ticks{1200});
    studio.talk(2000);
    const auto long_one = studio.office.told<ivr_dsp::Recorded>();
    CHECK(long_one.size() == 1 && long_one[0].lasted == Ticks{1200});
}

TEST(Messages, of_silence_are_not_kept) {
    leave(7, Ticks{500});
    pauses(900);
    const auto recorded = studio.office.told<ivr_dsp::Recorded>();
    CHECK(recorded.size() == 1 && recorded[0].spoken == Ticks{0});
    CHECK(news().empty());
    CHECK(ivr_dsp::messages_in(folder).empty());
    LONGS_EQUAL(0, std::distance(fs::directory_iterator(folder), {}));
}

TEST(Messages, are_marked_deleted_and_listed) {
    is_left(7);
    is_left(8);
    (void)news();
    CHECK(asks(ivr_dsp::MarkMessage{MailboxId{1}, 7, true}).empty());
    const auto gone = asks(ivr_dsp::DeleteMessage{MailboxId{1}, 8});
    CHECK(gone.size() == 1 && std::get<ivr_dsp::MessageGone>(gone[0]).message == 8);
    const auto all = asks(ivr_dsp::ListMessages{3});
    LONGS_EQUAL(2, all.size());
    CHECK(std::get<ivr_dsp::StoredMessage>(all[0]).heard);
    LONGS_EQUAL(3, std::get<ivr_dsp::MessagesListed>(all[1]).list);
    LONGS_EQUAL(1, asks(ivr_dsp::DeleteMessage{MailboxId{1}, 99}).size());
}

TEST(Messages, being_left_when_the_firmware_dies_lose_the_last_second_at_most) {
    leave(7);
    studio.talk(4500);
    Studio later{scratch.path() / "recordings"};
    later.plan.mailboxes = {folder};
    later.begin();
    CHECK(later.office.queues->messages.orders.post(ivr_dsp::ListMessages{1}));
    later.pass();
    ivr_dsp::MessageNews first;
    CHECK(later.office.queues->messages.news.take(first));
    const auto& stored = std::get<ivr_dsp::StoredMessage>(first);
    CHECK(stored.message == 7 && stored.lasts >= Ticks{3500} && stored.caller == "5551234");
}

TEST(Messages, are_sealed_when_there_is_a_key_and_played_all_the_same) {
    studio.plan.key = support::test_key();
    studio.begin();
    is_left(7);
    CHECK(ivr_dsp::messages_in(folder).size() == 1);
    const auto sealed = [](const auto& entry) { return entry.path().extension() == ".sealed"; };
    LONGS_EQUAL(1, std::count_if(fs::directory_iterator(folder), fs::directory_iterator{}, sealed));
    play(1, 7);
    const auto heard = hears(2200);
    LONGS_EQUAL(1, std::ranges::count(heard, said_at(1999)));
    CHECK(played().back().whole);
}
