// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/serial_link.hpp"

#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include "driver/base/log.hpp"
#include "tests/host_bridge/memory_log.hpp"
#include "tests/support/child.hpp"

#include <CppUTest/TestHarness.h>

namespace host_bridge {

namespace {

// Silent, and begun before the leak check.
const bool quiet = [] {
    driver::log_from(driver::LogLevel::error);
    driver::log_warning("test", "{}", "not shown");
    return true;
}();

// The far end of a cable: a pseudo-terminal whose other side is to be found under `path` as long as
// this lives. (Its own name would soon be that of another test's pseudo-terminal.)
class Peer {
  public:
    explicit Peer(std::filesystem::path path) : path_(std::move(path)) {
        int near = -1;
        char name[128];
        (void)openpty(&far_, &near, name, nullptr, nullptr);
        termios raw{};
        tcgetattr(near, &raw);
        cfmakeraw(&raw);
        tcsetattr(near, TCSANOW, &raw);
        ::close(near);
        fcntl(far_, F_SETFL, O_NONBLOCK);
        std::filesystem::create_symlink(name, path_);
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
        ::close(far_);
    }

    void says(const std::string& octets) const {
        LONGS_EQUAL(octets.size(), ::write(far_, octets.data(), octets.size()));
    }
    std::string hears() const {
        std::string all;
        char octets[4096];
        for (;;) {
            const ssize_t size = ::read(far_, octets, sizeof octets);
            if (size <= 0) return all;
            all.append(octets, static_cast<std::size_t>(size));
        }
    }

  private:
    std::filesystem::path path_;
    int far_{-1};
};

}  // namespace

TEST_GROUP(SerialLinks) {
    support::ScratchDirectory directory;
    MemoryLog log;
    acd::Ledger ledger;
    CursorKeeper cursors{log};
    SerialLineConfig line{"smdr", directory.path() / "tty", {}};
    std::optional<Peer> peer;
    std::optional<SerialLink> link;

    void setup() override {
        plug_in();
    }
    void plug_in() {
        peer.emplace(line.device);
    }
    void unplug() {
        peer.reset();
    }
    void host_starts() {
        read();
        link.emplace(line, std::make_unique<SmdrFeed>(SmdrLayout::columns, Zone(), log, ledger),
                     CursorFile(directory.path() / "smdr.cursor"),
                     SerialLink::Services{cursors, ledger});
    }
    void smdi_starts() {
        read();
        link.emplace(line, std::make_unique<SmdiFeed>(SmdiLinkConfig{}, log, ledger),
                     CursorFile(directory.path() / "smdi.cursor"),
                     SerialLink::Services{cursors, ledger});
    }
    void host_is_killed() {
        link.reset();
    }
    void read() {
        auto source = log.open(ledger.last_number() + 1);
        while (const OutRecord* record = source->next(to_the_end)) {
            ledger.apply(record->number, record->tick, record->event);
        }
    }
    void passes(driver::Ticks time) {
        for (driver::Ticks end = log.now + time; log.now < end; log.pass(10ms)) {
            read();
            link->poll(log.moment());
            cursors.step();
        }
    }
    void calls_end(int count) {
        for (int i = 0; i < count; ++i) {
            pbx::ContactEnded ended;
            ended.contact.contact = {++contacts};
            ended.device = {{1}, {1}, 1, {}};
            log.tell(ended);
        }
    }
    // The numbers of the records printed since last asked.
    std::vector<int> printed() {
        const std::string text = peer->hears();
        LONGS_EQUAL(0, text.size() % 134);
        std::vector<int> numbers;
        for (std::size_t at = 0; at < text.size(); at += 134) {
            numbers.push_back(std::stoi(text.substr(at + 2, 8)));
        }
        return numbers;
    }
    static void are(const std::vector<int>& numbers, int from, int to) {
        LONGS_EQUAL(to - from + 1, numbers.size());
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            LONGS_EQUAL(from + static_cast<int>(i), numbers[i]);
        }
    }
    std::uint64_t contacts{};
};

TEST(SerialLinks, records_leave_as_they_come) {
    host_starts();
    calls_end(3);
    passes(100ms);
    are(printed(), 1, 3);
    CHECK(link->row().state == LinkState::up);
    LONGS_EQUAL(0, link->row().behind);
    LONGS_EQUAL(3, link->row().sent);
}

TEST(SerialLinks, a_host_that_starts_again_goes_on_with_the_next_record) {
    host_starts();
    calls_end(3);
    passes(1s);
    host_is_killed();
    calls_end(2);
    (void)printed();
    host_starts();
    passes(100ms);
    are(printed(), 4, 5);
    LONGS_EQUAL(log.last(), log.positions["smdr"]);
}

TEST(SerialLinks, a_device_that_vanishes_is_opened_again_and_no_record_is_skipped) {
    host_starts();
    calls_end(2);
    passes(500ms);
    are(printed(), 1, 2);
    unplug();
    calls_end(3);
    passes(3s);
    CHECK(link->row().state == LinkState::down);
    CHECK(!link->row().text.empty());
    CHECK(link->row().behind > 0);
    plug_in();
    passes(11s);
    are(printed(), 3, 5);
    CHECK(link->row().state == LinkState::up);
    CHECK(link->row().trouble > 0);
}

