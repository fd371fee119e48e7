// SPDX-License-Identifier: GPL-2.0-or-later
// What control is told.
#include "pbx/signalling/signalling.hpp"

namespace pbx {

void Signalling::post_due(Ticks now) {
    if (!attached()) return;
    if (attaching_) {
        if (arena_->down.waiting() > 0) return;  // no room for their effects: next pass
        const Attached hello{plan_.firmware_epoch, last_command_, plan_.configuration};
        if (!up_.post(now, hello)) return;
        attaching_ = false;
        if (clocks_ != nullptr) clocks_->tell_all();
    }
    while (!due_.empty()) {
        if (!post(due_.front(), now)) return;
        due_.pop();
    }
    if (post_measurements(now) && post_clocks(now) && post_happened() && post_speakers() &&
        post_messages(now)) {
        up_.done_to(now);
    }
}

std::optional<UpBody> Signalling::next_measurement(driver::Board& board) {
    driver::SpanPerformance quarter;
    if (board.next_performance(quarter)) return quarter;
    driver::SpanTest test;
    if (board.next_test(test)) return test;
    return std::nullopt;
}

// While control is away, the boards keep what there is to tell.
bool Signalling::post_measurements(Ticks now) {
    for (driver::Board* board : boards_) {
        for (;;) {
            if (!measured_) measured_ = next_measurement(*board);
            if (!measured_) break;
            if (!up_.post(now, *measured_)) return false;
            measured_.reset();
        }
    }
    return true;
}

bool Signalling::post_clocks(Ticks now) {
    if (clocks_ == nullptr) return true;
    for (;;) {
        driver::ClockNews news;
        if (!clock_news_ && clocks_->next_news(news)) {
            clock_news_ = std::visit([](const auto& one) { return UpBody{one}; }, news);
        }
        if (!clock_news_) return true;
        if (!up_.post(now, *clock_news_)) return false;
        clock_news_.reset();
    }
}

bool Signalling::post_happened() {
    while (!happened_.empty()) {
        if (!up_.post(happened_.front().at, happened_.front().what)) return false;
        happened_.pop_front();
    }
    return true;
}

bool Signalling::post_speakers() {
    while (!speakers_.empty()) {
        const LastSpeakers& last = speakers_.begin()->second;
        if (!up_.post(last.at, last.news)) return false;
        speakers_.erase(speakers_.begin());
    }
    return true;
}

bool Signalling::post_messages(Ticks now) {
    for (;;) {
        ivr_dsp::MessageNews news;
        if (!message_news_ && media_->messages.news.take(news)) {
            message_news_ = std::visit([](const auto& one) { return UpBody{one}; }, news);
        }
        if (!message_news_) return true;
        if (!up_.post(now, *message_news_)) return false;
        message_news_.reset();
    }
}

bool Signalling::post(Due due, Ticks now) {
    switch (due.kind) {
        case DueKind::line:
            return lines_.post(LineId{due.index}, up_);
        case DueKind::span:
            return up_.post(now, spans_[due.index].status());
        case DueKind::voice_port:
            return up_.post(played_[due.index].at, played_[due.index].played);
        case DueKind::health:
            return up_.post(now, health_);
        case DueKind::refusals:
            return lines_.post_refusals(up_);
        case DueKind::report_end:
            return up_.post(now, ReportEnd{report_});
    }
    return true;
}

}  // namespace pbx
