// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/playback.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "tools/office/speech.hpp"

namespace tools::office {
namespace {

constexpr double sampling_rate = 8000;
// A sine whose top this is has 0 dBm0 (G.711: 3.14 dBm0 is the highest of A-law, at 4096 of 13
// bits).
constexpr double top_at_0_dbm0 = 22'900;

}  // namespace

void Playback::play(std::vector<Piece> pieces, bool again) {
    pieces_ = std::move(pieces);
    again_ = again;
    piece_ = 0;
    at_ = 0;
}

std::int64_t Playback::length_of(const Soundbook& book, const Piece& piece) const {
    if (piece.lasts > driver::Ticks(0)) return piece.lasts.count() * driver::samples_per_tick;
    const auto sound = book.find(piece.recording);
    return sound ? book.length(*sound) : driver::samples_per_tick;
}

std::int16_t Playback::sample(const Soundbook& book, const Piece& piece, std::int64_t at) {
    if (const auto sound = book.find(piece.recording)) {
        const auto samples = book.samples(*sound);
        return at < std::ssize(samples) ? samples[static_cast<std::size_t>(at)] : std::int16_t{0};
    }
    double sum = 0;
    for (const std::uint16_t hertz : piece.hertz) {
        const double turns = hertz * static_cast<double>(at) / sampling_rate;
        sum += top_at_0_dbm0 * std::pow(10, piece.level_dbm0 / 20.0) *
               std::sin(2 * std::numbers::pi * turns);
    }
    return static_cast<std::int16_t>(std::lround(sum));
}

driver::Chunk Playback::speak(const Soundbook& book, driver::Law law) {
    driver::Chunk chunk;
    for (auto& octet : chunk.octets) {
        octet = from_linear(law, busy() ? sample(book, pieces_[piece_], at_) : std::int16_t{0});
        if (!busy() || ++at_ < length_of(book, pieces_[piece_])) continue;
        at_ = 0;
        if (++piece_ == pieces_.size() && again_) piece_ = 0;
    }
    return chunk;
}

}  // namespace tools::office
