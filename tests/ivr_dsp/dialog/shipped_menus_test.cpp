// SPDX-License-Identifier: GPL-2.0-or-later
// The menus in ivr_dsp/dialog/menus, with the recordings of the Debian package they are made of.
#include <random>
#include <string>

#include <fmt/format.h>

#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <CppUTest/TestHarness.h>

using support::Telephone;

TEST_GROUP(ShippedMenus) {
    support::Bank bank = support::Bank::of_debian();
    ivr_dsp::dialog::Menus menus;

    void setup() override {
        for (const char* const name :
             {"welcome", "wait", "voicemail_leave", "voicemail_messages"}) {
            const auto loaded = menus.load(name, support::shipped_menu(name), bank.index());
            STRCMP_EQUAL("", loaded ? "" : loaded.error().c_str());
        }
    }
    Telephone call(const char* menu, const support::Variables& variables = {}) {
        Telephone telephone(menus, bank, menu, variables);
        telephone.answers();
        return telephone;
    }
    static void hears(const Telephone& caller, const char* prompts) {
        STRCMP_EQUAL(prompts, caller.hears().c_str());
    }
    static void ends(const Telephone& caller, const char* how) {
        STRCMP_EQUAL(how, caller.ending().c_str());
    }
};

TEST(ShippedMenus, welcome_leads_to_sales_on_1) {
    auto caller = call("welcome");
    hears(caller, "basic-pbx-ivr-main");
    caller.presses("1");
    hears(caller, "one-moment-please");
    caller.listens();
    ends(caller, "transferred queue:sales");
}

TEST(ShippedMenus, welcome_leads_to_support_on_2_after_the_greeting) {
    auto caller = call("welcome");
    caller.listens_to_the_end();
    caller.presses("2");
    caller.listens();
    ends(caller, "transferred queue:support");
}

TEST(ShippedMenus, welcome_asks_for_an_account_number_on_3) {
    auto caller = call("welcome");
    caller.presses("3");
    hears(caller, "your number beep");
    caller.presses("2001");
    hears(caller,
          "you-entered digits/2 digits/0 digits/0 digits/1 vm-press digits/1 vm-press digits/2");
    caller.presses("2");
    caller.listens();
    ends(caller, "transferred queue:support");
    STRCMP_EQUAL("main=3 account=2001 kind=2", caller.answered().c_str());
}

TEST(ShippedMenus, welcome_can_be_hurried_through) {
    auto caller = call("welcome");
    caller.presses("320011");
    caller.listens();
    ends(caller, "transferred queue:sales");
}

TEST(ShippedMenus, welcome_tells_a_silent_caller_about_the_operator) {
    auto caller = call("welcome");
    caller.listens_to_the_end();
    caller.says_nothing();
    hears(caller, "basic-pbx-ivr-main");
    caller.listens_to_the_end();
    caller.says_nothing();
    hears(caller, "vm-reachoper basic-pbx-ivr-main");
    caller.listens_to_the_end();
    caller.says_nothing();
    caller.listens_to_the_end();
    ends(caller, "person");
}

TEST(ShippedMenus, welcome_names_its_queues_to_routing) {
    const auto destinations = menus.destinations("welcome");
    CHECK_EQUAL(2, destinations.size());
    STRCMP_EQUAL("queue:sales", destinations[0].destination.c_str());
    STRCMP_EQUAL("queue:support", destinations[1].destination.c_str());
}

TEST(ShippedMenus, wait_tells_the_position_and_lets_the_caller_leave) {
    auto caller = call("wait", {
                                   {"position", "21"}
    });
    hears(caller,
          "queue-thereare digits/20 digits/1 queue-callswaiting vm-press digits/1 "
          "pls-hold-while-try vm-press digits/2 vm-goodbye");
    caller.presses("2");
    ends(caller, "exited choice=2");
}

TEST(ShippedMenus, wait_tells_the_next_one_so) {
    auto caller = call("wait", {
                                   {"position", "1"}
    });
    hears(caller,
          "queue-youarenext vm-press digits/1 pls-hold-while-try vm-press digits/2 vm-goodbye");
    caller.presses("1");
    ends(caller, "exited choice=1");
}

TEST(ShippedMenus, wait_takes_silence_and_repeated_mistakes_for_waiting) {
    auto silent = call("wait", {
                                   {"position", "3"}
    });
    silent.listens_to_the_end();
    CHECK_EQUAL(3000, silent.timer());
    silent.says_nothing();
    ends(silent, "exited choice=1");
    auto clumsy = call("wait");
    hears(clumsy, "vm-press digits/1 pls-hold-while-try vm-press digits/2 vm-goodbye");
    clumsy.presses("9");
    hears(clumsy,
          "pm-invalid-option vm-press digits/1 pls-hold-while-try vm-press digits/2 vm-goodbye");
    clumsy.presses("8");
    ends(clumsy, "exited choice=1");
}

