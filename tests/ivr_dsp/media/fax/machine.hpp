// SPDX-License-Identifier: GPL-2.0-or-later
// spandsp's own fax machine at the far end of a line.
#pragma once

#include <filesystem>

#include <spandsp.h>

#include "driver/base/chunk.hpp"
#include "ivr_dsp/dsp/companding.hpp"

namespace support {

using driver::Chunk;
using driver::Law;

// What is at the far end of the line.
class Machine {
  public:
    Machine(bool sends, const std::filesystem::path& file)
        : fax_(fax_init(nullptr, sends ? TRUE : FALSE)) {
        span_log_set_level(fax_get_logging_state(fax_), SPAN_LOG_NONE);
        fax_set_transmit_on_idle(fax_, TRUE);
        t30_state_t* const t30 = fax_get_t30_state(fax_);
        span_log_set_level(t30_get_logging_state(t30), SPAN_LOG_NONE);
        t30_set_tx_ident(t30, "+41 1 000 00 00");
        t30_set_ecm_capability(t30, TRUE);
        t30_set_supported_compressions(t30, T30_SUPPORT_T4_1D_COMPRESSION |
                                                T30_SUPPORT_T4_2D_COMPRESSION |
                                                T30_SUPPORT_T6_COMPRESSION);
        if (sends) t30_set_tx_file(t30, file.c_str(), -1, -1);
        if (!sends) t30_set_rx_file(t30, file.c_str(), -1);
        t30_set_phase_e_handler(t30, &Machine::ended, this);
    }
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    ~Machine() { fax_free(fax_); }
    Chunk exchange(Law law, const Chunk& heard) {
        auto linear = ivr_dsp::linear_from(law, heard);
        fax_rx(fax_, linear.data(), static_cast<int>(linear.size()));
        linear.fill(0);
        fax_tx(fax_, linear.data(), static_cast<int>(linear.size()));
        return ivr_dsp::chunk_from(law, linear);
    }
    int result = -1;

  private:
    static void ended(t30_state_t*, void* self, int result) {
        static_cast<Machine*>(self)->result = result;
    }
    fax_state_t* fax_;
};

}  // namespace support
