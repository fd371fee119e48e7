// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/dialects/json_fields.hpp"

#include <fmt/format.h>

namespace host_bridge {

std::string device_name(const pbx::Device& device) {
    if (!device.station.empty()) return std::string(device.station.view());
    return fmt::format("{}/{}", device.span.value, device.timeslot);
}

void FieldWriter::write_ticks(std::string_view name, driver::Ticks value) {
    if (name != "since") {
        json_.key(std::string(name) + "_ms");
        json_.value(value.count());
        return;
    }
    std::string time;
    append_time(time, acd::utc_us(clock_, value));
    json_.member("since", std::string_view(time));
    json_.member("since_tick", value.count());
}

void FieldWriter::write_contact(pbx::ContactId contact) {
    json_.begin_object();
    json_.member("id", contact.value);
    json_.end_object();
}

void FieldWriter::write_view(const pbx::ContactView& view) {
    json_.member("id", view.contact.value);
    json_.member("ani", view.ani.view());
    json_.member("dnis", view.dnis.view());
    json_.member("caller", view.caller.view());
    if (view.withheld) json_.member("withheld", true);
    write_ticks("since", view.since);
    json_.key("data");
    json_.begin_object();
    for (const pbx::Attachment& one : view.data) {
        json_.key_as_is(one.key.view());
        json_.value(one.value.view());
    }
    json_.end_object();
}

}  // namespace host_bridge
