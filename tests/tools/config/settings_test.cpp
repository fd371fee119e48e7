// SPDX-License-Identifier: GPL-2.0-or-later
// What a right file says, and what it says by saying nothing.
#include "tests/tools/config/written_file.hpp"

TEST_GROUP(Settings) {
    written::File file;
};

TEST(Settings, what_is_left_out_has_its_default) {
    const tools::Settings all = file.settings();
    STRCMP_EQUAL("cn", all.country.c_str());
    CHECK(all.law == driver::Law::alaw);
    CHECK(all.ready_on_log_in);
    LONGS_EQUAL(30, all.voice_ports);
    LONGS_EQUAL(8, all.conferences.count);
    LONGS_EQUAL(8, all.conferences.seats);
    CHECK(all.queues[0].config.ring == std::chrono::seconds(20));
    STRCMP_EQUAL("*11", all.features.log_in.c_str());
    CHECK(all.outside.prefix.empty());
    CHECK(all.patience.ring == std::chrono::seconds(60));
    CHECK(all.journal.sync_every == std::chrono::milliseconds(50));
    CHECK_EQUAL(0, all.journal.keep_octets);
    CHECK(all.host.goal.target == std::chrono::seconds(20));
    CHECK(all.host.json.empty());
    CHECK_EQUAL(1, all.host.local.size());
    CHECK_EQUAL(1, all.host.sqlite.size());
}

TEST(Settings, what_is_written_counts) {
    file.queue += "ring = 7.5\nannounce_every = 60\npriority = 3\nmost_waiting = 12\n";
    file.more =
        "[[agent]]\nname = \"4001\"\npin = \"12 34\"\nqueues = [\"sales\"]\nafter_call_work = 2\n"
        "[host]\nanswer_target = 30\nshort_abandon = 0\n"
        "[[host.serial]]\nname = \"smdi\"\ndialect = \"smdi\"\ndevice = \"/dev/ttyS0\"\n"
        "speed = 1200\ndata_bits = 7\nparity = \"even\"\ndnis = \"desk\"\n"
        "[[host.serial.desks]]\ndnis = \"8001\"\ndesk = 2\n";
    const tools::Settings all = file.settings();
    CHECK(all.queues[0].config.ring == std::chrono::milliseconds(7500));
    LONGS_EQUAL(3, all.queues[0].config.priority);
    LONGS_EQUAL(12, all.queues[0].config.most);
    CHECK(all.agents[0].after_call_work == std::chrono::seconds(2));
    STRCMP_EQUAL("12 34", all.agents[0].pin.c_str());
    LONGS_EQUAL(1, all.agents[0].queues[0].value);
    CHECK(all.host.goal.target == std::chrono::seconds(30));
    CHECK(all.host.goal.short_abandon == std::chrono::seconds(0));
    const auto& smdi = all.host.smdi[0];
    LONGS_EQUAL(1200, smdi.line.format.speed);
    CHECK(smdi.line.format.parity == host_bridge::Parity::even);
    LONGS_EQUAL(2, smdi.format.desks.at("8001"));
}

