// SPDX-License-Identifier: GPL-2.0-or-later
// Any board on trial: one E1 span, what somebody says and hears in its channels, and a far end that
// says and hears, too. What brings the milliseconds from one to the other is the trial's own.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "driver/board/board.hpp"

namespace conformance {

using driver::Chunk;
using Octets = std::vector<std::uint8_t>;

inline constexpr std::size_t channels = 30;
inline constexpr driver::SpanId span{1};
inline constexpr std::uint8_t d_timeslot = 16;

enum class FarEndIs { well, silent, sending_all_ones, deaf };

// What is said in one channel, a millisecond each: a count and the channel's number, so that no two
// milliseconds of a minute and no two channels are alike.
class Talker {
  public:
    explicit Talker(std::size_t channel) : channel_(static_cast<std::uint8_t>(channel)) {}

    Chunk next() { return at(count_++); }
    // Whether it is what this talker said, and when.
    [[nodiscard]] std::optional<std::uint32_t> moment_of(const Chunk& heard) const {
        const auto& octets = heard.octets;
        const std::uint32_t count = std::uint32_t{octets[1]} | std::uint32_t{octets[2]} << 8U |
                                    std::uint32_t{octets[3]} << 16U;
        return heard == at(count) ? std::optional(count) : std::nullopt;
    }

  private:
    [[nodiscard]] Chunk at(std::uint32_t count) const {
        Chunk chunk;
        chunk.octets = {channel_,
                        static_cast<std::uint8_t>(count),
                        static_cast<std::uint8_t>(count >> 8U),
                        static_cast<std::uint8_t>(count >> 16U),
                        static_cast<std::uint8_t>(count * 7U),
                        static_cast<std::uint8_t>(~count),
                        static_cast<std::uint8_t>(count ^ 91U),
                        0xA5};
        return chunk;
    }
    std::uint8_t channel_;
    std::uint32_t count_{1};
};

// Listens to one talker, millisecond by millisecond.
class Ear {
  public:
    void hear(const Talker& talker, const Chunk& heard) {
        ++listened_;
        const auto moment = talker.moment_of(heard);
        if (!moment) {
            run_ = 0;
            return;
        }
        const bool is_next = run_ > 0 && *moment == last_ + 1;
        if (*moment > last_) ++heard_;
        run_ = is_next ? run_ + 1 : 1;
        longest_ = run_ > longest_ ? run_ : longest_;
        last_ = *moment;
    }
    // Milliseconds listened in which nothing new was heard.
    [[nodiscard]] unsigned lost() const { return listened_ - heard_; }
    // The milliseconds heard one after the other, as they were said: up to now, and the most.
    [[nodiscard]] unsigned run() const { return run_; }
    [[nodiscard]] unsigned longest() const { return longest_; }

  private:
    std::uint32_t last_{};  // moments count from 1
    unsigned listened_{};
    unsigned heard_{};
    unsigned run_{};
    unsigned longest_{};
};

// A frame of the trial's D-channel.
inline driver::Frame frame_with(const Octets& octets) {
    driver::Frame frame{
        .span = span, .size = static_cast<std::uint16_t>(octets.size()), .octets = {}};
    std::copy(octets.begin(), octets.end(), frame.octets.begin());
    return frame;
}

class Trial {
  public:
    Trial() {
        for (std::size_t i = 0; i < channels; ++i) {
            near_talkers.emplace_back(i);
            far_talkers.emplace_back(i + 100);
        }
    }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    [[nodiscard]] virtual driver::Board& board() = 0;
    // A millisecond goes by on the line and at its far end, which says far_says and fills in
    // far_heard.
    virtual void pass_line() = 0;
    [[nodiscard]] virtual bool far_sends(const Octets& frame) = 0;
    [[nodiscard]] virtual const std::vector<Octets>& far_frames() = 0;
    [[nodiscard]] virtual bool far_end_sees_alarm() = 0;
    // Deaf: it hears nothing, and says so.
    virtual void far_end(FarEndIs state) = 0;
    // In real time neither the machine nor what it emulates is always punctual.
    [[nodiscard]] virtual bool is_in_real_time() const { return false; }

    void pass(int milliseconds) {
        for (; milliseconds > 0; --milliseconds) {
            for (std::size_t i = 0; i < channels; ++i) far_says[i] = far_talkers[i].next();
            pass_line();
            for (std::size_t i = 0; i < channels; ++i)
                far_ears_[i].hear(far_hears(i), far_heard[i]);
            tick();
        }
    }
    template <class Condition>
    bool pass_until(Condition condition, int most_milliseconds) {
        for (; most_milliseconds > 0 && !condition(); most_milliseconds -= 10) pass(10);
        return condition();
    }
    void listen_anew() {
        near_ears_ = {};
        far_ears_ = {};
    }
    // The shortest of all channels' runs: every channel heard at least so much without a flaw.
    [[nodiscard]] unsigned near_run() const { return shortest(near_ears_, is_in_real_time()); }
    [[nodiscard]] unsigned far_run() const { return shortest(far_ears_, is_in_real_time()); }

    // The most that any channel lost, of either end.
    [[nodiscard]] unsigned lost() const {
        unsigned most = 0;
        for (const Ear& ear : near_ears_) most = std::max(most, ear.lost());
        for (const Ear& ear : far_ears_) most = std::max(most, ear.lost());
        return most;
    }

    std::array<Chunk, channels> far_says{};
    std::array<Chunk, channels> far_heard{};
    std::vector<Talker> near_talkers;
    std::vector<Talker> far_talkers;
    bool near_hears_itself{};  // in a loop
    bool far_hears_itself{};
    driver::SpanStatus status;
    std::vector<driver::Frame> frames;
    driver::SpanTest test;

  protected:
    ~Trial() = default;

  private:
    using Ears = std::array<Ear, channels>;

    const Talker& far_hears(std::size_t channel) const {
        return far_hears_itself ? far_talkers[channel] : near_talkers[channel];
    }
    const Talker& near_hears(std::size_t channel) const {
        return near_hears_itself ? near_talkers[channel] : far_talkers[channel];
    }
    void tick() {
        board().run_by({});
        board().receive(now_, talk_, send_);
        for (std::size_t i = 0; i < channels; ++i) {
            near_ears_[i].hear(near_hears(i), *talk_[i]);
            *send_[i] = near_talkers[i].next();
        }
        board().transmit(now_);
        ++now_;
        driver::Frame frame;
        while (board().next_frame(frame)) frames.push_back(frame);
        driver::SpanStatus told;
        while (board().next_status(told)) status = told.span == span ? told : status;
        driver::SpanTest one;
        while (board().next_test(one)) test = one.span == span ? one : test;
        driver::SpanPerformance quarter;
        while (board().next_performance(quarter)) {
        }
    }
    static unsigned shortest(const Ears& ears, bool whichever) {
        unsigned least = ~0U;
        for (const Ear& ear : ears) {
            const unsigned run = whichever ? ear.longest() : ear.run();
            least = run < least ? run : least;
        }
        return least;
    }

    std::array<const Chunk*, channels> talk_{};
    std::array<Chunk*, channels> send_{};
    Ears near_ears_;
    Ears far_ears_;
    driver::Ticks now_{1000};
};

}  // namespace conformance
