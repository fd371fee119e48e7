// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/packet/packet_span.hpp"

#include <cstring>

#include "driver/board/packet/wire/interleave.hpp"

namespace driver {
namespace {

constexpr std::size_t line_octets = E1Deframer::octets_per_tick;
using LineOctets = std::array<std::uint8_t, line_octets>;

constexpr LineOctets all_ones = [] {
    LineOctets octets{};
    octets.fill(0xFF);
    return octets;
}();

// SAToP keeps the line's octets where other formats have chunks.
std::span<const std::uint8_t, line_octets> line_of(const PacketMillisecond& millisecond) noexcept {
    return std::span<const std::uint8_t, line_octets>(millisecond.timeslot.front().octets.data(),
                                                      line_octets);
}

}  // namespace

// ── what comes ──────────────────────────────────────────────────────────────────────────────────

Refusal PacketSpan::keep(std::uint16_t sequence, std::int64_t now_ns,
                         PacketMillisecond*& place) noexcept {
    const JitterBuffer::Place kept = buffer_.place(sequence);
    place = kept.millisecond;
    if (place == nullptr) return kept.refusal;
    if (series_ != buffer_.series()) far_clock_.interrupted();
    series_ = buffer_.series();
    far_clock_.arrived(buffer_.newest(), now_ns);
    return Refusal::none;
}

Refusal PacketSpan::arrive(const TdmoeSpan& part, std::int64_t now_ns) noexcept {
    if (part.header.channels != plan_.chunks()) return Refusal::wrong_channels;
    PacketMillisecond* place = nullptr;
    const Refusal refusal = keep(part.header.sequence, now_ns, place);
    if (place == nullptr) return refusal;
    // The one pass: in a frame from the network no chunk is aligned.
    std::memcpy(place->timeslot.data(), part.samples.data(), part.samples.size());
    place->is_void = false;
    far_alarm_ = part.header.yellow;
    if (part.has_signalling && cas_) bits_.hear(part.signalling);
    return Refusal::none;
}

Refusal PacketSpan::arrive(const PseudowirePacket& packet, std::int64_t now_ns) noexcept {
    PacketMillisecond* place = nullptr;
    const Refusal refusal = keep(packet.sequence, now_ns, place);
    if (place == nullptr) return refusal;
    place->is_void = packet.state.line_fault;
    far_alarm_ = packet.state.packet_loss || packet.state.line_remote;
    if (packet.state.line_fault) return Refusal::none;
    if (framer_) {
        std::memcpy(place->timeslot.data(), packet.payload.data(), line_octets);
    } else {
        deinterleave(packet.payload, std::span(place->timeslot).first(plan_.chunks()));
    }
    return Refusal::none;
}

// SAToP: what is missing is replaced by what came two milliseconds before, so that frames and the
// multiframe go on through single losses; while packets are lost for good, and where the far end
// says that there is nothing, by all ones (RFC 4553 §6.2.2).
void PacketSpan::read_frames() noexcept {
    const JitterBuffer::Taken& taken = came_ ? present_ : before_;
    const bool nothing =
        !buffer_.keeps(taken) || taken.millisecond->is_void || (!came_ && loss_.is_lost());
    line_ = nothing ? nullptr : taken.millisecond;
    framer_->put(nothing ? std::span<const std::uint8_t, line_octets>(all_ones) : line_of(*line_));
    framed_ = false;
    while (framer_->next()) {
        framed_ = true;
        if (cas_) line_bits_.read(framer_->millisecond()[form_.cas_timeslot]);
    }
    if (!cas_) return;
    if (framer_->defects().out_of_frame) line_bits_.lose_frame();
    bits_.hear(line_bits_.heard());
}

void PacketSpan::take_one() noexcept {
    const JitterBuffer::Taken taken = buffer_.take();
    came_ = taken.playout == JitterBuffer::Playout::played;
    if (framer_ && !came_) read_frames();
    if (!came_) std::swap(before_, present_);  // the next one missing repeats the other
    if (!came_) return;
    before_ = present_;
    present_ = taken;
    if (framer_) read_frames();
}

void PacketSpan::take() noexcept {
    const unsigned step = buffer_.step();
    if (step == 0 && came_) {  // said twice
        slips_.repeated += samples_per_tick;
        return;
    }
    if (step == 2) {
        take_one();
        slips_.deleted += samples_per_tick;
    }
    take_one();
}

// This tick's millisecond: what has come; in a local loop, what we sent last.
const Chunk* PacketSpan::arrive_at_bus() noexcept {
    if (!is_in()) {
        loop_is_full_ = came_ = is_void_ = false;
        line_ = nullptr;
        return nullptr;
    }
    take();
    if (!came_ && !watch_.has_signal()) present_ = before_ = {};
    is_void_ = came_ && present_.millisecond->is_void;
    if (tests_.loop() == SpanLoop::local && loop_is_full_) return looped_.data();
    loop_is_full_ = false;
    if (framer_) return came_ && framed_ ? framer_->millisecond().data() : nullptr;
    return came_ && !is_void_ ? present_.millisecond->timeslot.data() : nullptr;
}

FrameDefects PacketSpan::defects() const noexcept {
    FrameDefects defects;
    if (loop_is_full_) {
        defects.out_of_frame = false;
        return defects;
    }
    if (framer_) {
        defects = framer_->defects();
    } else {
        defects.out_of_frame = defects.alarm_indication = is_void_;
    }
    defects.remote_alarm = defects.remote_alarm || far_alarm_;
    return defects;
}

void PacketSpan::receive(Ticks now, std::span<const Chunk*> talk, std::span<Chunk*> send,
                         FrameQueue& frames) noexcept {
    tests_.tick();
    heard_ = arrive_at_bus();
    count_ticks();
    loss_.update(came_);
    const FrameDefects seen = defects();
    watch_.update(came_ || loop_is_full_, seen);
    SpanErrors errors;
    PathFormat path = plan_.is_t1 ? PathFormat::t1_sf : PathFormat::e1_without_crc;
    if (framer_) {
        const E1Counts counts = framer_->reader().counts();
        errors = {counts.crc_errors, counts.fas_errors, counts.far_end_errors,
                  counts.losses_of_frame};
        const bool crc4 = framer_->reader().multiframe().state() == E1Multiframe::State::aligned;
        if (crc4 || plan_.span.crc4 == E1Crc4::on) path = PathFormat::e1_crc4;
    }
    measure(now, errors, seen, path);

    if (seen.out_of_frame) heard_ = nullptr;
    if (heard_ != nullptr) tests_.hear({heard_, plan_.chunks()});
    connect(talk, send, heard_, outgoing());
    if (d_timeslot_ == 0) return;
    if (heard_ != nullptr)
        d_channel_.receive(id_, heard_[d_timeslot_ - form_.first_timeslot], frames);
    if (seen.out_of_frame) d_channel_.signal_lost();
}

// ── what goes ───────────────────────────────────────────────────────────────────────────────────

// SAToP's octets as they are heard. While there are none, frames of our own go.
bool PacketSpan::loops_line() const noexcept {
    return tests_.loop() == SpanLoop::line && line_ != nullptr;
}

// Payload and line loops: what came goes back; nothing came: what the bus says.
void PacketSpan::loop_back(Chunk* out) noexcept {
    const SpanLoop loop = tests_.loop();
    if (loop != SpanLoop::payload && loop != SpanLoop::line) return;
    const std::span<Chunk> chunks(out, plan_.chunks());
    if (loops_line()) {
        deinterleave(line_of(*line_), chunks);
    } else if (heard_ != nullptr) {
        std::memcpy(out, heard_, chunks.size_bytes());
    }
}

void PacketSpan::transmit() noexcept {
    Chunk* const out = outgoing();
    if (d_timeslot_ != 0) d_channel_.transmit(out[d_timeslot_ - form_.first_timeslot]);
    tests_.say({out, plan_.chunks()});
    loop_back(out);
    if (framer_ && cas_ && !loops_line()) {
        line_bits_.write(out[form_.cas_timeslot], bits_.said());
    }
    if (framer_ && !loops_line()) {
        writer_.write(std::span<Chunk, e1_timeslots>(out, e1_timeslots),
                      {.remote_alarm = watch_.in_alarm(), .e_bits = framer_->reader().e_bits()});
    }
    loop_is_full_ = tests_.loop() == SpanLoop::local && is_in();
    if (loop_is_full_) std::memcpy(looped_.data(), out, plan_.chunks() * sizeof(Chunk));
    if (outgoing_ == nullptr && is_in()) watch_.not_sent();
}

TdmoeHeader PacketSpan::tdmoe_header() noexcept {
    return {sequence_++, static_cast<std::uint16_t>(plan_.chunks()), watch_.in_alarm()};
}

// A line that has failed is told within SAToP's frames; CESoPSN has no other place for it.
PseudowirePacket PacketSpan::pseudowire_header() noexcept {
    PseudowirePacket header;
    header.sequence = sequence_++;
    header.state.packet_loss = loss_.is_lost();
    header.state.line_remote = !framer_ && watch_.in_alarm() && !loss_.is_lost();
    return header;
}

// Milliseconds of the far end's clock, as found from its packets: what the network adds and takes
// of delay does not move them.
std::uint64_t PacketSpan::brought() const noexcept {
    const std::int64_t now_ns = port_->now_ns();
    return static_cast<std::uint64_t>((now_ns - made_ns_ + far_clock_.gained_ns(now_ns)) /
                                      ArrivalClock::tick_ns);
}

void PacketSpan::count_ticks() noexcept {
    const bool leads = port_ != nullptr && bus_clock_.source == id_;
    taken_ = leads && leads_ ? taken_ + 1 : leads ? brought() : 0U;
    leads_ = leads;
}

LineClock PacketSpan::clock() const noexcept {
    if (port_ == nullptr || !far_clock_.is_steady()) return {.defect = SpanDefect::los};
    LineClock clock{.defect = watch_.defect(),
                    .gained_ns = far_clock_.gained_ns(port_->now_ns()),
                    .brought = brought()};
    if (leads_ && clock.brought > taken_) clock.waiting = clock.brought - taken_;
    return clock;
}

}  // namespace driver
