// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/vm/board/proxy_device.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vm_test {
namespace {

// QEMU's messages (include/hw/remote/mpqemu-link.h), by number.
enum class Command : std::int32_t {
    sync_memory,
    returns,
    config_write,
    config_read,
    bar_write,
    bar_read,
    interrupt_files,
    reset,
};
struct Header {
    std::int32_t command;
    std::int32_t unused;
    std::uint64_t size;
};
struct ConfigAccess {
    std::uint32_t at;
    std::uint32_t value;
    std::int32_t octets;
};
struct BarAccess {
    std::uint64_t address;
    std::uint64_t value;
    std::uint32_t octets;
    std::uint8_t is_memory;
};
constexpr std::size_t most_regions = 8;
struct MemoryRegions {
    std::array<std::uint64_t, most_regions> address;
    std::array<std::uint64_t, most_regions> size;
    std::array<std::uint64_t, most_regions> offset;
};

constexpr std::uint32_t command_register = 0x04;
constexpr std::uint32_t status_register = 0x06;
constexpr std::uint32_t bar_0 = 0x10;
constexpr std::uint16_t interrupts_off = 1U << 10U;
constexpr std::uint8_t interrupt_pending = 1U << 3U;

template <class Payload>
Payload as(std::span<const std::uint8_t> octets) {
    Payload payload{};
    std::memcpy(&payload, octets.data(), std::min(octets.size(), sizeof payload));
    return payload;
}

bool read_all(int socket, void* to, std::size_t octets) {
    auto* place = static_cast<std::uint8_t*>(to);
    while (octets > 0) {
        const ssize_t got = ::read(socket, place, octets);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        place += got;
        octets -= static_cast<std::size_t>(got);
    }
    return true;
}

// Files come with the first octets of a message.
bool read_header(int socket, Header& header, std::vector<int>& files) {
    iovec place{&header, sizeof header};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(most_regions * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &place;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return false;
    for (cmsghdr* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
        if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SCM_RIGHTS) continue;
        files.resize((one->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        std::memcpy(files.data(), CMSG_DATA(one), files.size() * sizeof(int));
    }
    const auto have = static_cast<std::size_t>(got);
    return read_all(socket, reinterpret_cast<char*>(&header) + have, sizeof header - have);
}

}  // namespace

// ── memory ──────────────────────────────────────────────────────────────────────────────────────

void GuestMemory::forget() {
    for (const Mapped& one : mapped_) ::munmap(one.octets, one.size);
    mapped_.clear();
}

void GuestMemory::is(std::span<const Region> regions, std::span<const int> files) {
    forget();
    for (std::size_t i = 0; i < std::min(regions.size(), files.size()); ++i) {
        const Region& one = regions[i];
        void* const place = one.size == 0
                                ? MAP_FAILED
                                : ::mmap(nullptr, one.size, PROT_READ | PROT_WRITE, MAP_SHARED,
                                         files[i], static_cast<off_t>(one.offset));
        if (place != MAP_FAILED) {
            mapped_.push_back({one.address, one.size, static_cast<std::uint8_t*>(place)});
        }
    }
    for (const int file : files) ::close(file);
}

std::uint8_t* GuestMemory::at(std::uint32_t address, std::size_t octets) noexcept {
    for (const Mapped& one : mapped_) {
        if (address >= one.address && address - one.address + octets <= one.size) {
            return one.octets + (address - one.address);
        }
    }
    return nullptr;
}

// ── configuration ───────────────────────────────────────────────────────────────────────────────

ConfigSpace::ConfigSpace(const driver::PciIds& ids) {
    put(0x00, 2, ids.vendor);
    put(0x02, 2, ids.device);
    put(0x09, 3, 0x078000);  // a communication controller, as these boards say
    put(0x2C, 2, ids.subsystem_vendor);
    put(0x2E, 2, ids.device);
    put(0x3D, 1, 1);  // INTA
}

void ConfigSpace::put(std::uint32_t at, unsigned octets, std::uint32_t value) {
    for (unsigned i = 0; i < octets && at + i < octets_.size(); ++i) {
        octets_[at + i] = static_cast<std::uint8_t>(value >> 8 * i);
    }
}

std::uint32_t ConfigSpace::read(std::uint32_t at, unsigned octets) const {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < octets && at + i < octets_.size(); ++i) {
        value |= std::uint32_t{octets_[at + i]} << 8 * i;
    }
    return value;
}

void ConfigSpace::write(std::uint32_t at, unsigned octets, std::uint32_t value) {
    if (at == bar_0) return put(at, octets, value & ~(driver::te4::bar_size - 1));
    const bool is_written = at == command_register || at == 0x0C || at == 0x0D || at == 0x3C;
    if (is_written) put(at, at == command_register ? 2 : 1, value);
}

bool ConfigSpace::interrupts(bool wanted) {
    put(status_register, 1, wanted ? interrupt_pending : 0U);
    return wanted && (read(command_register, 2) & interrupts_off) == 0;
}

// ── interrupts ──────────────────────────────────────────────────────────────────────────────────

InterruptLine::InterruptLine(const std::string& path)
    : listening_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listening_, 1) != 0) {
        std::perror(path.c_str());
    }
}

