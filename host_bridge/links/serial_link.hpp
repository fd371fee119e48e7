// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "host_bridge/link_row.hpp"
#include "host_bridge/links/cursor_keeper.hpp"
#include "host_bridge/links/serial_feed.hpp"
#include "host_bridge/links/serial_port.hpp"

namespace host_bridge {

// A serial line and its cursor. Runs on the host loop, in steps that never wait: the device alone
// sets the pace. A record counts as sent when its last octet has left the device; until then it is
// sent again after the device has vanished and come back, and after a restart of host.
class SerialLink {
  public:
    static constexpr driver::Ticks shortest_wait{500};  // before opening again, doubled each time
    static constexpr driver::Ticks longest_wait{10'000};

    // What the link uses and the bridge owns.
    struct Services {
        CursorKeeper& cursors;
        const acd::Ledger& ledger;
    };
    SerialLink(SerialLineConfig config, std::unique_ptr<SerialFeed> feed, CursorFile file,
               const Services& services);

    void poll(const Moment& now);
    [[nodiscard]] LinkRow row() const;

  private:
    // Octets the device may hold before it gets the next record: it keeps the line busy, and a
    // record that waits here can still expire.
    static constexpr std::size_t enough_ahead = 128;
    static constexpr int most_pieces = 64;  // per poll
    static constexpr driver::Ticks carrier_check{200};
    static constexpr driver::Ticks save_interval{200};

    bool load();
    void open(const Moment& now);
    void lose(const Moment& now, std::string why);
    bool hear();
    bool speak(const Moment& now);
    void commit();
    void save(const Moment& now);

    SerialLineConfig config_;
    std::unique_ptr<SerialFeed> feed_;
    CursorFile file_;
    Services services_;
    std::optional<SerialPort> port_;
    ParityMarks marks_;
    bool loaded_{};
    SerialCursor committed_;  // all before has left the device
    SerialCursor asked_;      // of the keeper, to save
    std::string out_;         // of the piece being written
    struct InFlight {
        std::uint64_t ends_at{};  // octets given to the device by then
        SerialCursor after;
    };
    std::deque<InFlight> in_flight_;
    std::uint64_t given_{};  // octets since it was opened
    driver::Ticks wait_{shortest_wait};
    driver::Ticks open_at_{};
    driver::Ticks check_at_{};
    driver::Ticks save_at_{};
    bool carrier_{true};
    std::uint64_t sent_{};
    std::uint64_t reopened_{};
    std::string text_{"not opened yet"};
    std::string trouble_;  // with the cursor's file
};

}  // namespace host_bridge
