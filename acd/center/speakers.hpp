// SPDX-License-Identifier: GPL-2.0-or-later
// Who speaks in the conferences, as the firmware hears it.
#pragma once

#include <map>
#include <vector>

#include "acd/center/contacts.hpp"
#include "pbx/call/call_model.hpp"

namespace acd {

class Speakers {
  public:
    Speakers(Context& context, Contacts& contacts, const pbx::CallModel& calls)
        : context_(context), contacts_(contacts), calls_(calls) {}

    void changed(const ivr_dsp::SpeakersChanged& news);
    // After every record: who is in a conference no more does not speak there.
    void settle();

  private:
    void tell(CallId call, const std::vector<LegId>& legs);

    Context& context_;
    Contacts& contacts_;
    const pbx::CallModel& calls_;
    std::map<CallId, std::vector<LegId>> told_;  // conferences in which somebody speaks
};

}  // namespace acd
