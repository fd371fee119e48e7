// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/codec.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

#include "pbx/journal/commands.hpp"
#include "pbx/journal/record.hpp"
#include "tests/support/random_value.hpp"

#include <CppUTest/TestHarness.h>

namespace {

using pbx::Event;
using pbx::In;
using support::RandomValue;
using Octets = std::vector<std::byte>;

template <class T>
Octets encoded(const T& value) {
    Octets octets(pbx::encoded_size(value));
    pbx::encode(value, octets.data());
    return octets;
}

template <class T>
std::optional<T> decoded(const Octets& octets) {
    T value{};
    if (pbx::decode(octets, value)) return value;
    return std::nullopt;
}

Octets octets_of(std::initializer_list<int> numbers) {
    Octets octets;
    for (const int number : numbers) octets.push_back(static_cast<std::byte>(number));
    return octets;
}

// Each alternative of In and Event, with random contents from a seed that is printed when it fails.
template <class Variant, class Check>
void with_each(int rounds, Check&& check) {
    const auto seed = std::random_device()();
    RandomValue random(seed);
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t index = 0; index < std::variant_size_v<Variant>; ++index) {
            Variant value;
            random.fill_alternative(value, index);
            LONGS_EQUAL(index, value.index());
            check(value,
                  StringFromFormat("seed %u, alternative %d", seed, static_cast<int>(index)));
        }
    }
}

// Decoded octets are those of a value that encodes to them: there is only one way to say a thing.
template <class Variant>
void only_one_way(const Octets& octets, const SimpleString& where) {
    const auto value = decoded<Variant>(octets);
    if (value) CHECK_TEXT(encoded(*value) == octets, where.asCharString());
}

template <class Variant>
void flip_each_octet() {
    RandomValue chance(1);
    with_each<Variant>(3, [&](const Variant& value, const SimpleString& where) {
        const Octets right = encoded(value);
        for (std::size_t at = 0; at < right.size(); ++at) {
            Octets wrong = right;
            wrong[at] ^= static_cast<std::byte>(1 + chance.below(255));
            only_one_way<Variant>(wrong, where);
        }
    });
}

template <class Variant>
void truncate_at_each_octet() {
    with_each<Variant>(3, [](const Variant& value, const SimpleString& where) {
        const Octets whole = encoded(value);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            // A copy of its own, so that a sanitizer sees a step too far.
            const Octets part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            CHECK_TEXT(!decoded<Variant>(part), where.asCharString());
        }
        Octets more = whole;
        more.push_back(std::byte{0});
        CHECK_TEXT(!decoded<Variant>(more), where.asCharString());
    });
}

template <class Variant>
void round_trip() {
    with_each<Variant>(50, [](const Variant& value, const SimpleString& where) {
        const Octets octets = encoded(value);
        const auto back = decoded<Variant>(octets);
        CHECK_TEXT(back.has_value(), where.asCharString());
        LONGS_EQUAL(value.index(), back->index());
        CHECK_TEXT(encoded(*back) == octets, where.asCharString());
    });
}

ENUM(Colour, red, green)
struct Plain {
    bool yes{};
    Colour colour{};
    driver::Text<3> text;
    std::vector<std::uint16_t> numbers;
    FIELDS(yes, colour, text, numbers)
};
struct Small {
    std::variant<std::uint8_t, bool> either;
    FIELDS(either)
};

}  // namespace

TEST_GROUP(Codec){};

TEST(Codec, every_record_that_comes_in_comes_back) {
    round_trip<In>();
}
TEST(Codec, every_event_comes_back) {
    round_trip<Event>();
}
TEST(Codec, a_record_cut_off_anywhere_is_refused) {
    truncate_at_each_octet<In>();
}
TEST(Codec, an_event_cut_off_anywhere_is_refused) {
    truncate_at_each_octet<Event>();
}
TEST(Codec, a_wrong_octet_in_a_record_is_refused_or_another_record) {
    flip_each_octet<In>();
}
TEST(Codec, a_wrong_octet_in_an_event_is_refused_or_another_event) {
    flip_each_octet<Event>();
}

