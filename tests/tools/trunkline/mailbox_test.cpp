// SPDX-License-Identifier: GPL-2.0-or-later
// Mailboxes as they lie on the disk, without a center.
#include "ivr_dsp/media/recorder/archive/recording_file.hpp"
#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"
#include "tests/tools/trunkline/workbench.hpp"

#include <CppUTest/TestHarness.h>

TEST_GROUP(MailboxWords) {
    desk::Workbench bench;

    void setup() override {
        bench.write("leave.vxml",
                    "<vxml version=\"2.1\"><form><block><disconnect/></block></form></vxml>");
        bench.write("trunkline.toml",
                    bench.read("trunkline.toml") +
                        "[[menu]]\nname = \"vm\"\nfile = \"leave.vxml\"\n"
                        "[[mailbox]]\nnumber = \"2001\"\nname = \"ann\"\npin = \"1234\"\n"
                        "[voicemail]\nleave = \"vm\"\nmessages = \"vm\"\n");
    }
    std::filesystem::path folder() {
        return bench.file("state") / "mailboxes" / "2001";
    }
    // Half a second.
    void leaves(std::uint64_t message) {
        ivr_dsp::Archive archive(folder());
        CHECK(!!archive.open());
        ivr_dsp::SidecarBegin begin;
        begin.recording = message;
        begin.line = "1/17";
        begin.caller = "13800138000";
        begin.start_utc_us = 1'795'372'625'123'000;
        begin.format.layout = ivr_dsp::SoundLayout::says;
        ivr_dsp::RecordingFile file(archive, begin, nullptr);
        for (int ms = 0; ms < 500; ++ms) {
            file.take({driver::filled(0x11), driver::filled(0x22), driver::Ticks{ms}, false});
        }
        file.end(driver::Ticks{500});
        for (;;) {
            const auto done = file.close_some();
            CHECK_TEXT(!!done, done ? "" : done.error().c_str());
            if (*done) return;
        }
    }
    desk::Said said(const desk::Words& words) {
        desk::Words all{"mailbox"};
        all.insert(all.end(), words.begin(), words.end());
        return bench.trunkline(all);
    }
};

TEST(MailboxWords, tell_what_waits_and_write_what_was_said) {
    STRCMP_CONTAINS("mailbox 2001 is empty", said({"messages", "2001"}).out.c_str());
    STRCMP_CONTAINS("信箱 2001 是空的", said({"messages", "2001", "--lang", "zh"}).out.c_str());
    leaves(17);
    leaves(18);
    const auto sidecar = ivr_dsp::sidecar_of_message(folder(), 18);
    CHECK(!!ivr_dsp::mark_message(folder() / sidecar, true));
    const auto all = host_bridge::parse_json(said({"list", "--json"}).out);
    CHECK(all && all->at(0).at("fresh") == 1 && all->at(0).at("old") == 1);
    STRCMP_CONTAINS("信箱", said({"list", "--lang", "zh"}).out.c_str());
    const desk::Said table = said({"messages", "2001"});
    STRCMP_CONTAINS("13800138000", table.out.c_str());
    const auto json = host_bridge::parse_json(said({"messages", "2001", "--json"}).out);
    CHECK(json && json->size() == 2 && json->at(0).at("lastsMs") == 500);
    CHECK(json->at(1).at("heard") == true && json->at(0).at("heard") == false);
    const std::string out = bench.file("message.wav").string();
    const desk::Said written = said({"export", "2001", "17", out});
    CHECK_EQUAL_TEXT(0, written.code, written.err.c_str());
    STRCMP_CONTAINS("\x11\x11\x11\x11", bench.read("message.wav").c_str() + 60);
    STRCMP_CONTAINS("has no message 99", said({"export", "2001", "99", out}).err.c_str());
    STRCMP_CONTAINS("there is no mailbox 3000", said({"messages", "3000"}).err.c_str());
}
