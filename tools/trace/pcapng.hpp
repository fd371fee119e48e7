// SPDX-License-Identifier: GPL-2.0-or-later
// Traced frames as a capture file that Wireshark and tshark read: pcapng, an interface a span.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pbx/signalling/trace/trace_record.hpp"

namespace tools::trace {

class Pcapng {
  public:
    // The octets a file begins with.
    static std::string beginning();
    // The octets that add a frame to it.
    std::string frame(const pbx::TraceRecord& record);

  private:
    std::vector<std::uint16_t> spans_;  // by number of their interface in the file
};

}  // namespace tools::trace
