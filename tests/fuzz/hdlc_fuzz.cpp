// SPDX-License-Identifier: GPL-2.0-or-later
// What an exchange may put on a D-channel's timeslot: any octets at all.
#include <array>

#include "driver/base/invariant.hpp"
#include "driver/framing/hdlc_decoder.hpp"
#include "driver/framing/hdlc_encoder.hpp"
#include "tests/support/fuzz.hpp"

namespace {

std::string on_the_line(std::size_t frame_size) {
    std::array<std::uint8_t, driver::hdlc_longest_frame> frame{};
    for (std::size_t i = 0; i < frame_size; ++i) frame[i] = static_cast<std::uint8_t>(0xFFU - i);
    std::array<std::uint8_t, 8> line{};
    std::string octets;
    driver::HdlcEncoder encoder;
    encoder.send(std::span(frame).first(frame_size));
    while (!encoder.idle()) {
        const std::size_t count = encoder.fill(line);
        octets.append(reinterpret_cast<const char*>(line.data()), count);
    }
    octets.append(reinterpret_cast<const char*>(line.data()), encoder.fill(line));  // idle flags
    return octets + octets;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    driver::HdlcDecoder decoder;
    bool understood = false;
    for (std::span<const std::uint8_t> line(data, size); !line.empty();) {
        const std::size_t count = decoder.read(line);
        INVARIANT(count > 0 && count <= line.size());
        line = line.subspan(count);
        const std::size_t good = decoder.frame().size();
        understood = understood || good > 0;
        INVARIANT(good == 0 ||
                  (good >= driver::hdlc_shortest_frame && good <= driver::hdlc_longest_frame));
    }
    INVARIANT(decoder.errors().total() <= size);
    return understood ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    return {on_the_line(driver::hdlc_shortest_frame), on_the_line(40),
            on_the_line(driver::hdlc_longest_frame)};
}
