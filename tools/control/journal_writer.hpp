// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "acd/center/control.hpp"
#include "pbx/journal/writer.hpp"

namespace tools {

using driver::Ticks;

// Control's records go straight into the journal.
class JournalWriter final : public acd::Journal {
  public:
    explicit JournalWriter(pbx::Writer& writer) : writer_(writer) {}
    void append(Ticks at, const pbx::In& record) override { writer_.append(at, record); }
    void append(Ticks at, const pbx::Event& event) override { writer_.append(at, event); }

  private:
    pbx::Writer& writer_;
};

}  // namespace tools
