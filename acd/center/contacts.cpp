// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/contacts.hpp"

#include "driver/base/invariant.hpp"

namespace acd {

using pbx::ContactOutcome;

Contact& Contacts::begin(const pbx::ContactView& view, const pbx::Device& device, bool outgoing) {
    Contact contact;
    contact.view = view;
    contact.view.contact = ContactId{next_++};
    contact.view.since = context_.now;
    contact.device = device;
    contact.outgoing = outgoing;
    contact.activity_since = context_.now;
    return contacts_.emplace(contact.view.contact, contact).first->second;
}

Contact* Contacts::find(ContactId id) {
    const auto found = contacts_.find(id);
    return found == contacts_.end() ? nullptr : &found->second;
}

void Contacts::spend_on(Contact& contact, Activity activity) {
    contact.spent[static_cast<std::size_t>(contact.activity)] +=
        context_.now - contact.activity_since;
    contact.activity = activity;
    contact.activity_since = context_.now;
    contact.talked = contact.talked || activity == Activity::talking;
}

bool Contacts::attach(Contact& contact, const pbx::Key& key, const pbx::Value& value) {
    auto& data = contact.view.data;
    const auto found = std::ranges::find(data, key, &pbx::Attachment::key);
    if (value.empty()) {
        if (found != data.end()) data.erase(found);
    } else if (found != data.end()) {
        found->value = value;
    } else if (data.size() < most_data) {
        data.push_back({key, value});
    } else {
        return false;
    }
    context_.tell(pbx::DataAttached{contact.view, key});
    return true;
}

ContactOutcome Contacts::outcome_of(const Contact& contact) {
    if (contact.stray) return ContactOutcome::failed;
    if (contact.talked) return ContactOutcome::answered;
    if (contact.served) return ContactOutcome::self_service;
    if (contact.left_queue) return ContactOutcome::left_queue;
    if (contact.cause == pbx::Cause::temporary_failure) return ContactOutcome::failed;
    if (contact.abandoned) return ContactOutcome::abandoned;
    if (contact.refused) return ContactOutcome::refused;
    return contact.last_port ? ContactOutcome::self_service : ContactOutcome::abandoned;
}

void Contacts::end(ContactId id) {
    Contact* contact = find(id);
    INVARIANT(contact != nullptr);
    spend_on(*contact, Activity::other);
    const auto spent = [&](Activity activity) {
        return contact->spent[static_cast<std::size_t>(activity)];
    };
    pbx::ContactEnded record;
    record.contact = contact->view;
    record.outcome = outcome_of(*contact);
    record.outgoing = contact->outgoing;
    record.caller_hung_up = contact->caller_hung_up;
    record.cause = contact->cause;
    record.device = contact->device;
    record.had_ivr = contact->last_port.has_value();
    record.port = contact->last_port.value_or(driver::VoicePortId{});
    record.queue = contact->queue;
    record.agent = contact->agent;
    record.station = contact->station;
    record.transfers = contact->transfers;
    record.ivr = spent(Activity::ivr);
    record.queued = spent(Activity::queued);
    record.rang = spent(Activity::ringing);
    record.talked = spent(Activity::talking);
    record.held = spent(Activity::held);
    record.lasted = context_.now - contact->view.since;
    contacts_.erase(id);
    context_.tell(record);
}

}  // namespace acd
