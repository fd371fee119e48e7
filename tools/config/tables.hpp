// SPDX-License-Identifier: GPL-2.0-or-later
// Each table of trunkline.toml, setting by setting; and what one must agree on with another.
#pragma once

#include "tools/config/names.hpp"
#include "tools/config/section.hpp"
#include "tools/config/settings.hpp"

namespace tools {

class Tables {
  public:
    // `folder`: where relative paths start.
    Tables(Settings& settings, std::filesystem::path folder, Where where, Complaints& complaints)
        : settings_(settings), folder_(std::move(folder)), where_(where), complaints_(complaints) {}

    void read(const toml::table& file);

  private:
    void center(Section s);
    void prompts(Section s);
    void need_recordings(const Section& s, std::string_view key,
                         const std::filesystem::path& folder,
                         const std::filesystem::path& bank) const;
    void ivr(Section s);
    void board(Section& s);
    void framing(Section& s, SpanSettings& span);
    void timing(Section& s, SpanSettings& span);
    void clock(Section& s, BoardSettings& board);
    void check_sources(Section& s, const BoardSettings& board);
    void check_masters();
    void span(Section& s, BoardSettings& board);
    void cable(Section& s, SpanSettings& span);
    static void failures(Section& s, SpanSettings& span);
    static void thresholds(Section& s, SpanSettings& span);
    static std::optional<ivr_dsp::EchoTail> echo_tail(Section& s);
    void stations(Section& s, BoardSettings& board);
    void pci(Section& s, BoardSettings& board);
    static void check_connectors(Section& s, const BoardSettings& board);
    void check_slots() const;
    void packet(Section& s, BoardSettings& board);
    void packet(Section& s, const BoardSettings& board, SpanSettings& span);
    void check_groups(Section& s, const BoardSettings& board) const;
    void dahdi(Section& s, BoardSettings& board);
    void dahdi(Section& s, SpanSettings& span);
    void menu(Section& s);
    void queue(Section& s);
    void agent(Section& s);
    void incoming(Section& s);
    // Whose tones are heard.
    static std::string country(Section& s, const std::string& usual);
    void tone(Section& s);
    void dialling(Section s);
    void patience(Section s);
    void journal(Section s);
    void recording(Section s);
    void fax(Section s);
    void voicemail(Section s);
    void mailbox(Section& s);
    void host(Section s);
    void json(Section& s);
    void token(Section& s, host_bridge::JsonLinkConfig& link);
    void serial(Section& s);
    void smdi(Section& s, host_bridge::SerialLineConfig line);
    void smdr(Section& s, host_bridge::SerialLineConfig line);

    // A destination, all of whose names must be there; nothing if it is missing or wrong.
    std::optional<pbx::Destination> destination(Section& s, std::string_view key);
    // The same for callers from outside, who may be sent outside again.
    std::optional<pbx::Destination> destination_of_callers(Section& s, std::string_view key);
    // Its value, if there is one, shall not get into the journal.
    void hide(const Section& s, std::string_view key, std::string stand_in);
    // A number stations can dial, or none.
    std::string number(Section& s, std::string_view key);
    [[nodiscard]] std::filesystem::path path(const std::string& written) const;

    // Digits with which something begins or is done at once: no number may begin with them.
    struct Opening {
        Place place;
        std::string digits;
        bool leads_outside{};
    };
    // When all is read.
    void check_lines();
    void check(const Opening& opening);

    Settings& settings_;
    std::filesystem::path folder_;
    Where where_;
    Complaints& complaints_;
    Names names_;
    std::vector<Opening> openings_;
    std::vector<Place> faxes_expected_;  // destinations that need a fax port

    // As a span's table has it.
    struct Timing {
        Place place;
        std::optional<std::uint16_t> written;
    };
    std::vector<Timing> timings_;  // of the present board's spans
    std::vector<Place> clocks_;    // of the boards
    std::size_t pci_boards_{};     // that are in a slot
    std::vector<Place> anywhere_;  // those of them that do not say in which
};

// "2001-2005" → 2001 … 2005; a single number is itself. Empty if it is neither.
std::vector<std::string> number_range(std::string_view text);

}  // namespace tools
