// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_events.hpp"

#include "host_bridge/dialects/json_fields.hpp"

namespace host_bridge {

namespace {

std::string_view last_word(std::string_view event_name) {
    return event_name.substr(event_name.find('.') + 1);
}

}  // namespace

void append_event(std::string& out, std::uint64_t number, driver::Ticks tick,
                  const acd::Mark& clock, const pbx::Event& event) {
    JsonWriter json(out);
    json.begin_object();
    json.member("seq", number);
    json.member("epoch", clock.epoch);
    json.key("time");
    out += '"';
    append_time(out, acd::utc_us(clock, tick));
    out += '"';
    json.member("tick", tick.count());
    const std::string_view name = name_of(event);
    json.member("type", name);
    FieldWriter fields(json, clock, last_word(name));
    std::visit([&](const auto& one) { fields.members(one); }, event);
    json.end_object();
    out += '\n';
}

}  // namespace host_bridge
