// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "pbx/journal/events.hpp"

namespace acd {

ENUM(FaxState, waiting, running, received, sent, failed)
struct FaxRow {
    std::uint64_t fax{};
    ivr_dsp::FaxDirection direction{};
    FaxState state{};
    pbx::Number number;        // of the other end
    pbx::Name box;             // whose, of one received
    std::uint64_t document{};  // the file, of one sent
    std::uint8_t tried{};      // of one sent
    ivr_dsp::FaxEnd end{};     // of the last try, if over or tried
    pbx::Cause cause{};        // of its call, if not_reached
    pbx::FaxText text;         // why not
    std::uint32_t pages{};     // that came over
    pbx::StationName station;  // what the far end's machine calls itself
    std::uint32_t bits_per_second{};
    std::uint32_t missing_ms{};
    driver::Ticks since{};  // in this state
    FIELDS(fax, direction, state, number, box, document, tried, end, cause, text, pages, station,
           bits_per_second, missing_ms, since)
};

struct FaxPortRow {
    driver::FaxPortId port;
    std::uint64_t fax{};  // 0: free
    ivr_dsp::FaxDirection direction{};
    pbx::ContactId contact;
    driver::Ticks since{};
    FIELDS(port, fax, direction, contact, since)
};

// Faxes that wait and run, and the last that did.
class FaxBook {
  public:
    static constexpr std::size_t most_over = 500;

    void apply(driver::Ticks tick, const pbx::Event& event);
    // Nothing that lived is left.
    void clear();

    [[nodiscard]] std::vector<FaxRow> faxes() const;  // by number
    [[nodiscard]] const std::vector<FaxPortRow>& ports() const { return ports_; }

  private:
    void on(const pbx::SystemConfigured& event);
    void on(driver::Ticks tick, const pbx::FaxQueued& event);
    void on(driver::Ticks tick, const pbx::FaxStarted& event);
    void on(driver::Ticks tick, const pbx::FaxReceived& event);
    void on(driver::Ticks tick, const pbx::FaxTried& event);
    void on(driver::Ticks tick, const pbx::FaxSent& event);
    void on(driver::Ticks tick, const pbx::FaxFailed& event);
    FaxRow& row(std::uint64_t fax, driver::Ticks tick, FaxState state);
    void free_port(std::uint64_t fax, driver::Ticks tick);
    void over(std::uint64_t fax, driver::Ticks tick);

    std::map<std::uint64_t, FaxRow> faxes_;
    std::deque<std::uint64_t> over_;  // the oldest first
    std::vector<FaxPortRow> ports_;   // by FaxPortId
};

}  // namespace acd
