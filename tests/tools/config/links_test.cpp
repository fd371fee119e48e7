// SPDX-License-Identifier: GPL-2.0-or-later
// What can be wrong with links, and with what only this machine can tell.
#include "host_bridge/dialects/zone.hpp"
#include "tests/tools/config/written_file.hpp"

namespace {

// The tz library keeps what it has read; read it before the leak check begins.
const bool read_before_tests = static_cast<bool>(host_bridge::Zone::named("Asia/Shanghai"));

}  // namespace

TEST_GROUP(MistakeInALink) {
    written::File file;
    const std::string token =
        "[[host.json.token]]\nclient = \"crm\"\ntoken = \"0123456789abcdef\"\n";

    void json(const std::string& lines, const std::string& tokens) {
        file.more += "[[host.json]]\n" + lines + tokens;
    }
    void serial(const std::string& lines) {
        file.more += "[[host.serial]]\n" + lines;
    }
};

TEST(MistakeInALink, a_good_link_of_each_kind_has_none) {
    json("port = 5080\n", token);
    serial("name = \"a\"\ndialect = \"smdi\"\ndevice = \"/dev/ttyS0\"\n");
    serial("name = \"b\"\ndialect = \"smdr\"\ndevice = \"/dev/ttyS1\"\n");
    STRCMP_EQUAL("", file.mistakes().c_str());
}

TEST(MistakeInALink, a_token_easily_guessed) {
    json("port = 5080\n", "[[host.json.token]]\nclient = \"crm\"\ntoken = \"secret\" #!\n");
    file.tells("[[host.json.token]] token: has 6 letters: write 16 to 128");
}

TEST(MistakeInALink, a_token_two_clients_share_is_not_printed) {
    json("port = 5080\n",
         token + "[[host.json.token]]\nclient = \"wallboard\"\ntoken = \"0123456789abcdef\" #!\n");
    file.tells(
        "[[host.json.token]] token: client \"crm\" has the same: give each a token of its "
        "own");
    CHECK(file.mistakes().find("0123456789abcdef") == std::string::npos);
}

TEST(MistakeInALink, a_token_without_its_client) {
    json("port = 5080\n", "[[host.json.token]] #!\ntoken = \"0123456789abcdef\"\n");
    file.tells("[[host.json.token]] client: is missing: add client = \"…\"");
}

TEST(MistakeInALink, an_address_that_is_a_name) {
    json("address = \"localhost\" #!\n", token);
    file.tells(
        "[[host.json]] address: \"localhost\" is no IP address: write one of this machine, "
        "127.0.0.1 or 0.0.0.0");
}

TEST(MistakeInALink, a_port_there_is_not) {
    json("port = 65536 #!\n", token);
    file.tells("[[host.json]] port: is 65536: write 0 to 65535");
}

TEST(MistakeInALink, a_port_that_is_a_word) {
    json("port = \"http\" #!\n", token);
    file.tells("[[host.json]] port: is of the wrong kind: write port = 0 to 65535");
}

TEST(MistakeInALink, a_link_for_no_client) {
    json("most_clients = 0 #!\n", token);
    file.tells("[[host.json]] most_clients: is 0: write 1 to 10000");
}

TEST(MistakeInALink, two_links_on_one_port) {
    json("name = \"a\"\nport = 5080\n", token);
    json("name = \"b\"\nport = 5080 #!\n", token);
    file.tells(
        "[[host.json]] port: listener \"127.0.0.1 port 5080\" is there already, as "
        "[[host.json]] port in line 13: choose another");
}

TEST(MistakeInALink, two_links_may_take_any_free_port) {
    json("name = \"a\"\nport = 0\n", token);
    json("name = \"b\"\nport = 0\n", token);
    STRCMP_EQUAL("", file.mistakes().c_str());
}

TEST(MistakeInALink, two_links_of_one_name) {
    json("name = \"crm\"\n", token);
    serial("name = \"crm\" #!\ndialect = \"smdi\"\ndevice = \"/dev/ttyS0\"\n");
    file.tells(
        "[[host.serial]] name: link \"crm\" is there already, as [[host.json]] name in "
        "line 12: choose another");
}

