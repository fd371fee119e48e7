// SPDX-License-Identifier: GPL-2.0-or-later
// A small exchange whose lines are recorded, with the recorder's worker beside it, and what a
// listener finds in the files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sndfile.h>

#include "driver/base/log.hpp"
#include "ivr_dsp/media/recorder/archive/archive_check.hpp"
#include "ivr_dsp/media/recorder/recorder_worker.hpp"
#include "tests/ivr_dsp/media/exchange.hpp"
#include "tests/support/child.hpp"

namespace support {

namespace fs = std::filesystem;

// The log's own memory is there before the first test looks for leaks.
inline const bool log_is_made = (driver::log_from(driver::LogLevel::error), true);

// What line 0 says and hears in a millisecond, unlike in any other.
inline Chunk said_at(int ms) {
    Chunk chunk;
    for (std::size_t i = 0; i < chunk.octets.size(); ++i) {
        chunk.octets[i] = static_cast<std::uint8_t>(
            (static_cast<std::uint32_t>(ms) * 8 + i) * 2'654'435'761U >> 24U);
    }
    return chunk;
}
inline Chunk heard_at(int ms) {
    return said_at(ms + 1'000'000);
}

// A WAV file's octets, interleaved, as libsndfile reads them.
struct Sound {
    SF_INFO info{};
    std::vector<std::uint8_t> octets;

    explicit Sound(const fs::path& file) {
        SNDFILE* sound = sf_open(file.c_str(), SFM_READ, &info);
        if (sound == nullptr) return;
        octets.resize(static_cast<std::size_t>(info.frames * info.channels));
        octets.resize(static_cast<std::size_t>(
            sf_read_raw(sound, octets.data(), static_cast<sf_count_t>(octets.size()))));
        sf_close(sound);
    }
    [[nodiscard]] int ms() const { return static_cast<int>(info.frames / 8); }
    // Of a stereo file.
    [[nodiscard]] Chunk left(int ms) const { return channel(ms, 0); }
    [[nodiscard]] Chunk right(int ms) const { return channel(ms, 1); }

  private:
    [[nodiscard]] Chunk channel(int ms, std::size_t which) const {
        Chunk chunk;
        const std::size_t at = static_cast<std::size_t>(ms) * 16 + which;
        for (std::size_t i = 0; i < 8; ++i) chunk.octets[i] = octets.at(at + 2 * i);
        return chunk;
    }
};

class Studio {
  public:
    static constexpr std::int64_t utc_us = 1'795'372'625'123'000;  // of tick 0

    explicit Studio(fs::path folder, std::vector<Law> lines = {Law::alaw, Law::alaw, Law::ulaw})
        : directory(std::move(folder)), office(lines) {
        INVARIANT(log_is_made);
        plan.directory = directory;
        plan.lines = {"1/1", "1/2", "2001"};
        office.bridge(0, 1);
    }

    void begin() {
        worker = std::make_unique<ivr_dsp::RecorderWorker>(plan, office.media.recorder_channels(),
                                                           office.queues->messages,
                                                           office.media.message_seats());
    }
    void start(int line, std::uint64_t recording) {
        office.order(ivr_dsp::StartRecording{Exchange::line_id(line), recording});
    }
    void stop(std::uint64_t recording) { office.order(ivr_dsp::StopRecording{recording}); }
    void pass() { worker->pass({office.now, utc_us + office.now.count() * 1000}); }
    // Line 0 says said_at and hears heard_at; the worker looks every `every` ms, 0: never.
    void talk(int ms, int every = 100) {
        for (int i = 0; i < ms; ++i) {
            const auto now = static_cast<int>(office.now.count());
            office.says(0, said_at(now));
            office.says(1, heard_at(now));
            office.tick();
            if (every > 0 && (now + 1) % every == 0) pass();
        }
    }
    // Until the file is closed; at most so long.
    std::optional<ivr_dsp::Recorded> closed(int most_ms = 1000) {
        for (int i = 0; i < most_ms; ++i) {
            office.tick();
            pass();
            const auto told = office.told<ivr_dsp::Recorded>();
            if (!told.empty()) return told.front();
        }
        return std::nullopt;
    }
    // So many milliseconds of line 0, by its own number.
    std::optional<ivr_dsp::Recorded> record(int ms, std::uint64_t recording = 42) {
        if (!worker) begin();
        start(0, recording);
        talk(ms);
        stop(recording);
        return closed();
    }

    // ── what is there ──
    [[nodiscard]] std::vector<fs::path> files(const std::string& extension) const {
        std::vector<fs::path> all;
        for (const auto& entry : fs::directory_iterator(directory)) {
            if (entry.path().extension() == extension) all.push_back(entry.path());
        }
        std::sort(all.begin(), all.end());
        return all;
    }
    [[nodiscard]] fs::path file(const std::string& extension) const {
        const auto all = files(extension);
        return all.size() == 1 ? all.front() : fs::path{};
    }
    [[nodiscard]] ivr_dsp::Sidecar sidecar() const {
        const auto text = ivr_dsp::read_text(file(".json"));
        if (!text) return {};
        const auto read = ivr_dsp::sidecar_of(*text);
        return read ? *read : ivr_dsp::Sidecar{};
    }
    // "good", or "file: what is wrong with it".
    [[nodiscard]] std::string check() const {
        const auto found = ivr_dsp::check_archive(directory, plan.key ? &*plan.key : nullptr);
        if (!found) return found.error();
        return found->wrong ? found->wrong->file + ": " + found->wrong->what : "good";
    }

    fs::path directory;
    Exchange office;
    ivr_dsp::RecorderPlan plan;
    std::unique_ptr<ivr_dsp::RecorderWorker> worker;
};

inline ivr_dsp::RecordingKey test_key(std::uint8_t octet = 7) {
    ivr_dsp::RecordingKey key;
    key.octets.fill(octet);
    return key;
}

}  // namespace support
