// SPDX-License-Identifier: GPL-2.0-or-later
// trunkline.toml together with the menus and the prompt bank it names, as they lie on disk.
#include <algorithm>
#include <cstring>
#include <fstream>

#include "ivr_dsp/media/bank/bank_file.hpp"
#include "tests/support/child.hpp"
#include "tests/tools/config/written_file.hpp"
#include "tools/config/plans.hpp"

namespace {

constexpr const char* bank = "trunkline-prompts 1 7\n0 1000 hello\n1 500 wrong\n";

std::string vxml(const std::string& body) {
    return "<?xml version='1.0'?>\n<vxml version='2.1' xmlns='http://www.w3.org/2001/vxml'>\n" +
           body + "\n</vxml>\n";
}

// A bank whose clips last so many milliseconds.
std::string bank_of(std::uint16_t generation, std::initializer_list<std::uint32_t> lengths,
                    driver::Law law = driver::Law::alaw) {
    std::string content;
    ivr_dsp::BankHeader header;
    for (const std::uint32_t length : lengths) {
        const ivr_dsp::ClipPlace place{header.chunks, length};
        content.append(reinterpret_cast<const char*>(&place), sizeof place);
        header.chunks += length;
    }
    content.resize(content.size() + header.chunks * sizeof(driver::Chunk), '\x55');
    header.generation = generation;
    header.law = static_cast<std::uint8_t>(law);
    header.clips = static_cast<std::uint32_t>(lengths.size());
    header.digest = ivr_dsp::digest_of(std::as_bytes(std::span(content)), 0);
    return std::string(reinterpret_cast<const char*>(&header), sizeof header) + content;
}

}  // namespace

TEST_GROUP(OnDisk) {
    support::ScratchDirectory scratch;
    written::File file;
    std::filesystem::path folder;
    std::filesystem::path toml;

    void setup() override {
        folder = scratch.path();
        toml = folder / "trunkline.toml";
        std::filesystem::create_directories(folder / "state");
        std::filesystem::create_directories(folder / "menus");
        write("state/prompts.txt", bank);
        write("state/prompts.bank", bank_of(7, {1000, 500}));
        write("state/music.bank", bank_of(3, {2000}));
        write("menus/welcome.vxml",
              vxml("<form><block><prompt><audio src='hello'/></prompt></block>\n"
                   "<transfer dest='queue:sales'/></form>"));
        file.more = "[[menu]]\nname = \"welcome\"\nfile = \"menus/welcome.vxml\"\n";
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
    }
    std::string mistakes() const {
        write("trunkline.toml", file.text());
        return tools::mistakes_of(toml);
    }
    void tells(const std::string& what) const {
        STRCMP_EQUAL(what.c_str(), mistakes().c_str());
    }
    pbx::Configured configured() const {
        write("trunkline.toml", file.text());
        const auto read = tools::read_configuration(toml);
        CHECK_TEXT(!!read, read ? "" : read.error().c_str());
        return read ? *read : pbx::Configured{};
    }
};

TEST(OnDisk, a_good_configuration_is_read_whole) {
    tells("");
    const pbx::Configured all = configured();
    CHECK_EQUAL(3, all.files.size());
    STRCMP_EQUAL("trunkline.toml", all.files[0].name.c_str());
    STRCMP_EQUAL("menu:welcome", all.files[1].name.c_str());
    STRCMP_EQUAL("prompts.contents", all.files[2].name.c_str());
    STRCMP_EQUAL(bank, all.files[2].text.c_str());
    const auto center = tools::center_config(all);
    CHECK_TEXT(!!center, center ? "" : center.error().c_str());
    CHECK(center->menus.contains("welcome"));
    STRCMP_EQUAL(all.digest.c_str(), center->digest.c_str());
}

TEST(OnDisk, the_digest_changes_with_any_file) {
    const std::string before = configured().digest;
    STRCMP_EQUAL(before.c_str(), configured().digest.c_str());
    write("menus/welcome.vxml", vxml("<form><block><disconnect/></block></form>"));
    const std::string another_menu = configured().digest;
    CHECK(before != another_menu);
    write("state/prompts.txt", "trunkline-prompts 1 8\n0 1000 hello\n1 500 wrong\n");
    const std::string another_bank = configured().digest;
    CHECK(another_menu != another_bank);
    file.more += "# a remark\n";
    CHECK(another_bank != configured().digest);
}