TEST(Settings, a_packet_span_says_where_it_is_on_the_network) {
    file.board =
        "[[board]]\nkind = \"packet\"\ndevice = \"eth1\"\n[[board.span]]\nid = 7\n"
        "far_mac = \"00:50:c2:01:02:03\"\nsubaddress = 3\njitter = 0.02\n"
        "[[board.span]]\nid = 8\nformat = \"cesopsn\"\nnear = \"10.0.0.1:5000\"\n"
        "far = \"10.9.0.2:6000\"\ngateway = \"10.0.0.254\"\ndscp = 40\n";
    const tools::BoardSettings board = file.settings().boards[0];
    CHECK(board.kind == tools::BoardKind::packet);
    STRCMP_EQUAL("eth1", board.device.c_str());
    const driver::PacketSpanPlan& eth = board.spans[0].packet;
    CHECK(eth.format == driver::PacketFormat::eth);
    CHECK(eth.tdmoe == (driver::TdmoeAddress{{0x0050'C201'0203}, 3}));
    LONGS_EQUAL(20, eth.jitter.count());
    const driver::PacketSpanPlan& cesopsn = board.spans[1].packet;
    CHECK(cesopsn.format == driver::PacketFormat::cesopsn);
    CHECK(cesopsn.udp.near == (driver::UdpEnd{{0x0A00'0001}, 5000}));
    CHECK(cesopsn.udp.far == (driver::UdpEnd{{0x0A09'0002}, 6000}));
    CHECK(cesopsn.udp.gateway == driver::IpAddress{0x0A00'00FE});
    LONGS_EQUAL(160, cesopsn.udp.traffic_class);
    LONGS_EQUAL(8, cesopsn.jitter.count());
}

TEST(Settings, a_dahdi_span_is_taken_as_it_is_unless_it_shall_be_configured) {
    file.board =
        "[[board]]\nkind = \"dahdi\"\nreserve = 0.002\n[[board.span]]\nid = 7\n"
        "[[board.span]]\nid = 8\nline = \"t1\"\ndahdi_span = 3\nconfigure = true\nlbo = 7\n";
    const tools::BoardSettings board = file.settings().boards[0];
    CHECK(board.kind == tools::BoardKind::dahdi);
    LONGS_EQUAL(2, board.dahdi.block.count());
    LONGS_EQUAL(2, board.dahdi.reserve.count());
    LONGS_EQUAL(7, board.spans[0].dahdi.kernel_span);
    CHECK_FALSE(board.spans[0].dahdi.configure);
    LONGS_EQUAL(3, board.spans[1].dahdi.kernel_span);
    CHECK(board.spans[1].dahdi.configure);
    CHECK(board.spans[1].dahdi.code == tools::LineCode::b8zs);
    LONGS_EQUAL(7, board.spans[1].dahdi.lbo);
    LONGS_EQUAL(1, board.spans[0].timing);
}

TEST(Settings, a_pci_board_is_a_slot_or_a_model_on_cables) {
    file.board =
        "[[board]]\nkind = \"pci\"\ndevice = \"05:08.0\"\nsend_ahead = 8\n[[board.span]]\nid = 7\n"
        "[[board]]\nkind = \"pci\"\nmodel = true\n[[board.span]]\nid = 8\n";
    const auto boards = file.settings().boards;
    CHECK(boards[0].kind == tools::BoardKind::pci);
    STRCMP_EQUAL("0000:05:08.0", boards[0].device.c_str());
    LONGS_EQUAL(8, boards[0].send_ahead);
    CHECK_FALSE(tools::has_cables(boards[0]));
    CHECK(tools::has_cables(boards[1]));
    LONGS_EQUAL(3, boards[1].send_ahead);
    STRCMP_EQUAL("span8", boards[1].spans[0].cable.c_str());
}

TEST(Settings, an_agents_queues_are_numbered_in_the_files_order) {
    file.queue += "[[queue]]\nname = \"support\"\n[[queue]]\nname = \"night\"\n";
    file.more = "[[agent]]\nname = \"4001\"\nqueues = [\"night\", \"sales\"]\n";
    const auto agent = file.settings().agents[0];
    CHECK_EQUAL(2, agent.queues.size());
    LONGS_EQUAL(3, agent.queues[0].value);
    LONGS_EQUAL(1, agent.queues[1].value);
}

TEST(Settings, relative_paths_start_at_the_files_folder) {
    file.center += "state = \"../var\"\nrun = \"/run/x\"\n";
    const auto read = tools::read_settings(file.text(), "/etc/trunkline/trunkline.toml");
    CHECK(!!read);
    STRCMP_EQUAL("/etc/var", read->state.c_str());
    STRCMP_EQUAL("/run/x", read->run.c_str());
    STRCMP_EQUAL("/etc/var/journal", read->journal.directory.c_str());
    STRCMP_EQUAL("/etc/var/records.sqlite", read->host.sqlite[0].path.c_str());
    STRCMP_EQUAL("/run/x/host", read->host.local[0].path.c_str());
    STRCMP_EQUAL("/run/x/host", read->host_socket().c_str());
}

TEST(Settings, ranges_keep_their_leading_zeros) {
    const auto numbers = tools::number_range("0098-0101");
    CHECK_EQUAL(4, numbers.size());
    STRCMP_EQUAL("0098", numbers.front().c_str());
    STRCMP_EQUAL("0101", numbers.back().c_str());
    CHECK_EQUAL(10'000, tools::number_range("10000-19999").size());
    CHECK_EQUAL(0, tools::number_range("10000-20000").size());
}

TEST(Settings, wrong_settings_do_not_hide_right_ones) {
    file.queue += "ring = 0\nmost_waiting = 5\n";
    const auto read = tools::read_tolerantly(file.text(), "trunkline.toml");
    CHECK(!read.mistakes.empty());
    LONGS_EQUAL(5, read.settings.queues[0].config.most);
    CHECK(read.settings.queues[0].config.ring == std::chrono::seconds(20));
}
