// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/stores/row_writer.hpp"

#include <algorithm>

#include "host_bridge/dialects/json_fields.hpp"
#include "host_bridge/dialects/json_writer.hpp"

namespace host_bridge {

namespace {

std::string time_text(const acd::Mark& clock, driver::Ticks tick) {
    std::string text;
    append_time(text, acd::utc_us(clock, tick));
    return text;
}

constexpr const char* insert_contact =
    "INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING";
constexpr const char* end_contact =
    "UPDATE contacts SET ended = 1, ani = ?, dnis = ?, caller = ? WHERE epoch = ? AND contact = ?";
constexpr const char* insert_data = "INSERT OR REPLACE INTO contact_data VALUES (?, ?, ?, ?)";
constexpr const char* delete_data = "DELETE FROM contact_data WHERE epoch = ? AND contact = ?";
constexpr const char* delete_one =
    "DELETE FROM contact_data WHERE epoch = ? AND contact = ? AND key = ?";
constexpr const char* insert_call_record =
    "INSERT INTO call_records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?)";
constexpr const char* insert_agent_state =
    "INSERT INTO agent_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

}  // namespace

driver::Result<RowWriter> RowWriter::prepare(Database& database) {
    auto contact = database.prepare(insert_contact);
    auto ended = database.prepare(end_contact);
    auto data = database.prepare(insert_data);
    auto clear_data = database.prepare(delete_data);
    auto clear_one = database.prepare(delete_one);
    auto call_record = database.prepare(insert_call_record);
    auto agent_state = database.prepare(insert_agent_state);
    for (const auto* one :
         {&contact, &ended, &data, &clear_data, &clear_one, &call_record, &agent_state}) {
        if (!*one) return driver::Error{one->error()};
    }
    return RowWriter({*std::move(contact), *std::move(ended), *std::move(data),
                      *std::move(clear_data), *std::move(clear_one), *std::move(call_record),
                      *std::move(agent_state)});
}

driver::Result<void> RowWriter::write(const OutRecord& record, const acd::Mark& clock) {
    return std::visit(
        [&](const auto& event) -> driver::Result<void> {
            using Event = std::decay_t<decltype(event)>;
            if constexpr (std::is_same_v<Event, pbx::AgentChanged>) {
                return agent(record, event, clock);
            } else if constexpr (std::is_same_v<Event, pbx::DataAttached>) {
                return attach(event, clock);
            } else if constexpr (std::is_same_v<Event, pbx::ContactEnded>) {
                return end(record, event, clock);
            } else if constexpr (requires { event.contact.ani; }) {
                return note(event.contact, clock);
            } else {
                return {};
            }
        },
        record.event);
}

driver::Result<void> RowWriter::note(const pbx::ContactView& contact, const acd::Mark& clock) {
    const std::string since = time_text(clock, contact.since);
    return sql_.contact.run(clock.epoch, contact.contact.value, std::string_view(since),
                            contact.ani.view(), contact.dnis.view(), contact.caller.view());
}

driver::Result<void> RowWriter::attach(const pbx::DataAttached& event, const acd::Mark& clock) {
    if (auto noted = note(event.contact, clock); !noted) return noted;
    const auto& data = event.contact.data;
    const auto found = std::ranges::find(data, event.key, &pbx::Attachment::key);
    ++rows_;
    if (found == data.end()) {
        return sql_.clear_one.run(clock.epoch, event.contact.contact.value, event.key.view());
    }
    return sql_.data.run(clock.epoch, event.contact.contact.value, found->key.view(),
                         found->value.view());
}

// The record at the end has the last word on everything the contact had.
driver::Result<void> RowWriter::end(const OutRecord& record, const pbx::ContactEnded& event,
                                    const acd::Mark& clock) {
    const pbx::ContactView& contact = event.contact;
    const std::uint64_t id = contact.contact.value;
    if (auto done = note(contact, clock); !done) return done;
    if (auto done = sql_.end_contact.run(contact.ani.view(), contact.dnis.view(),
                                         contact.caller.view(), clock.epoch, id);
        !done) {
        return done;
    }
    if (auto done = sql_.clear_data.run(clock.epoch, id); !done) return done;
    for (const pbx::Attachment& one : contact.data) {
        if (auto done = sql_.data.run(clock.epoch, id, one.key.view(), one.value.view()); !done) {
            return done;
        }
    }
    return call_record(record, event, clock);
}

driver::Result<void> RowWriter::call_record(const OutRecord& record, const pbx::ContactEnded& event,
                                            const acd::Mark& clock) {
    const std::string began = time_text(clock, event.contact.since);
    const std::string ended = time_text(clock, record.tick);
    const std::string device = device_name(event.device);
    const std::int64_t port = event.had_ivr ? event.port.value : -1;
    ++rows_;
    return sql_.call_record.run(
        clock.epoch, record.number, event.contact.contact.value, std::string_view(began),
        std::string_view(ended), name_of(event.outcome), event.outgoing, event.caller_hung_up,
        static_cast<int>(event.cause), std::string_view(device), port, event.queue.view(),
        event.agent.view(), event.station.view(), event.transfers, event.ivr.count(),
        event.queued.count(), event.rang.count(), event.talked.count(), event.held.count(),
        event.lasted.count());
}

driver::Result<void> RowWriter::agent(const OutRecord& record, const pbx::AgentChanged& event,
                                      const acd::Mark& clock) {
    const std::string at = time_text(clock, record.tick);
    ++rows_;
    return sql_.agent_state.run(clock.epoch, record.number, std::string_view(at),
                                event.agent.view(), event.station.view(), name_of(event.state),
                                name_of(event.before), event.reason.view(), event.contact.value,
                                event.lasted.count());
}

}  // namespace host_bridge
