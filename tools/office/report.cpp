// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "tools/office/experience.hpp"

namespace tools::office {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::optional<Ticks>& time) {
    return time ? Json(time->count()) : Json();
}

Json json_of(const std::optional<DisplayedCaller>& caller) {
    if (!caller) return {};
    return {
        {"number", caller->number},
        {"name",   caller->name  },
        {"time",   caller->time  }
    };
}

Json json_of(const std::vector<HeardSound>& sounds) {
    auto all = Json::array();
    for (const auto& sound : sounds) {
        all.push_back({
            {"name",   sound.name          },
            {"from",   sound.from.count()  },
            {"until",  sound.until.count() },
            {"missed", sound.missed.count()},
            {"whole",  sound.whole         }
        });
    }
    return all;
}

Json json_of(const std::vector<Conversation>& conversations) {
    auto all = Json::array();
    for (const auto& one : conversations) {
        all.push_back({
            {"with",        one.with               },
            {"from",        one.from.count()       },
            {"until",       one.until.count()      },
            {"heard",       one.heard.count()      },
            {"missed",      one.missed.count()     },
            {"they_heard",  one.they_heard.count() },
            {"they_missed", one.they_missed.count()}
        });
    }
    return all;
}

Json json_of(const std::vector<HeardPosition>& positions) {
    auto all = Json::array();
    for (const auto& one : positions) {
        all.push_back({
            {"at",       one.at.count()},
            {"position", one.position  }
        });
    }
    return all;
}

std::string talk_text(const std::vector<Conversation>& conversations) {
    std::vector<std::string> all;
    all.reserve(conversations.size());
    for (const auto& one : conversations) {
        all.push_back(fmt::format("{} heard {} ms missed {} (they {} missed {})", one.with,
                                  one.heard.count(), one.missed.count(), one.they_heard.count(),
                                  one.they_missed.count()));
    }
    return fmt::format("{}", fmt::join(all, "; "));
}

void add_talk(OfficeSummary& summary, const std::vector<Conversation>& conversations, Ticks wrong) {
    for (const auto& one : conversations) {
        summary.talked += one.heard;
        summary.missed += one.missed;
    }
    if (wrong > Ticks(0)) ++summary.cross_connections;
}

}  // namespace

void add(OfficeSummary& summary, const CallExperience& experience) {
    ++summary.calls;
    ++summary.by_verdict[static_cast<std::size_t>(experience.verdict)];
    add_talk(summary, experience.conversations, experience.wrong_partner);
}

void add(OfficeSummary& summary, const PhoneExperience& experience) {
    ++summary.phone_uses;
    add_talk(summary, experience.conversations, experience.wrong_partner);
}

std::string to_json(const CallExperience& call) {
    return Json{
        {"kind",          "call"                     },
        {"call",          call.call.value            },
        {"script",        call.script                },
        {"from_center",   call.from_center           },
        {"ani",           call.ani                   },
        {"dnis",          call.dnis                  },
        {"span",          call.span                  },
        {"timeslot",      call.timeslot              },
        {"dialled_at",    call.dialled_at.count()    },
        {"proceeding_at", json_of(call.proceeding_at)},
        {"alerting_at",   json_of(call.alerting_at)  },
        {"answered_at",   json_of(call.answered_at)  },
        {"ended_at",      call.ended_at.count()      },
        {"sounds",        json_of(call.sounds)       },
        {"positions",     json_of(call.positions)    },
        {"music",         call.music.count()         },
        {"conversations", json_of(call.conversations)},
        {"pressed",       call.pressed               },
        {"pressed_at",    json_of(call.pressed_at)   },
        {"unknown",       call.unknown.count()       },
        {"wrong_partner", call.wrong_partner.count() },
        {"ended_by",      name_of(call.ended_by)     },
        {"cause",         call.cause                 },
        {"verdict",       name_of(call.verdict)      },
        {"why",           call.why                   }
    }
        .dump();
}

std::string to_json(const PhoneExperience& use) {
    return Json{
        {"kind",          "phone"                   },
        {"station",       use.station               },
        {"use",           use.use                   },
        {"rang_at",       json_of(use.rang_at)      },
        {"caller",        json_of(use.caller)       },
        {"lifted_at",     json_of(use.lifted_at)    },
        {"ended_at",      use.ended_at.count()      },
        {"sounds",        json_of(use.sounds)       },
        {"conversations", json_of(use.conversations)},
        {"dialled",       use.dialled               },
        {"unknown",       use.unknown.count()       },
        {"wrong_partner", use.wrong_partner.count() }
    }
        .dump();
}

std::string to_json(const OfficeSummary& summary) {
    Json verdicts = Json::object();
    for (std::size_t i = 0; i < summary.by_verdict.size(); ++i) {
        verdicts[std::string(name_of(static_cast<Verdict>(i)))] = summary.by_verdict[i];
    }
    return Json{
        {"kind",              "summary"                },
        {"calls",             summary.calls            },
        {"verdicts",          verdicts                 },
        {"phone_uses",        summary.phone_uses       },
        {"cross_connections", summary.cross_connections},
        {"talked",            summary.talked.count()   },
        {"missed",            summary.missed.count()   },
        {"glares",            summary.glares           },
        {"stuck_calls",       summary.stuck_calls      },
        {"bad_frames",        summary.bad_frames       },
        {"all_well",          summary.all_well()       }
    }
        .dump();
}

std::string to_text(const CallExperience& call) {
    return fmt::format("call {} {} -> {} span {} timeslot {}: {}{}{}; {}", call.call.value,
                       call.ani, call.dnis, call.span, call.timeslot, name_of(call.verdict),
                       call.why.empty() ? "" : ": ", call.why, talk_text(call.conversations));
}

std::string to_text(const PhoneExperience& use) {
    return fmt::format("station {} use {}: {}; {}", use.station, use.use,
                       use.lifted_at ? "lifted" : "not answered", talk_text(use.conversations));
}

std::string to_text(const OfficeSummary& summary) {
    std::string verdicts;
    for (std::size_t i = 0; i < summary.by_verdict.size(); ++i) {
        if (summary.by_verdict[i] == 0) continue;
        verdicts += fmt::format(" {} {}", name_of(static_cast<Verdict>(i)), summary.by_verdict[i]);
    }
    return fmt::format("{} calls:{}; {} cross-connections; heard {} ms, missed {} ms",
                       summary.calls, verdicts, summary.cross_connections, summary.talked.count(),
                       summary.missed.count());
}

}  // namespace tools::office
