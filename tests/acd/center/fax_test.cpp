// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes: which are received and sent, and who is told; the firmware's part is played by the test.
#include <string>

#include "tests/acd/center/story.hpp"

#include <CppUTest/TestHarness.h>

using namespace story;
using ivr_dsp::FaxDirection;
using ivr_dsp::FaxEnd;

TEST_GROUP(Fax) {
    Story story{with_ports(2)};

    static acd::CenterConfig with_ports(std::uint16_t ports) {
        acd::CenterConfig config = small_center();
        config.faxes.ports = ports;
        config.faxes.group = "public";
        config.faxes.pause = 10s;
        std::vector<pbx::Route> incoming{
            {"8100", pbx::ToFax{"sales"}   },
            {"8001", pbx::ToMenu{"welcome"}}
        };
        config.plan = pbx::DialPlan(incoming, {}, {}, {});
        return config;
    }
    std::vector<ivr_dsp::StartFax> starts() const {
        std::vector<ivr_dsp::StartFax> all;
        for (const auto& order : story.orders) {
            if (const auto* one = std::get_if<ivr_dsp::StartFax>(&order)) all.push_back(*one);
        }
        return all;
    }
    // The firmware says what came of the newest order to start.
    void comes_to(FaxEnd end, std::uint32_t pages = 0) {
        ivr_dsp::FaxEnded news;
        news.fax = starts().back().fax;
        news.port = starts().back().port;
        news.end = end;
        news.pages = pages;
        story.tells(pbx::FromFirmware{0, news});
    }
    std::string sends(std::uint64_t tries = 0) {
        return story.asks(pbx::SendFax{"5551234", 17, tries});
    }
    // The file is good, the call is up and the fax runs.
    LegId runs() {
        STRCMP_EQUAL("", sends().c_str());
        comes_to(FaxEnd::checked);
        const LegId leg = *story.dialled_out();
        story.answers(leg);
        return leg;
    }
    void fails_with(FaxEnd end) {
        STRCMP_EQUAL(std::string(name_of(end)).c_str(),
                     std::string(name_of(story.last<pbx::FaxFailed>().end)).c_str());
    }
};

TEST(Fax, that_comes_in_is_answered_when_the_disk_has_room) {
    const LegId caller = story.call_arrives("8100");
    LONGS_EQUAL(1, starts().size());
    CHECK(starts().back().only_check && !story.was_answered(caller));
    comes_to(FaxEnd::checked);
    CHECK(story.was_answered(caller));
    CHECK(story.hears(caller, driver::Source::fax({0})));
    CHECK(!starts().back().only_check && starts().back().line == caller.line());
    LONGS_EQUAL(1, story.count<pbx::FaxStarted>());
    comes_to(FaxEnd::good, 3);
    const auto told = story.last<pbx::FaxReceived>();
    CHECK(told.fax == 1 && told.pages == 3 && told.box == "sales");
    CHECK(told.contact.ani == "13800138000");
    CHECK(!story.was_let_go(caller));  // its machine may do so first
    story.waits(2s);
    CHECK(story.was_let_go(caller, Cause::normal_clearing));
    story.hangs_up(caller);
    CHECK(story.last<pbx::ContactEnded>().outcome == pbx::ContactOutcome::self_service);
    CHECK(story.center().at_rest());
}

TEST(Fax, is_not_answered_without_room_on_the_disk_or_a_port) {
    const LegId full = story.call_arrives("8100");
    comes_to(FaxEnd::disk);
    CHECK(!story.was_answered(full) && story.was_let_go(full, Cause::temporary_failure));
    CHECK(story.last<pbx::AlarmChanged>().active);
    STRCMP_EQUAL("fax.disk", std::string(story.last<pbx::AlarmChanged>().alarm.view()).c_str());
    story.call_arrives("8100");
    comes_to(FaxEnd::checked);
    comes_to(FaxEnd::good, 1);
    CHECK(!story.last<pbx::AlarmChanged>().active);
    story.call_arrives("8100");
    story.call_arrives("8100");
    const LegId third = story.call_arrives("8100");
    CHECK(story.was_let_go(third, Cause::user_busy));
}

TEST(Fax, whose_caller_hangs_up_is_stopped_and_its_port_free_when_the_file_is_closed) {
    const LegId caller = story.call_arrives("8100");
    comes_to(FaxEnd::checked);
    story.hangs_up(caller);
    CHECK(std::get<ivr_dsp::StopFax>(story.orders.back()).fax == 1);
    LONGS_EQUAL(0, story.count<pbx::FaxReceived>());
    CHECK_FALSE(story.center().at_rest());
    comes_to(FaxEnd::dropped, 1);
    CHECK(story.last<pbx::FaxReceived>().end == FaxEnd::dropped);
    CHECK(story.center().at_rest());
}

TEST(Fax, whose_file_is_never_closed_is_told_as_late_once) {
    const LegId caller = story.call_arrives("8100");
    comes_to(FaxEnd::checked);
    story.hangs_up(caller);
    story.waits(60s);
    CHECK(story.last<pbx::FaxReceived>().end == FaxEnd::late);
    comes_to(FaxEnd::dropped);
    LONGS_EQUAL(1, story.count<pbx::FaxReceived>());
}