TEST(Codec, the_contents_come_back_and_not_just_their_octets) {
    pbx::CallOffered offered;
    offered.contact = {pbx::ContactId{7}, "2125550100", "800", "A. Caller", driver::Ticks(-5), {}};
    offered.contact.data.push_back({"account", "47-11"});
    offered.leg = driver::LegId::outgoing(driver::LineId{3}, 9);
    offered.device.timeslot = 31;
    const auto back = decoded<Event>(encoded(Event(offered)));
    CHECK(back.has_value());
    const auto& seen = std::get<pbx::CallOffered>(*back);
    CHECK(seen.contact.contact == pbx::ContactId{7});
    CHECK(seen.contact.caller == "A. Caller");
    CHECK(seen.contact.since == driver::Ticks(-5));
    CHECK(seen.contact.data.at(0).value == "47-11");
    CHECK(seen.leg == offered.leg);
    LONGS_EQUAL(31, seen.device.timeslot);
}

TEST(Codec, the_octets_are_those_of_the_rule) {
    const Plain plain{
        true, Colour::green, "ab", {1, 0x1234}
    };
    const Octets rule = octets_of({1, 1, 2, 'a', 'b', 2, 0, 1, 0, 0x34, 0x12});
    CHECK(encoded(plain) == rule);
    CHECK(encoded(Small{true}) == octets_of({1, 1}));
    CHECK(encoded(driver::Ticks(-2)) == octets_of({0xFE, 255, 255, 255, 255, 255, 255, 255}));
    CHECK(encoded(std::string("hi")) == octets_of({2, 0, 0, 0, 'h', 'i'}));
    CHECK(encoded(pbx::Cause::temporary_failure) == octets_of({41}));
}

TEST(Codec, what_no_value_encodes_to_is_refused) {
    CHECK(decoded<Plain>(octets_of({1, 1, 0, 0, 0})).has_value());
    CHECK(!decoded<Plain>(octets_of({2, 1, 0, 0, 0})));              // a bool is 0 or 1
    CHECK(!decoded<Plain>(octets_of({1, 2, 0, 0, 0})));              // there are two colours
    CHECK(!decoded<Plain>(octets_of({1, 1, 4, 1, 2, 3, 4, 0, 0})));  // the text has room for three
    CHECK(!decoded<Plain>(octets_of({1, 1, 0, 255, 255, 1})));       // 65535 numbers are not there
    CHECK(!decoded<Small>(octets_of({2, 0})));                       // there are two alternatives
    CHECK(!decoded<std::string>(octets_of({255, 255, 255, 255, 'x'})));
}

TEST(Codec, causes_the_network_may_send_are_kept_even_without_a_name) {
    const auto cause = decoded<pbx::Cause>(octets_of({99}));
    CHECK(cause.has_value());
    LONGS_EQUAL(99, static_cast<int>(*cause));
}

TEST(Codec, an_unknown_type_of_record_is_refused) {
    Event event;
    CHECK(!pbx::decode_alternative(Octets{}, std::variant_size_v<Event>, event));
    CHECK(!pbx::decode_alternative(Octets{}, 255, event));
}

// ── the layout's digest ─────────────────────────────────────────────────────────────────────────

namespace {
struct Swapped {
    Colour colour{};
    bool yes{};
    driver::Text<3> text;
    std::vector<std::uint16_t> numbers;
    FIELDS(colour, yes, text, numbers)
};
struct Renamed {
    bool no{};
    Colour colour{};
    driver::Text<3> text;
    std::vector<std::uint16_t> numbers;
    FIELDS(no, colour, text, numbers)
};
struct Wider {
    bool yes{};
    Colour colour{};
    driver::Text<4> text;
    std::vector<std::uint16_t> numbers;
    FIELDS(yes, colour, text, numbers)
};
struct Signed {
    bool yes{};
    Colour colour{};
    driver::Text<3> text;
    std::vector<std::int16_t> numbers;
    FIELDS(yes, colour, text, numbers)
};
}  // namespace

TEST(Codec, the_layouts_digest_changes_with_names_types_and_order) {
    std::vector<std::uint64_t> digests{driver::layout_digest<Plain>(),
                                       driver::layout_digest<Swapped>(),
                                       driver::layout_digest<Renamed>(),
                                       driver::layout_digest<Wider>(),
                                       driver::layout_digest<Signed>(),
                                       driver::layout_digest<std::variant<Plain, Wider>>(),
                                       driver::layout_digest<std::variant<Wider, Plain>>(),
                                       driver::layout_digest<Colour>(),
                                       driver::layout_digest<pbx::AgentState>()};
    std::sort(digests.begin(), digests.end());
    CHECK(std::unique(digests.begin(), digests.end()) == digests.end());
    CHECK(driver::layout_digest<Plain>() == driver::layout_digest<Plain>());
    static_assert(driver::layout_digest<pbx::HostCommand>() != 0);
}
