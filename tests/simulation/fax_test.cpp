// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes in and out through a whole center, with fax machines in the public network.
#include <functional>
#include <memory>
#include <string>

#include "tests/ivr_dsp/media/fax/pages.hpp"
#include "tests/simulation/performance.hpp"
#include "tests/support/child.hpp"
#include "tools/firstcall/scene.hpp"
#include "tools/firstcall/show.hpp"
#include "tools/firstcall/traffic.hpp"

// After the standard headers.
#include <CppUTest/TestHarness.h>

namespace simulation {

using driver::Ticks;
using host_bridge::Json;
using support::page_of;
using support::read_tiff;
using tools::firstcall::Options;
using tools::firstcall::Show;
using namespace std::chrono_literals;
namespace office = tools::office;
namespace fs = std::filesystem;

TEST_GROUP(FaxCalls) {
    support::ScratchDirectory outside;  // where the machines of the public network have their pages
    Options options = small_center(41);
    std::unique_ptr<Show> show;
    Json last;

    void opens() {
        options.spans = 1;
        options.agents = 1;
        auto opened = Show::open(options);
        CHECK_TEXT(bool{opened}, opened ? "" : opened.error().c_str());
        show = std::move(*opened);
        CHECK(bool{show->wait_for_start()});
    }
    void teardown() override {
        last = {};
        show.reset();
    }
    // A machine that gets what the center sends.
    void machine_at(const std::string& number, Ticks cut_after = Ticks{}) {
        office::Subscriber one{.number = number};
        one.steps = {
            office::Fax{false, paper(number), cut_after}
        };
        options.subscribers.push_back(one);
    }
    fs::path paper(const std::string& number) const {
        return outside.path() / (number + ".tiff");
    }
    fs::path of_center(const char* folder, const std::string& name) const {
        return show->scene().settings.fax.directory / folder / name;
    }
    // Somebody puts paper into his machine and dials us.
    void faxes(unsigned pages, Ticks cut_after = Ticks{}) {
        std::vector<support::Page> all;
        for (unsigned i = 1; i <= pages; ++i) all.push_back(page_of(i, 200));
        support::write_tiff(paper("sent"), all);
        office::CallerScript caller;
        caller.ani = tools::firstcall::ani_of(1);
        caller.dnis = tools::firstcall::fax_number;
        caller.steps = {
            office::ExpectAnswer{         },
            office::Fax{ true, paper("sent"), cut_after}
        };
        show->schedule({caller});
    }
    void puts_out(const std::string& document) {
        fs::create_directories(of_center("out", ""));
        support::write_tiff(of_center("out", document), {page_of(5, 200)});
    }
    bool sends(const std::string& number, int tries = 2, int document = 17) {
        return orders(Json{
            {"do",       "fax.send"},
            {"number",   number    },
            {"document", document  },
            {"tries",    tries     }
        });
    }
    Json answered(const std::string& id) {
        std::optional<Json> answer;
        for (int i = 0; i < 1000 && !answer; ++i) {
            show->step();
            answer = show->crm().answer(id);
        }
        CHECK(answer.has_value());
        return *answer;
    }
    bool orders(const Json& what) {
        last = answered(show->crm().order(what));
        return last.value("done", false);
    }
    Json fax(std::uint64_t number) {
        const Json listed = answered(show->crm().order(Json{
            {"do",   "get"},
            {"what", "fax"}
        }));
        for (const Json& one : listed["items"]) {
            if (one.value("fax", std::uint64_t{}) == number) return one;
        }
        return Json::object();
    }
    // Until it is in this state; in half a minute's steps, ten minutes at most.
    Json comes_to(std::uint64_t number, const std::string& state) {
        Json one;
        for (int i = 0; i < 1200; ++i) {
            one = fax(number);
            if (one.value("state", "") == state) return one;
            passes(500ms);
        }
        FAIL((std::to_string(number) + " is never " + state + ": " + one.dump()).c_str());
        return one;
    }
    void passes(Ticks time) {
        const Ticks until = show->world().now() + time;
        while (show->world().now() < until) show->step();
    }
    void ends_well() {
        for (int i = 0; i < 3000 && !show->over(); ++i) show->step();
        LONGS_EQUAL(0, show->stuck().size());
        LONGS_EQUAL(0, show->world().summary().stuck_calls);
    }
};

TEST(FaxCalls, a_fax_that_comes_in_is_in_its_file_pixel_by_pixel) {
    opens();
    faxes(2);
    const Json one = comes_to(1, "received");
    LONGS_EQUAL(2, one.value("pages", 0));
    STRCMP_EQUAL("office", one.value("box", "").c_str());
    STRCMP_EQUAL("good", one.value("end", "").c_str());
    STRCMP_EQUAL("+41 1 000 00 00", one.value("station", "").c_str());
    LONGS_EQUAL(14400, one.value("bitsPerSecond", 0));
    LONGS_EQUAL(0, one.value("missingMs", -1));
    CHECK(read_tiff(of_center("in", "1.tiff")) == read_tiff(paper("sent")));
    ends_well();
    const auto& lived = show->book().rest().front()->lived;
    CHECK(lived.has_value());
    CHECK_TEXT(lived->fax && lived->fax->well && lived->fax->pages == 2, lived->why.c_str());
    STRCMP_EQUAL("+86 10 5551 8002", lived->fax->station.c_str());
    STRCMP_EQUAL("self_service", show->book().rest().front()->record->value("outcome", "").c_str());
}

// Control dies while the fax waits, and again while it runs.
TEST(FaxCalls, a_fax_goes_out_though_control_dies) {
    machine_at("5551234");
    opens();
    puts_out("17.tiff");
    CHECK(sends("5551234"));
    STRCMP_EQUAL("fax 1 waits to be sent", last.value("text", "").c_str());
    CHECK(bool{show->world().kill_control()});
    comes_to(1, "running");
    passes(6s);
    const auto killed = show->world().kill_control();
    CHECK_TEXT(bool{killed}, killed ? "" : killed.error().c_str());
    const Json one = comes_to(1, "sent");
    LONGS_EQUAL(1, one.value("tried", 0));
    LONGS_EQUAL(1, one.value("pages", 0));
    CHECK(read_tiff(paper("5551234")) == std::vector<support::Page>{page_of(5, 200)});
    ends_well();
}

TEST(FaxCalls, busy_voice_a_pulled_plug_and_a_file_that_is_no_fax_end_each_in_its_own_way) {
    options.subscribers.push_back({.number = "5550017", .refuses_with = 17});
    options.subscribers.push_back({.number = "5550001", .rings = 1s, .steps = {office::Wait{90s}}});
    machine_at("5550041", 12s);
    opens();
    puts_out("17.tiff");
    CHECK(sends("5550017"));
    CHECK(sends("5550001", 1));
    CHECK(sends("5550041", 1));
    CHECK(sends("5550041", 3, 18));  // there is no such document
    CHECK(sends("5550041"));
    CHECK(orders(Json{
        {"do",  "fax.cancel"},
        {"fax", 5           }
    }));
    const Json busy = comes_to(1, "failed");
    STRCMP_EQUAL("not_reached", busy.value("end", "").c_str());
    LONGS_EQUAL(17, busy.value("cause", 0));
    LONGS_EQUAL(2, busy.value("tried", 0));
    const Json voice = comes_to(2, "failed");
    STRCMP_EQUAL("no_fax", voice.value("end", "").c_str());
    const Json pulled = comes_to(3, "failed");
    STRCMP_EQUAL("dropped", pulled.value("end", "").c_str());
    const Json nothing = comes_to(4, "failed");
    STRCMP_EQUAL("file", nothing.value("end", "").c_str());
    LONGS_EQUAL(1, nothing.value("tried", 0));
    STRCMP_EQUAL("stopped", comes_to(5, "failed").value("end", "").c_str());
    faxes(1, 14s);
    const Json cut = comes_to(6, "failed");
    STRCMP_EQUAL("dropped", cut.value("end", "").c_str());
    ends_well();
    CHECK(!fs::exists(of_center("in", "6.tiff")));
}

}  // namespace simulation
