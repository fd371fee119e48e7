// SPDX-License-Identifier: GPL-2.0-or-later
// What tables must agree on with each other.
#include "tests/tools/config/written_file.hpp"

#include <CppUTest/MemoryLeakWarningPlugin.h>

TEST_GROUP(Agreement) {
    written::File file;

    void menu(const std::string& lines) {
        file.more += "[[menu]]\nfile = \"a.vxml\"\n" + lines;
    }
    void agent(const std::string& lines) {
        file.more += "[[agent]]\n" + lines;
    }
    void incoming(const std::string& lines) {
        file.more += "[[incoming]]\n" + lines;
    }
};

// ── twice ───────────────────────────────────────────────────────────────────────────────────────

TEST(Agreement, two_spans_of_one_id) {
    file.board += "[[board.span]]\nid = 1 #!\ncable = \"other\"\n";
    file.tells(
        "[[board.span]] id: span \"1\" is there already, as [[board.span]] id in line 6: "
        "choose another");
}

TEST(Agreement, two_boards_with_a_span_of_one_id) {
    file.board += "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1 #!\ncable = \"other\"\n";
    file.tells(
        "[[board.span]] id: span \"1\" is there already, as [[board.span]] id in line 6: "
        "choose another");
}

TEST(Agreement, two_boards_on_one_ethernet_port) {
    const std::string first = "[[board]]\nkind = \"packet\"\ndevice = \"";
    const std::string second = " #!\n[[board.span]]\nid = 2\nfar_mac = \"00:50:c2:01:02:04\"\n";
    const std::string span = "[[board.span]]\nid = 1\nfar_mac = \"00:50:c2:01:02:03\"\n";
    file.board = first + "eth1\"\n" + span + first + "eth1\"" + second;
    file.tells(
        "[[board]] device: device \"eth1\" is there already, as [[board]] device in line 5: "
        "choose another");
    // The same virtual device of DPDK, told to be another.
    file.board =
        first + "net_tap0,iface=lines\"\n" + span + first + "net_tap0,iface=more\"" + second;
    file.tells(
        "[[board]] device: device \"net_tap0\" is there already, as [[board]] device in line 5: "
        "choose another");
}

TEST(Agreement, two_boards_in_one_slot) {
    file.board =
        "[[board]]\nkind = \"pci\"\ndevice = \"05:08.0\"\n[[board.span]]\nid = 1\n"
        "[[board]]\nkind = \"pci\"\ndevice = \"05:08.0\" #!\n[[board.span]]\nid = 2\n";
    file.tells(
        "[[board]] device: device \"0000:05:08.0\" is there already, as [[board]] device in line "
        "5: choose another");
}

TEST(Agreement, two_boards_in_one_slot_that_is_written_in_two_ways) {
    file.board =
        "[[board]]\nkind = \"pci\"\ndevice = \"0B:08.0\"\n[[board.span]]\nid = 1\n"
        "[[board]]\nkind = \"pci\"\ndevice = \"0000:0b:08.0\" #!\n[[board.span]]\nid = 2\n";
    file.tells(
        "[[board]] device: device \"0000:0b:08.0\" is there already, as [[board]] device in line "
        "5: choose another");
}

TEST(Agreement, two_boards_of_which_one_does_not_say_its_slot) {
    file.board =
        "[[board]]\nkind = \"pci\"\ndevice = \"05:08.0\"\n[[board.span]]\nid = 1\n"
        "[[board]] #!\nkind = \"pci\"\n[[board.span]]\nid = 2\n";
    file.tells(
        "[[board]] device: is missing: of 2 boards of kind pci each must say in which slot it is: "
        "add device = \"05:08.0\", or whatever lspci -d d161: shows");
}

TEST(Agreement, a_board_and_a_model_of_one_need_no_slot) {
    file.board =
        "[[board]]\nkind = \"pci\"\n[[board.span]]\nid = 1\n"
        "[[board]]\nkind = \"pci\"\nmodel = true\n[[board.span]]\nid = 2\n";
    STRCMP_EQUAL("", file.mistakes().c_str());
}

