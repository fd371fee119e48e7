// SPDX-License-Identifier: GPL-2.0-or-later
// What is dialled becomes a destination, digit by digit.
#include "pbx/routing/dial_plan.hpp"

#include <algorithm>
#include <regex>

#include <CppUTest/TestHarness.h>

using pbx::Destination;
using pbx::Dialled;
using pbx::DialPlan;
using pbx::Feature;

namespace {

Destination station(std::string_view number) {
    return pbx::ToStation{number};
}
Destination queue(std::string_view name) {
    return pbx::ToQueue{name};
}

// Which pattern wins, by the words of the rule and nothing else.
std::optional<Destination> oracle(const std::vector<pbx::Route>& routes,
                                  const std::string& digits) {
    std::optional<Destination> best;
    long most = -1;
    for (const pbx::Route& route : routes) {
        std::string expression;
        for (const char c : route.pattern) {
            expression += c == 'x'   ? "[0-9]"
                          : c == '.' ? ".+"
                          : c == '*' ? "\\*"
                                     : std::string(1, c);
        }
        if (!std::regex_match(digits, std::regex(expression))) continue;
        const long literals = std::count_if(route.pattern.begin(), route.pattern.end(),
                                            [](char c) { return c != 'x' && c != '.'; });
        if (literals > most) best = route.to;
        most = std::max(most, literals);
    }
    return best;
}

// All strings of up to `length` of these letters.
std::vector<std::string> all_of(std::string_view letters, std::size_t length) {
    std::vector<std::string> all{""};
    for (std::size_t from = 0; all.back().size() < length || from == 0;) {
        const std::size_t end = all.size();
        if (all[from].size() == length) break;
        for (; from < end; ++from) {
            for (const char c : letters) all.push_back(all[from] + c);
        }
    }
    return all;
}

}  // namespace

// ── from the public network ─────────────────────────────────────────────────────────────────────

TEST_GROUP(Incoming) {
    std::vector<pbx::Route> routes;

    void leads(const char* dnis, const Destination& to) {
        const DialPlan plan(routes, {}, {}, {});
        CHECK_TEXT(plan.incoming(dnis) == to, dnis);
    }
    void leads_nowhere(const char* dnis) {
        CHECK_TEXT(!DialPlan(routes, {}, {}, {}).incoming(dnis), dnis);
    }
};

TEST(Incoming, leads_by_the_exact_number) {
    routes = {
        {"8001", queue("sales")  },
        {"8002", queue("support")}
    };
    leads("8001", queue("sales"));
    leads("8002", queue("support"));
    for (const char* other : {"", "800", "8003", "80011", "18001"}) leads_nowhere(other);
}

TEST(Incoming, x_is_any_one_digit_and_no_sign) {
    routes = {
        {"80x1", queue("sales")}
    };
    leads("8001", queue("sales"));
    leads("8091", queue("sales"));
    leads_nowhere("80*1");
    leads_nowhere("801");
    leads_nowhere("80011");
}

TEST(Incoming, a_final_dot_is_one_or_more_of_anything) {
    routes = {
        {"8.", queue("sales")}
    };
    leads("80", queue("sales"));
    leads("8*0123456789", queue("sales"));
    leads_nowhere("8");
    leads_nowhere("9");
}

TEST(Incoming, the_longest_literal_wins_wherever_it_stands) {
    routes = {
        {".",    queue("rest")   },
        {"8x01", queue("eights") },
        {"8.",   queue("more")   },
        {"8001", queue("sales")  },
        {"80x1", queue("eighty1")}
    };
    leads("8001", queue("sales"));
    leads("8011", queue("eighty1"));
    leads("8101", queue("eights"));
    leads("8222", queue("more"));
    leads("7", queue("rest"));
}

TEST(Incoming, between_equals_the_first_wins) {
    routes = {
        {"80x1", queue("first") },
        {"8x01", queue("second")}
    };
    leads("8001", queue("first"));
}

TEST(Incoming, agrees_with_the_rule_for_every_pair_of_small_patterns) {
    std::vector<std::string> patterns = all_of("12x", 3);
    for (const std::string& stem : all_of("12x", 2)) patterns.push_back(stem + ".");
    const std::vector<std::string> numbers = all_of("12*", 3);
    for (const std::string& one : {std::string("1x2"), std::string("x."), std::string("12.")}) {
        for (const std::string& other : patterns) {
            if (other.empty()) continue;
            const std::vector<pbx::Route> both{
                {one,   queue("one")  },
                {other, queue("other")}
            };
            const DialPlan plan(both, {}, {}, {});
            for (const std::string& number : numbers) {
                const auto expected = oracle(both, number);
                const auto found = plan.incoming(number);
                CHECK_TEXT(found == expected,
                           (one + " and " + other + " dialled " + number).c_str());
            }
        }
    }
}

