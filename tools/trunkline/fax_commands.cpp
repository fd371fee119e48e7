// SPDX-License-Identifier: GPL-2.0-or-later
// fax list, ports, send.
#include <functional>
#include <system_error>

#include <fmt/format.h>

#include "ivr_dsp/media/fax/fax_file.hpp"
#include "tools/config/configured.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/commands.hpp"
#include "tools/trunkline/host_session.hpp"
#include "tools/trunkline/listings.hpp"

namespace tools {

using driver::Error;
using driver::Result;
using host_bridge::Json;

namespace {

namespace fs = std::filesystem;

// What a word of the center's is called; one it has no other name for is itself.
struct Meaning {
    std::string_view word;
    const char* en;
    const char* zh;
};
constexpr Meaning meanings[] = {
    {"receive",       "in",                             "收"                  },
    {"send",          "out",                            "发"                  },
    {"waiting",       "waits",                          "等待"               },
    {"running",       "runs",                           "传送中"            },
    {"received",      "received",                       "已收"               },
    {"sent",          "sent",                           "已发"               },
    {"failed",        "failed",                         "失败"               },
    {"no_fax",        "no fax machine answered",        "对方不是传真机"},
    {"dropped",       "the call was cut off",           "呼叫中断"         },
    {"incompatible",  "the machine cannot take it",     "对方机器不兼容"},
    {"poor_line",     "the line is too poor",           "线路质量太差"   },
    {"protocol",      "the machines lost each other",   "通信失败"         },
    {"file",          "no fax can be made of the file", "文件不能传真"   },
    {"disk",          "the disk took no more",          "磁盘已满"         },
    {"refused",       "the firmware refused it",        "固件拒绝"         },
    {"stopped",       "cancelled",                      "已取消"            },
    {"not_reached",   "not answered",                   "未接通"            },
    {"firmware_gone", "the firmware was gone",          "固件中断"         },
    {"late",          "the firmware did not answer",    "固件无应答"      },
};

// A word in the language asked for.
using Words = std::function<std::string(const std::string&)>;

Words words_of(const std::string& language) {
    return [say = Bilingual(language)](const std::string& word) {
        for (const Meaning& one : meanings) {
            if (one.word == word) return std::string(say(one.en, one.zh));
        }
        return printable(word);
    };
}

Cell state_cell(const Json& item, const Words& words) {
    const std::string state = text_at(item, "/state");
    const Mood mood = state == "failed"    ? Mood::bad
                      : state == "waiting" ? Mood::attention
                      : state == "running" ? Mood::plain
                                           : Mood::good;
    return {words(state), mood};
}

// Why not; for a call that was not answered the cause of Q.850, too.
Cell why_cell(const Json& item, const Words& words) {
    const std::string end = text_at(item, "/end");
    const bool told = text_at(item, "/state") == "failed" || number_at(item, "/tried") > 0;
    if (!told || end == "good" || end == "checked") return {"-"};
    std::string why = words(end);
    if (end == "not_reached") why += fmt::format(" ({})", number_at(item, "/cause"));
    const std::string text = text_at(item, "/text");
    if (!text.empty()) why += ": " + printable(text);
    return {why, Mood::attention};
}

Listing fax_listing(const std::string& language) {
    const Words words = words_of(language);
    const Bilingual say(language);
    Listing all{"fax", {}, say("There has been no fax yet.", "还没有传真。"), {}};
    const auto add = [&](const char* en, const char* in_chinese, Look look) {
        all.columns.push_back({say(en, in_chinese), std::move(look)});
    };
    add("FAX", "传真", shown("/fax"));
    add("", "", [words](const Json& item) { return Cell{words(text_at(item, "/direction"))}; });
    add("NUMBER", "号码", shown("/number"));
    add("STATE", "状态", [words](const Json& item) { return state_cell(item, words); });
    add("SINCE", "自", moment("/since"));
    add("PAGES", "页数", shown("/pages"));
    add("TRIED", "次数", shown("/tried"));
    add("BIT/S", "速率", id("/bitsPerSecond"));
    add("STATION", "对方标识", shown("/station"));
    add("BOX", "信箱", shown("/box"));
    add("WHY NOT", "原因", [words](const Json& item) { return why_cell(item, words); });
    return all;
}

Listing port_listing(const std::string& language) {
    const Words words = words_of(language);
    const Bilingual say(language);
    Listing all{"fax_port", {}, say("There is no fax port.", "没有传真端口。"), {}};
    all.columns.push_back({say("FAX PORT", "端口"), shown("/port")});
    all.columns.push_back({say("STATE", "状态"), [words, say](const Json& item) {
                               if (number_at(item, "/fax") == 0) {
                                   return Cell{say("idle", "空闲"), Mood::good};
                               }
                               return Cell{words(text_at(item, "/direction")), Mood::attention};
                           }});
    all.columns.push_back({say("SINCE", "自"), moment("/since")});
    all.columns.push_back({say("FAX", "传真"), id("/fax")});
    all.columns.push_back({say("CONTACT", "联系"), id("/contact/id")});
    return all;
}

// The file under a number nobody has used, in the folder from which the center sends. Whole when it
// has that name.
Result<std::uint64_t> put_out(const fs::path& folder, const fs::path& file) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    auto document = static_cast<std::uint64_t>(utc_us() / 1000);
    while (!failed && fs::exists(folder / fmt::format("{}.tiff", document), failed)) ++document;
    const fs::path part = folder / fmt::format("{}.part", document);
    if (!failed) fs::copy_file(file, part, failed);
    if (!failed) fs::rename(part, folder / fmt::format("{}.tiff", document), failed);
    if (!failed) return document;
    return Error{
        fmt::format("{}: {}: let this user write there", folder.string(), failed.message())};
}

Result<Json> give_order(const CommonOptions& common, const FaxOptions& options) {
    if (!common.host.empty()) {
        return Error{
            "the file must lie on the center's own machine: copy it to out/NUMBER.tiff "
            "in its folder of faxes, and order fax.send with document NUMBER"};
    }
    const auto pages = ivr_dsp::pages_of_fax(options.file);
    if (!pages) return Error{pages.error()};
    const auto settings = settings_on_disk(common.config);
    if (!settings) return Error{settings.error()};
    auto host = HostSession::open(common);
    if (!host) return Error{host.error()};
    const auto document = put_out(settings->fax.directory / "out", options.file);
    if (!document) return Error{document.error()};
    Order order;
    order.verb = "fax.send";
    order.fields.push_back({"number", FieldKind::text, options.number});
    order.fields.push_back({"document", FieldKind::number, fmt::format("{}", *document)});
    if (options.tries > 0) {
        order.fields.push_back({"tries", FieldKind::number, fmt::format("{}", options.tries)});
    }
    auto answer = host->order(order);
    if (!answer || refusal_in(*answer)) {
        std::error_code ignored;
        fs::remove(settings->fax.directory / "out" / fmt::format("{}.tiff", *document), ignored);
    }
    return answer;
}

}  // namespace

int show_faxes(const CommonOptions& common, std::string_view listing, const std::string& language) {
    auto host = HostSession::open(common);
    if (!host) return fail("trunkline", host.error());
    const auto items = host->items(listing);
    if (!items) return fail("trunkline", items.error());
    if (common.json) {
        fmt::print("{}\n", items->dump());
        return 0;
    }
    const Listing how = listing == "fax" ? fax_listing(language) : port_listing(language);
    fmt::print("{}", listing_text(how, *items, wants_colour()));
    return 0;
}

int send_fax(const CommonOptions& common, const FaxOptions& options) {
    const auto answer = give_order(common, options);
    if (!answer) return fail("trunkline", answer.error());
    if (common.json) fmt::print("{}\n", answer->dump());
    if (const auto refusal = refusal_in(*answer)) return fail("trunkline", *refusal);
    if (!common.json) fmt::print("done: {}\n", host_bridge::text_of(*answer, "text"));
    return 0;
}

}  // namespace tools
