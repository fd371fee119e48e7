// SPDX-License-Identifier: GPL-2.0-or-later
// Faxes on a line: ours at one end, spandsp's own machine (or ours) at the other.
#include "ivr_dsp/media/fax/fax_session.hpp"

#include <fstream>
#include <random>
#include <vector>

#include "ivr_dsp/dsp/companding.hpp"
#include "tests/ivr_dsp/media/fax/machine.hpp"
#include "tests/ivr_dsp/media/fax/pages.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

using driver::Chunk;
using driver::Law;
using ivr_dsp::FaxOrder;
using ivr_dsp::FaxReport;
using ivr_dsp::FaxSession;

namespace {

namespace fs = std::filesystem;
using support::Machine;
using support::Page;
using support::page_of;
using support::read_tiff;
using support::write_tiff;
constexpr int most_ms = 240'000;

}  // namespace

TEST_GROUP(Faxes) {
    support::ScratchDirectory folder;
    FaxReport report;
    int noise{};  // of the line, in 16-bit steps

    fs::path ours() const {
        return folder.path() / "ours.tif";
    }
    fs::path theirs() const {
        return folder.path() / "theirs.tif";
    }
    std::unique_ptr<FaxSession> started(const FaxOrder& order) {
        auto session = FaxSession::start(order, Law::alaw);
        if (!session) FAIL(session.error().c_str());
        return *std::move(session);
    }
    std::string refusal(const FaxOrder& order) {
        const auto session = FaxSession::start(order, Law::alaw);
        return session ? "" : session.error();
    }
    // Until both have hung up; false: they never do.
    bool call(FaxSession & session, Machine & machine) {
        Chunk to_us = driver::alaw_silence;
        std::mt19937 chance(20261122);
        for (int ms = 0; ms < most_ms; ++ms) {
            const Chunk said = session.exchange(to_us);
            to_us = machine.exchange(Law::alaw, said);
            for (auto& octet : to_us.octets) {
                const int shift =
                    noise == 0 ? 0 : static_cast<int>(chance() % (2UL * noise)) - noise;
                const int sample = ivr_dsp::linear_from(Law::alaw, octet) + shift;
                octet = ivr_dsp::octet_from(Law::alaw, static_cast<std::int16_t>(sample));
            }
            report = session.report();
            if (report.over && machine.result >= 0) return true;
        }
        return false;
    }
};

TEST(Faxes, two_pages_are_sent_pixel_by_pixel) {
    const std::vector<Page> pages{page_of(1, 300), page_of(2, 300)};
    write_tiff(ours(), pages);
    const auto session = started({.sends = true, .file = ours(), .station = "+49 30 1234567"});
    Machine machine(false, theirs());
    CHECK(call(*session, machine));
    CHECK_TEXT(report.well, report.text.c_str());
    LONGS_EQUAL(2, report.pages);
    CHECK(report.error_correction);
    LONGS_EQUAL(14400, report.bits_per_second);
    STRCMP_EQUAL("+41 1 000 00 00", report.far_station.c_str());
    CHECK(read_tiff(theirs()) == pages);
}

TEST(Faxes, a_page_is_received_over_a_noisy_line) {
    noise = 60;
    const std::vector<Page> pages{page_of(3, 300)};
    write_tiff(theirs(), pages);
    const auto session = started({.file = ours(), .station = "95500"});
    Machine machine(true, theirs());
    CHECK(call(*session, machine));
    CHECK_TEXT(report.well, report.text.c_str());
    LONGS_EQUAL(1, report.pages);
    CHECK(read_tiff(ours()) == pages);
}

TEST(Faxes, a_call_cut_in_the_middle_is_told_and_ends) {
    write_tiff(ours(), {page_of(1, 300)});
    const auto session = started({.sends = true, .file = ours(), .station = "1"});
    Chunk said;
    for (int ms = 0; ms < 3000; ++ms) said = session->exchange(driver::alaw_silence);
    session->hang_up();
    for (int ms = 0; ms < 10'000 && !session->report().over; ++ms) {
        said = session->exchange(driver::alaw_silence);
    }
    CHECK(session->report().over);
    CHECK_FALSE(session->report().well);
    CHECK_FALSE(session->report().text.empty());
}

TEST(Faxes, nobody_at_the_far_end_is_told_in_words) {
    write_tiff(ours(), {page_of(1, 300)});
    const auto session = started({.sends = true, .file = ours(), .station = "1"});
    int ms = 0;
    for (; ms < most_ms && !session->report().over; ++ms) {
        (void)session->exchange(driver::alaw_silence);
    }
    CHECK(session->report().over);
    CHECK_FALSE(session->report().well);
    CHECK(ms > 30'000 && ms < 120'000);
    CHECK_FALSE(session->report().text.empty());
}

TEST(Faxes, what_cannot_be_sent_is_refused_with_the_remedy) {
    STRCMP_CONTAINS("No such file", refusal({.sends = true, .file = folder.path() / "no"}).c_str());
    std::ofstream(ours()) << "%PDF-1.7";
    STRCMP_CONTAINS("tiffcp -c g4", refusal({.sends = true, .file = ours()}).c_str());
    write_tiff(ours(), {page_of(1, 20)}, 1700);
    STRCMP_CONTAINS("page 1 is 1700 pixels wide", refusal({.sends = true, .file = ours()}).c_str());
    STRCMP_CONTAINS("is there already", refusal({.file = ours()}).c_str());
    STRCMP_CONTAINS("no such folder", refusal({.file = folder.path() / "a" / "b"}).c_str());
    STRCMP_CONTAINS("20 characters at most",
                    refusal({.file = theirs(), .station = "123456789012345678901"}).c_str());
}

// Truncated and spoilt files: refused, or the call fails; never a crash.
TEST(Faxes, spoilt_files_harm_nobody) {
    write_tiff(ours(), {page_of(1, 120), page_of(2, 120)});
    std::ifstream in(ours(), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(in)), {});
    std::mt19937 chance(20261122);
    int refused = 0;
    for (int i = 0; i < 60; ++i) {
        std::string spoilt = whole.substr(0, i % 3 == 0 ? chance() % whole.size() : whole.size());
        for (int n = 0; n < 5 && !spoilt.empty(); ++n) {
            spoilt[chance() % spoilt.size()] = static_cast<char>(chance());
        }
        std::ofstream(theirs(), std::ios::binary | std::ios::trunc) << spoilt;
        const auto session = FaxSession::start({.sends = true, .file = theirs()}, Law::ulaw);
        if (!session) {
            ++refused;
            CHECK(session.error().find("tiffcp -c g4") != std::string::npos);
            continue;
        }
        for (int ms = 0; ms < 500; ++ms) (void)(*session)->exchange(driver::ulaw_silence);
    }
    CHECK(refused > 10 && refused < 60);
}
