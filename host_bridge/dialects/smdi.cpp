// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/smdi.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace host_bridge {

namespace {

constexpr char end_of_command = '\x04';
constexpr std::string_view end_of_record = "\r\n\x19";

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The number as the link is agreed to carry it; empty stays empty (unknown or withheld).
std::string fixed(std::string_view number, std::size_t width) {
    std::string digits;
    std::ranges::copy_if(number, std::back_inserter(digits), is_digit);
    const std::size_t room = width == 0 ? 10 : width;
    if (digits.size() > room) digits.erase(0, digits.size() - room);
    if (!digits.empty() && digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

std::string_view skip_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text;
}

// "OP:MWI 1234567!" without what ends it. The blanks are optional.
std::optional<LampCommand> lamp_command(std::string_view text) {
    LampCommand command;
    const std::size_t on = text.rfind("OP:");
    const std::size_t off = text.rfind("RMV:");
    if (on == std::string_view::npos && off == std::string_view::npos) return std::nullopt;
    command.on = off == std::string_view::npos || (on != std::string_view::npos && on > off);
    text = skip_blanks(text.substr(command.on ? on + 3 : off + 4));
    if (!text.starts_with("MWI")) return std::nullopt;
    text = skip_blanks(text.substr(3));
    const auto end = std::ranges::find_if_not(text, is_digit);
    command.station.assign(text.begin(), end);
    const std::string_view rest = skip_blanks(text.substr(command.station.size()));
    if (command.station.empty() || command.station.size() > 15 || rest != "!") return std::nullopt;
    return command;
}

}  // namespace

std::string smdi_record(const SmdiFormat& format, const pbx::IvrStarted& event) {
    const std::string called = fixed(event.contact.dnis, format.number_width);
    const std::string calling = fixed(event.contact.ani, format.number_width);
    std::uint16_t desk = format.desk;
    if (const auto own = format.desks.find(std::string(event.contact.dnis.view()));
        own != format.desks.end()) {
        desk = own->second;
    }
    const bool shows_called = format.dnis != DnisPlacement::desk && !called.empty();
    const char type = shows_called && format.dnis == DnisPlacement::forwarded ? 'A' : 'D';
    const unsigned terminal = (format.first_terminal + event.port.value) % 10'000U;
    return fmt::format("\r\nMD{:03}{:04}{}{} {} {}", desk % 1000U, terminal, type,
                       shows_called ? called : "", calling, end_of_record);
}

std::string smdi_lamp_failure(std::string_view station, std::string_view cause) {
    return fmt::format("\r\nMWI{} {}{}", station, cause, end_of_record);
}

std::optional<LampCommand> LampReader::octet(char octet, bool damaged) {
    const bool ends = !damaged && octet == end_of_command;
    if (!ends && (damaged || (octet != '\r' && octet != '\n'))) {
        if (piece_.size() == longest) piece_.erase(0, 1);
        piece_ += damaged ? '?' : octet;  // fits into no command
        return std::nullopt;
    }
    if (piece_.empty()) return std::nullopt;
    const std::optional<LampCommand> command = ends ? lamp_command(piece_) : std::nullopt;
    if (!command) ++garbage_;
    piece_.clear();
    return command;
}

}  // namespace host_bridge
