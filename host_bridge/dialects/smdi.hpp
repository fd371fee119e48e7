// SPDX-License-Identifier: GPL-2.0-or-later
// SMDI (Bellcore GR-283): before a call reaches an IVR port the exchange says on a serial line
// which port, who calls and whom. The other way come message-waiting lamp commands.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "pbx/journal/events.hpp"

namespace host_bridge {

// SMDI has no field for the number dialled; where it goes is agreed with the reader.
//   forwarded   type A, the DNIS as the forwarding station: "all calls of that number come here"
//   direct      type D, the DNIS in that field all the same: many readers take it, no standard does
//   desk        type D without it; each DNIS has a message desk number of its own
ENUM(DnisPlacement, forwarded, direct, desk)

struct SmdiFormat {
    DnisPlacement dnis{DnisPlacement::forwarded};
    std::uint16_t desk{1};                       // 1–999, for every DNIS that is not in `desks`
    std::map<std::string, std::uint16_t> desks;  // by DNIS
    std::uint16_t first_terminal{1};             // of voice port 0
    // Octets of a number, padded with zeros in front, the last ones kept: 7 or 10; 0: as it is, up
    // to 10.
    std::uint8_t number_width{10};
};

// The call detail record of a call that comes to an IVR port, from its first CR to its Ctrl-Y.
std::string smdi_record(const SmdiFormat& format, const pbx::IvrStarted& event);

struct LampCommand {
    bool on{};
    std::string station;  // digits
    friend bool operator==(const LampCommand&, const LampCommand&) = default;
};
// What the exchange answers to a lamp command it cannot carry out: "INV", no such lamp.
std::string smdi_lamp_failure(std::string_view station, std::string_view cause);

// Finds lamp commands in what comes over the line, whatever else comes:
// OP:MWI 1234567!^D lights the lamp, RMV:MWI 1234567!^D puts it out.
class LampReader {
  public:
    // The next octet; `damaged` when the line marked it as wrong. Returns a command when this octet
    // ends one.
    std::optional<LampCommand> octet(char octet, bool damaged);
    // Pieces between two ends of command that were no command.
    [[nodiscard]] std::uint64_t garbage() const { return garbage_; }

  private:
    static constexpr std::size_t longest = 64;
    std::string piece_;  // since the last end; its last octets
    std::uint64_t garbage_{};
};

}  // namespace host_bridge
