// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trunkline/line/wav_file.hpp"

#include <string>

namespace tools {

using driver::Error;
using driver::Law;
using driver::Result;

namespace {

constexpr std::uint32_t channels = 2;

// Multimedia Programming Interface and Data Specifications 1.0; the fact chunk is demanded of all
// formats but PCM.
constexpr std::uint16_t alaw_format = 6;
constexpr std::uint16_t ulaw_format = 7;
constexpr std::uint32_t format_octets = 18;
constexpr std::uint32_t header_octets = 12 + 8 + format_octets + 8 + 4 + 8;
constexpr std::streamoff riff_size_at = 4;
constexpr std::streamoff frames_at = 12 + 8 + format_octets + 8;
constexpr std::streamoff data_size_at = frames_at + 4 + 4;

class Octets {
  public:
    Octets& text(std::string_view four) {
        all_ += four;
        return *this;
    }
    Octets& number(std::uint32_t value, int octets) {
        for (int i = 0; i < octets; ++i) all_ += static_cast<char>(value >> (8 * i) & 0xFFU);
        return *this;
    }
    [[nodiscard]] const std::string& all() const { return all_; }

  private:
    std::string all_;
};

std::string header(Law law) {
    constexpr std::uint32_t rate = driver::samples_per_second;
    Octets octets;
    octets.text("RIFF").number(header_octets - 8, 4).text("WAVEfmt ").number(format_octets, 4);
    octets.number(law == Law::alaw ? alaw_format : ulaw_format, 2).number(channels, 2);
    octets.number(rate, 4).number(rate * channels, 4).number(channels, 2).number(8, 2).number(0, 2);
    return octets.text("fact").number(4, 4).number(0, 4).text("data").number(0, 4).all();
}

}  // namespace

Result<WavFile> WavFile::make(const std::filesystem::path& path, Law law) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << header(law) << std::flush;
    if (file) return WavFile(path, std::move(file));
    return Error{path.string() + " cannot be written: is the folder there, and may this user?"};
}

void WavFile::add(const driver::Chunk& left, const driver::Chunk& right) {
    std::string octets;
    octets.reserve(channels * left.octets.size());
    for (std::size_t i = 0; i < left.octets.size(); ++i) {
        octets += static_cast<char>(left.octets[i]);
        octets += static_cast<char>(right.octets[i]);
    }
    file_ << octets;
    frames_ += static_cast<std::uint32_t>(left.octets.size());
}

// Sound before sizes: a header never promises what is not there.
Result<void> WavFile::flush() {
    file_.flush();
    const auto end = file_.tellp();
    const auto write = [&](std::streamoff at, std::uint32_t value) {
        file_.seekp(at);
        file_ << Octets().number(value, 4).all();
    };
    write(data_size_at, frames_ * channels);
    write(frames_at, frames_);
    write(riff_size_at, header_octets - 8 + frames_ * channels);
    file_.seekp(end);
    file_.flush();
    if (file_) return {};
    return Error{path_.string() + " takes no more: is the disk full?"};
}

}  // namespace tools
