// SPDX-License-Identifier: GPL-2.0-or-later
// A call on a B-channel as far as we must supervise it. The full states of Q.931 are libpri's.
#pragma once

#include "driver/base/fields.hpp"
#include "driver/base/state_table.hpp"

namespace pbx {

// Outgoing: dialling (U1), overlap_sending (U2), proceeding (U3), in_band (U3, tones heard),
// alerting (U4). Incoming: overlap_receiving (U25), offered (U9), ringing (U7). Both: active (U10;
// also U8, our CONNECT not yet acknowledged), clearing (U11, U12, U19).
ENUM(CallState, idle, dialling, overlap_sending, proceeding, in_band, alerting, overlap_receiving,
     offered, ringing, active, clearing)

// The far end's messages, except: dial, alert, answer, hang_up, which are ours; number_complete.
ENUM(CallStep, dial, needs_more, proceeding, in_band, alerting, answered, setup, setup_part,
     number_complete, alert, answer, hang_up, cleared)

inline constexpr auto call_steps = driver::state_table<CallState, CallStep>({
  // outgoing (5.1)
    {CallState::idle,              CallStep::dial,            CallState::dialling         },
    {CallState::dialling,          CallStep::needs_more,      CallState::overlap_sending  },
    {CallState::dialling,          CallStep::proceeding,      CallState::proceeding       },
    {CallState::dialling,          CallStep::in_band,         CallState::in_band          },
    {CallState::dialling,          CallStep::alerting,        CallState::alerting         },
    {CallState::dialling,          CallStep::answered,        CallState::active           },
    {CallState::overlap_sending,   CallStep::proceeding,      CallState::proceeding       },
    {CallState::overlap_sending,   CallStep::in_band,         CallState::in_band          },
    {CallState::overlap_sending,   CallStep::alerting,        CallState::alerting         },
    {CallState::overlap_sending,   CallStep::answered,        CallState::active           },
    {CallState::proceeding,        CallStep::in_band,         CallState::in_band          },
    {CallState::proceeding,        CallStep::alerting,        CallState::alerting         },
    {CallState::proceeding,        CallStep::answered,        CallState::active           },
    {CallState::in_band,           CallStep::alerting,        CallState::alerting         },
    {CallState::in_band,           CallStep::answered,        CallState::active           },
    {CallState::alerting,          CallStep::answered,        CallState::active           },
 // incoming (5.2)
    {CallState::idle,              CallStep::setup,           CallState::offered          },
    {CallState::idle,              CallStep::setup_part,      CallState::overlap_receiving},
    {CallState::overlap_receiving, CallStep::number_complete, CallState::offered          },
    {CallState::overlap_receiving, CallStep::alert,           CallState::ringing          },
    {CallState::overlap_receiving, CallStep::answer,          CallState::active           },
    {CallState::offered,           CallStep::alert,           CallState::ringing          },
    {CallState::offered,           CallStep::answer,          CallState::active           },
    {CallState::ringing,           CallStep::answer,          CallState::active           },
 // clearing (5.3), by either side; cleared without warning by RELEASE, by a lost link, by
  // RESTART
    {CallState::dialling,          CallStep::hang_up,         CallState::clearing         },
    {CallState::overlap_sending,   CallStep::hang_up,         CallState::clearing         },
    {CallState::proceeding,        CallStep::hang_up,         CallState::clearing         },
    {CallState::in_band,           CallStep::hang_up,         CallState::clearing         },
    {CallState::alerting,          CallStep::hang_up,         CallState::clearing         },
    {CallState::overlap_receiving, CallStep::hang_up,         CallState::clearing         },
    {CallState::offered,           CallStep::hang_up,         CallState::clearing         },
    {CallState::ringing,           CallStep::hang_up,         CallState::clearing         },
    {CallState::active,            CallStep::hang_up,         CallState::clearing         },
    {CallState::dialling,          CallStep::cleared,         CallState::idle             },
    {CallState::overlap_sending,   CallStep::cleared,         CallState::idle             },
    {CallState::proceeding,        CallStep::cleared,         CallState::idle             },
    {CallState::in_band,           CallStep::cleared,         CallState::idle             },
    {CallState::alerting,          CallStep::cleared,         CallState::idle             },
    {CallState::overlap_receiving, CallStep::cleared,         CallState::idle             },
    {CallState::offered,           CallStep::cleared,         CallState::idle             },
    {CallState::ringing,           CallStep::cleared,         CallState::idle             },
    {CallState::active,            CallStep::cleared,         CallState::idle             },
    {CallState::clearing,          CallStep::cleared,         CallState::idle             },
});
static_assert(call_steps.has_one_answer_each());
static_assert(call_steps.all_reach(CallState::idle));

}  // namespace pbx
