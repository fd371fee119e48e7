// SPDX-License-Identifier: GPL-2.0-or-later
// Which alarms are raised.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "acd/center/context.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

// An alarm is told once when it is raised and once when it is over, however many meet the trouble,
// and whatever dies and comes back meanwhile: which are raised is part of a Rested record.
class Alarms {
  public:
    explicit Alarms(Context& context) : context_(context) {}

    // `about` tells troubles of one name apart, such as the menus of "prompts"; may be empty.
    void raise(std::string_view alarm, std::string_view about, const std::string& text);
    // All of that name are over; told if there was one.
    void clear(std::string_view alarm, const std::string& text);
    // That of this name is over; told if it was the last of that name.
    void clear(std::string_view alarm, std::string_view about, const std::string& text);
    // When the first of that name was raised; nothing if none is.
    [[nodiscard]] std::optional<Ticks> since(std::string_view alarm) const;
    [[nodiscard]] bool is_raised(std::string_view alarm) const { return since(alarm).has_value(); }

    void remember(pbx::Rested& rested) const;
    void recall(const pbx::Rested& rested);

  private:
    Context& context_;
    std::map<std::pair<std::string, std::string>, Ticks> raised_;  // since when, by name and about
};

}  // namespace acd