TEST(Agreement, two_ranges_of_one_board_that_share_a_station) {
    file.board += "[[board.stations]]\nnumbers = \"2005\" #!\ncable = \"other\"\n";
    file.tells(
        "[[board.stations]] numbers: number \"2005\" is there already, as "
        "[[board.stations]] numbers in line 8: choose another");
}

TEST(Agreement, two_spans_on_one_cable) {
    file.board += "[[board.span]]\nid = 2\ncable = \"span1\" #!\n";
    file.tells(
        "[[board.span]] cable: cable \"span1\" is there already, as [[board.span]] cable in "
        "line 5: choose another");
}

TEST(Agreement, a_cable_two_kinds_of_line_would_share) {
    file.board += "[[board.span]]\nid = 2\ncable = \"station2003\"\n";
    STRCMP_CONTAINS("cable \"station2003\" is there already", file.mistakes().c_str());
}

TEST(Agreement, stations_on_two_boards_of_one_number_are_told_once) {
    file.board +=
        "[[board]]\nkind = \"simulated\"\n[[board.stations]]\nnumbers = \"2003-2009\" #!\n"
        "cable = \"other\"\n";
    file.tells(
        "[[board.stations]] numbers: number \"2003\" is there already, as "
        "[[board.stations]] numbers in line 8: choose another");
}

TEST(Agreement, a_queue_with_a_stations_number) {
    file.queue += "number = \"2001\" #!\n";
    file.tells(
        "[[queue]] number: number \"2001\" is there already, as [[board.stations]] numbers "
        "in line 8: choose another");
}

TEST(Agreement, a_menu_with_a_queues_number) {
    file.queue += "number = \"3001\" #!\n";
    menu("name = \"welcome\"\nnumber = \"3001\"\n");
    file.tells(
        "[[queue]] number: number \"3001\" is there already, as [[menu]] number in line "
        "15: choose another");
}

TEST(Agreement, a_code_with_a_stations_number) {
    file.more = "[dialling]\nlog_in = \"2001\"\n";
    STRCMP_CONTAINS(
        "number \"2001\" is there already, as [dialling] log_in in line 12: choose "
        "another",
        file.mistakes().c_str());
}

TEST(Agreement, two_codes_alike) {
    file.more = "[dialling]\nlog_in = \"*11\"\nlog_out = \"*11\" #!\n";
    file.tells(
        "[dialling] log_out: number \"*11\" is there already, as [dialling] log_in in line "
        "12: choose another");
}

TEST(Agreement, two_queues_of_one_name) {
    file.queue += "[[queue]]\nname = \"sales\" #!\n";
    file.tells(
        "[[queue]] name: queue \"sales\" is there already, as [[queue]] name in line 10: "
        "choose another");
}

TEST(Agreement, two_menus_of_one_name) {
    menu("name = \"welcome\"\n");
    menu("name = \"welcome\" #!\n");
    file.tells(
        "[[menu]] name: menu \"welcome\" is there already, as [[menu]] name in line 13: "
        "choose another");
}

TEST(Agreement, two_agents_of_one_name) {
    agent("name = \"4001\"\nqueues = [\"sales\"]\n");
    agent("name = \"4001\" #!\nqueues = [\"sales\"]\n");
    file.tells(
        "[[agent]] name: agent \"4001\" is there already, as [[agent]] name in line 12: "
        "choose another");
}

TEST(Agreement, an_agent_who_names_a_queue_twice) {
    agent("name = \"4001\"\nqueues = [\"sales\", \"sales\"] #!\n");
    file.tells("[[agent]] queues: names queue \"sales\" twice: remove one of them");
}

