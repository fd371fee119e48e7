// SPDX-License-Identifier: GPL-2.0-or-later
// Where a session stands between two calls to it.
#pragma once

#include <cstdint>

#include "driver/base/state_table.hpp"

namespace ivr_dsp::dialog {

enum class Phase : std::uint8_t {
    fresh,       // not started
    asking,      // the prompt of a question plays
    listening,   // nothing plays; the first key is awaited
    collecting,  // some keys have come, and more may
    recording,   // the caller speaks
    parting,     // the last words play; the ending is known
    over,
};

enum class Move : std::uint8_t { ask, listen, collect, record, part, end };

inline constexpr auto phase_steps = driver::state_table<Phase, Move>({
    {Phase::fresh,      Move::ask,     Phase::asking    },
    {Phase::fresh,      Move::listen,  Phase::listening },
    {Phase::fresh,      Move::collect, Phase::collecting},
    {Phase::fresh,      Move::part,    Phase::parting   },
    {Phase::fresh,      Move::end,     Phase::over      },
    {Phase::asking,     Move::ask,     Phase::asking    },
    {Phase::asking,     Move::listen,  Phase::listening },
    {Phase::asking,     Move::collect, Phase::collecting},
    {Phase::asking,     Move::part,    Phase::parting   },
    {Phase::asking,     Move::end,     Phase::over      },
    {Phase::listening,  Move::ask,     Phase::asking    },
    {Phase::listening,  Move::listen,  Phase::listening },
    {Phase::listening,  Move::collect, Phase::collecting},
    {Phase::listening,  Move::part,    Phase::parting   },
    {Phase::listening,  Move::end,     Phase::over      },
    {Phase::collecting, Move::ask,     Phase::asking    },
    {Phase::collecting, Move::listen,  Phase::listening },
    {Phase::collecting, Move::collect, Phase::collecting},
    {Phase::collecting, Move::part,    Phase::parting   },
    {Phase::collecting, Move::end,     Phase::over      },
    {Phase::fresh,      Move::record,  Phase::recording },
    {Phase::asking,     Move::record,  Phase::recording },
    {Phase::listening,  Move::record,  Phase::recording },
    {Phase::collecting, Move::record,  Phase::recording },
    {Phase::recording,  Move::record,  Phase::recording },
    {Phase::recording,  Move::ask,     Phase::asking    },
    {Phase::recording,  Move::listen,  Phase::listening },
    {Phase::recording,  Move::collect, Phase::collecting},
    {Phase::recording,  Move::part,    Phase::parting   },
    {Phase::recording,  Move::end,     Phase::over      },
    {Phase::parting,    Move::part,    Phase::parting   },
    {Phase::parting,    Move::end,     Phase::over      },
});
static_assert(phase_steps.has_one_answer_each());
static_assert(phase_steps.all_reach(Phase::over));
static_assert(!phase_steps.can_reach(Phase::parting, Phase::asking), "last words are last");
static_assert(!phase_steps.can_reach(Phase::over, Phase::over), "over is over");

}  // namespace ivr_dsp::dialog
