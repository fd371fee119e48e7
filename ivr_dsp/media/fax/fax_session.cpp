// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/fax/fax_session.hpp"

#include <system_error>

#include <fmt/format.h>
#include <spandsp.h>

#include "ivr_dsp/dsp/companding.hpp"
#include "ivr_dsp/media/fax/fax_file.hpp"

namespace ivr_dsp {
namespace {

namespace fs = std::filesystem;
using driver::Error;
using driver::Result;

constexpr std::size_t longest_station = 20;  // T.30 §5.3.6.2.5
Result<void> check_to_receive(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        return Error{fmt::format("{}: is there already: choose another name", file.native())};
    }
    if (fs::is_directory(file.parent_path(), ignored)) return {};
    return Error{fmt::format("{}: there is no such folder: make it", file.parent_path().native())};
}

// What T.30 ended with, in our words; T.30's own go with it as text.
FaxEnd end_of(int result) {
    switch (result) {
        case T30_ERR_OK:
        case T30_ERR_RX_T2EXPDCN:  // every page was confirmed, only the good-bye is missing
            return FaxEnd::good;
        case T30_ERR_CEDTONE:
        case T30_ERR_T0_EXPIRED:
        case T30_ERR_T1_EXPIRED:
            return FaxEnd::no_fax;
        case T30_ERR_CALLDROPPED:
            return FaxEnd::dropped;
        case T30_ERR_HDLC_CARRIER:
        case T30_ERR_CANNOT_TRAIN:
            return FaxEnd::poor_line;
        case T30_ERR_INCOMPATIBLE:
        case T30_ERR_RX_INCAPABLE:
        case T30_ERR_TX_INCAPABLE:
        case T30_ERR_NORESSUPPORT:
        case T30_ERR_NOSIZESUPPORT:
            return FaxEnd::incompatible;
        default:
            return result >= T30_ERR_FILEERROR && result <= T30_ERR_NOMEM ? FaxEnd::file
                                                                          : FaxEnd::protocol;
    }
}

class SpandspFax final : public FaxSession {
  public:
    SpandspFax(const FaxOrder& order, driver::Law law)
        : law_(law), fax_(fax_init(nullptr, order.sends ? TRUE : FALSE)) {
        span_log_set_level(fax_get_logging_state(fax_.get()), SPAN_LOG_NONE);
        fax_set_transmit_on_idle(fax_.get(), TRUE);
        t30_state_t* const t30 = fax_get_t30_state(fax_.get());
        span_log_set_level(t30_get_logging_state(t30), SPAN_LOG_NONE);
        t30_set_tx_ident(t30, order.station.c_str());
        t30_set_ecm_capability(t30, order.error_correction ? TRUE : FALSE);
        t30_set_supported_modems(t30, T30_SUPPORT_V27TER | T30_SUPPORT_V29 | T30_SUPPORT_V17);
        t30_set_supported_compressions(t30, T30_SUPPORT_T4_1D_COMPRESSION |
                                                T30_SUPPORT_T4_2D_COMPRESSION |
                                                T30_SUPPORT_T6_COMPRESSION);
        t30_set_supported_resolutions(
            t30, T30_SUPPORT_STANDARD_RESOLUTION | T30_SUPPORT_FINE_RESOLUTION |
                     T30_SUPPORT_SUPERFINE_RESOLUTION | T30_SUPPORT_R8_RESOLUTION);
        t30_set_supported_image_sizes(
            t30, T30_SUPPORT_215MM_WIDTH | T30_SUPPORT_255MM_WIDTH | T30_SUPPORT_303MM_WIDTH |
                     T30_SUPPORT_UNLIMITED_LENGTH | T30_SUPPORT_A4_LENGTH);
        if (order.sends) {
            if (!order.header.empty()) t30_set_tx_page_header_info(t30, order.header.c_str());
            t30_set_tx_file(t30, order.file.c_str(), -1, -1);
        } else {
            t30_set_rx_file(t30, order.file.c_str(), -1);
        }
        sends_ = order.sends;
        t30_set_phase_e_handler(t30, &SpandspFax::is_over, this);
    }

    driver::Chunk exchange(const driver::Chunk& heard) override {
        LinearChunk linear = linear_from(law_, heard);
        fax_rx(fax_.get(), linear.data(), static_cast<int>(linear.size()));
        linear.fill(0);
        fax_tx(fax_.get(), linear.data(), static_cast<int>(linear.size()));
        return chunk_from(law_, linear);
    }

    FaxReport report() const override {
        if (over_) return last_;
        return look();
    }

    void hang_up() override {
        if (!over_) t30_terminate(fax_get_t30_state(fax_.get()));
    }

  private:
    struct Closer {
        void operator()(fax_state_t* fax) const { fax_free(fax); }
    };

    static void is_over(t30_state_t* /*t30*/, void* self, int result) {
        auto& fax = *static_cast<SpandspFax*>(self);
        fax.last_ = fax.look();
        fax.last_.over = true;
        fax.last_.end = end_of(result);
        if (fax.last_.end == FaxEnd::file && !fax.sends_) fax.last_.end = FaxEnd::disk;
        fax.last_.well = fax.last_.end == FaxEnd::good;
        if (!fax.last_.well) fax.last_.text = t30_completion_code_to_str(result);
        fax.over_ = true;
    }
    FaxReport look() const {
        t30_state_t* const t30 = fax_get_t30_state(fax_.get());
        t30_stats_t stats{};
        t30_get_transfer_statistics(t30, &stats);
        FaxReport report;
        report.pages = static_cast<std::uint32_t>(sends_ ? stats.pages_tx : stats.pages_rx);
        report.bad_rows = static_cast<std::uint32_t>(stats.bad_rows);
        report.bits_per_second = static_cast<std::uint32_t>(stats.bit_rate);
        report.error_correction = stats.error_correcting_mode != 0;
        if (const char* const ident = t30_get_rx_ident(t30)) report.far_station = ident;
        return report;
    }

    driver::Law law_;
    std::unique_ptr<fax_state_t, Closer> fax_;
    bool sends_{};
    bool over_{};
    FaxReport last_;
};

}  // namespace

Result<std::unique_ptr<FaxSession>> FaxSession::start(const FaxOrder& order, driver::Law law) {
    if (order.sends) {
        const auto pages = pages_of_fax(order.file);
        if (!pages) return Error{pages.error()};
    } else {
        const auto checked = check_to_receive(order.file);
        if (!checked) return Error{checked.error()};
    }
    if (order.station.size() > longest_station) {
        return Error{
            fmt::format("fax station '{}': {} characters at most", order.station, longest_station)};
    }
    return std::unique_ptr<FaxSession>(std::make_unique<SpandspFax>(order, law));
}

}  // namespace ivr_dsp
