// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "driver/base/fields.hpp"

namespace ivr_dsp {

// What has answered a call. special_tone: the network says that there is nobody (SIT, Q.35).
ENUM(CallParty, person, machine, fax, modem, special_tone, silence)

}  // namespace ivr_dsp
