// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/ivr_dsp/dsp/tones/far_end.hpp"

#include <algorithm>

#include <spandsp.h>

namespace support {

Heard in_law(driver::Law law, const Linear& samples) {
    Heard chunks;
    for (std::size_t at = 0; at < samples.size(); at += driver::samples_per_tick) {
        ivr_dsp::LinearChunk linear{};
        const std::size_t left = std::min<std::size_t>(linear.size(), samples.size() - at);
        std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), left, linear.begin());
        chunks.push_back(ivr_dsp::chunk_from(law, linear));
    }
    return chunks;
}

Linear linear_of(driver::Law law, const Heard& chunks) {
    Linear samples;
    for (const auto& chunk : chunks) {
        for (const auto sample : ivr_dsp::linear_from(law, chunk)) samples.push_back(sample);
    }
    return samples;
}

void play_to(const std::vector<Heard>& recordings, driver::Law law,
             const std::function<void(const driver::Chunk* const*)>& hear) {
    std::size_t ticks = 0;
    for (const Heard& recording : recordings) ticks = std::max(ticks, recording.size());
    for (std::size_t tick = 0; tick < ticks; ++tick) {
        const driver::Chunk* heard[ivr_dsp::lanes];
        for (std::size_t lane = 0; lane < ivr_dsp::lanes; ++lane) {
            heard[lane] = lane < recordings.size() && tick < recordings[lane].size()
                              ? &recordings[lane][tick]
                              : &driver::silence(law);
        }
        hear(heard);
    }
}

