// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "driver/base/fields.hpp"

namespace host_bridge {

ENUM(LinkState, up, waiting, down)

// How a link or a store is, for people.
struct LinkRow {
    std::string name;     // as configured; a client's session has the client's name behind it
    std::string dialect;  // json, smdi, smdr, sqlite
    std::string peer;     // address, device or file
    LinkState state{};
    std::uint64_t number{};   // the last record it has taken
    std::uint64_t behind{};   // records it has still to take
    std::uint64_t sent{};     // lines, records or rows
    std::uint64_t dropped{};  // expired records; never a record that must not be lost
    std::uint64_t trouble{};  // bad input, reopened, retried
    std::string text;         // what is wrong, and the remedy
    FIELDS(name, dialect, peer, state, number, behind, sent, dropped, trouble, text)
};

class LinkDirectory {
  public:
    [[nodiscard]] virtual std::vector<LinkRow> links() const = 0;

  protected:
    ~LinkDirectory() = default;
};

}  // namespace host_bridge
