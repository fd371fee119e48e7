// SPDX-License-Identifier: GPL-2.0-or-later
// What can be wrong with one setting. Each is told with its line and a remedy.
#include "tests/tools/config/written_file.hpp"

TEST_GROUP(Mistake) {
    written::File file;

    // A setting of a queue.
    void queue_with(const std::string& line) {
        file.queue += line + " #!\n";
    }
    // A board of one span that has this.
    void span_with(const std::string& lines) {
        file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\n" + lines + " #!\n";
    }
    void more(const std::string& lines) {
        file.more = lines;
    }
    static std::string with_forms(const char* what) {
        return std::string(what) +
               ": write menu:NAME, queue:NAME, station:NUMBER, number:DIGITS, fax:NAME, "
               "mailbox:NUMBER, messages:NUMBER, messages:own or release:CAUSE";
    }
};

TEST(Mistake, a_good_file_has_none) {
    STRCMP_EQUAL("", file.mistakes().c_str());
}

// ── the file itself ─────────────────────────────────────────────────────────────────────────────

TEST(Mistake, broken_toml_is_told_where_it_breaks) {
    more("[journal]\nsegment_mib = #!\n");
    const std::string told = file.mistakes();
    CHECK(told.starts_with("trunkline.toml:12: "));
    STRCMP_CONTAINS("correct the TOML here", told.c_str());
}

TEST(Mistake, a_setting_written_twice) {
    more("[journal]\nsegment_mib = 1\nsegment_mib = 2 #!\n");
    const std::string told = file.mistakes();
    CHECK(told.starts_with("trunkline.toml:13: "));
    STRCMP_CONTAINS("segment_mib", told.c_str());
    STRCMP_CONTAINS("correct the TOML here", told.c_str());
}

TEST(Mistake, octets_that_are_no_text) {
    more("[journal]\n\xFF\xFE = 1\n");
    const std::string told = file.mistakes();
    CHECK_TEXT(told.starts_with("trunkline.toml:1"), told.c_str());
    STRCMP_CONTAINS("correct the TOML here", told.c_str());
}

TEST(Mistake, an_empty_file_lacks_what_has_no_default) {
    file = {"", "", "", ""};
    STRCMP_EQUAL(
        "trunkline.toml:1: [center] person: is missing: add a table [center] with person = \"…\"\n"
        "trunkline.toml:1: board: is missing: add a table [[board]]",
        file.mistakes().c_str());
}

// ── unknown settings ────────────────────────────────────────────────────────────────────────────

TEST(Mistake, a_slip_of_the_hand_is_offered_the_right_word) {
    queue_with("rign = 20");
    file.tells("[[queue]] rign: no such setting: did you mean ring?");
}

TEST(Mistake, another_word_is_told_which_words_there_are) {
    more("[ivr]\nloudness = 11 #!\n");
    file.tells(
        "[ivr] loudness: no such setting: remove it; known are conference_level, "
        "conference_seats, conferences, ports");
}

TEST(Mistake, an_unknown_table) {
    more("[[quue]] #!\nname = \"support\"\n");
    file.tells("quue: no such setting: did you mean queue?");
}

TEST(Mistake, a_table_deep_within) {
    file.board += "[[board.station]] #!\nnumbers = \"2009\"\n";
    file.tells("[[board]] station: no such setting: did you mean stations?");
}

TEST(Mistake, a_setting_outside_its_table) {
    file.center = "country = \"cn\" #!\n" + file.center;
    file.tells(
        "country: no such setting: remove it; known are agent, board, center, dialling, fax, "
        "host, incoming, ivr, journal, mailbox, menu, patience, prompts, queue, recording, "
        "tone, voicemail");
}

// ── the wrong kind ──────────────────────────────────────────────────────────────────────────────

TEST(Mistake, a_number_in_quotes) {
    more("[ivr]\nports = \"30\" #!\n");
    file.tells("[ivr] ports: is of the wrong kind: write ports = 1 to 4096");
}

TEST(Mistake, text_without_quotes_round_it) {
    queue_with("announcement = 7");
    file.tells("[[queue]] announcement: is of the wrong kind: write announcement = \"…\"");
}

TEST(Mistake, a_time_that_is_yes) {
    queue_with("ring = true");
    file.tells("[[queue]] ring: is of the wrong kind: write ring = 3 to 600 seconds");
}

TEST(Mistake, a_yes_that_is_a_number) {
    file.center += "ready_on_log_in = 1 #!\n";
    file.tells(
        "[center] ready_on_log_in: is of the wrong kind: write ready_on_log_in = true or false");
}

