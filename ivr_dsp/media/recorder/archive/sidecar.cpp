// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/recorder/archive/sidecar.hpp"

#include <date/date.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ivr_dsp {

using driver::Error;
using driver::Result;
using JsonLine = nlohmann::ordered_json;

namespace {

std::string in_words(std::int64_t utc_us, const char* pattern) {
    const auto ms =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::microseconds(utc_us));
    return date::format(pattern, date::sys_time<std::chrono::milliseconds>(ms));
}

template <class Number>
bool get(const JsonLine& object, const char* name, Number& number) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_integer()) return false;
    number = found->get<Number>();
    return true;
}
bool get(const JsonLine& object, const char* name, Ticks& ticks) {
    std::int64_t ms = 0;
    if (!get(object, name, ms)) return false;
    ticks = Ticks{ms};
    return true;
}
bool get(const JsonLine& object, const char* name, std::string& text) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return false;
    text = found->get<std::string>();
    return true;
}
template <class Value>
bool get_named(const JsonLine& object, const char* name, Value& value) {
    std::string text;
    return get(object, name, text) && value_named(text, value);
}

bool read(const JsonLine& object, SidecarBegin& begin) {
    const auto sealed = object.find("sealed");
    if (sealed == object.end() || !sealed->is_boolean()) return false;
    begin.sealed = sealed->get<bool>();
    static_cast<void>(get(object, "caller", begin.caller));
    return get(object, "recording", begin.recording) && get(object, "line", begin.line) &&
           get(object, "audio", begin.audio) && get(object, "start_utc_us", begin.start_utc_us) &&
           get(object, "start_tick", begin.start_tick) &&
           get_named(object, "format", begin.format.container) &&
           get_named(object, "layout", begin.format.layout) &&
           get_named(object, "law", begin.format.law);
}

bool read(const JsonLine& object, RecordingGap& gap) {
    if (!get(object, "at_ms", gap.at) || !get_named(object, "why", gap.why)) return false;
    return gap.why == GapReason::killed || get(object, "lasts_ms", gap.lasts);
}

bool read(const JsonLine& object, SidecarEnd& end) {
    return get(object, "lasts_ms", end.lasts) && get(object, "missing_ms", end.missing) &&
           get(object, "octets", end.octets) && get(object, "sha256", end.sha256) &&
           get(object, "chain", end.chain) && get(object, "previous_sha256", end.previous_sha256);
}

// False: it stands where it cannot, or lacks something.
bool add(Sidecar& sidecar, bool first, const JsonLine& object) {
    if (!object.is_object() || sidecar.end) return false;
    std::string is;
    if (!get(object, "is", is)) return false;
    if (first) return is == "begin" && read(object, sidecar.begin);
    if (is == "gap") return read(object, sidecar.gaps.emplace_back());
    return is == "end" && read(object, sidecar.end.emplace());
}

}  // namespace

std::string utc_for_names(std::int64_t utc_us) {
    return in_words(utc_us, "%Y%m%dT%H%M%SZ");
}

std::string utc_text(std::int64_t utc_us) {
    return in_words(utc_us, "%Y-%m-%dT%H:%M:%SZ");
}

std::string line_of(const SidecarBegin& begin) {
    JsonLine line{
        {"is",           "begin"                        },
        {"recording",    begin.recording                },
        {"line",         begin.line                     },
        {"audio",        begin.audio                    },
        {"start",        utc_text(begin.start_utc_us)   },
        {"start_utc_us", begin.start_utc_us             },
        {"start_tick",   begin.start_tick.count()       },
        {"format",       name_of(begin.format.container)},
        {"layout",       name_of(begin.format.layout)   },
        {"law",          name_of(begin.format.law)      },
        {"sealed",       begin.sealed                   }
    };
    if (!begin.caller.empty()) line["caller"] = begin.caller;
    return line.dump() + "\n";
}

std::string line_of(const RecordingGap& gap) {
    JsonLine line{
        {"is",    "gap"         },
        {"at_ms", gap.at.count()}
    };
    line["lasts_ms"] =
        gap.why == GapReason::killed ? JsonLine(nullptr) : JsonLine(gap.lasts.count());
    line["why"] = name_of(gap.why);
    return line.dump() + "\n";
}

std::string line_of(const SidecarEnd& end) {
    const JsonLine line{
        {"is",              "end"              },
        {"lasts_ms",        end.lasts.count()  },
        {"missing_ms",      end.missing.count()},
        {"octets",          end.octets         },
        {"sha256",          end.sha256         },
        {"chain",           end.chain          },
        {"previous_sha256", end.previous_sha256}
    };
    return line.dump() + "\n";
}

Result<Sidecar> sidecar_of(std::string_view text) {
    Sidecar sidecar;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == text.npos) break;  // cut off
        ++number;
        const JsonLine object = JsonLine::parse(text.substr(0, end), nullptr, false);
        if (!add(sidecar, number == 1, object)) {
            return Error{fmt::format("line {} is not what the recorder writes", number)};
        }
        text.remove_prefix(end + 1);
    }
    if (number == 0) return Error{"its first line is missing"};
    return sidecar;
}

}  // namespace ivr_dsp