TEST(Agreement, two_routes_for_one_number) {
    incoming("dnis = \"800x\"\nto = \"queue:sales\"\n");
    incoming("dnis = \"800x\" #!\nto = \"station:2001\"\n");
    file.tells(
        "[[incoming]] dnis: dnis \"800x\" is there already, as [[incoming]] dnis in line "
        "12: choose another");
}

// ── not there ───────────────────────────────────────────────────────────────────────────────────

TEST(Agreement, an_agent_of_a_queue_that_is_not_there) {
    agent("name = \"4001\"\nqueues = [\"salse\"] #!\n");
    file.tells(
        "[[agent]] queues: there is no queue \"salse\": add it as [[queue]], or write \"sales\"");
}

TEST(Agreement, a_number_that_leads_to_a_menu_that_is_not_there) {
    incoming("dnis = \"8001\"\nto = \"menu:welcome\" #!\n");
    file.tells("[[incoming]] to: there is no menu \"welcome\": add it as [[menu]]");
}

TEST(Agreement, a_number_that_leads_to_a_queue_that_is_not_there) {
    incoming("dnis = \"8001\"\nto = \"queue:sale\" #!\n");
    file.tells(
        "[[incoming]] to: there is no queue \"sale\": add it as [[queue]], or write \"sales\"");
}

TEST(Agreement, a_number_that_leads_to_a_station_that_is_not_there) {
    incoming("dnis = \"8001\"\nto = \"station:2999\" #!\n");
    const std::string told = file.mistakes();
    STRCMP_CONTAINS("[[incoming]] to: there is no station \"2999\": add it to [[board.stations]]",
                    told.c_str());
}

TEST(Agreement, a_number_that_leads_outside_where_there_is_no_group) {
    file.more = "[dialling]\noutside_group = \"gateway\"\n";
    incoming("dnis = \"8001\"\nto = \"number:5551234\" #!\n");
    file.tells(
        "[[incoming]] to: there is no group \"gateway\": make it the group of some "
        "[[board.span]]");
}

TEST(Agreement, a_prefix_for_a_group_that_is_not_there) {
    file.more = "[dialling]\noutside = \"9\"\noutside_group = \"publik\" #!\n";
    file.tells(
        "[dialling] outside_group: there is no group \"publik\": make it the group of some "
        "[[board.span]], or write \"public\"");
}

TEST(Agreement, an_announcement_that_is_no_menu) {
    file.queue += "announcement = \"wait\" #!\n";
    file.tells("[[queue]] announcement: there is no menu \"wait\": add it as [[menu]]");
}

TEST(Agreement, a_person_in_a_queue_that_is_not_there) {
    file.center = "[center]\nperson = \"queue:help\" #!\n";
    file.tells("[center] person: there is no queue \"help\": add it as [[queue]]");
}

TEST(Agreement, a_person_who_is_a_machine) {
    file.center = "[center]\nperson = \"menu:welcome\" #!\n";
    menu("name = \"welcome\"\n");
    file.tells("[center] person: is not where people are: write queue:NAME or station:NUMBER");
}

TEST(Agreement, what_is_referred_to_may_come_later_in_the_file) {
    std::swap(file.center, file.more);
    incoming("dnis = \"8001\"\nto = \"menu:welcome\"\n");
    menu("name = \"welcome\"\n");
    STRCMP_EQUAL("", file.mistakes().c_str());
}

// ── numbers that cannot be told apart while they are dialled ────────────────────────────────────

TEST(Agreement, a_prefix_that_hides_numbers) {
    file.more = "[dialling]\noutside = \"2\" #!\n";
    file.tells(
        "[dialling] outside: \"2\" cannot be told apart from \"2001\" (line 8) and 4 more: "
        "choose other digits");
}

TEST(Agreement, a_prefix_that_is_a_number) {
    file.queue += "number = \"9\"\n";
    file.more = "[dialling]\noutside = \"9\" #!\n";
    file.tells(
        "[dialling] outside: \"9\" cannot be told apart from \"9\" (line 11): choose other "
        "digits");
}