TEST(Mistake, one_queue_where_a_list_is_due) {
    more("[[agent]]\nname = \"4001\"\nqueues = \"sales\" #!\n");
    STRCMP_CONTAINS("[[agent]] queues: is of the wrong kind: write queues = [\"…\", \"…\"]",
                    file.mistakes().c_str());
}

TEST(Mistake, a_list_with_something_else_in_it) {
    more("[[agent]]\nname = \"4001\"\nqueues = [\"sales\", 3] #!\n");
    file.tells("[[agent]] queues: holds something that is not text: put each item in quotes");
}

TEST(Mistake, a_setting_where_a_table_is_due) {
    file.center = "center = 1 #!\n" + file.board;
    file.board = "";
    STRCMP_CONTAINS("trunkline.toml:1: center: is of the wrong kind: write one table [center]",
                    file.mistakes().c_str());
}

TEST(Mistake, two_tables_where_there_is_one) {
    file.center = "[[center]] #!\nperson = \"queue:sales\"\n";
    STRCMP_CONTAINS("trunkline.toml:1: center: is of the wrong kind: write one table [center]",
                    file.mistakes().c_str());
}

TEST(Mistake, settings_where_tables_are_due) {
    file.center = "menu = [1, 2] #!\n" + file.center;
    file.tells("menu: is of the wrong kind: begin each with a line [[menu]]");
}

TEST(Mistake, a_single_table_counts_as_a_list_of_one) {
    file.queue = "[queue]\nname = \"sales\"\n";
    STRCMP_EQUAL("", file.mistakes().c_str());
}

// ── out of range ────────────────────────────────────────────────────────────────────────────────

TEST(Mistake, a_number_too_small) {
    more("[ivr]\nports = 0 #!\n");
    file.tells("[ivr] ports: is 0: write 1 to 4096");
}

TEST(Mistake, a_number_too_big) {
    file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1000 #!\n";
    file.tells("[[board.span]] id: is 1000: write 1 to 999");
}

TEST(Mistake, a_time_too_short) {
    queue_with("ring = 2.9");
    file.tells("[[queue]] ring: is 2.9: write 3 to 600 seconds");
}

TEST(Mistake, a_journal_that_would_sync_too_seldom) {
    more("[journal]\nsync_every = 11 #!\n");
    file.tells("[journal] sync_every: is 11: write 0.005 to 10 seconds");
}

TEST(Mistake, a_journal_that_would_keep_less_than_nothing) {
    more("[journal]\nkeep_mib = -1 #!\n");
    file.tells("[journal] keep_mib: is -1: write 0 to 1048576");
}

TEST(Mistake, a_caller_who_would_hear_dial_tone_for_ever) {
    more("[patience]\nfirst_digit = 4000 #!\n");
    file.tells("[patience] first_digit: is 4000: write 0.5 to 3600 seconds");
}

TEST(Mistake, a_queue_nobody_may_wait_in) {
    queue_with("most_waiting = 0");
    file.tells("[[queue]] most_waiting: is 0: write 1 to 10000");
}

TEST(Mistake, a_time_that_is_no_number) {
    queue_with("announce_every = nan");
    file.tells("[[queue]] announce_every: is nan: write 5 to 3600 seconds");
}

TEST(Mistake, a_d_channel_a_t1_does_not_have) {
    file.board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nline = \"t1\"\nd_channel = 31 "
        "#!\n";
    file.tells("[[board.span]] d_channel: is 31: write 1 to 24");
}

TEST(Mistake, a_failed_span_that_would_keep_its_calls_too_long) {
    file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nrelease_after = 91 #!\n";
    file.tells("[[board.span]] release_after: is 91: write 1 to 90 seconds");
}

TEST(Mistake, a_t309_the_standard_does_not_allow) {
    file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nt309 = 5 #!\n";
    file.tells("[[board.span]] t309: is 5: write 6 to 90 seconds");
}

TEST(Mistake, a_limit_of_slips_below_nothing) {
    file.board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nslips_per_hour = -1 #!\n";
    file.tells("[[board.span]] slips_per_hour: is -1: write 0 to 1000000");
}

TEST(Mistake, an_alarm_later_than_the_standard_allows) {
    span_with("alarm_after = 10.5");
    file.tells("[[board.span]] alarm_after: is 10.5: write 0 to 10 seconds");
    span_with("alarm_over_after = 21");
    file.tells("[[board.span]] alarm_over_after: is 21: write 0 to 20 seconds");
    span_with("alarm_after = \"2.5\"");
    file.tells(
        "[[board.span]] alarm_after: is of the wrong kind: write alarm_after = 0 to 10 seconds");
}