TEST(OnDisk, a_configuration_that_is_not_there) {
    const std::filesystem::path nowhere = folder / "nix.toml";
    STRCMP_EQUAL(
        (nowhere.string() + ": cannot be read: is it there, and readable for this user?").c_str(),
        tools::mistakes_of(nowhere).c_str());
    const auto read = tools::read_configuration(nowhere);
    CHECK(!read);
    STRCMP_EQUAL(tools::mistakes_of(nowhere).c_str(), read.error().c_str());
}

TEST(OnDisk, a_folder_is_no_configuration) {
    STRCMP_CONTAINS("cannot be read", tools::mistakes_of(folder).c_str());
}

TEST(OnDisk, an_empty_configuration_is_read_and_lacks_everything) {
    write("trunkline.toml", "");
    STRCMP_CONTAINS(":1: [center] person: is missing", tools::mistakes_of(toml).c_str());
}

TEST(OnDisk, without_a_prompt_bank_the_remedy_is_to_make_it) {
    std::filesystem::remove(folder / "state/prompts.txt");
    tells((folder / "state/prompts.txt").string() +
          ":1: there is no prompt bank: make it with: trunkline prompts compile");
    const auto checked = tools::read_configuration(toml, {});
    CHECK(!!checked);  // all the same, for those who need no prompts
}

TEST(OnDisk, a_prompt_bank_nobody_can_read) {
    write("state/prompts.txt", "trunkline-prompts 1 7\n0 hello\n");
    const std::string told = mistakes();
    STRCMP_CONTAINS("prompts.txt: ", told.c_str());
    STRCMP_CONTAINS("make the prompt bank again with: trunkline prompts compile", told.c_str());
}

TEST(OnDisk, a_bank_that_its_contents_do_not_tell_of) {
    const std::string name = "prompt bank " + (folder / "state/prompts.bank").string() + ": ";
    const auto tells_of = [&](const std::string& octets, const std::string& what) {
        write("state/prompts.bank", octets);
        tells(name + "is not the one that " + (folder / "state/prompts.txt").string() +
              " tells of: " + what + ": make both again with: trunkline prompts compile");
    };
    tells_of(bank_of(8, {1000, 500}), "it is of generation 8 instead of 7");
    tells_of(bank_of(7, {1000}), "it holds 1 clips instead of 2");
    tells_of(bank_of(7, {1000, 501}), "its clip 1 (\"wrong\") lasts 501 ms instead of 500");
}

TEST(OnDisk, a_bank_that_firmware_could_not_play) {
    const std::string good = bank_of(7, {1000, 500});
    for (const char* which : {"prompts", "music"}) {
        const std::string where = std::string("state/") + which + ".bank";
        const std::string name = "prompt bank " + (folder / where).string() + ": ";
        std::string damaged = good;
        damaged[100] ^= 1;
        write(where, damaged);
        tells(name + "damaged: compile the prompts again");
        write(where, good.substr(0, good.size() - 8));
        tells(name + "12040 octets long instead of 12048: compile the prompts again");
        write(where, bank_of(7, {1000, 500}, driver::Law::ulaw));
        tells(name + "compiled for ulaw, the system is alaw: compile it again for that law");
        std::filesystem::remove(folder / where);
        tells(name + "No such file or directory: check the path, or compile the prompts");
        write(where, good);
        tells("");
    }
}

TEST(OnDisk, banks_are_not_looked_at_while_trunkline_toml_is_wrong) {
    file.center += "country = \"nowhere\"\n";
    std::filesystem::remove(folder / "state/prompts.bank");
    CHECK(mistakes().find("prompts.bank") == std::string::npos);
    CHECK(!mistakes().empty());
}

TEST(OnDisk, every_menu_that_cannot_be_read_is_told_with_its_line) {
    file.more +=
        "[[menu]]\nname = \"a\"\nfile = \"a.vxml\"\n[[menu]]\nname = \"b\"\nfile = \"menus\"\n";
    std::filesystem::remove(folder / "menus/welcome.vxml");
    const std::string told = mistakes();
    const std::string place = toml.string();
    STRCMP_CONTAINS((place + ":13: [[menu]] file: " + (folder / "menus/welcome.vxml").string() +
                     " cannot be read: correct the name, or let this user read it")
                        .c_str(),
                    told.c_str());
    STRCMP_CONTAINS((place + ":16: [[menu]] file: ").c_str(), told.c_str());
}

TEST(OnDisk, a_menu_that_is_a_folder_is_refused) {
    file.more += "[[menu]]\nname = \"b\"\nfile = \"menus\"\n";
    write("trunkline.toml", file.text());
    const auto read = tools::read_configuration(toml);
    CHECK(!read);
    STRCMP_CONTAINS((folder / "menus").c_str(), read.error().c_str());
    STRCMP_CONTAINS("cannot be read", read.error().c_str());
}

