// SPDX-License-Identifier: GPL-2.0-or-later
// mailbox list, messages, export: files, read as they lie on the disk; no center needed.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ivr_dsp/media/recorder/mailbox/message_files.hpp"
#include "tools/config/configured.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/bilingual.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/commands.hpp"
#include "tools/trunkline/table.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

struct MailboxPlace {
    Settings settings;
    std::filesystem::path folder;
};

Result<MailboxPlace> mailbox_at(const CommonOptions& common, const std::string& number) {
    auto settings = settings_on_disk(common.config);
    if (!settings) return Error{settings.error()};
    const auto& all = settings->voicemail.mailboxes;
    const auto found =
        std::ranges::find_if(all, [&](const auto& one) { return one.number.view() == number; });
    if (found == all.end()) {
        return Error{fmt::format("there is no mailbox {}: trunkline mailbox list", number)};
    }
    const std::filesystem::path folder = settings->mailbox(*found);
    return MailboxPlace{std::move(*settings), folder};
}

}  // namespace

int list_mailboxes(const CommonOptions& common, const MailboxOptions& options) {
    const auto settings = settings_on_disk(common.config);
    if (!settings) return fail("trunkline", settings.error());
    auto json = nlohmann::ordered_json::array();
    const Bilingual say(options.language);
    std::vector<Row> rows{
        {{say("mailbox", "信箱")}, {say("name", "名称")}, {say("new", "新")}, {say("old", "旧")}}
    };
    for (const acd::MailboxConfig& mailbox : settings->voicemail.mailboxes) {
        const auto messages = ivr_dsp::messages_in(settings->mailbox(mailbox));
        const auto old = std::ranges::count_if(
            messages, [](const ivr_dsp::MessageFile& one) { return one.facts.heard; });
        const auto fresh = static_cast<std::ptrdiff_t>(messages.size()) - old;
        auto& one = json.emplace_back();
        one["mailbox"] = mailbox.number.view();
        one["name"] = mailbox.name.view();
        one["fresh"] = fresh;
        one["old"] = old;
        Row& row = rows.emplace_back();
        row.push_back({std::string(mailbox.number.view())});
        row.push_back({std::string(mailbox.name.view())});
        row.push_back({std::to_string(fresh), fresh > 0 ? Mood::attention : Mood::plain});
        row.push_back({std::to_string(old)});
    }
    if (common.json) {
        fmt::print("{}\n", json.dump());
    } else if (rows.size() == 1) {
        fmt::print(
            "{}{}\n",
            say("there are no mailboxes: add [[mailbox]] to ", "没有信箱。请添加 [[mailbox]]："),
            common.config.string());
    } else {
        fmt::print("{}", table_text(rows, wants_colour()));
    }
    return 0;
}

int list_messages(const CommonOptions& common, const MailboxOptions& options) {
    const auto where = mailbox_at(common, options.mailbox);
    if (!where) return fail("trunkline", where.error());
    auto json = nlohmann::ordered_json::array();
    const Bilingual say(options.language);
    std::vector<Row> rows{
        {{say("message", "留言")},
         {say("from", "来自")},
         {say("at", "时间")},
         {say("lasts", "时长")},
         {say("is", "状态")}}
    };
    for (const auto& [sidecar, one] : ivr_dsp::messages_in(where->folder)) {
        auto& object = json.emplace_back();
        object["message"] = one.message;
        object["caller"] = one.caller.view();
        object["start"] = ivr_dsp::utc_text(one.utc_us);
        object["lastsMs"] = one.lasts.count();
        object["heard"] = one.heard;
        object["sidecar"] = sidecar;
        Row& row = rows.emplace_back();
        row.push_back({std::to_string(one.message)});
        row.push_back({printable(one.caller.view())});
        row.push_back({ivr_dsp::utc_text(one.utc_us)});
        row.push_back({in_seconds(one.lasts)});
        row.push_back(one.heard ? Cell{say("old", "旧")} : Cell{say("new", "新"), Mood::attention});
    }
    if (common.json) {
        fmt::print("{}\n", json.dump());
    } else if (rows.size() == 1) {
        fmt::print(fmt::runtime(say("mailbox {} is empty\n", "信箱 {} 是空的\n")), options.mailbox);
    } else {
        fmt::print("{}", table_text(rows, wants_colour()));
    }
    return 0;
}

int export_message(const CommonOptions& common, const MailboxOptions& options) {
    const auto where = mailbox_at(common, options.mailbox);
    if (!where) return fail("trunkline", where.error());
    const std::string sidecar = ivr_dsp::sidecar_of_message(where->folder, options.message);
    if (sidecar.empty()) {
        return fail("trunkline",
                    fmt::format("mailbox {} has no message {}", options.mailbox, options.message));
    }
    std::optional<ivr_dsp::RecordingKey> key;
    if (const auto& file = where->settings.recording.key_file; !file.empty()) {
        const auto read = ivr_dsp::read_key(file);
        if (!read) return fail("trunkline", read.error());
        key = *read;
    }
    auto sound = ivr_dsp::open_sound(where->folder / sidecar, key ? &*key : nullptr);
    if (!sound) return fail("trunkline", sound.error());
    const auto done = sound->export_to(options.file);
    if (!done) return fail("trunkline", done.error());
    if (common.json) {
        const nlohmann::ordered_json report{
            {"file",    options.file.string() },
            {"lastsMs", sound->lasts().count()}
        };
        fmt::print("{}\n", report.dump());
    } else {
        fmt::print("{}: {}\n", options.file.string(), in_seconds(sound->lasts()));
    }
    return 0;
}

}  // namespace tools
