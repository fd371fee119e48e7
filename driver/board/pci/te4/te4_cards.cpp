// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/pci/te4/te4_cards.hpp"

#include <algorithm>
#include <array>

namespace driver {
namespace {

constexpr std::uint16_t digium = 0xD161;
constexpr std::uint16_t openvox = 0x1B74;
constexpr std::uint16_t any = 0xFFFF;

struct Entry {
    PciIds ids;
    Te4Card card;
};

// The subsystem's vendor tells generations with the same device id apart; what is listed first is
// meant first.
constexpr std::array entries{
    Entry{{digium, 0x1420, 0x0005}, {"TE420", 4, 5, true}       },
    Entry{{digium, 0x1410, 0x0005}, {"TE410P", 4, 5, false}     },
    Entry{{digium, 0x1405, 0x0005}, {"TE405P", 4, 5, false}     },
    Entry{{digium, 0x0420, 0x0004}, {"TE420", 4, 4, true}       },
    Entry{{digium, 0x0410, 0x0004}, {"TE410P", 4, 4, false}     },
    Entry{{digium, 0x0405, 0x0004}, {"TE405P", 4, 4, false}     },
    Entry{{digium, 0x0410, 0x0003}, {"TE410P", 4, 3, false}     },
    Entry{{digium, 0x0405, 0x0003}, {"TE405P", 4, 3, false}     },
    Entry{{digium, 0x0410, any},    {"TE410P", 4, 2, false}     },
    Entry{{digium, 0x0405, any},    {"TE405P", 4, 2, false}     },
    Entry{{digium, 0x1220, 0x0005}, {"TE220", 2, 5, true}       },
    Entry{{digium, 0x1205, 0x0005}, {"TE205P", 2, 5, false}     },
    Entry{{digium, 0x1210, 0x0005}, {"TE210P", 2, 5, false}     },
    Entry{{digium, 0x0220, 0x0004}, {"TE220", 2, 4, true}       },
    Entry{{digium, 0x0205, 0x0004}, {"TE205P", 2, 4, false}     },
    Entry{{digium, 0x0210, 0x0004}, {"TE210P", 2, 4, false}     },
    Entry{{digium, 0x0205, 0x0003}, {"TE205P", 2, 3, false}     },
    Entry{{digium, 0x0210, 0x0003}, {"TE210P", 2, 3, false}     },
    Entry{{digium, 0x0205, any},    {"TE205P", 2, 2, false}     },
    Entry{{digium, 0x0210, any},    {"TE210P", 2, 2, false}     },
    Entry{{openvox, 0xD210, any},   {"OpenVox D210", 2, 5, true}},
    Entry{{openvox, 0xD230, any},   {"OpenVox D230", 2, 5, true}},
};

}  // namespace

const Te4Card* te4_card_of(const PciIds& ids) {
    const auto* const entry = std::ranges::find_if(entries, [&](const Entry& one) {
        return one.ids.vendor == ids.vendor && one.ids.device == ids.device &&
               (one.ids.subsystem_vendor == any ||
                one.ids.subsystem_vendor == ids.subsystem_vendor);
    });
    return entry == entries.end() ? nullptr : &entry->card;
}

}  // namespace driver