namespace spandsp {
namespace {

int tone_of(ModemSays what) {
    switch (what) {
        case ModemSays::cng:
            return MODEM_CONNECT_TONES_FAX_CNG;
        case ModemSays::calling:
            return MODEM_CONNECT_TONES_CALLING_TONE;
        case ModemSays::answer:
            return MODEM_CONNECT_TONES_ANS;
        case ModemSays::answer_with_reversals:
            return MODEM_CONNECT_TONES_ANS_PR;
        case ModemSays::modulated_answer:
            return MODEM_CONNECT_TONES_ANSAM;
        case ModemSays::modulated_answer_with_reversals:
            return MODEM_CONNECT_TONES_ANSAM_PR;
        case ModemSays::bell_answer:
            break;
    }
    return MODEM_CONNECT_TONES_BELL_ANS;
}

}  // namespace

Linear r2_signal(bool forward, char sign, int ms) {
    r2_mf_tx_state_t* sender = r2_mf_tx_init(nullptr, forward ? 1 : 0);
    r2_mf_tx_put(sender, sign);
    Linear samples(static_cast<std::size_t>(ms) * 8);
    r2_mf_tx(sender, samples.data(), static_cast<int>(samples.size()));
    r2_mf_tx_free(sender);
    return samples;
}

Linear bell_mf(std::string_view signs) {
    bell_mf_tx_state_t* sender = bell_mf_tx_init(nullptr);
    bell_mf_tx_put(sender, signs.data(), static_cast<int>(signs.size()));
    Linear samples;
    Linear some(800);
    while (const int sent = bell_mf_tx(sender, some.data(), static_cast<int>(some.size()))) {
        samples.insert(samples.end(), some.begin(), some.begin() + sent);
    }
    bell_mf_tx_free(sender);
    return samples;
}

Linear modem_says(ModemSays what, int ms) {
    auto* sender = modem_connect_tones_tx_init(nullptr, tone_of(what));
    Linear samples(static_cast<std::size_t>(ms) * 8);
    modem_connect_tones_tx(sender, samples.data(), static_cast<int>(samples.size()));
    modem_connect_tones_tx_free(sender);
    return samples;
}

bool modem_heard(ModemSays what, const Linear& samples) {
    bool heard = false;
    const auto note = [](void* any, int tone, int, int) {
        if (tone != MODEM_CONNECT_TONES_NONE) *static_cast<bool*>(any) = true;
    };
    auto* receiver = modem_connect_tones_rx_init(nullptr, tone_of(what), note, &heard);
    modem_connect_tones_rx(receiver, samples.data(), static_cast<int>(samples.size()));
    modem_connect_tones_rx_free(receiver);
    return heard;
}

namespace {

int adsi_of(bool v23) {
    return v23 ? ADSI_STANDARD_CLIP : ADSI_STANDARD_CLASS;
}

}  // namespace

Linear caller_id(bool v23, const Fields& fields, bool in_call) {
    adsi_tx_state_t* sender = adsi_tx_init(nullptr, adsi_of(v23));
    if (in_call) adsi_tx_set_preamble(sender, 0, 80, -1, -1);
    std::uint8_t message[256];
    int length = adsi_add_field(sender, message, -1, fields.sdmf ? 0x04 : 0x80, nullptr, 0);
    for (const auto& [type, text] : fields.all) {
        length = adsi_add_field(sender, message, length, type,
                                reinterpret_cast<const std::uint8_t*>(text.data()),
                                static_cast<int>(text.size()));
    }
    adsi_tx_put_message(sender, message, length);
    Linear samples(16'000);
    const int sent = adsi_tx(sender, samples.data(), static_cast<int>(samples.size()));
    samples.resize(static_cast<std::size_t>(sent));
    adsi_tx_free(sender);
    return samples;
}

std::string caller_id_heard(bool v23, const Linear& samples) {
    std::vector<std::uint8_t> message;
    const auto note = [](void* all, const std::uint8_t* octets, int length) {
        static_cast<std::vector<std::uint8_t>*>(all)->assign(octets, octets + length);
    };
    adsi_rx_state_t* receiver = adsi_rx_init(nullptr, adsi_of(v23), note, &message);
    adsi_rx(receiver, samples.data(), static_cast<int>(samples.size()));
    std::string heard;
    int place = -1;
    while (!message.empty()) {
        std::uint8_t type = 0;
        const std::uint8_t* body = nullptr;
        int length = 0;
        place = adsi_next_field(receiver, message.data(), static_cast<int>(message.size()), place,
                                &type, &body, &length);
        if (place <= 0) break;
        if (body == nullptr) continue;  // the message's own type
        heard += std::to_string(type) + "=" +
                 std::string(body, body + static_cast<std::ptrdiff_t>(length)) + " ";
    }
    adsi_rx_free(receiver);
    return heard;
}

std::vector<int> tones_heard(std::span<const ivr_dsp::KnownTone> tones, const Linear& samples) {
    auto* known = super_tone_rx_make_descriptor(nullptr);
    for (const auto& tone : tones) {
        const int id = super_tone_rx_add_tone(known);
        for (const auto& step : tone.cycle) {
            // 0 is no frequency, whatever its header says of -1.
            const int first = static_cast<int>(step.first.hz);
            const int second = static_cast<int>(step.second.hz);
            const int ms = static_cast<int>(step.lasts.count());
            const bool goes_on = tone.cycle.size() == 1;
            super_tone_rx_add_element(known, id, first, second, goes_on ? 1200 : ms * 3 / 4,
                                      goes_on ? 0 : ms * 5 / 4);
        }
    }
    std::vector<int> heard;
    const auto note = [](void* all, int tone, int, int) {
        if (tone >= 0) static_cast<std::vector<int>*>(all)->push_back(tone);
    };
    auto* listener = super_tone_rx_init(nullptr, known, note, &heard);
    super_tone_rx(listener, samples.data(), static_cast<int>(samples.size()));
    super_tone_rx_free(listener);
    super_tone_rx_free_descriptor(known);
    for (int& tone : heard) tone = tones[static_cast<std::size_t>(tone)].id;
    return heard;
}

std::string r2_heard(bool forward, const Linear& samples) {
    std::string heard;
    const auto note = [](void* all, int sign, int, int) {
        if (sign != 0) *static_cast<std::string*>(all) += static_cast<char>(sign);
    };
    r2_mf_rx_state_t* receiver = r2_mf_rx_init(nullptr, forward ? 1 : 0, note, &heard);
    r2_mf_rx(receiver, samples.data(), static_cast<int>(samples.size()));
    r2_mf_rx_free(receiver);
    return heard;
}

std::string bell_mf_heard(const Linear& samples) {
    bell_mf_rx_state_t* receiver = bell_mf_rx_init(nullptr, nullptr, nullptr);
    bell_mf_rx(receiver, samples.data(), static_cast<int>(samples.size()));
    char heard[128];
    const std::size_t count = bell_mf_rx_get(receiver, heard, sizeof heard);
    bell_mf_rx_free(receiver);
    return {heard, count};
}

}  // namespace spandsp
}  // namespace support
