// SPDX-License-Identifier: GPL-2.0-or-later
// What a serial line says and what it understands, without the line.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "acd/ledger/ledger.hpp"
#include "host_bridge/config.hpp"
#include "host_bridge/dialects/smdr.hpp"
#include "host_bridge/dialects/zone.hpp"
#include "host_bridge/event_log.hpp"
#include "host_bridge/links/cursor_file.hpp"
#include "host_bridge/links/parity_marks.hpp"
#include "host_bridge/moment.hpp"

namespace host_bridge {

class SerialFeed {
  public:
    virtual ~SerialFeed() = default;

    // Goes on after `cursor`; the line has just been opened.
    virtual void begin(const SerialCursor& cursor) = 0;
    // Whole records to send, and where the line has come when they have left. Nothing: not now.
    struct Piece {
        std::string octets;
        SerialCursor after;
    };
    virtual std::optional<Piece> next(const Moment& now) = 0;
    // All up to here has been given out by next(), or needs not be sent.
    [[nodiscard]] const SerialCursor& cursor() const { return cursor_; }
    virtual void heard(const SerialOctet& octet) = 0;

    [[nodiscard]] virtual std::string_view dialect() const = 0;
    // Records too late to be of use, or gone from the journal before they were sent.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
    [[nodiscard]] virtual std::uint64_t garbage() const = 0;  // input nobody understands

  protected:
    // The next record, and the cursor on it.
    const OutRecord* advance(EventSource& source, const acd::Ledger& ledger);

    SerialCursor cursor_;
    std::uint64_t dropped_{};
};

// Tells which IVR port a call comes to; understands lamp commands and refuses them: lamps are lit
// by our own mailboxes alone.
class SmdiFeed final : public SerialFeed {
  public:
    SmdiFeed(const SmdiLinkConfig& config, EventLog& log, const acd::Ledger& ledger);

    void begin(const SerialCursor& cursor) override;
    std::optional<Piece> next(const Moment& now) override;
    void heard(const SerialOctet& octet) override;
    [[nodiscard]] std::string_view dialect() const override { return "smdi"; }
    [[nodiscard]] std::uint64_t garbage() const override { return lamps_.garbage() + unanswered_; }

  private:
    static constexpr std::size_t most_answers = 16;

    SmdiFormat format_;
    std::int64_t expires_after_us_;
    const acd::Ledger& ledger_;
    std::unique_ptr<EventSource> source_;
    LampReader lamps_;
    std::deque<std::string> answers_;
    std::uint64_t unanswered_{};
};

// Prints a record per call and a time mark per hour. Hears nothing.
class SmdrFeed final : public SerialFeed {
  public:
    SmdrFeed(SmdrLayout layout, const Zone& zone, EventLog& log, const acd::Ledger& ledger);

    void begin(const SerialCursor& cursor) override;
    std::optional<Piece> next(const Moment& now) override;
    void heard(const SerialOctet&) override { ++garbage_; }
    [[nodiscard]] std::string_view dialect() const override { return "smdr"; }
    [[nodiscard]] std::uint64_t garbage() const override { return garbage_; }

  private:
    static constexpr int most_records = 4096;  // looked at in one go

    void print(SmdrRecord record, std::string& octets);

    SmdrLayout layout_;
    Zone zone_;
    const acd::Ledger& ledger_;
    std::unique_ptr<EventSource> source_;
    bool header_due_{};
    std::uint64_t garbage_{};
};

}  // namespace host_bridge
