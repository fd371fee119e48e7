// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/caller_display.hpp"

#include <array>
#include <utility>

#include "tools/office/speech.hpp"

// Last: spandsp.h defines macros that break other headers.
#include <spandsp.h>

namespace tools::office {

struct CallerDisplay::State {
    explicit State(DisplayStandard standard)
        : receiver(adsi_rx_init(
              nullptr, standard == DisplayStandard::v23 ? ADSI_STANDARD_CLIP : ADSI_STANDARD_CLASS,
              [](void* self, const std::uint8_t* message, int length) {
                  static_cast<State*>(self)->read(message, length);
              },
              this)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { adsi_rx_free(receiver); }

    void read(const std::uint8_t* message, int length) {
        DisplayedCaller caller;
        std::uint8_t type = 0;
        const std::uint8_t* body = nullptr;
        int size = 0;
        int place = -1;
        for (;;) {
            place = adsi_next_field(receiver, message, length, place, &type, &body, &size);
            if (place <= 0) break;
            if (body == nullptr) continue;  // the message's own type
            put(caller, type, std::string(body, body + static_cast<std::ptrdiff_t>(size)));
            if (type == MCLASS_VISUAL_INDICATOR && size > 0) caller.lamp = *body != 0;
        }
        shown = std::move(caller);
    }
    // Types are alike in both standards.
    static void put(DisplayedCaller& caller, std::uint8_t type, std::string text) {
        switch (type) {
            case MCLASS_DATETIME:
                caller.time = std::move(text);
                break;
            case MCLASS_CALLER_NUMBER:
            case MCLASS_ABSENCE1:
                caller.number = std::move(text);
                break;
            case MCLASS_CALLER_NAME:
            case MCLASS_ABSENCE2:
                caller.name = std::move(text);
                break;
            default:
                break;
        }
    }

    std::optional<DisplayedCaller> shown;
    adsi_rx_state_t* receiver;
};

CallerDisplay::CallerDisplay(driver::Law law, DisplayStandard standard)
    : law_(law), state_(std::make_unique<State>(standard)) {}
CallerDisplay::CallerDisplay(CallerDisplay&&) noexcept = default;
CallerDisplay& CallerDisplay::operator=(CallerDisplay&&) noexcept = default;
CallerDisplay::~CallerDisplay() = default;

void CallerDisplay::hear(const driver::Chunk& chunk) {
    std::array<std::int16_t, driver::samples_per_tick> samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = to_linear(law_, chunk.octets[i]);
    }
    adsi_rx(state_->receiver, samples.data(), static_cast<int>(samples.size()));
}

const std::optional<DisplayedCaller>& CallerDisplay::shown() const {
    return state_->shown;
}

}  // namespace tools::office