TEST(Fax, to_be_sent_is_checked_called_and_sent) {
    STRCMP_EQUAL("", sends().c_str());
    LONGS_EQUAL(17, starts().back().document);
    CHECK(!story.dialled_out());
    comes_to(FaxEnd::checked, 2);
    const LegId leg = *story.dialled_out();
    story.rings(leg);
    story.answers(leg);
    CHECK(story.hears(leg, driver::Source::fax({0})));
    comes_to(FaxEnd::good, 2);
    const auto told = story.last<pbx::FaxSent>();
    CHECK(told.fax == 1 && told.document == 17 && told.pages == 2 && told.tried == 1);
    CHECK(story.was_let_go(leg));
    story.puts_down(leg);
    CHECK(story.center().at_rest());
}

TEST(Fax, that_finds_the_number_busy_is_tried_again_as_often_as_ordered) {
    (void)sends(2);
    comes_to(FaxEnd::checked);
    story.refuses(*story.dialled_out(), Cause::user_busy);
    const auto tried = story.last<pbx::FaxTried>();
    CHECK(tried.end == FaxEnd::not_reached && tried.cause == Cause::user_busy);
    CHECK(tried.tried == 1 && tried.again == 10s);
    CHECK(story.center().at_rest());  // it only waits
    story.waits(9s);
    LONGS_EQUAL(1, starts().size());
    story.waits(1s);
    LONGS_EQUAL(2, starts().size());
    comes_to(FaxEnd::checked);
    story.refuses(*story.dialled_out(), Cause::user_busy);
    fails_with(FaxEnd::not_reached);
    CHECK(story.last<pbx::FaxFailed>().tried == 2);
}

TEST(Fax, that_nobody_could_take_is_not_tried_again) {
    (void)sends();
    comes_to(FaxEnd::file);
    fails_with(FaxEnd::file);
    CHECK(!story.dialled_out());
    (void)runs();
    comes_to(FaxEnd::incompatible);
    fails_with(FaxEnd::incompatible);
    LONGS_EQUAL(0, story.count<pbx::FaxTried>());
}

TEST(Fax, under_way_when_the_firmware_dies_is_sent_by_the_next) {
    (void)runs();
    story.firmware_dies();
    CHECK(story.last<pbx::FaxTried>().end == FaxEnd::firmware_gone);
    LONGS_EQUAL(0, story.last<pbx::FaxTried>().tried);
    story.firmware_comes(2);
    CHECK(starts().back().only_check);
    comes_to(FaxEnd::checked);
    CHECK(story.dialled_out().has_value());
    const LegId caller = story.call_arrives("8100");
    comes_to(FaxEnd::checked);
    CHECK(story.was_answered(caller));
    story.firmware_dies();
    CHECK(story.last<pbx::FaxReceived>().end == FaxEnd::firmware_gone);
}

TEST(Fax, is_cancelled_wherever_it_is) {
    (void)runs();   // 1 runs
    (void)sends();  // 2 is checked
    (void)sends();  // 3 waits for a port
    for (const std::uint64_t fax : {3, 2, 1}) {
        STRCMP_EQUAL("", story.asks(pbx::CancelFax{fax}).c_str());
    }
    CHECK(story.last<pbx::FaxFailed>().fax == 3);
    comes_to(FaxEnd::checked);
    CHECK(story.last<pbx::FaxFailed>().fax == 2);
    ivr_dsp::FaxEnded news;
    news.fax = 1;
    news.end = FaxEnd::dropped;
    story.tells(pbx::FromFirmware{0, news});
    CHECK(story.last<pbx::FaxFailed>().fax == 1);
    fails_with(FaxEnd::stopped);
    CHECK(story.asks(pbx::CancelFax{1}).find("there is no fax 1") != std::string::npos);
}

TEST(Fax, that_waits_is_remembered_over_a_rest) {
    (void)sends();
    comes_to(FaxEnd::checked);
    story.refuses(*story.dialled_out(), Cause::user_busy);
    pbx::Rested rested;
    story.center().remember(rested);
    LONGS_EQUAL(1, rested.faxes.size());
    LONGS_EQUAL(2, rested.next_fax);
    Story later(with_ports(2));
    later.center().recall(later.now, rested);
    later.waits(60s);
    bool started = false;
    for (const auto& order : later.orders) {
        const auto* one = std::get_if<ivr_dsp::StartFax>(&order);
        started = started || (one != nullptr && one->fax == 1 && one->document == 17);
    }
    CHECK(started);
}

TEST(Fax, cannot_be_ordered_without_ports_trunks_or_a_document) {
    const auto refused = [](const std::string& answer, const char* because) {
        CHECK_TEXT(answer.find(because) != std::string::npos, answer.c_str());
    };
    refused(story.asks(pbx::SendFax{"5551234", 0, 0}), "document 0");
    refused(story.asks(pbx::SendFax{"5551234", 1, 21}), "20 times at most");
    Story none(with_ports(0));
    refused(none.asks(pbx::SendFax{"5551234", 1, 0}), "no fax ports");
}