TEST(Agreement, a_prefix_hidden_by_a_shorter_number) {
    file.queue += "number = \"9\"\n";
    file.more = "[dialling]\noutside = \"90\" #!\n";
    file.tells(
        "[dialling] outside: \"90\" cannot be told apart from \"9\" (line 11): choose other "
        "digits");
}

TEST(Agreement, a_code_that_hides_another) {
    file.more = "[dialling]\nlog_in = \"*1\" #!\nlog_out = \"*12\"\n";
    file.tells(
        "[dialling] log_in: \"*1\" cannot be told apart from \"*12\" (line 13) and 2 more: "
        "choose other digits");
}

TEST(Agreement, a_code_that_hides_a_station) {
    file.more = "[dialling]\nready = \"200\" #!\n";
    file.tells(
        "[dialling] ready: \"200\" cannot be told apart from \"2001\" (line 8) and 4 more: "
        "choose other digits");
}

TEST(Agreement, a_code_that_is_not_offered_is_in_nobodys_way) {
    file.more =
        "[dialling]\nlog_in = \"\"\nlog_out = \"\"\nready = \"\"\nnot_ready = \"\"\noutside = "
        "\"*\"\n";
    STRCMP_EQUAL("", file.mistakes().c_str());
}

// ── all at once ─────────────────────────────────────────────────────────────────────────────────

// CppUTest would keep a list of every number.
TEST(Agreement, more_lines_than_can_be_counted) {
    MemoryLeakWarningPlugin::saveAndDisableNewDeleteOverloads();
    {
        written::File full;
        full.board = "";
        for (int i = 1; i < 8; ++i) {
            full.board += fmt::format(
                "[[board]]\nkind = \"simulated\"\n[[board.stations]]\nnumbers = "
                "\"{0}0000-{0}9999\"\n",
                i);
        }
        STRCMP_EQUAL(
            "trunkline.toml:1: [[board]]: there are 70000 lines: remove some, 65535 are the most",
            full.mistakes().c_str());
    }
    MemoryLeakWarningPlugin::restoreNewDeleteOverloads();
}

TEST(Agreement, all_mistakes_are_told_at_once_in_the_order_of_the_file) {
    file.center = "[center]\nperson = \"queue:sale\"\nlaw = \"blaw\"\n";
    file.queue = "[[queue]]\nname = \"sales\"\nring = 0\ncolour = \"red\"\n";
    agent("name = \"4001\"\nqueues = [\"support\"]\n");
    STRCMP_EQUAL(
        "trunkline.toml:2: [center] person: there is no queue \"sale\": add it as [[queue]], or "
        "write \"sales\"\n"
        "trunkline.toml:3: [center] law: \"blaw\" is none of the choices: write alaw or ulaw\n"
        "trunkline.toml:12: [[queue]] ring: is 0: write 3 to 600 seconds\n"
        "trunkline.toml:13: [[queue]] colour: no such setting: remove it; known are "
        "announce_every, announcement, most_waiting, name, number, priority, record, ring\n"
        "trunkline.toml:16: [[agent]] queues: there is no queue \"support\": add it as [[queue]]",
        file.mistakes().c_str());
}

TEST(Agreement, a_destination_that_is_no_mailbox) {
    incoming("dnis = \"1\"\nto = \"mailbox:2009\" #!\n");
    file.tells("[[incoming]] to: there is no mailbox \"2009\": add it as [[mailbox]]");
}

TEST(Agreement, a_mailbox_whose_pin_is_none) {
    menu("name = \"talk\"\n");
    file.more += "[voicemail]\nleave = \"talk\"\nmessages = \"talk\"\n";
    file.more += "[[mailbox]]\nnumber = \"2001\"\npin = \"secret\" #!\n";
    file.tells("[[mailbox]] pin: is no PIN: write 3 to 12 digits, or nothing for none");
}
