// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/scene.hpp"

#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

#include "driver/board/run_folder.hpp"
#include "ivr_dsp/media/bank/compile_bank.hpp"
#include "tools/config/plans.hpp"
#include "tools/firstcall/menus.hpp"

namespace tools::firstcall {

using driver::Error;
using driver::Result;

namespace {

// The board of the spans. Others than the simulated one have no stations.
std::string board_of(const Options& options) {
    if (options.dahdi) return "kind = \"dahdi\"\nclock = \"internal\"\nreserve = 0.008\n";
    if (options.ethmf.empty()) return "kind = \"simulated\"\n";
    return fmt::format("kind = \"packet\"\nclock = \"internal\"\ndevice = \"{}\"\n", options.ethmf);
}

bool is_simulated(const Options& options) {
    return !options.dahdi && options.ethmf.empty();
}

std::string spans_text(const Options& options) {
    std::string text;
    for (unsigned span = 1; span <= options.spans; ++span) {
        text += fmt::format(
            "\n[[board.span]]\nid = {}\nline = \"{}\"\nside = \"{}\"\nrelease_after = {}\n", span,
            options.t1 ? "t1" : "e1", options.both_network ? "network" : "user",
            options.release_after_s);
        text += options.span_settings;
        if (!is_simulated(options)) text += "far_end_follows = true\n";
        if (!options.ethmf.empty()) {
            text += "format = \"ethmf\"\nfar_mac = \"02:00:00:00:00:02\"\njitter = 0.064\n";
        }
    }
    return text;
}

std::string center_file(const Options& options) {
    const unsigned last = 2000 + options.agents;
    std::string text = fmt::format(
        "# SPDX-License-Identifier: GPL-2.0-or-later\n"
        "# The center of ./tools/demo. tools/config/example.toml explains every setting.\n\n"
        "[center]\nname = \"firstcall\"\ncountry = \"cn\"\nperson = \"queue:support\"\n\n"
        "[prompts]\nfolder = \"/usr/share/asterisk/sounds/en_US_f_Allison\"\n"
        "music = \"/usr/share/asterisk/moh\"\n\n"
        "[ivr]\nports = {}\nconferences = 8\n\n"
        "[[board]]\n{}",
        30 * options.spans, board_of(options));
    text += spans_text(options);
    if (!is_simulated(options)) text += "\n[[board]]\nkind = \"simulated\"\n";
    text += fmt::format("\n[[board.stations]]\nnumbers = \"2001-{}\"\n", last);
    text += "\n[[menu]]\nname = \"welcome\"\nfile = \"welcome.vxml\"\nnumber = \"3000\"\n" +
            options.menu_settings + "\n[[menu]]\nname = \"wait\"\nfile = \"wait.vxml\"\n";
    unsigned number = 3001;
    for (const auto queue : queue_names) {
        text += fmt::format(
            "\n[[queue]]\nname = \"{}\"\nnumber = \"{}\"\nannouncement = \"wait\"\n"
            "announce_every = 15\nring = 20\n",
            queue, number++);
    }
    // Every third agent serves both queues, the others one each.
    for (unsigned i = 1; i <= options.agents; ++i) {
        const std::string served = i % 3 == 0   ? "\"sales\", \"support\""
                                   : i % 3 == 1 ? "\"sales\""
                                                : "\"support\"";
        text += fmt::format(
            "\n[[agent]]\nname = \"{0}\"\npin = \"code-{0}\"\nqueues = [{1}]\n"
            "after_call_work = 2\n",
            4000 + i, served);
    }
    text += "supervisor = true\n";  // the last
    text += fmt::format("\n[[incoming]]\ndnis = \"{}\"\nto = \"menu:welcome\"\n", service_number);
    text += fmt::format(
        "\n[[incoming]]\ndnis = \"{}\"\nto = \"fax:office\"\n"
        "\n[fax]\nstation = \"+86 10 5551 8002\"\npause = 10\n",
        fax_number);
    text += fmt::format(
        "\n[dialling]\noutside = \"9\"\n\n[journal]\nsegment_mib = 16\n\n"
        "[host]\n\n[[host.json]]\nport = {}\n[[host.json.token]]\nclient = \"{}\"\n"
        "token = \"{}\"\n",
        options.in_virtual_time ? 0 : options.port, client_name, client_token);
    for (const std::string_view dialect : {"smdi", "smdr"}) {
        text += fmt::format(
            "\n[[host.serial]]\nname = \"{0}\"\ndialect = \"{0}\"\n"
            "device = \"run/{0}\"\nspeed = 9600\n",
            dialect);
    }
    return text + options.more_settings;
}

Result<void> write(const std::filesystem::path& file, std::string_view text) {
    std::ofstream out(file, std::ios::binary);
    if (!out || !(out << text) || !out.flush()) return Error{file.string() + " cannot be written"};
    return {};
}

Result<void> make_banks(const Settings& settings) {
    for (const auto& [folder, bank] : {
             std::pair{settings.prompts, settings.prompt_bank()},
             std::pair{settings.music,   settings.music_bank() }
    }) {
        const auto made = ivr_dsp::compile_bank({{folder}, settings.law, bank});
        if (!made) return Error{made.error()};
    }
    return {};
}

// Another center than the demo's, as it is: but nothing of it that outlives the run, is read by
// others or leads to a machine's connectors is touched.
void live_in(const std::filesystem::path& folder, Settings& settings) {
    settings.state = folder / "state";
    settings.run = folder / "run";
    settings.journal.directory = settings.state / "journal";
    host_bridge::HostBridgeConfig host;
    host.sqlite.push_back({.name = "records", .path = settings.state / "records.db"});
    host.goal = settings.host.goal;
    host.state_directory = settings.state;
    settings.host = host;
}

}  // namespace

Result<void> Scene::write_demo(const Options& options) {
    config = folder / "trunkline.toml";
    const std::string text = center_file(options);
    for (const auto& [name, content] : {
             std::pair<std::string, std::string_view>{"trunkline.toml", text        },
             {"welcome.vxml",   welcome_menu},
             {"wait.vxml",      wait_menu   }
    }) {
        auto written = write(folder / name, content);
        if (!written) return written;
    }
    return {};
}

Result<Scene> Scene::build(const Options& options) {
    Scene scene;
    scene.temporary = options.folder.empty();
    if (scene.temporary) {
        std::string name = (std::filesystem::temp_directory_path() / "firstcall-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) return Error{name + " cannot be made"};
        scene.folder = name;
    } else {
        scene.folder = std::filesystem::absolute(options.folder);
    }
    std::error_code failed;
    std::filesystem::create_directories(scene.folder / "state", failed);
    if (failed) return Error{scene.folder.string() + ": " + failed.message()};
    const auto run_folder = driver::make_run_folder(scene.folder / "run");
    if (!run_folder) return Error{run_folder.error()};
    scene.config = options.center;
    if (options.center.empty()) {
        const auto written = scene.write_demo(options);
        if (!written) return Error{written.error()};
    }
    const auto read = scene.read_settings(options);
    if (!read) return Error{read.error()};
    if (!options.center.empty()) live_in(scene.folder, scene.settings);
    const auto made = make_banks(scene.settings);
    if (!made) return Error{made.error()};
    return scene;
}

Result<void> Scene::read_settings(const Options& options) {
    auto read = settings_on_disk(config);
    if (!read) return Error{read.error()};
    settings = std::move(*read);
    for (BoardSettings& board : settings.boards) {
        board.oscillator_ppb = options.oscillator_ppb;
        for (const StationSettings& station : board.stations) stations.push_back(station.number);
    }
    return {};
}

Scene::Scene(Scene&& other) noexcept
    : folder(std::move(other.folder)),
      config(std::move(other.config)),
      settings(std::move(other.settings)),
      stations(std::move(other.stations)),
      temporary(std::exchange(other.temporary, false)) {}

Scene::~Scene() {
    if (!temporary) return;
    std::error_code ignored;
    driver::remove_run_folder(folder / "run");
    std::filesystem::remove_all(folder, ignored);
}

}  // namespace tools::firstcall