namespace {

// Whatever may happen to a menu: keys, the end of a prompt, silence.
void do_anything(Telephone& caller, std::mt19937& chance) {
    constexpr std::string_view keys = "0123456789*#ABCD";
    const auto what = chance() % 8;
    if (what < 5) {
        caller.presses(keys.substr(chance() % keys.size(), 1));
    } else if (what < 7 || caller.timer() == 0) {
        caller.listens();
    } else {
        caller.says_nothing();
    }
}

// How much happened.
std::uint32_t play_about(Telephone& caller, std::mt19937& chance, const std::string& when) {
    const auto patience = static_cast<std::uint32_t>(chance() % 40);
    std::uint32_t done = 0;
    for (; done < patience && !caller.is_over(); ++done) {
        do_anything(caller, chance);
        const bool asks = caller.timer() > 0 || !caller.hears().empty();
        CHECK_TEXT(caller.is_over() || asks, when.c_str());
    }
    return done;
}

// The first 0 may end a number that was begun; the second is alone.
void ask_for_a_person(Telephone& caller) {
    for (int tries = 0; tries < 2 && !caller.is_over(); ++tries) {
        caller.listens_to_the_end();
        if (!caller.is_over()) caller.presses("0");
        if (!caller.is_over() && caller.timer() > 0) caller.says_nothing();
    }
    caller.listens_to_the_end();
}

// How the call looks from outside, to compare two.
std::string as_text(const Telephone& caller) {
    return fmt::format("{}|{}|{}|{}|{}", caller.hears(), caller.timer(), caller.was_cut_short(),
                       caller.answered(), caller.ending());
}

constexpr std::uint32_t seed = 71'077'345;

}  // namespace

// From wherever a caller stands: gives up, listens, presses 0, waits.
TEST(ShippedMenus, always_ask_or_end_whatever_is_pressed) {
    std::mt19937 chance(seed);
    int calls = 0;
    int persons = 0;
    for (std::uint32_t done = 0; done < 40'000; ++calls) {
        auto caller = call(calls % 2 == 0 ? "welcome" : "wait",
                           {
                               {"position", std::to_string(chance() % 40)}
        });
        const std::string when = fmt::format("seed {} call {}", seed, calls);
        done += play_about(caller, chance, when);
        ask_for_a_person(caller);
        CHECK_TEXT(caller.is_over(), when.c_str());
        CHECK_TEXT(caller.ending().find("failed") == std::string::npos, caller.ending().c_str());
        if (caller.ending() == "person") ++persons;
    }
    CHECK(persons > calls / 10);
}

TEST(ShippedMenus, give_the_same_steps_for_the_same_calls_also_side_by_side) {
    for (std::uint32_t round = 0; round < 200; ++round) {
        auto one = call("wait", {
                                    {"position", "5"}
        });
        auto other = call("wait", {
                                      {"position", "5"}
        });
        auto stranger = call("welcome");
        std::mt19937 chance_of_one(seed + round);
        std::mt19937 chance_of_other(seed + round);
        std::mt19937 chance_of_stranger(round);
        for (int i = 0; i < 30; ++i) {
            if (!one.is_over()) do_anything(one, chance_of_one);
            if (!stranger.is_over()) do_anything(stranger, chance_of_stranger);
            if (!other.is_over()) do_anything(other, chance_of_other);
            STRCMP_EQUAL(as_text(one).c_str(), as_text(other).c_str());
        }
    }
}

TEST(ShippedMenus, voicemail_leave_records_after_the_beep_and_says_thanks) {
    auto caller =
        call("voicemail_leave", {
                                    {"state",    "open"},
                                    {"greeting", ""    },
                                    {"mailbox",  "2001"}
    });
    hears(caller, "vm-theperson digits/2 digits/0 digits/0 digits/1 vm-isunavail vm-intro");
    caller.listens();
    hears(caller, "beep");
    caller.listens();
    CHECK(caller.last_step().record.has_value());
    caller.presses("#");
    CHECK(caller.last_step().stop_recording);
    caller.is_recorded(std::chrono::seconds(4));
    hears(caller, "vm-msgsaved vm-goodbye");
    caller.listens();
    ends(caller, "exited");
}

TEST(ShippedMenus, voicemail_leave_skips_the_greeting_on_a_key_but_not_the_beep) {
    auto caller = call("voicemail_leave", {
                                              {"state",    "open"    },
                                              {"greeting", "vm-nobox"}
    });
    hears(caller, "vm-nobox");
    caller.presses("#");
    hears(caller, "beep");
    caller.listens();
    caller.is_recorded(driver::Ticks{0});
    hears(caller, "vm-tooshort");
    caller.listens();
    hears(caller, "beep");
    caller.listens();
    caller.is_recorded({});
    hears(caller, "sorry-youre-having-problems vm-goodbye");
}

TEST(ShippedMenus, voicemail_messages_let_three_wrong_pins_pass_by) {
    auto caller = call("voicemail_messages", {
                                                 {"step", "pin" },
                                                 {"pin",  "1234"}
    });
    for (int i = 0; i < 3; ++i) caller.presses("1111#");
    caller.listens_to_the_end();
    ends(caller, "exited what=end");
    auto owner = call("voicemail_messages", {
                                                {"step", "pin" },
                                                {"pin",  "1234"}
    });
    owner.presses("1234#");
    ends(owner, "exited what=open");
    STRCMP_EQUAL("pin=(secret)", owner.answered().c_str());
}

TEST(ShippedMenus, voicemail_messages_say_how_many_from_whom_and_when) {
    auto owner = call("voicemail_messages", {
                                                {"step",      "message" },
                                                {"fresh",     "2"       },
                                                {"old",       "1"       },
                                                {"announced", "0"       },
                                                {"number",    "1"       },
                                                {"caller",    "55"      },
                                                {"time",      "09:05"   },
                                                {"message",   "message:"}
    });
    STRCMP_CONTAINS(
        "vm-youhave digits/2 vm-INBOX vm-and digits/1 vm-Old vm-messages "
        "vm-message digits/1 vm-from-phonenumber digits/5 digits/5 vm-received",
        owner.hears().c_str());
    owner.presses("5");
    STRCMP_CONTAINS("vm-message digits/1", owner.hears().c_str());
    owner.presses("7");
    hears(owner, "vm-deleted");
    owner.listens();
    ends(owner, "exited what=delete");
}