InterruptLine::~InterruptLine() {
    if (qemu_ >= 0) ::close(qemu_);
    ::close(listening_);
}

void InterruptLine::accept_qemu() {
    qemu_ = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

void InterruptLine::set(bool asserted) {
    std::array<char, 256> answers{};
    while (qemu_ >= 0 && ::read(qemu_, answers.data(), answers.size()) > 0) {
    }
    if (qemu_ < 0 || asserted == asserted_) return;
    // Slot 0x10, pin A is the I/O APIC's input 20.
    const std::string order = std::string("set_irq_in /machine/q35/ioapic unnamed-gpio-in 20 ") +
                              (asserted ? "1\n" : "0\n");
    const ssize_t sent = ::write(qemu_, order.data(), order.size());
    if (sent == static_cast<ssize_t>(order.size())) asserted_ = asserted;
}

// ── the device ──────────────────────────────────────────────────────────────────────────────────

bool ProxyDevice::answer(std::uint64_t value) {
    struct {
        Header header;
        std::uint64_t value;
    } const message{
        {static_cast<std::int32_t>(Command::returns), 0, sizeof value},
        value
    };
    return ::send(socket_, &message, sizeof message, MSG_NOSIGNAL) ==
           static_cast<ssize_t>(sizeof message);
}

bool ProxyDevice::take_memory(std::span<const std::uint8_t> payload, std::span<const int> files) {
    const auto all = as<MemoryRegions>(payload);
    std::array<GuestMemory::Region, most_regions> regions{};
    for (std::size_t i = 0; i < most_regions; ++i) {
        regions[i] = {all.address[i], all.size[i], all.offset[i]};
    }
    memory_.is(regions, files);
    return true;
}

bool ProxyDevice::serve() {
    Header header{};
    std::vector<int> files;
    if (!read_header(socket_, header, files)) return false;
    std::array<std::uint8_t, sizeof(MemoryRegions)> place{};
    if (header.size > place.size() || !read_all(socket_, place.data(), header.size)) return false;
    const std::span<const std::uint8_t> payload(place.data(), header.size);
    switch (static_cast<Command>(header.command)) {
        case Command::sync_memory:
            return take_memory(payload, files);
        case Command::config_write: {
            const auto one = as<ConfigAccess>(payload);
            config_.write(one.at, static_cast<unsigned>(one.octets), one.value);
            return answer(0);
        }
        case Command::config_read: {
            const auto one = as<ConfigAccess>(payload);
            return answer(config_.read(one.at, static_cast<unsigned>(one.octets)));
        }
        case Command::bar_write: {
            const auto one = as<BarAccess>(payload);
            const auto at = static_cast<std::uint32_t>(one.address % driver::te4::bar_size);
            model_.write(at & ~3U, static_cast<std::uint32_t>(one.value));
            return answer(0);
        }
        case Command::bar_read: {
            const auto one = as<BarAccess>(payload);
            const auto at = static_cast<std::uint32_t>(one.address % driver::te4::bar_size);
            const std::uint32_t value = model_.read(at & ~3U) >> 8 * (at & 3U);
            return answer(one.octets >= 4 ? value : value & ((1U << 8 * one.octets) - 1));
        }
        case Command::interrupt_files:
            for (const int file : files) ::close(file);
            return true;
        case Command::reset:
            return answer(0);
        case Command::returns:
            return true;
    }
    return true;
}

}  // namespace vm_test
