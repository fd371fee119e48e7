// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/isdn/isdn_text.hpp"

namespace pbx {

driver::Number number_from(std::string_view ia5) {
    std::string digits;
    for (const char c : ia5) {
        if ((c >= '0' && c <= '9') || c == '*' || c == '#' || c == '+') digits += c;
    }
    return driver::Number(digits);
}

driver::DisplayName name_from(std::string_view latin1) {
    std::string text;
    for (const char c : latin1) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet >= 0xA0) {
            text += static_cast<char>(0xC0U | octet >> 6U);
            text += static_cast<char>(0x80U | (octet & 0x3FU));
        } else if (octet >= 0x20 && octet < 0x7F) {
            text += c;
        }
    }
    return driver::DisplayName(text);
}

std::string latin1_from(std::string_view utf8) {
    std::string text;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto octet = static_cast<unsigned char>(utf8[i]);
        const bool is_continuation = (octet & 0xC0U) == 0x80;
        if (octet < 0x80) {
            text += utf8[i];
        } else if ((octet == 0xC2 || octet == 0xC3) && i + 1 < utf8.size()) {
            text += static_cast<char>((octet & 0x03U) << 6U |
                                      (static_cast<unsigned char>(utf8[i + 1]) & 0x3FU));
        } else if (!is_continuation) {
            text += '?';
        }
    }
    return text;
}

}  // namespace pbx
