// SPDX-License-Identifier: GPL-2.0-or-later
// A caller leaves a message; its owner hears the very same, skips and deletes. Control dies
// between.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"
#include "pbx/journal/reader.hpp"
#include "tests/simulation/troubled_center.hpp"

namespace simulation {

class VoicemailCenter : public TroubledCenter {
  public:
    void setup() override {
        options.keeps_events = true;
        add_mailbox(options);
        opens();
    }
    std::vector<ivr_dsp::MessageFile> messages() {
        return ivr_dsp::messages_in(options.folder / "state" / "mailboxes" / "2001");
    }
    // The caller's account; empty if all went as expected.
    std::string goes_through(const std::string& dnis, std::vector<office::ScriptStep> steps) {
        office::CallerScript caller;
        caller.ani = tools::firstcall::ani_of(++callers);
        caller.dnis = dnis;
        caller.steps = std::move(steps);
        show->schedule({caller});
        CHECK(come_true([&] { return show->book().rest().size() >= callers; }));
        CHECK(come_true([&] { return story(caller.ani).lived.has_value(); }));
        passes(1s);
        return story(caller.ani).lived->why;
    }
    // Says a recording of 5.2 s.
    std::string leaves_message(const std::vector<office::ScriptStep>& last) {
        std::vector<office::ScriptStep> steps{
            office::ExpectAnswer{                   },
            office::ExpectPrompt{.prompt = "vm-intro", .within = 20s},
            office::ExpectPrompt{.prompt = "beep",                    .within = 20s, .to_end = true},
            office::Say{.pieces = {office::recording("vm-nobox")}},
        };
        steps.insert(steps.end(), last.begin(), last.end());
        return goes_through("8101", steps);
    }
    // The lamp of its owner's telephone, when nobody uses that.
    bool lamp_comes(bool lit) {
        return come_true([&] { return show->world().lamp_is_lit("2001") == lit; });
    }
    // All keys that callers pressed, as the journal has them.
    std::string journalled_keys() {
        auto reader =
            pbx::Reader::open(options.folder / "state" / "journal", pbx::Reader::Scope::in_and_out);
        CHECK(bool{reader});
        std::string keys;
        pbx::Record record;
        while (reader->next(record) == pbx::Reader::Next::record) {
            const auto in = pbx::in_of(record);
            const auto* told = in ? std::get_if<pbx::FromFirmware>(&*in) : nullptr;
            const auto* digit = told == nullptr ? nullptr : std::get_if<pbx::Digit>(&told->body);
            if (digit != nullptr) keys += digit->digit;
        }
        return keys;
    }
    [[nodiscard]] bool is_in_journal(const std::string& text) const {
        const auto journal = options.folder / "state" / "journal";
        return std::ranges::any_of(
            std::filesystem::directory_iterator(journal), [&](const auto& file) {
                if (!file.is_regular_file()) return false;
                std::ifstream octets(file.path(), std::ios::binary);
                const std::string all(std::istreambuf_iterator<char>(octets), {});
                return all.find(text) != std::string::npos;
            });
    }
    // What became of the mailbox: "left 1/0 …", new and old messages.
    std::string changes() {
        std::string text;
        for (const Json& event : show->events()) {
            if (event.value("type", std::string{}) != "mailbox.changed") continue;
            text += fmt::format("{}{} {}/{}", text.empty() ? "" : " ",
                                event.value("change", std::string{}), event.value("fresh", -1),
                                event.value("old", -1));
        }
        return text;
    }
};

TEST_GROUP_BASE(Voicemail, VoicemailCenter){};

TEST(Voicemail, is_left_heard_skipped_and_deleted_while_control_dies_between) {
    const std::string left =
        leaves_message({office::Press{"#"}, office::ExpectPrompt{.prompt = "vm-msgsaved"},
                        office::ExpectRelease{}});
    STRCMP_EQUAL("", left.c_str());
    CHECK(bool{show->world().kill_control()});
    STRCMP_EQUAL("", leaves_message({office::HangUp{}}).c_str());
    STRCMP_EQUAL("left 1/0 left 2/0", changes().c_str());
    CHECK(lamp_comes(true));
    CHECK(messages().size() == 2 && messages()[0].facts.lasts > 5s);
    CHECK(bool{show->world().kill_control()});
    const office::ExpectPrompt the_message{.prompt = "vm-nobox", .within = 30s, .to_end = true};
    const std::string owner = goes_through(
        "8103", {office::ExpectAnswer{}, office::ExpectPrompt{.prompt = "vm-password"},
                 office::Press{"4321"}, office::ExpectPrompt{.prompt = "vm-INBOX"}, the_message,
                 office::Press{"6"}, the_message, office::Press{"7"},
                 office::ExpectPrompt{.prompt = "vm-deleted"},
                 office::ExpectPrompt{.prompt = "vm-nomore"}, office::ExpectRelease{}});
    STRCMP_EQUAL("", owner.c_str());
    STRCMP_EQUAL("left 1/0 left 2/0 heard 1/1 deleted 0/1", changes().c_str());
    CHECK(lamp_comes(false));
    CHECK(messages().size() == 1 && messages()[0].facts.heard);
    STRCMP_EQUAL("#????67", journalled_keys().c_str());
    CHECK_FALSE(is_in_journal("4321"));  // the PIN has never left the firmware
    CHECK(is_in_journal("2001:****"));
    CHECK_FALSE(is_in_journal("code-4001"));  // nor an agent's the host
    ends_well();
}

}  // namespace simulation
