// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/center/speakers.hpp"

namespace acd {

void Speakers::changed(const ivr_dsp::SpeakersChanged& news) {
    const auto [call, legs] = calls_.speakers(news);
    if (!call) return;  // over, before the firmware knew
    std::vector<LegId>& before = told_[call];
    if (before == legs) return;
    before = legs;
    tell(call, legs);
}

void Speakers::settle() {
    for (auto it = told_.begin(); it != told_.end();) {
        if (!it->second.empty() && calls_.is_conference(it->first)) {
            ++it;
            continue;
        }
        if (!it->second.empty() && calls_.call(it->first) != nullptr) tell(it->first, {});
        it = told_.erase(it);
    }
}

void Speakers::tell(CallId id, const std::vector<LegId>& legs) {
    const pbx::Call* call = calls_.call(id);
    const Contact* contact = call == nullptr ? nullptr : contacts_.find(call->contact);
    if (contact == nullptr) return;
    std::vector<pbx::Device> devices;
    devices.reserve(legs.size());
    for (const LegId leg : legs) devices.push_back(calls_.lines()[leg.line()].device);
    context_.tell(pbx::SpeakersHeard{contact->view, id, devices});
}

}  // namespace acd
