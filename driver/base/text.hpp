// SPDX-License-Identifier: GPL-2.0-or-later
// Short text that may cross a mailbox: fixed room, no pointer.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace driver {

// At most `Room` octets of UTF-8; longer input is cut at a character boundary (`fits` tells
// before). Unused room is zero, so equal text has equal octets.
template <std::size_t Room>
class Text {
    static_assert(Room < 256);

  public:
    static constexpr std::size_t room = Room;

    constexpr Text() = default;
    // From anything that reads as text.
    template <class Readable>
    requires(
        std::convertible_to<const Readable&, std::string_view> &&
        !std::same_as<Readable,
                      Text>) constexpr Text(const Readable&
                                                readable) {  // NOLINT(google-explicit-constructor)
        const std::string_view text(readable);
        std::size_t end = std::min(text.size(), Room);
        while (end > 0 && end < text.size() && is_continuation(text[end])) --end;
        std::copy_n(text.begin(), end, octets_.begin());
        size_ = static_cast<std::uint8_t>(end);
    }

    static constexpr bool fits(std::string_view text) { return text.size() <= Room; }
    [[nodiscard]] constexpr std::string_view view() const { return {octets_.data(), size_}; }
    constexpr operator std::string_view() const {
        return view();
    }  // NOLINT(google-explicit-constructor)
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }

  private:
    // The second or a later octet of a UTF-8 character.
    static constexpr bool is_continuation(char octet) {
        return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
    }

    std::uint8_t size_{};
    std::array<char, Room> octets_{};
};

// A telephone number as dialled: digits, *, #. E.164 allows 15; Q.931 carries more.
using Number = Text<23>;
// A caller's name as the network displays it.
using DisplayName = Text<31>;

}  // namespace driver
