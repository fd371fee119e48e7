// SPDX-License-Identifier: GPL-2.0-or-later
// A look at the center that can be repeated while its programs come and go.
#pragma once

#include <functional>
#include <optional>

#include "tools/trunkline/host_session.hpp"

namespace tools {

template <class Seen>
class CenterView {
  public:
    using Ask = std::function<driver::Result<Seen>(HostSession&)>;
    CenterView(const CommonOptions& common, Ask ask) : common_(common), ask_(std::move(ask)) {}

    // Error: host does not answer; the next look opens a new link.
    driver::Result<Seen> look() {
        if (!host_) {
            auto opened = HostSession::open(common_);
            if (!opened) return driver::Error{opened.error()};
            host_.emplace(*std::move(opened));
        }
        auto seen = ask_(*host_);
        if (!seen) host_.reset();
        return seen;
    }

  private:
    const CommonOptions& common_;
    Ask ask_;
    std::optional<HostSession> host_;
};

}  // namespace tools
