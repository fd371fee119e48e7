// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/analog/hook_reader.hpp"

#include <optional>

namespace pbx {

namespace {

// The digit that so many pulses make; nothing if no digit has so many.
std::optional<char> digit_of(int pulses, PulseCode code) {
    if (pulses < 1 || pulses > 10) return std::nullopt;
    switch (code) {
        case PulseCode::standard:
            return static_cast<char>('0' + pulses % 10);
        case PulseCode::one_more:
            return static_cast<char>('0' + pulses - 1);
        case PulseCode::ten_less:
            return static_cast<char>('0' + (10 - pulses));
    }
    return std::nullopt;
}

}  // namespace

HookNewsList HookReader::change(bool off_hook, driver::Ticks at) {
    HookNewsList news = tick(at);
    if (off_hook == (state_ == State::off_hook)) return news;
    switch (state_) {
        case State::on_hook:
            if (off_hook) {
                state_ = State::off_hook;
                since_ = at;
                news.add(HookSign::lifted, at);
            }
            break;
        case State::off_hook:
            state_ = State::open;
            since_ = at;
            break;
        case State::open:
            if (off_hook) reopened(at, news);
            break;
    }
    return news;
}

// The loop is closed again before it counted as hung up.
void HookReader::reopened(driver::Ticks at, HookNewsList& news) {
    const driver::Ticks opening = at - since_;
    state_ = State::off_hook;
    if (opening < times_.noise)
        return;  // since_ stays: the digit in progress waits a little longer
    since_ = at;
    if (opening < times_.flash_min) {
        ++pulses_;
        return;
    }
    end_digit(at, news);
    news.add(HookSign::flash, at);
}

HookNewsList HookReader::tick(driver::Ticks now) {
    HookNewsList news;
    if (state_ == State::open && now - since_ > times_.flash_max) {
        end_digit(now, news);
        state_ = State::on_hook;
        news.add(HookSign::hung_up, since_ + times_.flash_max);
    } else if (state_ == State::off_hook && pulses_ > 0 && now - since_ >= times_.inter_digit) {
        end_digit(now, news);
    }
    return news;
}

void HookReader::end_digit(driver::Ticks at, HookNewsList& news) {
    if (pulses_ == 0) return;
    if (const auto digit = digit_of(pulses_, times_.pulses)) {
        news.add(HookSign::digit, at, *digit);
    } else {
        ++bad_digits_;
    }
    pulses_ = 0;
}

}  // namespace pbx