TEST(OnDisk, a_menus_mistakes_are_told_by_file_and_line) {
    write("menus/welcome.vxml", vxml("<form><block><prompt><audio src='helo'/></prompt></block>\n"
                                     "<block><goto next='#nowhere'/></block></form>"));
    const std::string told = mistakes();
    STRCMP_CONTAINS("menus/welcome.vxml:3: ", told.c_str());
    STRCMP_CONTAINS("helo", told.c_str());
    STRCMP_CONTAINS("\nmenus/welcome.vxml:4: ", told.c_str());
    STRCMP_CONTAINS("#nowhere", told.c_str());
}

TEST(OnDisk, a_menu_that_is_no_xml) {
    write("menus/welcome.vxml", "<vxml><form></vxml>");
    const std::string told = mistakes();
    CHECK(told.starts_with("menus/welcome.vxml:1: "));
    STRCMP_CONTAINS("is not well-formed XML", told.c_str());
}

TEST(OnDisk, an_empty_menu) {
    write("menus/welcome.vxml", "");
    CHECK(mistakes().starts_with("menus/welcome.vxml:1: "));
}

TEST(OnDisk, a_menu_that_sends_callers_where_nothing_is) {
    file.more += "[fax]\nports = 0\n";
    for (const char* where : {"queue:support", "menu:night", "station:2099", "fax:office",
                              "mailbox:2001", "messages:2001", "messages:own"}) {
        write("menus/welcome.vxml",
              vxml(fmt::format("<form>\n<transfer dest='{}'/></form>", where)));
        tells(
            fmt::format("menus/welcome.vxml:4: there is no {}: add it to trunkline.toml or "
                        "correct the menu",
                        where));
    }
}

TEST(OnDisk, a_menu_that_would_call_outside) {
    write("menus/welcome.vxml", vxml("<form>\n<transfer dest='number:5551234'/></form>"));
    tells(
        "menus/welcome.vxml:4: menus do not call outside: write queue:NAME, menu:NAME or "
        "station:NUMBER instead of number:5551234");
}

TEST(OnDisk, a_menu_may_send_callers_to_what_is_there) {
    for (const char* where : {"queue:sales", "menu:welcome", "station:2001", "fax:office"}) {
        write("menus/welcome.vxml",
              vxml(fmt::format("<form>\n<transfer dest='{}'/></form>", where)));
        tells("");
    }
}

TEST(OnDisk, menus_are_looked_at_even_when_trunkline_toml_is_wrong) {
    file.queue += "ring = 0\n";
    write("menus/welcome.vxml", vxml("<form>\n<transfer dest='queue:support'/></form>"));
    tells(toml.string() +
          ":11: [[queue]] ring: is 0: write 3 to 600 seconds\n"
          "menus/welcome.vxml:4: there is no queue:support: add it to trunkline.toml or correct "
          "the menu");
}

// ── what must not get into a journal ────────────────────────────────────────────────────────────

TEST(OnDisk, tokens_are_kept_out_of_the_journal) {
    for (const char* quote : {"\"", "'"}) {
        file.more += fmt::format(
            "[[host.json]]\nname = \"link{1}\"\nport = 0\n# was {0}0123456789abcdef{0}\n"
            "[[host.json.token]]\nclient = \"crm\"\ntoken = {0}0123456789abcdef{0}\n"
            "[[host.json.token]]\nclient = \"wallboard\"\ntoken = {0}fedcba9876543210{0}\n",
            quote, *quote == '"' ? 1 : 2);
    }
    file.more += "[[host.json.token]]\nclient = \"log\"\ntoken = \"\\u0030123456789-abcdef\"\n";
    const pbx::Configured all = configured();
    const std::string& journalled = all.files[0].text;
    CHECK_TEXT(journalled.find("0123456789") == std::string::npos, journalled.c_str());
    CHECK_TEXT(journalled.find("9876543210") == std::string::npos, journalled.c_str());
    const auto center = tools::center_config(all);
    CHECK_TEXT(!!center, center ? "" : center.error().c_str());
    const auto settings = tools::settings_on_disk(toml);
    CHECK(!!settings);
    STRCMP_EQUAL("fedcba9876543210", settings->host.json[1].tokens[1].token.c_str());
}

