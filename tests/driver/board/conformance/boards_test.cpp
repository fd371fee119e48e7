// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/driver/board/conformance/boards.hpp"

#include "tests/driver/board/conformance/conformance.hpp"

using namespace conformance;

#define BOARD_ON_A_CABLE_CONFORMS(group, trial_type)        \
    BOARD_CONFORMS(group, trial_type)                       \
    BOARD_MUST(group, tells_all_ones)                       \
    BOARD_MUST(group, tells_that_the_far_end_hears_nothing) \
    BOARD_MUST(group, is_no_board_while_it_is_out)

#define BOARD_ON_A_NETWORK_CONFORMS(group, trial_type) \
    BOARD_CONFORMS(group, trial_type)                  \
    BOARD_MUST(group, tells_that_the_far_end_hears_nothing)

BOARD_ON_A_CABLE_CONFORMS(SimulatedBoardConforms, SimulatedTrial)
BOARD_ON_A_CABLE_CONFORMS(PciBoardWithARingConforms, PciRingTrial)
BOARD_ON_A_CABLE_CONFORMS(PciBoardWithASingleBufferConforms, PciSingleBufferTrial)
BOARD_ON_A_NETWORK_CONFORMS(TdmoeBoardConforms, TdmoeTrial)
BOARD_ON_A_NETWORK_CONFORMS(TdmoeGroupBoardConforms, TdmoeGroupTrial)
BOARD_ON_A_NETWORK_CONFORMS(SatopBoardConforms, SatopTrial)
BOARD_ON_A_NETWORK_CONFORMS(CesopsnBoardConforms, CesopsnTrial)

BOARD_WITH_BITS_CONFORMS(SimulatedBoardWithBitsConforms, SimulatedBitsTrial)
BOARD_WITH_BITS_CONFORMS(PciBoardWithARingAndBitsConforms, PciRingBitsTrial)
BOARD_WITH_BITS_CONFORMS(PciBoardWithASingleBufferAndBitsConforms, PciSingleBufferBitsTrial)
BOARD_WITH_BITS_CONFORMS(TdmoeBoardWithBitsConforms, TdmoeBitsTrial)
BOARD_WITH_BITS_CONFORMS(TdmoeGroupBoardWithBitsConforms, TdmoeGroupBitsTrial)
BOARD_WITH_BITS_CONFORMS(SatopBoardWithBitsConforms, SatopBitsTrial)
