// SPDX-License-Identifier: GPL-2.0-or-later
// The office's side of one D-channel: Q.921 and Q.931 by libpri under the office's own loop. libpri
// reads the time by gettimeofday only, so a program on a virtual clock interposes that.
#pragma once

#include <cstdint>
#include <string>

#include "driver/base/chunk.hpp"
#include "tools/office/d_channel.hpp"

struct pri;
struct q931_call;

namespace tools::office {

enum class SwitchType : std::uint8_t { euroisdn, ni2 };
// Which end of the D-channel this is. Two networks, or two users, do not understand each other.
enum class Side : std::uint8_t { network, user };

// What Q.931 SETUP says about a call.
struct CallSetup {
    std::string called{};
    std::string calling{};
    std::string name{};
    unsigned channel{};       // timeslot
    bool other_channel_ok{};  // the channel is a wish ("preferred"), not a must
};

enum class CallProgress : std::uint8_t { proceeding, alerting, answered };

// What comes back. Called from inside Isdn's functions; a call named in `gone` must be forgotten.
class IsdnEvents {
  public:
    virtual void link_changed(bool up) = 0;
    virtual void offered(q931_call* call, const CallSetup& setup) = 0;
    virtual void progressed(q931_call* call, CallProgress progress) = 0;
    virtual void clearing(q931_call* call, int cause) = 0;  // the far end hangs up
    virtual void gone(q931_call* call, int cause) = 0;      // the call reference is free again
    virtual void restarted(int channel) = 0;                // every call there is gone; -1: all

  protected:
    ~IsdnEvents() = default;
};

// What libpri has to say goes to the log, at level debug. For the whole process: only a program
// whose libpri serves nobody else may ask for it.
void libpri_speaks_to_log();

// libpri has no destructor: one per span for the life of the process, or the memory stays behind.
class Isdn {
  public:
    Isdn(SwitchType type, Side side, driver::Law law, IsdnEvents& events);
    Isdn(const Isdn&) = delete;
    Isdn& operator=(const Isdn&) = delete;

    [[nodiscard]] DChannel& line() { return line_; }
    [[nodiscard]] const DChannel& line() const { return line_; }
    // Once a tick, after the line was heard: frames and timers.
    void run();
    // Once a tick, after the last order of that tick: timers that fell due at once.
    void settle();
    [[nodiscard]] bool link_up() const { return link_up_; }

    // Nothing if libpri has no call to give.
    [[nodiscard]] q931_call* call(const CallSetup& setup);
    void accept(q931_call* call, unsigned channel);  // CALL PROCEEDING
    void alert(q931_call* call, unsigned channel);
    void answer(q931_call* call, unsigned channel);
    // A call that was offered and is not wanted.
    void refuse(q931_call* call, unsigned channel, int cause);
    // Whatever state it is in; `gone` follows, unless the line is dead.
    void hang_up(q931_call* call, int cause);
    // For a call that never came to its end. No event follows.
    void destroy(q931_call* call);

  private:
    static int read_frame(pri* link, void* buffer, int room);
    static int write_frame(pri* link, void* frame, int size);

    void handle(const void* event);
    void handle_hang_up(const void* event);

    DChannel line_;  // before pri_: libpri writes while it is being made
    driver::Law law_;
    IsdnEvents* events_;
    pri* pri_;
    bool link_up_{};
};

}  // namespace tools::office
