// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/import/keywords.hpp"

#include <algorithm>

namespace tools::dahdi_import {
namespace {

// Names with a blank between.
using Names = std::string_view;

constexpr Names carried =
    "channel channels dahdichan signalling signaling switchtype group overlapdial pritimer";
constexpr Names needless =
    "ignore_failed_channels buffers faxbuffers description usecallerid resetinterval "
    "force_restart_unavailable_chans priindication inbanddisconnect inband_on_setup_ack "
    "inband_on_proceeding echotraining echocancelwhenbridged relaxdtmf toneduration "
    "reportalarms jbenable jbforce jbmaxsize jbresyncthreshold jbimpl jbtargetextra jblog "
    "layer1_presence layer2_persistence discardremoteholdretrieval outsignalling immediate";
constexpr Names dial_plan = "context setvar";
constexpr Names records = "accountcode amaflags";
constexpr Names voices =
    "language musiconhold mohinterpret musicclass mohsuggest tonezone progzone";
constexpr Names fax = "faxdetect faxdetect_timeout";
constexpr Names number_types =
    "pridialplan prilocaldialplan pricpndialplan internationalprefix nationalprefix "
    "localprefix privateprefix unknownprefix nsf";
constexpr Names idle_calls = "minunused minidle idleext idledial";
constexpr Names channel_choice = "priexclusive qsigchannelmapping service_message_support";
constexpr Names supplementary =
    "facilityenable aoc_enable aoce_delayhangup hold_disconnect_transfer moh_signaling "
    "moh_signalling display_send display_receive mcid_send datetime_send colp_send "
    "cc_ptmp_recall_mode cc_qsig_signaling_link_req cc_qsig_signaling_link_rsp "
    "cc_agent_policy cc_monitor_policy max_call_waiting_calls allow_call_waiting_calls "
    "mwi_mailboxes mwi_vm_boxes mwi_vm_numbers append_msn_to_cid_tag msn ani2";
constexpr Names features =
    "transfer canpark parkinglot threewaycalling threewaysilenthold transfertobusy "
    "callreturn cancallforward calledsubscriberheld lastnumredial";
constexpr Names telephones =
    "callgroup pickupgroup namedcallgroup namedpickupgroup mailbox hasvoicemail callwaiting "
    "callwaitingcallerid adsi usesmdi smdiport";
constexpr Names presentation =
    "callerid cid_number fullname cid_tag restrictcid usecallingpres hidecallerid "
    "hidecalleridname useincomingcalleridondahditransfer";
constexpr Names levels = "rxgain txgain hwrxgain hwtxgain cid_rxgain rxdrc txdrc";
constexpr Names echo = "echocancel";
constexpr Names analog =
    "cidsignalling cidsignaling cidstart sendcalleridafter dring1 dring2 dring3 "
    "dring1context dring2context dring3context dring1range dring2range dring3range "
    "usedistinctiveringdetection immediatering busydetect busycount busypattern "
    "callprogress waitfordialtone dialtone_detect stripmsd pulsedial dialmode "
    "firstdigit_timeout interdigit_timeout matchdigit_timeout answeronpolarityswitch "
    "hanguponpolarityswitch polarityonanswerdelay ringtimeout ani_info_digits ani_wink_time "
    "ani_timeout autoreoriginate prewink preflash wink flash start rxwink rxflash txwink "
    "debounce cadence mwimonitor mwimonitornotify mwisendtype mwilevel dtmfcidlevel "
    "defaultcic defaultozz";
constexpr Names ss7 =
    "ss7type linkset pointcode adjpointcode defaultdpc networkindicator sigchan slc "
    "cicbeginswith inr_if_no_calling non_isdn_access sls_shift cause_location";

struct Family {
    Fate fate{};
    Names names;
    std::string_view why;
};
constexpr std::string_view no_ss7 = "Trunkline does not speak SS7";
constexpr std::string_view no_r2 =
    "MFC-R2 is not supported on DAHDI boards; ask the carrier for a PRI";

constexpr Family families[] = {
    {Fate::carried,  carried,        ""                                                          },
    {Fate::needless, needless,       ""                                                          },
    {Fate::lost,     dial_plan,      "where calls go is said in [[incoming]] and [dialling]"     },
    {Fate::lost,     records,        "call records name numbers and lines"                       },
    {Fate::lost,     voices,         "recorded voices are said in [prompts]"                     },
    {Fate::lost,     fax,            "a fax is not told by its tone; give it a number of its own"},
    {Fate::lost,     number_types,   "numbers go out as dialled, type unknown; ask the carrier"  },
    {Fate::lost,     idle_calls,     "an idle channel stays idle until a call needs it"          },
    {Fate::lost,     channel_choice, "channels are taken as ISDN offers them"                    },
    {Fate::lost,     supplementary,  "this service is neither asked for nor offered"             },
    {Fate::lost,     features,       "the center has its own ways to transfer, hold and park"    },
    {Fate::lost,     telephones,     "stations of Trunkline have their own settings"             },
    {Fate::lost,     presentation,   "callers' numbers are shown and sent as ISDN has them"      },
    {Fate::lost,     levels,         "Trunkline changes no level; set it at the far end"         },
    {Fate::lost,     echo,           "Trunkline switches no echo canceller of a board on or off" },
    {Fate::lost,     analog,         "it is for analog ports, which are not imported"            },
    {Fate::lost,     ss7,            no_ss7                                                      },
};

bool holds(Names names, std::string_view name) {
    while (!names.empty()) {
        const std::size_t blank = std::min(names.find(' '), names.size());
        if (names.substr(0, blank) == name) return true;
        names.remove_prefix(std::min(blank + 1, names.size()));
    }
    return false;
}

}  // namespace

Keyword keyword(std::string_view name) {
    for (const Family& family : families) {
        if (holds(family.names, name)) return {family.fate, family.why};
    }
    if (name.starts_with("mfcr2_")) return {Fate::lost, no_r2};
    if (name.starts_with("ss7_")) return {Fate::lost, no_ss7};
    return {Fate::unknown, "is not a setting of chan_dahdi: is it spelled right?"};
}

}  // namespace tools::dahdi_import