TEST(SerialLinks, a_device_that_is_not_there_yet_is_waited_for) {
    unplug();
    host_starts();
    calls_end(1);
    passes(100ms);
    STRCMP_CONTAINS("plugged in", link->row().text.c_str());
    plug_in();
    passes(2s);
    are(printed(), 1, 1);
}

TEST(SerialLinks, a_peer_that_does_not_read_blocks_nobody_and_loses_nothing) {
    host_starts();
    calls_end(500);  // 67 000 octets: far more than the kernel takes
    const auto before = std::chrono::steady_clock::now();
    passes(1s);
    CHECK(std::chrono::steady_clock::now() - before < 5s);
    CHECK(link->row().sent < 500);
    std::vector<int> all;
    std::string text;
    for (int i = 0; i < 100; ++i) {
        text += peer->hears();
        passes(20ms);
    }
    LONGS_EQUAL(500 * 134, text.size());
    for (std::size_t i = 0; i < 500; ++i) {
        LONGS_EQUAL(i + 1, std::stoul(text.substr(i * 134 + 2, 8)));
    }
}

TEST(SerialLinks, garbage_and_lamp_commands_from_the_far_end) {
    smdi_starts();
    passes(20ms);
    peer->says(std::string("\xFF\x00garbage\r\n\x19\x11\x13", 14) + "OP:MWI 5551234!\x04");
    passes(50ms);
    STRCMP_EQUAL("\r\nMWI5551234 INV\r\n\x19", peer->hears().c_str());
    CHECK(link->row().trouble > 0);
}

TEST(SerialLinks, a_damaged_cursor_stops_the_line_until_it_is_removed) {
    host_starts();
    calls_end(1);
    passes(1s);
    host_is_killed();
    (void)printed();
    const auto file = directory.path() / "smdr.cursor";
    std::filesystem::resize_file(file, 10);
    host_starts();
    passes(1s);
    LONGS_EQUAL(0, printed().size());
    STRCMP_CONTAINS("damaged", link->row().text.c_str());
    std::filesystem::remove(file);
    passes(11s);
    are(printed(), 1, 1);
}

TEST(SerialLinks, records_written_anew_after_an_unclean_stop_are_printed) {
    host_starts();
    calls_end(5);
    passes(1s);
    host_is_killed();
    (void)printed();
    log.lose_after(log.last() - 2);  // the journal's last two records never reached the disk
    log.tell(pbx::SystemStarted{2, "test"});
    calls_end(3);
    ledger = acd::Ledger();
    host_starts();
    passes(1s);
    are(printed(), 6, 8);
}

TEST(SerialLinks, the_line_is_raw_and_ours_alone) {
    line.format = {1200, 7, Parity::even, 1, false, false};
    host_starts();
    passes(20ms);
    const int other = ::open(line.device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK);
    termios settings{};
    if (other >= 0) {  // the superuser may
        LONGS_EQUAL(0, tcgetattr(other, &settings));
        LONGS_EQUAL(0, settings.c_lflag & static_cast<tcflag_t>(ICANON | ECHO | ISIG));
        LONGS_EQUAL(0, settings.c_iflag & static_cast<tcflag_t>(IXON | ICRNL | ISTRIP));
        LONGS_EQUAL(PARMRK | INPCK, settings.c_iflag & static_cast<tcflag_t>(PARMRK | INPCK));
        LONGS_EQUAL(B1200, cfgetospeed(&settings));
        ::close(other);
    } else {
        LONGS_EQUAL(EBUSY, errno);
    }
}

TEST(SerialLinks, what_is_no_serial_device_is_said) {
    unplug();
    std::filesystem::remove(line.device);
    std::filesystem::create_symlink("/dev/null", line.device);
    host_starts();
    passes(20ms);
    STRCMP_CONTAINS("no serial device", link->row().text.c_str());
    line.format.speed = 1234;
    host_starts();
    passes(20ms);
    STRCMP_CONTAINS("1234", link->row().text.c_str());
}

TEST_GROUP(ParityMarkings) {
    ParityMarks marks;
    std::vector<SerialOctet> octets;
    void comes(std::initializer_list<unsigned> raw) {
        for (const unsigned one : raw) {
            if (const auto octet = marks.take(static_cast<char>(one))) octets.push_back(*octet);
        }
    }
};

TEST(ParityMarkings, marks_are_taken_back) {
    comes({'a', 0xFF, 0xFF, 0xFF, 0x00, 'b', 0xFF, 0x00, 0x00, 'c'});
    const std::vector<SerialOctet> expected{
        {'a',    false},
        {'\xFF', false},
        {'b',    true },
        {'\0',   true },
        {'c',    false}
    };
    CHECK(octets == expected);
}

TEST(ParityMarkings, a_mark_that_cannot_be_is_a_damaged_octet) {
    comes({0xFF, 'x', 'y'});
    const std::vector<SerialOctet> expected{
        {'x', true },
        {'y', false}
    };
    CHECK(octets == expected);
}

}  // namespace host_bridge
