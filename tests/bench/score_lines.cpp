// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/score_lines.hpp"

#include <memory>

namespace score {

using ivr_dsp::lanes;

Right count_right(const Settings& settings, const Trials& trials) {
    const int all = settings.trials(10) * static_cast<int>(lanes);
    Right right{.of = all};
    for (int first = 0; first < all; first += static_cast<int>(lanes)) {
        std::vector<support::Heard> recordings;
        recordings.reserve(lanes);
        for (int trial = first; trial < first + static_cast<int>(lanes); ++trial) {
            recordings.push_back(trials.recording(static_cast<unsigned>(trial)));
        }
        const driver::Law law = law_of(static_cast<unsigned>(first));
        const auto told = trials.ours(recordings, law);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            right.ours += told[lane] ? 1 : 0;
            right.theirs += trials.theirs(recordings[lane], law) ? 1 : 0;
        }
    }
    return right;
}

void hear_tones(std::span<const ivr_dsp::KnownTone> known,
                const std::vector<support::Heard>& recordings, driver::Law law,
                const std::function<void(int ms, const ivr_dsp::ToneChange&)>& told) {
    const ivr_dsp::ToneTable table(known);
    const auto listener = std::make_unique<ivr_dsp::ToneListener>(table, ivr_dsp::best_isa());
    for (std::size_t lane = 0; lane < lanes; ++lane) listener->reset(lane, law);
    int ms = 0;
    support::play_to(recordings, law, [&](const driver::Chunk* const* chunks) {
        ++ms;
        ivr_dsp::ToneChanges changes;
        listener->hear(chunks, changes);
        for (const auto& change : changes) told(ms, change);
    });
}

Row row_of(const Settings& settings, const std::string& what, const Trials& trials) {
    const Right right = count_right(settings, trials);
    return {what, "all right", right.ours == right.of, counted(right.ours, right.of),
            counted(right.theirs, right.of)};
}

}  // namespace score
