// SPDX-License-Identifier: GPL-2.0-or-later
#include "acd/ledger/fax_book.hpp"

#include <algorithm>

namespace acd {

using driver::Ticks;

void FaxBook::apply(Ticks tick, const pbx::Event& event) {
    std::visit(
        [&](const auto& one) {
            if constexpr (requires { on(tick, one); }) on(tick, one);
            if constexpr (requires { on(one); }) on(one);
        },
        event);
}

void FaxBook::clear() {
    faxes_.clear();
    over_.clear();
    ports_.clear();
}

std::vector<FaxRow> FaxBook::faxes() const {
    std::vector<FaxRow> rows;
    rows.reserve(faxes_.size());
    for (const auto& [number, row] : faxes_) rows.push_back(row);
    return rows;
}

FaxRow& FaxBook::row(std::uint64_t fax, Ticks tick, FaxState state) {
    FaxRow& row = faxes_[fax];
    row.fax = fax;
    row.state = state;
    row.since = tick;
    return row;
}

void FaxBook::free_port(std::uint64_t fax, Ticks tick) {
    for (FaxPortRow& port : ports_) {
        if (port.fax == fax) port = {port.port, 0, {}, {}, tick};
    }
}

void FaxBook::over(std::uint64_t fax, Ticks tick) {
    free_port(fax, tick);
    std::erase(over_, fax);
    over_.push_back(fax);
    if (over_.size() <= most_over) return;
    faxes_.erase(over_.front());
    over_.pop_front();
}

void FaxBook::on(const pbx::SystemConfigured& event) {
    while (ports_.size() < event.fax_ports) {
        FaxPortRow port;
        port.port.value = static_cast<std::uint16_t>(ports_.size());
        ports_.push_back(port);
    }
}

void FaxBook::on(Ticks tick, const pbx::FaxQueued& event) {
    FaxRow& row = this->row(event.fax, tick, FaxState::waiting);
    row.direction = ivr_dsp::FaxDirection::send;
    row.number = event.number;
    row.document = event.document;
}

void FaxBook::on(Ticks tick, const pbx::FaxStarted& event) {
    FaxRow& row = this->row(event.fax, tick, FaxState::running);
    row.direction = event.direction;
    if (event.direction == ivr_dsp::FaxDirection::receive) row.number = event.contact.ani;
    if (event.port.value >= ports_.size()) return;
    ports_[event.port.value] = {event.port, event.fax, event.direction, event.contact.contact,
                                tick};
}

void FaxBook::on(Ticks tick, const pbx::FaxReceived& event) {
    const bool well = event.end == ivr_dsp::FaxEnd::good;
    FaxRow& row = this->row(event.fax, tick, well ? FaxState::received : FaxState::failed);
    row.number = event.contact.ani;
    row.box = event.box;
    row.end = event.end;
    row.text = event.text;
    row.pages = event.pages;
    row.station = event.station;
    row.bits_per_second = event.bits_per_second;
    row.missing_ms = event.missing_ms;
    over(event.fax, tick);
}

void FaxBook::on(Ticks tick, const pbx::FaxTried& event) {
    FaxRow& row = this->row(event.fax, tick, FaxState::waiting);
    row.tried = event.tried;
    row.end = event.end;
    row.cause = event.cause;
    row.text = event.text;
    row.pages = event.pages;
    free_port(event.fax, tick);
}

void FaxBook::on(Ticks tick, const pbx::FaxSent& event) {
    FaxRow& row = this->row(event.fax, tick, FaxState::sent);
    row.tried = event.tried;
    row.end = ivr_dsp::FaxEnd::good;
    row.cause = {};
    row.text = {};
    row.pages = event.pages;
    row.station = event.station;
    row.bits_per_second = event.bits_per_second;
    row.missing_ms = event.missing_ms;
    over(event.fax, tick);
}

void FaxBook::on(Ticks tick, const pbx::FaxFailed& event) {
    FaxRow& row = this->row(event.fax, tick, FaxState::failed);
    row.tried = event.tried;
    row.end = event.end;
    row.cause = event.cause;
    row.text = event.text;
    row.pages = event.pages;
    over(event.fax, tick);
}

}  // namespace acd
