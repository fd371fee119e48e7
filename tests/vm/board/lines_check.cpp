// SPDX-License-Identifier: GPL-2.0-or-later
// In a guest: do four spans of the kernel's DAHDI, joined 1 with 2 and 3 with 4, carry speech and
// frames? Channels count over all spans, 31 each; D-channels are timeslots 16.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

#include <dahdi/user.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace {

constexpr int block = 160;
constexpr int frames = 20;

int channel(int span, int timeslot, bool audio) {
    int number = 31 * (span - 1) + timeslot;
    const int file = ::open("/dev/dahdi/channel", O_RDWR | O_NONBLOCK);
    if (file < 0 || ::ioctl(file, DAHDI_SPECIFY, &number) != 0) {
        std::printf("channel %d: %s\n", number, std::strerror(errno));
        return -1;
    }
    if (!audio) return file;
    int size = block;
    int law = DAHDI_LAW_ALAW;
    ::ioctl(file, DAHDI_SET_BLOCKSIZE, &size);
    ::ioctl(file, DAHDI_SETLAW, &law);
    return file;
}

void wait_ms(int milliseconds) {
    ::poll(nullptr, 0, milliseconds);
}

// How many octets in a row count on by one.
std::size_t longest_run(const std::vector<std::uint8_t>& heard) {
    std::size_t run = 1;
    std::size_t longest = 0;
    for (std::size_t i = 1; i < heard.size(); ++i) {
        run = heard[i] == static_cast<std::uint8_t>(heard[i - 1] + 1) ? run + 1 : 1;
        longest = std::max(longest, run);
    }
    return longest;
}

// Counts the octets 0 to 255 over and over at one end; the longest run of them at the other.
bool speech_passes(int from_span, int to_span, int timeslot) {
    const int from = channel(from_span, timeslot, true);
    const int to = channel(to_span, timeslot, true);
    if (from < 0 || to < 0) return false;
    std::vector<std::uint8_t> heard;
    std::uint8_t next = 0;
    for (int i = 0; i < 1500 && heard.size() < 8000; ++i) {
        std::array<std::uint8_t, block> octets{};
        std::array<pollfd, 2> waits{
            {{from, POLLOUT, 0}, {to, POLLIN, 0}}
        };
        ::poll(waits.data(), waits.size(), 20);
        if ((waits[0].revents & POLLOUT) != 0) {
            for (auto& octet : octets) octet = next++;
            if (::write(from, octets.data(), octets.size()) < 0) next -= block;
        }
        if ((waits[1].revents & POLLIN) == 0) continue;
        const auto got = ::read(to, octets.data(), octets.size());
        for (ssize_t k = 0; k < got; ++k) heard.push_back(octets[static_cast<std::size_t>(k)]);
    }
    const std::size_t longest = longest_run(heard);
    ::close(from);
    ::close(to);
    const bool passes = longest >= 4000;
    std::printf("speech %d to %d: %zu octets in order of %zu: %s\n", from_span, to_span, longest,
                heard.size(), passes ? "well" : "WRONG");
    return passes;
}

// Frames go with two octets that the kernel makes the FCS, and come with them.
bool frames_pass(int from_span, int to_span) {
    const int from = channel(from_span, 16, false);
    const int to = channel(to_span, 16, false);
    if (from < 0 || to < 0) return false;
    wait_ms(300);
    int came = 0;
    for (int i = 0; i < frames; ++i) {
        const std::array<std::uint8_t, 8> sent{2, 1, 0x7F, 0xFF, static_cast<std::uint8_t>(i), 9};
        if (::write(from, sent.data(), sent.size()) < 0) std::perror("write");
        for (int turn = 0; turn < 20; ++turn) {
            std::array<std::uint8_t, 300> octets{};
            pollfd wait{to, POLLIN | POLLPRI, 0};
            ::poll(&wait, 1, 10);
            int event = 0;
            if ((wait.revents & POLLPRI) != 0) ::ioctl(to, DAHDI_GETEVENT, &event);
            if ((wait.revents & POLLIN) == 0) continue;
            const auto got = ::read(to, octets.data(), octets.size());
            if (got == 8 && std::memcmp(octets.data(), sent.data(), 6) == 0) ++came;
            break;
        }
    }
    ::close(from);
    ::close(to);
    std::printf("frames %d to %d: %d of %d\n", from_span, to_span, came, frames);
    return came >= frames - 1;
}

}  // namespace

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    bool well = true;
    for (const auto& [from, to] : {
             std::array{1, 2},
             std::array{4, 3}
    }) {
        well = speech_passes(from, to, 1) && well;
        well = speech_passes(to, from, 31) && well;
        well = frames_pass(from, to) && well;
    }
    return well ? 0 : 1;
}