TEST(OnDisk, pins_are_kept_out_of_the_journal) {
    write("menus/leave.vxml", vxml("<form><block><exit expr=\"'none'\"/></block></form>"));
    write("menus/messages.vxml", vxml("<form><block><exit expr=\"'none'\"/></block></form>"));
    file.more +=
        "[[agent]]\nname = \"4001\"\nqueues = [\"sales\"]\n"
        "pin = '19\\73'  # formerly 1964 # \"1965\n";
    file.more +=
        "[[menu]]\nname = \"leave\"\nfile = \"menus/leave.vxml\"\n"
        "[[menu]]\nname = \"messages\"\nfile = \"menus/messages.vxml\"\n"
        "[[mailbox]]\nnumber = \"2001\"\npin = \"2001\"\n"
        "[[mailbox]]\nnumber = \"2002\"  # 王 #1966\n#pin = \"1967\"\n"
        "[[mailbox]]\nnumber = \"2003\"\npin = \"\\u00319\\u00368\"\n"
        "[voicemail]\nleave = \"leave\"\nmessages = \"messages\"\n";
    const pbx::Configured all = configured();
    const std::string& journalled = all.files[0].text;
    CHECK_TEXT(journalled.find("19") == std::string::npos, journalled.c_str());
    STRCMP_CONTAINS("pin = \"right\"", journalled.c_str());
    STRCMP_CONTAINS("number = \"2001\"\npin = \"2001:****\"\n", journalled.c_str());
    STRCMP_CONTAINS("number = \"2003\"\npin = \"2003:****\"\n", journalled.c_str());
    const auto center = tools::center_config(all);
    CHECK_TEXT(!!center, center ? "" : center.error().c_str());
    LONGS_EQUAL(std::ranges::count(file.text(), '\n'), std::ranges::count(journalled, '\n'));

    const auto settings = tools::settings_on_disk(toml);
    CHECK(!!settings);
    const auto plan = tools::signalling_plan(*settings, 1);
    LONGS_EQUAL(2, plan.pins.size());
    STRCMP_EQUAL("2003:****", plan.pins[1].name.c_str());
    STRCMP_EQUAL("1968", plan.pins[1].pin.c_str());
    STRCMP_EQUAL("19\\73", settings->host.pins.begin()->second.c_str());
}

TEST(OnDisk, what_stands_for_a_pin_is_none) {
    file.more += "[[mailbox]]\nnumber = \"2001\"\npin = \"2001:****\"\n";
    STRCMP_CONTAINS("pin: is no PIN: write 3 to 12 digits", mistakes().c_str());
}

TEST(OnDisk, a_pin_needs_room_beside_its_number) {
    const std::string number(23, '7');
    const auto told = [&](const char* pin) {
        const std::string before = file.more;
        file.more += "[[mailbox]]\nnumber = \"" + number + "\"\npin = \"" + pin + "\"\n";
        std::string all = mistakes();
        file.more = before;
        return all;
    };
    STRCMP_CONTAINS("pin: is too long for this number", told("123456789").c_str());
    CHECK(told("12345678").find("too long") == std::string::npos);
}

TEST(OnDisk, a_pin_after_a_byte_order_mark_and_a_letter_of_many_octets_is_hidden) {
    for (const std::string mark : {"", "\xEF\xBB\xBF"}) {
        const std::string text =
            mark + "agent = [{ queues = [\"王\"], pin = \"1968\", name = \"4001\" }]\n";
        const auto read = tools::read_tolerantly(text, "trunkline.toml");
        const std::string shown = tools::without_secrets(text, read.settings.secrets);
        STRCMP_CONTAINS("pin = \"right\"", shown.c_str());
    }
}

TEST(OnDisk, a_file_that_is_no_toml_is_nowhere_shown) {
    STRCMP_EQUAL("", tools::without_secrets("token = \"0123456789abcdef", {}).c_str());
}

TEST(OnDisk, recordings_that_are_not_there_are_told_until_the_bank_is_made) {
    file.center += "[prompts]\nfolder = \"voices\"\n";
    std::filesystem::remove(folder / "state/prompts.bank");
    const std::string told = mistakes();
    STRCMP_CONTAINS((toml.string() + ":4: [prompts] folder: " + (folder / "voices").string() +
                     " is no folder: name the one of the recordings")
                        .c_str(),
                    told.c_str());
    write("state/prompts.bank", bank_of(7, {1000, 500}));
    tells("");
}

TEST(OnDisk, what_was_journalled_is_all_that_a_replay_needs) {
    const pbx::Configured all = configured();
    std::filesystem::remove_all(folder / "menus");
    std::filesystem::remove_all(folder / "state");
    std::filesystem::remove(toml);
    const auto center = tools::center_config(all);
    CHECK_TEXT(!!center, center ? "" : center.error().c_str());
}

TEST(OnDisk, a_record_without_its_files_is_no_configuration) {
    const auto center = tools::center_config({});
    CHECK(!center);
    STRCMP_EQUAL("the configuration holds no trunkline.toml", center.error().c_str());
}
