// SPDX-License-Identifier: GPL-2.0-or-later
// Each table of trunkline.toml, setting by setting. What one table must agree on with another is
// looked at afterwards (checks.hpp).
#pragma once

#include "tools/config/section.hpp"
#include "tools/config/settings.hpp"

namespace tools {

struct Tables {
    Settings& settings;
    std::filesystem::path folder;  // of the file; relative paths start here

    void center(Section section);
    void prompts(Section section);
    void ivr(Section section);
    void board(Section& section);
    void menu(Section& section);
    void queue(Section& section);
    void agent(Section& section);
    void incoming(Section& section);
    void dialling(Section section);
    void patience(Section section);
    void journal(Section section);
    void host(Section section);

  private:
    [[nodiscard]] std::filesystem::path path(const std::string& written) const;
    void span(Section& section, BoardSettings& board);
    void stations(Section& section, BoardSettings& board) const;
    void serial(Section& section);
    void token(Section& section, host_bridge::JsonLinkConfig& link) const;
};

// "2001-2005" → 2001 … 2005; a single number is itself. Empty if it is neither.
std::vector<std::string> number_range(std::string_view text);

}  // namespace tools
