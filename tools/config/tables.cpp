// SPDX-License-Identifier: GPL-2.0-or-later
// What the center is and does; and what the whole file must agree on.
#include "tools/config/tables.hpp"

#include <fmt/format.h>
#include <sys/un.h>
#include <unistd.h>

#include "pbx/journal/commands.hpp"

namespace tools {
namespace {

constexpr std::size_t most_pin = decltype(pbx::SetAgentState::pin)::room;

}  // namespace

void Tables::read(const toml::table& file) {
    Section top(file, complaints_);
    center(top.section("center"));
    prompts(top.section("prompts"));
    ivr(top.section("ivr"));
    for (Section& one : top.sections("mailbox")) mailbox(one);
    dialling(top.section("dialling"));
    for (Section& one : top.sections("board")) board(one);
    if (settings_.boards.empty()) top.complain("board", "is missing: add a table [[board]]");
    for (Section& one : top.sections("tone")) tone(one);
    for (Section& one : top.sections("menu")) menu(one);
    for (Section& one : top.sections("queue")) queue(one);
    for (Section& one : top.sections("agent")) agent(one);
    for (Section& one : top.sections("incoming")) incoming(one);
    patience(top.section("patience"));
    journal(top.section("journal"));
    recording(top.section("recording"));
    fax(top.section("fax"));
    voicemail(top.section("voicemail"));
    host(top.section("host"));
    top.done();
    check_lines();
    check_slots();
    names_.check(complaints_);
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

std::filesystem::path Tables::path(const std::string& written) const {
    const std::filesystem::path path(written);
    return path.is_absolute() || written.empty() ? path : (folder_ / path).lexically_normal();
}

std::string Tables::number(Section& s, std::string_view key) {
    std::string digits = s.digits(key, "");
    names_.there_is(Thing::number, digits, s.place(key));
    return digits;
}

std::optional<pbx::Destination> Tables::destination(Section& s, std::string_view key) {
    const auto written = s.text(key);
    if (!written) return std::nullopt;
    const auto to = pbx::parse_destination(*written);
    if (!to) {
        s.complain(key, to.error());
        return std::nullopt;
    }
    const Place place = s.place(key);
    if (const auto* menu = std::get_if<pbx::ToMenu>(&*to)) {
        names_.refers_to(Thing::menu, menu->menu.view(), place);
    } else if (const auto* queue = std::get_if<pbx::ToQueue>(&*to)) {
        names_.refers_to(Thing::queue, queue->queue.view(), place);
    } else if (const auto* station = std::get_if<pbx::ToStation>(&*to)) {
        names_.refers_to(Thing::station, station->station.view(), place);
    } else if (std::holds_alternative<pbx::ToFax>(*to)) {
        faxes_expected_.push_back(place);
    } else if (const auto* mailbox = std::get_if<pbx::ToMailbox>(&*to)) {
        names_.refers_to(Thing::mailbox, mailbox->mailbox.view(), place);
    } else if (const auto* messages = std::get_if<pbx::ToMessages>(&*to)) {
        if (!messages->mailbox.empty()) {
            names_.refers_to(Thing::mailbox, messages->mailbox.view(), place);
        }
    }
    return *to;
}

std::optional<pbx::Destination> Tables::destination_of_callers(Section& s, std::string_view key) {
    auto to = destination(s, key);
    if (!to) return to;
    if (auto* outside = std::get_if<pbx::ToNumber>(&*to)) {
        outside->group = settings_.outside.group;
        names_.refers_to(Thing::group, outside->group.view(), s.place(key));
    }
    return to;
}

void Tables::center(Section s) {
    settings_.name = s.name("name", "center");
    settings_.country = country(s, "cn");
    settings_.law = s.choice("law", driver::Law::alaw, "alaw or ulaw");
    settings_.dtmf = ivr_dsp::rules_of(
        s.choice("dtmf", ivr_dsp::DtmfColumn::att, "att, ntt, denmark, australia or brazil"));
    settings_.dtmf.beside_dial_tone = s.yes("dtmf_beside_dial_tone", false);
    settings_.state = path(s.text("state", "state"));
    settings_.run = path(s.text("run", "run"));
    const std::size_t longest = settings_.firmware_socket().string().size();
    if (where_ == Where::on_this_machine && longest >= sizeof(sockaddr_un::sun_path)) {
        s.complain("run",
                   fmt::format("sockets in {} would have names of {} octets, and there is "
                               "room for {}: choose a folder with a shorter name",
                               settings_.run.string(), longest, sizeof(sockaddr_un::sun_path) - 1));
    }
    if (const auto person = destination(s, "person")) {
        settings_.person = *person;
        if (!std::holds_alternative<pbx::ToQueue>(*person) &&
            !std::holds_alternative<pbx::ToStation>(*person)) {
            s.complain("person", "is not where people are: write queue:NAME or station:NUMBER");
        }
    }
    settings_.ready_on_log_in = s.yes("ready_on_log_in", true);
    s.done();
}

void Tables::prompts(Section s) {
    settings_.prompts = path(s.text("folder", "/usr/share/asterisk/sounds/en_US_f_Allison"));
    settings_.music = path(s.text("music", "/usr/share/asterisk/moh"));
    need_recordings(s, "folder", settings_.prompts, settings_.prompt_bank());
    need_recordings(s, "music", settings_.music, settings_.music_bank());
    s.done();
}

// Once the bank has been made from them they may go.
void Tables::need_recordings(const Section& s, std::string_view key,
                             const std::filesystem::path& folder,
                             const std::filesystem::path& bank) const {
    std::error_code ignored;
    if (where_ == Where::anywhere || std::filesystem::is_directory(folder, ignored) ||
        std::filesystem::exists(bank, ignored)) {
        return;
    }
    s.complain(key, folder.string() +
                        " is no folder: name the one of the recordings; those of Debian are in the "
                        "packages asterisk-core-sounds-en-wav and asterisk-moh-opsound-wav");
}

void Tables::ivr(Section s) {
    settings_.voice_ports = static_cast<std::uint16_t>(s.number("ports", 1, 4096, 30));
    constexpr int most_seats = driver::ConferenceRooms::most_seats;
    settings_.conferences = {
        static_cast<std::uint16_t>(s.number("conferences", 0, 1024, 8)),
        static_cast<std::uint8_t>(s.number("conference_seats", 3, most_seats, 8))};
    const std::int64_t level = s.number("conference_level", -30, 0, 0);
    if (level > -10 && level != 0) {
        s.complain("conference_level", "is too loud: write -30 to -10 (dBm0), or 0 for none");
    } else if (level != 0) {
        settings_.conference_dbm0 = static_cast<float>(level);
    }
    s.done();
}

void Tables::menu(Section& s) {
    MenuSettings menu;
    menu.name = s.name("name");
    menu.written = s.text("file").value_or("");
    menu.file = path(menu.written);
    menu.number = number(s, "number");
    if (s.has("fax")) menu.fax = destination_of_callers(s, "fax");
    names_.there_is(Thing::menu, menu.name.view(), s.place("name"));
    if (where_ == Where::on_this_machine && !menu.written.empty() &&
        access(menu.file.c_str(), R_OK) != 0) {
        s.complain("file", menu.file.string() +
                               " cannot be read: correct the name, or let this user read it");
    }
    s.done();
    settings_.menus.push_back(std::move(menu));
}

void Tables::queue(Section& s) {
    QueueSettings queue;
    acd::QueueConfig& config = queue.config;
    config.name = s.name("name");
    names_.there_is(Thing::queue, config.name.view(), s.place("name"));
    queue.number = number(s, "number");
    config.priority = static_cast<std::uint8_t>(s.number("priority", 0, 9, 0));
    config.announcement = s.name("announcement", "");
    if (!config.announcement.empty()) {
        names_.refers_to(Thing::menu, config.announcement.view(), s.place("announcement"));
    }
    config.announce_every = s.seconds("announce_every", 5, 3600, config.announce_every);
    config.ring = s.seconds("ring", 3, 600, config.ring);
    config.most = static_cast<std::uint16_t>(s.number("most_waiting", 1, 10'000, config.most));
    config.record = s.choice("record", config.record, "none or all");
    s.done();
    settings_.queues.push_back(std::move(queue));
}

void Tables::hide(const Section& s, std::string_view key, std::string stand_in) {
    const auto begin = s.begin_of(key);
    if (begin) settings_.secrets.push_back({*begin, std::move(stand_in)});
}

void Tables::agent(Section& s) {
    acd::AgentConfig agent;
    agent.name = s.digits("name");
    names_.there_is(Thing::agent, agent.name.view(), s.place("name"));
    agent.pin = s.text("pin", "");
    if (agent.pin.size() > most_pin) {
        s.complain("pin", fmt::format("has {} letters: at most {}", agent.pin.size(), most_pin));
    }
    if (!agent.pin.empty()) {
        hide(s, "pin", std::string(pbx::right_pin));
        settings_.host.pins[std::string(agent.name.view())] = agent.pin;
    }
    agent.supervisor = s.yes("supervisor", false);
    agent.after_call_work = s.seconds("after_call_work", 0, 86'400, driver::Ticks{0});
    const std::vector<std::string> queues = s.texts("queues");
    for (const std::string& name : queues) {
        names_.refers_to(Thing::queue, name, s.place("queues"));
        const auto found = std::ranges::find_if(
            settings_.queues, [&](const QueueSettings& q) { return q.config.name.view() == name; });
        const driver::QueueId id{static_cast<std::uint16_t>(found - settings_.queues.begin() + 1)};
        if (std::ranges::count(agent.queues, id) == 0) {
            agent.queues.push_back(id);
        } else if (found != settings_.queues.end()) {
            s.complain("queues", "names queue \"" + name + "\" twice: remove one of them");
        }
    }
    if (queues.empty()) s.complain("queues", "the agent serves no queue: name at least one");
    s.done();
    settings_.agents.push_back(std::move(agent));
}

void Tables::incoming(Section& s) {
    pbx::Route route;
    const auto written = s.text("dnis");
    const std::string& pattern = route.pattern = written.value_or("");
    const auto dot = pattern.find('.');
    if (written &&
        (pattern.empty() || pattern.find_first_not_of("0123456789*#x.") != std::string::npos ||
         (dot != std::string::npos && dot + 1 != pattern.size()))) {
        s.complain("dnis", "\"" + pattern +
                               "\" is no pattern: write digits, x for any digit, a final . for "
                               "the rest");
    }
    names_.there_is(Thing::dnis, pattern, s.place("dnis"));
    route.to = destination_of_callers(s, "to").value_or(pbx::Destination{});
    s.done();
    settings_.incoming.push_back(std::move(route));
}

void Tables::patience(Section s) {
    acd::Patience& patience = settings_.patience;
    const auto read = [&](std::string_view key, driver::Ticks& ticks) {
        ticks = s.seconds(key, 0.5, 3600, ticks);
    };
    read("first_digit", patience.first_digit);
    read("next_digit", patience.next_digit);
    read("last_digit", patience.last_digit);
    read("ring", patience.ring);
    read("voice_port", patience.voice_port);
    read("failure_tone", patience.failure_tone);
    read("audit", patience.audit);
    s.done();
}

void Tables::journal(Section s) {
    JournalSettings& journal = settings_.journal;
    const std::string directory = s.text("directory", "");
    journal.directory = directory.empty() ? settings_.state / "journal" : path(directory);
    journal.segment_octets = static_cast<std::uint64_t>(s.number("segment_mib", 1, 1024, 64))
                             << 20U;
    journal.sync_every = s.seconds("sync_every", 0.005, 10, driver::Ticks{50});
    journal.keep_octets = static_cast<std::uint64_t>(s.number("keep_mib", 0, 1'048'576, 0)) << 20U;
    s.done();
}

void Tables::recording(Section s) {
    RecordingSettings& recording = settings_.recording;
    const std::string directory = s.text("directory", "");
    recording.directory = directory.empty() ? settings_.state / "recordings" : path(directory);
    recording.format = s.choice("format", recording.format, "wav or opus");
    recording.layout = s.choice("layout", recording.layout, "stereo, mixed or says");
    recording.channels = static_cast<std::uint16_t>(s.number("channels", 0, 1024, 32));
    recording.key_file = path(s.text("key_file", ""));
    s.done();
}

}  // namespace tools
