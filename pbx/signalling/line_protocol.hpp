// SPDX-License-Identifier: GPL-2.0-or-later
// What every kind of line (ISDN channel, analog station) does when control asks. Upwards each tells
// the LineTable.
#pragma once

#include "pbx/signalling/messages.hpp"

namespace pbx {

class LineProtocol {
  public:
    // The table has opened the leg, in phase dialling. If it cannot be dialled it is released.
    virtual void dial(const Dial& dial, Ticks now) = 0;
    // The leg on this line is incoming and offered.
    virtual void alert(LineId line, Ticks now) = 0;
    // Likewise, and the table has made the step to answered.
    virtual void answer(LineId line, Ticks now) = 0;
    // Clears towards the far end; the table is told when that has happened.
    virtual void release(LineId line, Cause cause, Ticks now) = 0;

  protected:
    ~LineProtocol() = default;  // they live by value in Signalling
};

}  // namespace pbx
