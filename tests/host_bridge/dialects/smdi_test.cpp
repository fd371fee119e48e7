// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/smdi.hpp"

#include <string>
#include <vector>

#include <CppUTest/TestHarness.h>

namespace host_bridge {

TEST_GROUP(SmdiRecords) {
    SmdiFormat format;
    pbx::IvrStarted event;
    void setup() override {
        event.port = {6};
        event.contact.ani = "3500";
        event.contact.dnis = "5551234";
    }
    void comes_out(const char* expected) {
        STRCMP_EQUAL(expected, smdi_record(format, event).c_str());
    }
};

TEST(SmdiRecords, a_direct_call_from_3500_to_port_7_octet_by_octet) {
    format.number_width = 0;
    event.contact.dnis = {};
    const std::string expected = {0x0D, 0x0A, 0x4D, 0x44, 0x30, 0x30, 0x31, 0x30, 0x30, 0x30, 0x37,
                                  0x44, 0x20, 0x33, 0x35, 0x30, 0x30, 0x20, 0x0D, 0x0A, 0x19};
    STRCMP_EQUAL(expected.c_str(), smdi_record(format, event).c_str());
}

TEST(SmdiRecords, the_number_dialled_looks_like_a_forwarding_station) {
    format.number_width = 7;
    comes_out("\r\nMD0010007A5551234 0003500 \r\n\x19");
}

TEST(SmdiRecords, the_number_dialled_in_a_direct_record) {
    format.number_width = 7;
    format.dnis = DnisPlacement::direct;
    comes_out("\r\nMD0010007D5551234 0003500 \r\n\x19");
}

TEST(SmdiRecords, a_message_desk_for_each_number_dialled) {
    format.number_width = 7;
    format.dnis = DnisPlacement::desk;
    format.desks["5551234"] = 42;
    comes_out("\r\nMD0420007D 0003500 \r\n\x19");
    event.contact.dnis = "5559999";
    comes_out("\r\nMD0010007D 0003500 \r\n\x19");
}

TEST(SmdiRecords, an_unknown_caller_leaves_the_field_empty) {
    format.number_width = 7;
    event.contact.ani = {};
    comes_out("\r\nMD0010007A5551234  \r\n\x19");
}

TEST(SmdiRecords, long_numbers_keep_their_last_digits) {
    event.contact.ani = "13800138000";
    event.contact.dnis = "*95#500";
    comes_out("\r\nMD0010007A0000095500 3800138000 \r\n\x19");
}

TEST(SmdiRecords, terminals_count_from_where_the_reader_counts) {
    format.number_width = 7;
    format.first_terminal = 101;
    event.port = {29};
    comes_out("\r\nMD0010130A5551234 0003500 \r\n\x19");
}

TEST(SmdiRecords, a_lamp_that_is_not_there_is_refused_without_a_blank) {
    STRCMP_EQUAL("\r\nMWI5551234 INV\r\n\x19", smdi_lamp_failure("5551234", "INV").c_str());
}

TEST_GROUP(LampCommands) {
    LampReader reader;
    std::vector<LampCommand> commands;
    void comes(std::string_view octets) {
        for (const char octet : octets) take(octet, false);
    }
    void comes_damaged(char octet) {
        take(octet, true);
    }
    void take(char octet, bool damaged) {
        if (const auto command = reader.octet(octet, damaged)) commands.push_back(*command);
    }
    void understood(const std::vector<LampCommand>& expected) {
        CHECK(commands == expected);
    }
};

TEST(LampCommands, lamp_on_and_lamp_off) {
    comes("OP:MWI 5551234!\x04RMV:MWI 5551234!\x04");
    understood({
        {true,  "5551234"},
        {false, "5551234"}
    });
    LONGS_EQUAL(0, reader.garbage());
}

TEST(LampCommands, blanks_where_one_maker_prints_them) {
    comes("OP: MWI 5551234 !\x04");
    comes("RMV:MWI5551234!\x04");
    understood({
        {true,  "5551234"},
        {false, "5551234"}
    });
}

TEST(LampCommands, garbage_before_a_command_does_not_hide_it) {
    comes("\x7F\x7F noise OP:MW");
    comes("OP:MWI 5551234!\x04");
    understood({
        {true, "5551234"}
    });
}

TEST(LampCommands, a_flood_without_an_end_is_forgotten) {
    comes(std::string(100'000, 'x'));
    comes("OP:MWI 5551234!\x04");
    understood({
        {true, "5551234"}
    });
}

TEST(LampCommands, what_is_no_command_is_counted) {
    comes("OP:MWI !\x04");
    comes("OP:MWI 555 1234!\x04");
    comes("OP:LAMP 5551234!\x04");
    comes("OP:MWI 5551234\x04");
    comes("OP:MWI 1234567890123456!\x04");
    comes("hello\r\n");
    comes("\r\n\x04");
    understood({});
    LONGS_EQUAL(6, reader.garbage());
}

TEST(LampCommands, a_command_with_a_damaged_octet_is_discarded_and_the_next_one_kept) {
    comes("OP:MWI 555");
    comes_damaged('1');
    comes("234!\x04");
    comes("RMV:MWI 5551234!\x04");
    understood({
        {false, "5551234"}
    });
    LONGS_EQUAL(1, reader.garbage());
}

}  // namespace host_bridge
