// SPDX-License-Identifier: GPL-2.0-or-later
#include "host_bridge/stores/store_writer.hpp"

#include <algorithm>

#include "driver/base/log.hpp"

namespace host_bridge {

StoreWriter::StoreWriter(SqliteStoreConfig config, SqliteStore store,
                         std::unique_ptr<EventSource> source)
    : config_(std::move(config)), store_(std::move(store)), source_(std::move(source)) {
    row_.name = config_.name;
    row_.dialect = "sqlite";
    row_.peer = config_.path.string();
    row_.state = LinkState::up;
    row_.number = store_.number();
    epoch_ = store_.epoch();
}

StoreWriter::~StoreWriter() {
    stop();
}

void StoreWriter::start() {
    stopping_ = false;
    thread_ = std::thread([this] { work(); });
}

void StoreWriter::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void StoreWriter::work() {
    for (;;) {
        const Moment now = machine_moment();
        const bool more = step(now);
        std::unique_lock lock(mutex_);
        if (!more && !stopping_) wake_.wait_for(lock, pause);
        if (stopping_) return;
    }
}

bool StoreWriter::step(const Moment& now) {
    if (now.steady < retry_at_) return false;
    const bool good = write();
    if (!good) retry_at_ = now.steady + retry_pause;
    return good && more_;
}

bool StoreWriter::write() {
    const auto written = store_.write(*source_, most_records);
    if (!written) {
        source_->seek(store_.number() + 1);
        const std::lock_guard lock(mutex_);
        if (row_.text.empty())
            driver::log_error("store", "{}: cannot write: {}", config_.name, written.error());
        row_.state = LinkState::waiting;
        row_.text =
            "cannot write: " + written.error() + ": see that the disk has room; it is tried again";
        ++row_.trouble;
        return false;
    }
    more_ = *written == most_records;
    const std::lock_guard lock(mutex_);
    row_.state = LinkState::up;
    row_.text.clear();
    row_.number = store_.number();
    row_.sent = store_.rows();
    epoch_ = store_.epoch();
    return true;
}

LinkRow StoreWriter::row(std::uint64_t last_number) const {
    const std::lock_guard lock(mutex_);
    LinkRow row = row_;
    row.behind = last_number - std::min(last_number, row.number);
    return row;
}

std::pair<std::uint64_t, std::uint64_t> StoreWriter::position() const {
    const std::lock_guard lock(mutex_);
    return {epoch_, row_.number};
}

}  // namespace host_bridge
