// SPDX-License-Identifier: GPL-2.0-or-later
// Any octets as a recording that a prompt is made of. The file is one in memory.
#include "driver/base/invariant.hpp"
#include "ivr_dsp/media/bank/recording.hpp"
#include "tests/support/fuzz.hpp"
#include "tests/support/memory_file.hpp"

namespace {

std::string number(std::uint32_t value, int octets) {
    std::string text;
    for (int i = 0; i < octets; ++i) text += static_cast<char>(value >> 8 * i & 0xFFU);
    return text;
}

struct Wave {
    std::uint32_t tag;  // RFC 2361
    std::uint32_t channels;
    std::uint32_t rate;
    std::uint32_t bits;
    std::uint32_t frames;
};

std::string wav_of(const Wave& wave) {
    const std::uint32_t per_frame = wave.channels * wave.bits / 8;
    std::string sound;
    for (std::uint32_t i = 0; i < wave.frames * per_frame; ++i) {
        sound += static_cast<char>(i * 37U % 251U);
    }
    const std::string format = number(wave.tag, 2) + number(wave.channels, 2) +
                               number(wave.rate, 4) + number(wave.rate * per_frame, 4) +
                               number(per_frame, 2) + number(wave.bits, 2);
    const std::string inside = "WAVEfmt " + number(static_cast<std::uint32_t>(format.size()), 4) +
                               format + "data" +
                               number(static_cast<std::uint32_t>(sound.size()), 4) + sound;
    return "RIFF" + number(static_cast<std::uint32_t>(inside.size()), 4) + inside;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const support::MemoryFile file({reinterpret_cast<const char*>(data), size});
    const auto chunks = ivr_dsp::chunks_of_recording(file.path(), driver::Law::alaw);
    if (chunks) return 0;
    INVARIANT(chunks.error().find("replace it by a WAV file") != std::string::npos);
    return -1;
}

std::vector<std::string> fuzz::samples() {
    return {wav_of({1, 1, 8000, 16, 400}),  wav_of({1, 2, 16'000, 16, 300}),
            wav_of({1, 1, 44'100, 8, 500}), wav_of({6, 1, 8000, 8, 400}),
            wav_of({7, 2, 8000, 8, 400}),   wav_of({3, 1, 48'000, 32, 200})};
}