// ── at a station ────────────────────────────────────────────────────────────────────────────────

TEST_GROUP(Inside) {
    std::vector<pbx::Route> routes{
        {"2001", station("2001")},
        {"2002", station("2002")},
        {"3000", queue("sales") }
    };
    DialPlan::Features codes{"*11", "*12", "*13", "*14"};
    DialPlan::Outside outside{"9", "public"};

    pbx::Outcome dials(std::string_view digits) const {
        return DialPlan({}, routes, codes, outside).inside(digits);
    }
    void is(std::string_view digits, Dialled dialled, const Destination& to = {}) {
        const pbx::Outcome outcome = dials(digits);
        CHECK_TEXT(outcome.dialled == dialled, std::string(digits).c_str());
        if (dialled == Dialled::complete || dialled == Dialled::maybe) {
            CHECK_TEXT(outcome.to == to, std::string(digits).c_str());
        }
    }
};

TEST(Inside, a_number_is_complete_with_its_last_digit) {
    for (const char* begun : {"", "2", "20", "200", "3", "30", "300"}) is(begun, Dialled::more);
    is("2001", Dialled::complete, station("2001"));
    is("3000", Dialled::complete, queue("sales"));
}

TEST(Inside, a_digit_that_leads_nowhere_is_wrong_at_once) {
    for (const char* wrong : {"1", "21", "2003", "*2", "*15", "#"}) is(wrong, Dialled::wrong);
}

TEST(Inside, a_number_that_begins_a_longer_one_waits_for_it) {
    routes.push_back({"20", queue("short")});
    is("20", Dialled::maybe, queue("short"));
    is("200", Dialled::more);
    is("2001", Dialled::complete, station("2001"));
}

TEST(Inside, the_longest_literal_wins_wherever_it_stands) {
    routes = {
        {"20.", queue("twenty")},
        {"2.",  queue("two")   },
        {"2xx", queue("three") }
    };
    is("20", Dialled::maybe, queue("two"));
    is("200", Dialled::maybe, queue("twenty"));
    std::ranges::reverse(routes);
    is("200", Dialled::maybe, queue("twenty"));
    is("211", Dialled::maybe, queue("three"));  // as long as "2.", and before it
}

TEST(Inside, a_number_that_others_go_on_from_is_not_final) {
    routes.push_back({"2.", queue("rest")});
    is("2001", Dialled::maybe, station("2001"));
    is("20011", Dialled::maybe, queue("rest"));
}

TEST(Inside, codes_stand_alone) {
    is("*", Dialled::more);
    is("*1", Dialled::more);
    is("*12", Dialled::complete, pbx::ToFeature{Feature::log_out, {}});
    is("*13", Dialled::complete, pbx::ToFeature{Feature::ready, {}});
    is("*14", Dialled::complete, pbx::ToFeature{Feature::not_ready, {}});
    is("*121", Dialled::wrong);
}

TEST(Inside, logging_in_takes_the_agents_number_up_to_the_hash) {
    for (const char* begun : {"*11", "*114", "*114001"}) is(begun, Dialled::more);
    is("*114001#", Dialled::complete, pbx::ToFeature{Feature::log_in, "4001"});
    is("*11#", Dialled::wrong);
}

TEST(Inside, a_code_that_is_not_offered_is_no_number) {
    codes = {};
    for (const char* code : {"*", "*1", "*12", "*114001#"}) is(code, Dialled::wrong);
}

TEST(Inside, the_prefix_leads_outside) {
    is("9", Dialled::more);
    is("90", Dialled::maybe, pbx::ToNumber{"0", "public"});
    is("90105551234", Dialled::maybe, pbx::ToNumber{"0105551234", "public"});
}

TEST(Inside, a_prefix_of_two_digits_begins_with_the_first) {
    outside.prefix = "88";
    is("8", Dialled::more);
    is("88", Dialled::more);
    is("881", Dialled::maybe, pbx::ToNumber{"1", "public"});
    is("89", Dialled::wrong);
}

TEST(Inside, without_a_prefix_nothing_leads_outside) {
    outside = {};
    is("9", Dialled::wrong);
    is("90", Dialled::wrong);
}

TEST(Inside, numbers_that_begin_like_the_prefix_wait_for_more) {
    routes.push_back({"9", queue("nine")});
    routes.push_back({"901", queue("more")});
    is("9", Dialled::maybe, queue("nine"));
    is("901", Dialled::maybe, queue("more"));
    is("9011", Dialled::maybe, pbx::ToNumber{"011", "public"});
    outside.prefix = "91";
    is("9", Dialled::maybe, queue("nine"));
}

TEST(Inside, an_empty_plan_knows_nothing) {
    const DialPlan none;
    CHECK(none.inside("").dialled == Dialled::more);
    CHECK(none.inside("2001").dialled == Dialled::wrong);
    CHECK(!none.incoming("8001"));
}