TEST(Mistake, a_threshold_of_more_errors_than_a_second_can_have) {
    span_with("ses_threshold = 1001");
    file.tells("[[board.span]] ses_threshold: is 1001: write 1 to 1000");
    span_with("ses_threshold = 0");
    file.tells("[[board.span]] ses_threshold: is 0: write 1 to 1000");
    span_with("line = \"t1\"\nses_threshold = 334");
    file.tells("[[board.span]] ses_threshold: is 334: write 1 to 333");
}

TEST(Mistake, a_threshold_of_crc_errors_for_a_line_without_crc) {
    span_with("framing = \"no_crc4\"\nses_threshold = 300");
    file.tells(
        "[[board.span]] ses_threshold: a line framed no_crc4 has no CRC errors to count: remove "
        "it, "
        "or write framing = \"crc4\"");
    span_with("line = \"t1\"\nframing = \"sf\"\nses_threshold = 300");
    file.tells(
        "[[board.span]] ses_threshold: a line framed sf has no CRC errors to count: remove it, "
        "or write framing = \"esf\"");
}

TEST(Mistake, a_serial_speed_no_port_has) {
    more(
        "[[host.serial]]\nname = \"smdr\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdr\"\n"
        "speed = 9601 #!\n");
    file.tells(
        "[[host.serial]] speed: is 9601: write one of 300, 1200, 2400, 4800, 9600, 19200, 38400, "
        "57600, 115200");
}

TEST(Mistake, a_serial_format_no_port_has) {
    more(
        "[[host.serial]]\nname = \"smdr\"\ndevice = \"/dev/ttyS0\"\ndialect = \"smdr\"\n"
        "data_bits = 5 #!\n");
    file.tells("[[host.serial]] data_bits: is 5: write 7 to 8");
}

// ── missing ─────────────────────────────────────────────────────────────────────────────────────

TEST(Mistake, a_setting_that_has_no_default_is_missing_from_its_table) {
    file.queue = "[[queue]]\nname = \"sales\"\n[[queue]] #!\nring = 20\n";
    file.tells("[[queue]] name: is missing: add name = \"…\"");
}

TEST(Mistake, a_board_without_its_kind) {
    file.board = "[[board]] #!\n[[board.span]]\nid = 1\n";
    file.tells("[[board]] kind: is missing: add kind = \"…\"");
}

TEST(Mistake, a_span_without_its_id) {
    file.board = "[[board]]\nkind = \"simulated\"\n[[board.span]] #!\nline = \"e1\"\n";
    file.tells("[[board.span]] id: is missing: add id = 1 to 999");
}

TEST(Mistake, a_board_without_anything_on_it) {
    file.board = "[[board]] #!\nkind = \"simulated\"\n";
    file.tells("[[board]] span: the board has neither spans nor stations: add [[board.span]]");
}

TEST(Mistake, no_board_at_all) {
    file.board = "";
    STRCMP_EQUAL("trunkline.toml:1: board: is missing: add a table [[board]]",
                 file.mistakes().c_str());
}

TEST(Mistake, an_agent_who_serves_no_queue) {
    more("[[agent]] #!\nname = \"4001\"\n");
    file.tells("[[agent]] queues: the agent serves no queue: name at least one");
}

TEST(Mistake, a_link_nobody_could_log_in_on) {
    more("[[host.json]] #!\nport = 5080\n");
    file.tells("[[host.json]] token: nobody could log in: add [[host.json.token]]");
}

// ── no such thing, or not written so ────────────────────────────────────────────────────────────

TEST(Mistake, a_word_that_is_none_of_the_choices) {
    file.center += "law = \"a-law\" #!\n";
    file.tells("[center] law: \"a-law\" is none of the choices: write alaw or ulaw");
}

TEST(Mistake, a_country_without_tones) {
    file.center += "country = \"xx\" #!\n";
    const std::string told = file.mistakes();
    STRCMP_CONTAINS("trunkline.toml:3: [center] country: \"xx\" has no tone plan: write ",
                    told.c_str());
    STRCMP_CONTAINS("cn", told.c_str());
    STRCMP_CONTAINS("us", told.c_str());
}

TEST(Mistake, a_board_of_an_unknown_kind) {
    file.board = "[[board]]\nkind = \"ouija\" #!\n[[board.span]]\nid = 1\n";
    file.tells(
        "[[board]] kind: \"ouija\" is none of the choices: write simulated, packet, dahdi or pci");
}

