// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ivr_dsp/media/recorder/archive/archive.hpp"
#include "ivr_dsp/media/recorder/archive/recording_file.hpp"
#include "ivr_dsp/media/recorder/mailbox/message_keeper.hpp"
#include "ivr_dsp/media/recorder/recorder_channel.hpp"

namespace ivr_dsp {

struct RecorderPlan {
    std::filesystem::path directory;
    SoundContainer container{};
    SoundLayout layout{};
    std::optional<RecordingKey> key;  // none: files are not sealed
    std::vector<std::string> lines;   // what each line is called, by line
    std::vector<std::filesystem::path>
        mailboxes;  // where each keeps its messages, from MailboxId 1
    Law law{};      // of voice ports, which play them
};

// Empties the recorder's channels into files. Runs in a thread of its own, because a disk may make
// it wait; calls never do. A disk that takes nothing for longer than the memory holds (8 s in a
// channel's ring, half a minute in a file's blocks) makes a gap.
class RecorderWorker {
  public:
    // How often what there is goes to the disk: what a dying firmware may lose.
    static constexpr Ticks flush_every{1000};
    // A disk that refused is asked again after so long.
    static constexpr Ticks ask_again{500};
    // A recording that cannot be closed for so long is left to the next start.
    static constexpr Ticks closing_lasts{10'000};

    // What time it is.
    struct Mark {
        Ticks tick{};
        std::int64_t utc_us{};
    };

    // The channels, queues and seats outlive it.
    RecorderWorker(RecorderPlan plan, std::span<RecorderChannel> channels, MessageQueues& messages,
                   std::span<MessageSeat> seats);
    RecorderWorker(const RecorderWorker&) = delete;  // its files refer to its archives
    RecorderWorker& operator=(const RecorderWorker&) = delete;

    // Ten times a second, or more.
    void pass(const Mark& now);
    // The firmware stops: closes what is being recorded, as far as the disk lets it.
    void finish(const Mark& now);

  private:
    struct Job {
        std::optional<RecordingFile> file;
        Ticks flushed{};
        Ticks asked{};  // when the disk was asked last, if it refused
        bool refused{};
        bool ending{};
    };
    // A folder, and when what a dead firmware left in it is closed.
    struct Place {
        Archive archive;
        std::optional<Ticks> recovery_due{Ticks{}};
    };
    void look_after(Place& place, Ticks now) const;
    void serve(std::size_t at, const Mark& now);
    void begin(Job& job, const RecorderChannel& channel, const Mark& now);
    void drain(Job& job, RecorderChannel& channel, Ticks now);
    void flush(Job& job, Ticks now);
    void close(Job& job, RecorderChannel& channel, Ticks now);
    static void closed(Job& job, RecorderChannel& channel, RecordingEnd end);
    [[nodiscard]] const RecordingKey* key() const { return plan_.key ? &*plan_.key : nullptr; }

    RecorderPlan plan_;
    std::span<RecorderChannel> channels_;
    std::vector<Place> places_;  // recordings, then by mailbox
    MessageKeeper messages_;
    std::vector<Job> jobs_;  // by channel
};

}  // namespace ivr_dsp
