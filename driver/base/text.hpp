// SPDX-License-Identifier: GPL-2.0-or-later
// Short text that may cross a mailbox: fixed room, no pointer.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace driver {

// At most `Room` octets of UTF-8; longer input is cut at a character boundary (`fits` tells before).
// Unused room is zero, so equal text has equal octets.
template <std::size_t Room>
class Text {
    static_assert(Room < 256);

  public:
    static constexpr std::size_t room = Room;

    constexpr Text() = default;
    constexpr Text(std::string_view text) {  // NOLINT(google-explicit-constructor)
        std::size_t end = std::min(text.size(), Room);
        while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        std::copy_n(text.begin(), end, octets_.begin());
        size_ = static_cast<std::uint8_t>(end);
    }
    constexpr Text(const char* text) : Text(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)

    static constexpr bool fits(std::string_view text) { return text.size() <= Room; }
    [[nodiscard]] constexpr std::string_view view() const { return {octets_.data(), size_}; }
    constexpr operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }

  private:
    std::uint8_t size_{};
    std::array<char, Room> octets_{};
};

// A telephone number as dialled: digits, *, #. E.164 allows 15; Q.931 carries more.
using Number = Text<23>;
// A caller's name as the network displays it.
using DisplayName = Text<31>;

}  // namespace driver
