// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers become destinations. Two plans: what the public network dials to reach us (DNIS), and
// what our stations dial.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pbx/routing/destination.hpp"

namespace pbx {

// A pattern of dialled digits: literal digits, `x` any one digit, a final `.` one or more of
// anything that can be dialled.
struct Route {
    std::string pattern;
    Destination to;
};

// Whether digits dialled so far say where to go.
enum class Dialled { wrong, more, maybe, complete };
struct Outcome {
    Dialled dialled{};
    Destination to;  // when maybe (more digits could follow) or complete
};

class DialPlan {
  public:
    struct Features {  // the codes stations dial; empty = not offered
        std::string log_in, log_out, ready, not_ready;
        std::string messages{};
    };
    // Outside numbers begin with `outside` and leave by `group`; empty = none.
    struct Outside {
        std::string prefix;
        Name group;
    };
    DialPlan() = default;
    // `incoming` by DNIS; `inside` by what stations dial. The longest literal match wins; between
    // equals the first.
    DialPlan(std::vector<Route> incoming, std::vector<Route> inside, Features features,
             Outside outside);

    // Where a call from the public network goes; nothing if no route matches.
    [[nodiscard]] std::optional<Destination> incoming(std::string_view dnis) const;
    // What a station has dialled so far.
    [[nodiscard]] Outcome inside(std::string_view digits) const;

  private:
    [[nodiscard]] Outcome feature(std::string_view digits) const;

    std::vector<Route> incoming_;
    std::vector<Route> inside_;
    Features features_;
    Outside outside_;
};

}  // namespace pbx
