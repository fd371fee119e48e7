// SPDX-License-Identifier: GPL-2.0-or-later
// Writes anything that lists its FIELDS as a JSON object. The rules, once for all events and rows:
//   names     camelCase of the member's name; a member named like the envelope gets the event's
//   last
//             word before it (system.firmware's epoch → firmwareEpoch)
//   ids       numbers; a contact is always an object with at least its id
//   devices   an object with a name for people beside the numbers: "1/17", or the station's number
//   enums     their names; a cause is its Q.850 number
//   Ticks     `since` a moment: RFC 3339, the tick beside it as sinceTick; all others milliseconds,
//   Ms
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "acd/ledger/timeline.hpp"
#include "host_bridge/dialects/json_writer.hpp"

namespace host_bridge {

// "1/17" for a trunk, the number of a station.
std::string device_name(const pbx::Device& device);

class FieldWriter {
  public:
    // Moments are dated by `clock`. `prefix` stands before members named like the envelope's.
    FieldWriter(JsonWriter& json, const acd::Mark& clock, std::string_view prefix)
        : json_(json), clock_(clock), prefix_(prefix) {}

    template <class T>
    void members(const T& object) {
        T::fields(object, *this);
    }

    template <class T>
    void operator()(std::string_view name, const T& value) {
        if constexpr (std::is_same_v<T, driver::Ticks>) {
            write_ticks(name, value);
        } else {
            if (is_envelope(name) && !prefix_.empty()) {
                json_.key(std::string(prefix_).append("_").append(name));
            } else {
                json_.key(name);
            }
            write(value);
        }
    }

  private:
    static bool is_envelope(std::string_view name) {
        return name == "seq" || name == "epoch" || name == "time" || name == "tick" ||
               name == "type";
    }

    template <class T>
    void write(const T& value) {
        if constexpr (std::is_same_v<T, pbx::ContactId>) {
            write_contact(value);
        } else if constexpr (requires { T::fields(value, *this); }) {
            write_object(value);
        } else if constexpr (requires { name_of(value); }) {
            json_.value(name_of(value));
        } else if constexpr (std::is_enum_v<T>) {
            json_.value(static_cast<unsigned>(value));
        } else if constexpr (requires { value.view(); }) {
            json_.value(value.view());
        } else if constexpr (requires { value.value; }) {
            json_.value(value.value);
        } else {
            json_.value(value);
        }
    }
    template <class T>
    void write(const std::vector<T>& list) {
        json_.begin_array();
        for (const T& one : list) write(one);
        json_.end_array();
    }
    template <class T>
    void write_object(const T& object) {
        json_.begin_object();
        FieldWriter inner(json_, clock_, {});
        if constexpr (std::is_same_v<T, pbx::ContactView>) {
            inner.write_view(object);
        } else {
            inner.members(object);
        }
        if constexpr (std::is_same_v<T, pbx::Device>) json_.member("name", device_name(object));
        json_.end_object();
    }

    void write_ticks(std::string_view name, driver::Ticks value);
    void write_contact(pbx::ContactId contact);
    void write_view(const pbx::ContactView& view);

    JsonWriter& json_;
    const acd::Mark& clock_;
    std::string_view prefix_;
};

}  // namespace host_bridge