TEST(Mistake, a_pci_board_with_more_spans_than_connectors_or_a_slot_for_a_model) {
    file.board = "[[board]] #!\nkind = \"pci\"\n";
    for (int id = 1; id <= 5; ++id) {
        file.board += "[[board.span]]\nid = " + std::to_string(id) + "\n";
    }
    CHECK(file.mistakes().find("the board has four connectors at most: add another [[board]]") !=
          std::string::npos);
    file.board =
        "[[board]]\nkind = \"pci\"\nmodel = true\ndevice = \"05:08.0\" #!\n[[board.span]]\nid = "
        "1\n";
    file.tells("[[board]] device: a model is in no slot: remove device, or model");
}

TEST(Mistake, settings_of_a_packet_span_that_do_not_fit) {
    const auto span = [&](const std::string& lines) {
        file.board = "[[board]]\nkind = \"packet\"\ndevice = \"eth1\"\n[[board.span]]\nid = 1\n" +
                     lines + " #!\n";
    };
    const std::string mac = "far_mac = \"00:50:c2:01:02:03\"\n";
    const std::string udp = "near = \"10.0.0.1:5000\"\nfar = \"10.0.0.2:5000\"\n";
    span("far_mac = \"01:50:c2:01:02:03\"");
    file.tells(
        "[[board.span]] far_mac: \"01:50:c2:01:02:03\" is nobody's address: write it as "
        "00:50:c2:01:02:03");
    span(mac + "framing = \"crc4\"");
    file.tells(
        "[[board.span]] framing: eth carries timeslots without their framing: remove it, or write "
        "format = \"satop\"");
    span("near = \"10.0.0.1:5000\"\nformat = \"satop\"\nfar = \"10.0.0.2\"");
    file.tells(
        "[[board.span]] far: \"10.0.0.2\" is no address and port: write them as 10.0.0.1:5000");
    span(udp + "line = \"t1\"\nformat = \"satop\"");
    file.tells(
        "[[board.span]] format: satop carries an e1 here: write eth or cesopsn, or line = "
        "\"e1\"");
    span(udp + "format = \"cesopsn\"\ngateway = \"10.0.0\"");
    file.tells("[[board.span]] gateway: \"10.0.0\" is no address: write it as 10.0.0.254");
    span(mac + "[[board.span]]\nid = 2\n" + "far_mac = \"00:50:c2:01:02:03\"");
    CHECK(file.mistakes().find("is there already, as [[board.span]] far_mac") != std::string::npos);
}

TEST(Mistake, ethmf_groups_that_no_frame_could_hold) {
    const auto spans = [&](std::initializer_list<int> far_ends) {
        file.board = "[[board]] #!\nkind = \"packet\"\ndevice = \"eth1\"\n";
        int id = 0;
        for (const int far : far_ends) {
            file.board += "[[board.span]]\nid = " + std::to_string(++id) +
                          "\nformat = \"ethmf\"\nfar_mac = \"00:50:c2:01:02:0" +
                          std::to_string(far) + "\"\n";
        }
        return file.mistakes();
    };
    STRCMP_EQUAL("", spans({1, 1, 1, 1, 2, 2, 2, 2}).c_str());
    CHECK(spans({1, 1, 1, 1, 1}).find("has more than 4 spans") != std::string::npos);
    CHECK(spans({1, 2, 1}).find("stand apart") != std::string::npos);
    file.board += "signalling_words = false\n";
    CHECK(file.mistakes().find("ethmf always has them") != std::string::npos);
}

TEST(Mistake, settings_of_a_dahdi_span_that_do_not_fit) {
    const auto span = [&](const std::string& lines) {
        file.board = "[[board]]\nkind = \"dahdi\"\n[[board.span]]\nid = 1\n" + lines + " #!\n";
    };
    span("line_code = \"ami\"");
    file.tells(
        "[[board.span]] line_code: has no effect: the span is taken as dahdi_cfg left it; remove "
        "this, or write configure = true");
    span("configure = true\nline_code = \"b8zs\"");
    file.tells("[[board.span]] line_code: an e1 is not coded so: write hdb3 or ami");
    span("timing = 16");
    file.tells(
        "[[board.span]] timing: a board with a DAHDI driver has 15 priorities: write 0 to 15");
    span("[[board.span]]\nid = 2\ndahdi_span = 1");
    CHECK(file.mistakes().find("dahdi_span") != std::string::npos);
    file.board = "[[board]]\nkind = \"dahdi\"\nblock = 0.003 #!\n[[board.span]]\nid = 1\n";
    file.tells("[[board]] block: is no block of DAHDI's: write 0.002, 0.004, 0.008 or 0.016");
}

