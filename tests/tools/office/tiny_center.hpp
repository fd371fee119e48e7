// SPDX-License-Identifier: GPL-2.0-or-later
// The far end for tests of the office: the smallest thing that answers a call, plays, understands
// keys and connects. It decides nothing: the test tells it what to do, tick by tick.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "driver/board/cable.hpp"
#include "tools/office/d_channel.hpp"
#include "tools/office/soundbook.hpp"
#include "tools/office/wire.hpp"

struct pri;
struct q931_call;

namespace tools::office {

// One line of the center, trunk or station: what it plays, what it has understood.
class TinyLine {
  public:
    explicit TinyLine(driver::Law law);
    ~TinyLine();
    TinyLine(const TinyLine&) = delete;
    TinyLine& operator=(const TinyLine&) = delete;

    void say(std::span<const std::int16_t> samples);
    void shut_up() { to_say_.clear(); }
    [[nodiscard]] bool silent() const { return to_say_.empty(); }
    [[nodiscard]] const std::string& digits() const { return digits_; }

    void hear(const driver::Chunk& chunk);
    [[nodiscard]] driver::Chunk speak();
    // What came in last: to be sent to a partner.
    [[nodiscard]] const driver::Chunk& heard() const { return *heard_; }
    // Whose voice goes out instead of what is to be said, as long as that line is there; or
    // nobody's.
    void passes_on(const TinyLine* partner) {
        partner_.reset();
        if (partner != nullptr) partner_ = partner->heard_;
    }
    int mute_ms{};  // sends silence for so long: a hole in the talking path

  private:
    driver::Law law_;
    std::deque<std::int16_t> to_say_;
    std::shared_ptr<driver::Chunk> heard_;
    std::weak_ptr<driver::Chunk> partner_;
    void* keys_;  // spandsp's DTMF receiver
    std::string digits_;
};

class TinyCenter {
  public:
    TinyCenter(driver::E1Cable& cable, const Soundbook& book);
    TinyCenter(driver::T1Cable& cable, const Soundbook& book);
    TinyCenter(const TinyCenter&) = delete;
    TinyCenter& operator=(const TinyCenter&) = delete;

    void tick();
    [[nodiscard]] bool link_up() const { return link_up_; }

    // ── trunk calls, by timeslot ──
    struct Call {
        q931_call* handle{};
        std::string called;
        std::string calling;
        std::unique_ptr<TinyLine> line;
        bool answered{};
        std::optional<int> released;  // cause, when the office has hung up
    };
    [[nodiscard]] std::map<unsigned, Call>& calls() { return calls_; }
    // Calls of ours whose timeslot a call of the office has taken meanwhile.
    [[nodiscard]] const std::vector<Call>& pushed_aside() const { return pushed_aside_; }
    void alert(unsigned timeslot);
    void answer(unsigned timeslot);
    void release(unsigned timeslot, int cause);
    void restart(unsigned timeslot);  // RESTART: as a center does that has forgotten its calls
    void call(unsigned timeslot, const std::string& number);
    void say(unsigned timeslot, const std::string& prompt);
    bool refuses_everything{};  // with cause 17
    unsigned busy_timeslot{};   // refused with cause 44

    // ── stations ──
    struct Station {
        driver::LoopCable* cable{};
        std::unique_ptr<TinyLine> line;
        bool ring{};
        bool lifted{};
        int opened{};  // times the loop went open
    };
    Station& add_station(driver::LoopCable& cable);
    [[nodiscard]] Station& station(std::size_t index) { return *stations_[index]; }
    static void connect(TinyLine& one, TinyLine& other);

    bool dead{};  // sends nothing, reads nothing, as if killed

  private:
    static int read_frame(pri* link, void* buffer, int room);
    static int write_frame(pri* link, void* frame, int size);
    void run_link();
    void handle(const void* event);
    void exchange_trunk();
    void exchange_stations();

    TinyCenter(std::unique_ptr<Wire> wire, int switch_type, const Soundbook& book);

    std::unique_ptr<Wire> wire_;
    const Soundbook* book_;
    DChannel hdlc_;
    pri* pri_;
    bool link_up_{};
    void released(q931_call* handle, int cause, bool gone);
    std::map<unsigned, Call> calls_;
    std::vector<Call> pushed_aside_;
    std::vector<std::unique_ptr<Station>> stations_;
};

}  // namespace tools::office
