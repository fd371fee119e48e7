// SPDX-License-Identifier: GPL-2.0-or-later
// A configuration somebody wrote wrongly: each mistake has its place, and whatever is accepted can
// be used.
#include "driver/base/invariant.hpp"
#include "tests/support/fuzz.hpp"
#include "tools/config/plans.hpp"

namespace {

bool every_line_has_a_place(std::string_view mistakes) {
    while (!mistakes.empty()) {
        const auto end = std::min(mistakes.find('\n'), mistakes.size());
        const std::string_view line = mistakes.substr(0, end);
        mistakes.remove_prefix(std::min(end + 1, mistakes.size()));
        constexpr std::string_view file = "trunkline.toml:";
        if (!line.starts_with(file) || line.size() < file.size() + 5) return false;
        if (line[file.size()] < '1' || line[file.size()] > '9') return false;
    }
    return true;
}

// Of settings read from what the journal has.
bool knows_no_secret(const tools::Settings& settings) {
    const auto is_stand_in = [](const auto& link) {
        return std::ranges::all_of(link.tokens,
                                   [](const auto& one) { return one.token.starts_with("token-"); });
    };
    return std::ranges::all_of(settings.host.json, is_stand_in) &&
           std::ranges::all_of(settings.agents,
                               [](const auto& agent) {
                                   return agent.pin.empty() || agent.pin == pbx::right_pin;
                               }) &&
           std::ranges::all_of(settings.voicemail.mailboxes, [](const auto& mailbox) {
               return mailbox.pin.find_first_of("0123456789", mailbox.number.view().size()) ==
                      std::string::npos;
           });
}

constexpr const char* whole =
    "[center]\nname = \"c\"\ncountry = \"us\"\nlaw = \"ulaw\"\nperson = \"queue:a\"\n"
    "[ivr]\nports = 4\nconferences = 1\n"
    "[[board]]\nkind = \"simulated\"\nclock = \"internal\"\n"
    "[[board.span]]\nid = 1\nline = \"t1\"\nside = \"network\"\nd_channel = 24\n"
    "[[board.stations]]\nnumbers = \"2001-2005\"\n"
    "[[menu]]\nname = \"m\"\nfile = \"m.vxml\"\nnumber = \"3000\"\n"
    "[[queue]]\nname = \"a\"\nring = 7.5\nannouncement = \"m\"\n"
    "[[agent]]\nname = \"4001\"\nqueues = [\"a\"]\npin = \"1\"\n"
    "[[incoming]]\ndnis = \"8x.\"\nto = \"station:2001\"\n"
    "[voicemail]\nleave = \"m\"\nmessages = \"m\"\n"
    "[[mailbox]]\nnumber = \"2001\"  # 王\npin = '1968'\n";

constexpr const char* links =
    "center = { person = \"station:1\" }\n"
    "board = [{ kind = \"simulated\", stations = [{ numbers = \"1\" }] }]\n"
    "[dialling]\nlog_in = \"\"\n"
    "[patience]\nring = 1\n[journal]\nsegment_mib = 1\nsync_every = 0.01\n"
    "[host]\nrecords = \"r\"\n[[host.json]]\nport = 1\naddress = \"::1\"\n"
    "[[host.json.token]]\nclient = \"x\"\ntoken = \"0123456789abcdef\"\n"
    "[[host.serial]]\nname = \"s\"\ndevice = \"/d\"\ndialect = \"smdi\"\nspeed = 300\n"
    "[[host.serial]]\nname = \"t\"\ndevice = \"/e\"\ndialect = \"smdr\"\nlayout = \"csv\"\n";

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = tools::read_tolerantly(text, "trunkline.toml");
    if (!read.mistakes.empty()) {
        INVARIANT(every_line_has_a_place(read.mistakes));
        return -1;
    }
    const auto lines = tools::line_book(read.settings);
    const auto plan = tools::signalling_plan(read.settings, 1);
    INVARIANT(plan.configuration == tools::plant_digest(read.settings));
    const auto dialled = tools::dial_plan(read.settings);
    for (const pbx::Line& line : lines.all()) {
        if (!line.is_station()) continue;
        INVARIANT(dialled.inside(line.device.station).dialled != pbx::Dialled::wrong);
    }
    const auto shown =
        tools::read_tolerantly(tools::without_secrets(text, read.settings.secrets), "journal");
    INVARIANT(shown.mistakes.empty());
    INVARIANT(shown.settings.secrets.size() == read.settings.secrets.size());
    INVARIANT(knows_no_secret(shown.settings));
    return 0;
}

std::vector<std::string> fuzz::samples() {
    return {whole, links};
}