TEST(Mistake, a_switch_the_line_does_not_speak) {
    file.board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nline = \"e1\"\nswitch = \"ni2\" "
        "#!\n";
    file.tells(
        "[[board.span]] switch: an e1 does not speak ni2: write \"euroisdn\", or correct line");
}

TEST(Mistake, frames_the_line_does_not_have) {
    file.board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nline = \"e1\"\nframing = \"esf\" "
        "#!\n";
    file.tells("[[board.span]] framing: an e1 is not framed so: write automatic, crc4 or no_crc4");
    file.board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\nline = \"t1\"\nframing = "
        "\"crc4\" "
        "#!\n";
    file.tells("[[board.span]] framing: a t1 is not framed so: write esf or sf");
}

TEST(Mistake, a_name_with_a_blank_in_it) {
    queue_with("announcement = \"please wait\"");
    file.tells(
        "[[queue]] announcement: \"please wait\" is no name: write 1 to 31 letters, digits, - or "
        "_");
}

TEST(Mistake, an_empty_name) {
    file.queue = "[[queue]]\nname = \"sales\"\n[[queue]]\nname = \"\" #!\n";
    file.tells("[[queue]] name: \"\" is no name: write 1 to 31 letters, digits, - or _");
}

TEST(Mistake, a_name_too_long) {
    const std::string name(32, 'x');
    file.queue = "[[queue]]\nname = \"sales\"\n[[queue]]\nname = \"" + name + "\" #!\n";
    file.tells("[[queue]] name: \"" + name +
               "\" is no name: write 1 to 31 letters, digits, - or _");
}

TEST(Mistake, a_name_of_many_lines_is_told_in_one) {
    queue_with("announcement = \"please\\n\\twait\"");
    file.tells(
        "[[queue]] announcement: \"please\\x0A\\x09wait\" is no name: write 1 to 31 letters, "
        "digits, - or _");
}

TEST(Mistake, a_destination_of_the_wrong_kind_is_told_once) {
    file.center = "[center]\nperson = 0 #!\n";
    STRCMP_EQUAL("trunkline.toml:2: [center] person: is of the wrong kind: write person = \"…\"",
                 file.mistakes().c_str());
}

TEST(Mistake, a_number_nobody_can_dial) {
    queue_with("number = \"30-01\"");
    file.tells("[[queue]] number: \"30-01\" cannot be dialled: write 1 to 23 of 0-9 * #");
}

TEST(Mistake, stations_that_are_no_range) {
    for (const char* numbers : {"2005-2001", "2001-", "alpha", "1-10", "100000-199999", ""}) {
        file.board = fmt::format(
            "[[board]]\nkind = \"simulated\"\n[[board.stations]]\nnumbers = \"{}\" #!\n", numbers);
        file.tells(
            fmt::format("[[board.stations]] numbers: \"{}\" is no range: write "
                        "\"2001-2005\" or \"2001\", at most 10000 numbers of at most 15 "
                        "digits",
                        numbers));
    }
}

TEST(Mistake, a_dnis_that_is_no_pattern) {
    for (const char* pattern : {"80a1", "8..", "8.x", ""}) {
        more(fmt::format("[[incoming]]\ndnis = \"{}\" #!\nto = \"queue:sales\"\n", pattern));
        file.tells(
            fmt::format("[[incoming]] dnis: \"{}\" is no pattern: write digits, x for any "
                        "digit, a final . for the rest",
                        pattern));
    }
}

TEST(Mistake, a_destination_of_no_known_kind) {
    more("[[incoming]]\ndnis = \"8001\"\nto = \"pager:7\" #!\n");
    file.tells(with_forms("[[incoming]] to: destination \"pager:7\" is of no known kind"));
}

TEST(Mistake, a_destination_without_a_kind) {
    file.center = "[center]\nperson = \"sales\" #!\n";
    file.tells(with_forms("[center] person: destination \"sales\" has no kind"));
}

TEST(Mistake, a_cause_that_is_none) {
    more("[[incoming]]\ndnis = \"8001\"\nto = \"release:200\" #!\n");
    file.tells(with_forms(
        "[[incoming]] to: destination \"release:200\" needs a Q.850 cause from 1 to 127"));
}

TEST(Mistake, a_pin_longer_than_a_host_can_send) {
    more("[[agent]]\nname = \"4001\"\nqueues = [\"sales\"]\npin = \"1234567890123456\" #!\n");
    file.tells("[[agent]] pin: has 16 letters: at most 15");
}
