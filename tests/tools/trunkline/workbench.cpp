// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tools/trunkline/workbench.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <pty.h>

#include <CppUTest/TestHarness.h>

namespace desk {
namespace {

constexpr const char* configuration =
    "[center]\nperson = \"queue:sales\"\n"
    "[prompts]\nfolder = \"voice\"\nmusic = \"music\"\n"
    "[ivr]\nports = 2\n"
    "[[board]]\nkind = \"simulated\"\nclock = \"internal\"\n"
    "[[board.span]]\nid = 1\nfar_end_follows = true\n"
    "[[board.stations]]\nnumbers = \"2001-2003\"\necho_tail = 0.032\n"
    "[[menu]]\nname = \"welcome\"\nfile = \"welcome.vxml\"\nnumber = \"3000\"\n"
    "[[queue]]\nname = \"sales\"\nnumber = \"3001\"\n"
    "[[agent]]\nname = \"4001\"\nqueues = [\"sales\"]\n"
    "[[agent]]\nname = \"4002\"\nqueues = [\"sales\"]\npin = \"77\"\n"
    "[journal]\nsegment_mib = 1\n";

constexpr const char* menu =
    "<?xml version='1.0'?>\n<vxml version='2.1' xmlns='http://www.w3.org/2001/vxml'>\n"
    "<form><block><prompt><audio src='hello'/></prompt></block>\n"
    "<transfer dest='queue:sales'/></form>\n</vxml>\n";

// Half a second of a quiet buzz: RIFF, PCM, 8000 samples a second of 16 bits.
std::string recording() {
    constexpr std::uint32_t samples = 4000;
    std::string wav = "RIFF";
    const auto add = [&](std::uint32_t value, int octets) {
        for (int i = 0; i < octets; ++i) wav += static_cast<char>(value >> (8 * i) & 0xFFU);
    };
    add(36 + 2 * samples, 4);
    wav += "WAVEfmt ";
    add(16, 4);
    add(1, 2);
    add(1, 2);
    add(8000, 4);
    add(16'000, 4);
    add(2, 2);
    add(16, 2);
    wav += "data";
    add(2 * samples, 4);
    for (std::uint32_t i = 0; i < samples; ++i) add(i % 80 * 50, 2);
    return wav;
}

[[noreturn]] void become(const std::vector<std::string>& command) {
    std::vector<char*> words;
    words.reserve(command.size() + 1);
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    execvp(words[0], words.data());
    _exit(127);
}

void redirect(const std::filesystem::path& file, int descriptor) {
    const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(opened, descriptor);
    close(opened);
}

support::Child started(const std::vector<std::string>& command, const std::filesystem::path& folder,
                       const std::string& name) {
    return support::Child([&]() -> int {
        redirect(folder / (name + ".out"), STDOUT_FILENO);
        redirect(folder / (name + ".err"), STDERR_FILENO);
        become(command);
    });
}

}  // namespace

Workbench::Workbench() {
    write("trunkline.toml", configuration);
    write("welcome.vxml", menu);
    std::filesystem::create_directories(file("voice"));
    std::filesystem::create_directories(file("music"));
    write("voice/hello.wav", recording());
    write("music/buzz.wav", recording());
}

std::filesystem::path Workbench::file(const std::string& name) const {
    return scratch_.path() / name;
}

void Workbench::write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
}

std::string Workbench::read(const std::string& name) const {
    std::ifstream in(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> Workbench::command_line(const Words& words) const {
    std::vector<std::string> command{TRUNKLINE_PROGRAM, "--config", file("trunkline.toml")};
    command.insert(command.end(), words.begin(), words.end());
    return command;
}

Said Workbench::trunkline(const Words& words) const {
    const int code = started(command_line(words), scratch_.path(), "said").wait();
    return {code, read("said.out"), read("said.err")};
}

Said Workbench::shell(const std::string& command) const {
    const int code = started({"bash", "-c", command}, scratch_.path(), "shell").wait();
    return {code, read("shell.out"), read("shell.err")};
}

support::Child Workbench::start(const std::string& name, const Words& words) const {
    return started(command_line(words), scratch_.path(), name);
}

std::string Workbench::on_a_terminal(const Words& words) const {
    int terminal = -1;
    const pid_t pid = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (pid == 0) become(command_line(words));
    std::string shown;
    std::array<char, 4096> octets{};
    for (;;) {
        const ssize_t size = ::read(terminal, octets.data(), octets.size());
        if (size <= 0) break;  // EIO: the program has ended
        shown.append(octets.data(), static_cast<std::size_t>(size));
    }
    close(terminal);
    waitpid(pid, nullptr, 0);
    return shown;
}

void Workbench::switch_on() {
    center_ = std::make_unique<support::Child>(start("center", {"run", "--pids", file("run")}));
    const bool answers = support::soon([&] {
        const Said system = trunkline({"system"});
        return system.code == 0 && system.out.find("running") != std::string::npos;
    });
    CHECK_TEXT(answers, read("center.err").c_str());
    // Nothing is plugged in: that is known a tenth of a second later.
    CHECK(support::soon(
        [&] { return trunkline({"span"}).out.find("alarm: LOS") != std::string::npos; }));
}

int Workbench::switch_off() {
    if (center_ == nullptr) return 0;
    center_->send(SIGTERM);
    const int code = center_->wait();
    center_.reset();
    const std::string said = read("center.err");  // by all three programs
    CHECK_TEXT(said.find("Sanitizer") == std::string::npos, said.c_str());
    return code;
}

host_bridge::Json Workbench::list(const std::string& what) const {
    const Said said = trunkline({what, "--json"});
    CHECK_EQUAL_TEXT(0, said.code, said.err.c_str());
    const auto json = host_bridge::parse_json(said.out);
    CHECK_TEXT(json && json->is_array(), said.out.c_str());
    return json.value_or(host_bridge::Json::array());
}

}  // namespace desk
