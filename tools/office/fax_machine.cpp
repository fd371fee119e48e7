// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/office/fax_machine.hpp"

#include <array>

#include <spandsp.h>

#include "tools/office/speech.hpp"

namespace tools::office {

namespace {

using Samples = std::array<std::int16_t, driver::samples_per_tick>;

}  // namespace

void FaxMachine::Closer::operator()(fax_state_s* fax) const {
    fax_free(fax);
}

FaxMachine::FaxMachine(bool sends, const std::filesystem::path& file, driver::Law law)
    : sends_(sends), law_(law), fax_(fax_init(nullptr, sends ? TRUE : FALSE)) {
    span_log_set_level(fax_get_logging_state(fax_.get()), SPAN_LOG_NONE);
    fax_set_transmit_on_idle(fax_.get(), TRUE);
    t30_state_t* const t30 = fax_get_t30_state(fax_.get());
    span_log_set_level(t30_get_logging_state(t30), SPAN_LOG_NONE);
    t30_set_tx_ident(t30, "+41 1 000 00 00");
    t30_set_ecm_capability(t30, TRUE);
    t30_set_supported_modems(t30, T30_SUPPORT_V27TER | T30_SUPPORT_V29 | T30_SUPPORT_V17);
    t30_set_supported_compressions(t30, T30_SUPPORT_T4_1D_COMPRESSION |
                                            T30_SUPPORT_T4_2D_COMPRESSION |
                                            T30_SUPPORT_T6_COMPRESSION);
    if (sends) {
        t30_set_tx_file(t30, file.c_str(), -1, -1);
    } else {
        t30_set_rx_file(t30, file.c_str(), -1);
    }
    const auto ended = [](t30_state_t*, void* self, int result) {
        auto& machine = *static_cast<FaxMachine*>(self);
        machine.over_ = true;
        machine.well_ = result == T30_ERR_OK;
    };
    t30_set_phase_e_handler(t30, ended, this);
}

FaxMachine::~FaxMachine() = default;

void FaxMachine::hear(const driver::Chunk& chunk) {
    Samples samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = to_linear(law_, chunk.octets[i]);
    }
    fax_rx(fax_.get(), samples.data(), static_cast<int>(samples.size()));
}

driver::Chunk FaxMachine::speak() {
    Samples samples{};
    fax_tx(fax_.get(), samples.data(), static_cast<int>(samples.size()));
    driver::Chunk chunk;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        chunk.octets[i] = from_linear(law_, samples[i]);
    }
    return chunk;
}

FaxExperience FaxMachine::experience() const {
    t30_state_t* const t30 = fax_get_t30_state(fax_.get());
    t30_stats_t stats{};
    t30_get_transfer_statistics(t30, &stats);
    FaxExperience all;
    all.sends = sends_;
    all.well = well_;
    all.pages = static_cast<std::uint32_t>(sends_ ? stats.pages_tx : stats.pages_rx);
    if (const char* const station = t30_get_rx_ident(t30)) all.station = station;
    return all;
}

}  // namespace tools::office