TEST(MistakeInALink, a_name_the_cli_needs) {
    serial("name = \"local\" #!\ndialect = \"smdi\"\ndevice = \"/dev/ttyS0\"\n");
    file.tells(
        "[[host.serial]] name: link \"local\" is there already, as Trunkline's own in line "
        "11: choose another");
}

TEST(MistakeInALink, two_links_on_one_cable) {
    serial("name = \"a\"\ndialect = \"smdi\"\ndevice = \"/dev/ttyS0\"\n");
    serial("name = \"b\"\ndialect = \"smdr\"\ndevice = \"/dev/ttyS0\" #!\n");
    file.tells(
        "[[host.serial]] device: device \"/dev/ttyS0\" is there already, as "
        "[[host.serial]] device in line 14: choose another");
}

TEST(MistakeInALink, a_dialect_nobody_speaks) {
    serial("name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"morse\" #!\nkey = \"straight\"\n");
    file.tells("[[host.serial]] dialect: \"morse\" is not spoken: write smdi or smdr");
}

TEST(MistakeInALink, a_setting_of_the_other_dialect) {
    serial("name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdr\"\nfirst_terminal = 1 #!\n");
    STRCMP_CONTAINS("[[host.serial]] first_terminal: no such setting: remove it; known are ",
                    file.mistakes().c_str());
}

TEST(MistakeInALink, a_parity_no_line_has) {
    serial("name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdr\"\nparity = \"mark\" #!\n");
    file.tells("[[host.serial]] parity: \"mark\" is none of the choices: write none, even or odd");
}

TEST(MistakeInALink, a_layout_no_printer_has) {
    serial("name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdr\"\nlayout = \"xml\" #!\n");
    file.tells("[[host.serial]] layout: \"xml\" is none of the choices: write columns or csv");
}

TEST(MistakeInALink, a_serial_line_without_its_device) {
    serial("name = \"a\"\ndialect = \"smdr\"\n");
    STRCMP_EQUAL("trunkline.toml:11: [[host.serial]] device: is missing: add device = \"…\"",
                 file.mistakes().c_str());
}

TEST(MistakeInALink, a_desk_no_voice_mail_system_has) {
    serial("name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdi\"\ndesk = 1000 #!\n");
    file.tells("[[host.serial]] desk: is 1000: write 1 to 999");
}

TEST(MistakeInALink, a_desk_without_its_number) {
    serial(
        "name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdi\"\ndnis = \"desk\"\n"
        "[[host.serial.desks]] #!\ndesk = 2\n");
    file.tells("[[host.serial.desks]] dnis: is missing: add dnis = \"…\"");
}

// ── on this machine ─────────────────────────────────────────────────────────────────────────────

TEST(MistakeInALink, a_zone_nobody_knows) {
    CHECK(read_before_tests);
    serial(
        "name = \"a\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdr\"\nzone = \"Mars/Olympus\" #!\n");
    file.tells(
        "[[host.serial]] zone: time zone 'Mars/Olympus' is unknown: name a place such as "
        "Asia/Shanghai, or UTC",
        tools::Where::on_this_machine);
    STRCMP_EQUAL("", file.mistakes(tools::Where::anywhere).c_str());
}

TEST(MistakeInALink, a_folder_whose_sockets_would_have_too_long_a_name) {
    const std::string folder = "/run/" + std::string(100, 'x');
    file.center += "run = \"" + folder + "\" #!\n";
    file.tells("[center] run: sockets in " + folder +
                   " would have names of 114 octets, and there is room for 107: choose a folder "
                   "with a shorter name",
               tools::Where::on_this_machine);
    STRCMP_EQUAL("", file.mistakes(tools::Where::anywhere).c_str());
}

TEST(MistakeInALink, a_menu_whose_file_is_not_there) {
    file.more = "[[menu]]\nname = \"welcome\"\nfile = \"/nowhere/welcome.vxml\" #!\n";
    file.tells(
        "[[menu]] file: /nowhere/welcome.vxml cannot be read: correct the name, or let "
        "this user read it",
        tools::Where::on_this_machine);
    STRCMP_EQUAL("", file.mistakes(tools::Where::anywhere).c_str());
}
