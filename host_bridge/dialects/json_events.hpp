// SPDX-License-Identifier: GPL-2.0-or-later
// The native dialect, outwards: one line of JSON per event.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "acd/ledger/timeline.hpp"

namespace host_bridge {

// Appends one line, line feed included:
//   {"seq":17,"epoch":1,"time":"…","tick":4711,"type":"call.offered","contact":{…},"call":3, …}
// `clock` is the newest mark that is not after `number`.
void append_event(std::string& out, std::uint64_t number, driver::Ticks tick,
                  const acd::Mark& clock, const pbx::Event& event);

namespace detail {
template <std::size_t... Index>
constexpr auto names_of_events(std::index_sequence<Index...>) {
    return std::array{std::variant_alternative_t<Index, pbx::Event>::name...};
}
}  // namespace detail

// Every event's name, in the journal's order.
inline constexpr auto event_names =
    detail::names_of_events(std::make_index_sequence<std::variant_size_v<pbx::Event>>());

}  // namespace host_bridge
