// SPDX-License-Identifier: GPL-2.0-or-later
// The fax machine of somebody in the public network: spandsp's own, which shares nothing with the
// center's worker but T.30.
#pragma once

#include <filesystem>
#include <memory>

#include "driver/base/chunk.hpp"
#include "tools/office/experience.hpp"

struct fax_state_s;

namespace tools::office {

class FaxMachine {
  public:
    // Sends the file's pages, or writes those it gets into it.
    FaxMachine(bool sends, const std::filesystem::path& file, driver::Law law);
    FaxMachine(const FaxMachine&) = delete;
    FaxMachine& operator=(const FaxMachine&) = delete;
    ~FaxMachine();

    void hear(const driver::Chunk& chunk);
    [[nodiscard]] driver::Chunk speak();
    [[nodiscard]] bool over() const { return over_; }
    // How it went, or how far it is.
    [[nodiscard]] FaxExperience experience() const;

  private:
    struct Closer {
        void operator()(fax_state_s* fax) const;
    };
    bool sends_;
    driver::Law law_;
    bool over_{};
    bool well_{};
    std::unique_ptr<fax_state_s, Closer> fax_;
};

}  // namespace tools::office
