// SPDX-License-Identifier: GPL-2.0-or-later
// Fax machines call, answering machines answer, exchanges tell by tone: the office's sounds are its
// own, and so are the people who record a greeting.
#include "tests/simulation/troubled_center.hpp"

namespace simulation {

using office::pause;
using office::Piece;
using office::recording;
using office::tone;

namespace {

const std::vector<Piece> busy_cn{tone({450}, 350ms), pause(350ms)};
const std::vector<Piece> cng{tone({1100}, 500ms), pause(3s)};
// Somebody who says a word and waits.
const std::vector<Piece> hello{pause(300ms), recording("hello"), pause(30s)};
// Fourteen seconds of greeting, a beep, and nothing.
const std::vector<Piece> machine{pause(500ms), recording("vm-intro"), pause(200ms),
                                 tone({1400}, 500ms), pause(30s)};

}  // namespace

TEST_GROUP_BASE(HeardTones, TroubledCenter) {
    bool kept = options.keeps_events = true;

    void subscriber(const std::string& number, std::vector<Piece> says,
                    std::vector<Piece> before = {}) {
        office::Subscriber one{.number = number};
        one.before_answer = std::move(before);
        one.steps = {office::Say{.pieces = std::move(says)}};
        options.subscribers.push_back(one);
    }
    // Events of this kind that the host has been told, in order.
    std::vector<Json> told(const std::string& type) {
        std::vector<Json> all;
        for (const Json& event : show->events()) {
            if (event.value("type", std::string{}) == type) all.push_back(event);
        }
        return all;
    }
    void dials(const std::string& number, const std::string& on_machine) {
        const auto order = show->crm().order(Json{
            {"do",          "call.dial" },
            {"device",      "2001"      },
            {"destination", "9" + number},
            {"analyse",     true        },
            {"onMachine",   on_machine  }
        });
        std::optional<Json> answer;
        CHECK(come_true([&] { return (answer = show->crm().answer(order)).has_value(); }));
        CHECK_TEXT(answer->value("done", false), answer->dump().c_str());
    }
    // Of the first such event.
    std::string word(const std::string& type, const std::string& member) {
        CHECK_TEXT(!told(type).empty(), type.c_str());
        return told(type).front().value(member, std::string{});
    }
    // Who answered, of the last call.
    std::string verdict() {
        CHECK(come_true([this] { return !told("call.analysed").empty(); }));
        return told("call.analysed").back().value("verdict", std::string{});
    }
};

TEST(HeardTones, a_fax_machine_that_calls_is_sent_to_where_the_menu_says) {
    options.menu_settings = "fax = \"queue:sales\"\n";
    opens();
    office::CallerScript fax;
    fax.ani = tools::firstcall::ani_of(1);
    fax.dnis = tools::firstcall::service_number;
    fax.steps = {
        office::ExpectAnswer{            },
        office::Say{.pieces = cng, .again = true},
        office::Wait{20s            }
    };
    show->schedule({fax});
    CHECK(come_true([this] { return !told("call.tone").empty(); }));
    STRCMP_EQUAL("cng", word("call.tone", "tone").c_str());
    CHECK(come_true([this] { return !told("queue.entered").empty(); }));
    STRCMP_EQUAL("sales", word("queue.entered", "queue").c_str());
    ends_well();
}

TEST(HeardTones, busy_before_an_answer_ends_a_call_with_cause_17) {
    options.span_settings = "tones_end_calls = true\n";
    subscriber("5550017", hello, busy_cn);
    options.subscribers.back().never_answers = true;
    opens();
    dials("5550017", "connect");
    CHECK(come_true([this] { return !told("call.failed").empty(); }));
    LONGS_EQUAL(17, told("call.failed").front().value("cause", 0));
    STRCMP_EQUAL("busy", word("call.tone", "tone").c_str());
    ends_well();
}

TEST(HeardTones, busy_from_a_caller_who_waits_says_that_he_has_hung_up) {
    options.span_settings = "tones_end_calls = true\n";
    opens();
    office::CallerScript gone;
    gone.ani = tools::firstcall::ani_of(1);
    gone.dnis = tools::firstcall::service_number;
    gone.steps = {
        office::ExpectAnswer{                },
        office::Wait{3s               },
        office::Say{.pieces = busy_cn, .again = true},
        office::ExpectRelease{.within = 30s                }
    };
    show->schedule({gone});
    CHECK(come_true([this] { return !told("contact.ended").empty(); }));
    const Json record = told("contact.ended").front();
    LONGS_EQUAL(16, record.value("cause", 0));
    CHECK(record.value("callerHungUp", false));
    STRCMP_EQUAL("busy", word("call.tone", "tone").c_str());
    ends_well();
}

TEST(HeardTones, a_person_is_connected_and_a_machine_hung_up_on) {
    subscriber("5550001", hello);
    subscriber("5550002", machine);
    opens();
    dials("5550001", "hang_up");
    STRCMP_EQUAL("person", verdict().c_str());
    CHECK(come_true([this] { return !told("contact.ended").empty(); }));
    passes(5s);
    dials("5550002", "hang_up");
    CHECK(come_true([this] { return told("contact.ended").size() == 2; }));
    STRCMP_EQUAL("machine", verdict().c_str());
    CHECK(told("contact.ended").back().value("talkedMs", 0) < 6000);
    ends_well();
}

TEST(HeardTones, a_machine_beeps_and_can_be_spoken_to) {
    subscriber("5550002", machine);
    opens();
    dials("5550002", "after_beep");
    STRCMP_EQUAL("machine", verdict().c_str());
    CHECK(come_true([this] { return !told("call.beep").empty(); }));
    CHECK(told("call.beep").front().value("afterMs", 0) > 3000);
    ends_well();
}

}  // namespace simulation
