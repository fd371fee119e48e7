// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "driver/base/fields.hpp"
#include "tools/config/complaints.hpp"

namespace tools {

// What is told apart by a name. A number is whatever stations dial: stations' own, menus', queues',
// codes.
ENUM(Thing, span, cable, dahdi_span, number, station, group, menu, queue, agent, dnis, link, device,
     listener, far_end, mailbox)

// All names of the file, and everything that refers to something by its name. Compared when the
// whole file has been read, so that the order of tables does not matter.
class Names {
  public:
    // There is such a thing, and no other of that name may be.
    void there_is(Thing thing, std::string_view name, const Place& place);
    // There are some of that name.
    void there_are(Thing thing, std::string_view name, const Place& place);
    // `place` means a thing that must be somewhere in the file.
    void refers_to(Thing thing, std::string_view name, const Place& place);

    [[nodiscard]] const std::map<std::string, Place, std::less<>>& all(Thing thing) const;
    // Tells what is there twice, and what is referred to but not there.
    void check(Complaints& complaints) const;

  private:
    struct Use {
        Thing thing{};
        std::string name;
        Place place;
    };
    void check(const Use& reference, Complaints& complaints) const;

    std::map<Thing, std::map<std::string, Place, std::less<>>> there_;  // where each came first
    std::vector<Use> again_;
    std::vector<Use> references_;
};

}  // namespace tools
