// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/journal/writer.hpp"

#include <cstring>
#include <variant>

#include "driver/base/invariant.hpp"
#include "pbx/journal/codec.hpp"
#include "pbx/journal/recovery.hpp"

namespace pbx {
namespace {

template <class Variant>
std::size_t payload_size(const Variant& record) {
    return std::visit([](const auto& one) { return encoded_size(one); }, record);
}

}  // namespace

SegmentHeader& Writer::header() const {
    return *reinterpret_cast<SegmentHeader*>(segment_.data());
}

void Writer::resume(const JournalEnd& end) {
    segment_ = end.segment.octets();
    position_ = end.position;
    last_in_ = end.last_in;
    last_out_ = end.last_out;
    epoch_ = header().epoch;
    boot_ = header().boot;
    replay_from_ = end.replay_from;
}

void Writer::begin(std::span<std::byte> segment, std::uint64_t epoch, std::uint64_t boot) {
    const auto full = segment_;
    segment_ = segment;
    position_ = segment_header_octets;
    epoch_ = epoch;
    boot_ = boot;
    SegmentHeader& next = header();
    next.epoch = epoch_;
    next.boot = boot_;
    next.first_in = last_in_ + 1;
    next.first_out = last_out_ + 1;
    next.check = check_of(next);
    next.last_in.store(last_in_, std::memory_order_relaxed);
    next.last_out.store(last_out_, std::memory_order_relaxed);
    next.replay_from.store(replay_from_, std::memory_order_relaxed);
    next.state.store(SegmentState::active, std::memory_order_release);
    // Only now may readers leave the full one and the keeper take it.
    if (!full.empty()) {
        reinterpret_cast<SegmentHeader*>(full.data())
            ->state.store(SegmentState::sealed, std::memory_order_release);
    }
}

std::byte* Writer::room_for(std::size_t payload) {
    const std::size_t size = record_octets(payload);
    if (position_ + size > segment_.size()) {
        begin(keeper_.next_segment(), epoch_, boot_);
        INVARIANT(position_ + size <= segment_.size());
    }
    return segment_.data() + position_;
}

std::uint64_t Writer::commit(std::byte* at, const Record& record) {
    const bool is_in = record.kind == RecordKind::in;
    std::uint64_t& last = is_in ? last_in_ : last_out_;
    Record numbered = record;
    numbered.number = ++last;
    frame_record(at, numbered);
    position_ += record_octets(record.payload.size());
    SegmentHeader& segment = header();
    (is_in ? segment.last_in : segment.last_out).store(last, std::memory_order_relaxed);
    // What a reader or the next start of control finds up to here is whole.
    segment.committed.store(position_, std::memory_order_release);
    return last;
}

template <class Variant>
std::uint64_t Writer::append_variant(RecordKind kind, driver::Ticks tick, const Variant& record) {
    const std::size_t size = payload_size(record);
    std::byte* at = room_for(size);
    std::byte* payload = at + sizeof(Frame);
    std::visit([payload](const auto& one) { encode(one, payload); }, record);
    return commit(at,
                  {
                      kind, static_cast<std::uint8_t>(record.index()), 0, tick, {payload, size}
    });
}

std::uint64_t Writer::append(driver::Ticks tick, const In& record) {
    return append_variant(RecordKind::in, tick, record);
}
std::uint64_t Writer::append(driver::Ticks tick, const Event& event) {
    return append_variant(RecordKind::out, tick, event);
}

std::uint64_t Writer::append(const Record& encoded) {
    std::byte* at = room_for(encoded.payload.size());
    std::byte* payload = at + sizeof(Frame);
    if (!encoded.payload.empty()) {
        std::memcpy(payload, encoded.payload.data(), encoded.payload.size());
    }
    Record here = encoded;
    here.payload = {payload, encoded.payload.size()};
    return commit(at, here);
}

bool Writer::fits(const In& record) const {
    return record_octets(payload_size(record)) <= segment_.size() - segment_header_octets;
}

void Writer::replay_starts_here() {
    replay_from_ = last_in_ + 1;
    header().replay_from.store(replay_from_, std::memory_order_relaxed);
}

}  // namespace pbx
