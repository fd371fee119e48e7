// SPDX-License-Identifier: GPL-2.0-or-later
// A serial line that carries SMDI lamp commands, and noise.
#include <algorithm>

#include "driver/base/invariant.hpp"
#include "host_bridge/dialects/smdi.hpp"
#include "tests/support/fuzz.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    host_bridge::LampReader reader;
    bool understood = false;
    for (std::size_t i = 0; i < size; ++i) {
        const bool damaged = i % 97 == 96;
        const auto command = reader.octet(static_cast<char>(data[i]), damaged);
        if (!command) continue;
        understood = true;
        INVARIANT(!damaged && !command->station.empty());
        INVARIANT(std::all_of(command->station.begin(), command->station.end(),
                              [](char c) { return c >= '0' && c <= '9'; }));
    }
    INVARIANT(reader.garbage() <= size);
    return understood ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {"OP:MWI 1234567!\x04", "RMV:MWI 1234567!\x04", "OP:MWI 2001!\x04RMV:MWI 2001!\x04",
            "\r\nMD0010001A 5551234 2025550100 \r\n\x19\x04OP:MWI 5551234!\x04",
            "OP:MWI!\x04\x04\x04RMV:MWI 1!\x04"};
}
