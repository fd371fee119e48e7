// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/links/json_connection.hpp"

#include <boost/asio/buffer.hpp>

namespace host_bridge {

namespace {

constexpr std::size_t most_at_once = std::size_t{64} * 1024;

}  // namespace

JsonConnection::JsonConnection(Socket socket, JsonSession session, driver::Ticks stalled_after,
                               const Moment& now)
    : socket_(std::move(socket)),
      session_(std::move(session)),
      stalled_after_(stalled_after),
      now_(now),
      progress_(now.steady) {}

void JsonConnection::poll(const Moment& now) {
    if (closed_) return;
    now_ = now;
    if (!writing_) progress_ = now.steady;
    if (now.steady - progress_ > stalled_after_) return close();
    session_.poll(now, !writing_);
    start_write();
    start_read();
    if (session_.over() && !writing_) close();
}

void JsonConnection::start_read() {
    if (reading_ || closed_ || !session_.can_receive()) return;
    reading_ = true;
    ++operations_;
    socket_.async_read_some(boost::asio::buffer(in_),
                            [this](const boost::system::error_code& error, std::size_t size) {
                                --operations_;
                                reading_ = false;
                                if (closed_) return;
                                if (error == boost::asio::error::eof) {
                                    session_.end_of_input();
                                    return;
                                }
                                if (error) return close();
                                session_.receive({in_.data(), size}, now_);
                                start_write();
                                start_read();
                            });
}

void JsonConnection::start_write() {
    if (writing_ || closed_) return;
    out_.clear();
    written_ = 0;
    session_.fill(out_, most_at_once);
    if (out_.empty()) return;
    writing_ = true;
    ++operations_;
    write_some();
}

// One piece after the other, so that progress can be seen while a slow client takes them.
void JsonConnection::write_some() {
    socket_.async_write_some(boost::asio::buffer(out_.data() + written_, out_.size() - written_),
                             [this](const boost::system::error_code& error, std::size_t size) {
                                 if (!closed_ && !error) {
                                     written_ += size;
                                     progress_ = now_.steady;
                                     if (written_ < out_.size()) return write_some();
                                 }
                                 --operations_;
                                 writing_ = false;
                                 if (closed_) return;
                                 if (error) return close();
                                 if (!session_.over()) start_write();
                             });
}

void JsonConnection::close() {
    closed_ = true;
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_both, ignored);
    socket_.close(ignored);
}

LinkRow JsonConnection::row() const {
    LinkRow row = session_.row();
    if (now_.steady - progress_ > std::chrono::seconds(1)) row.text = "takes nothing at present";
    return row;
}

}  // namespace host_bridge
