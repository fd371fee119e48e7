// SPDX-License-Identifier: GPL-2.0-or-later
// What firmware plays is there, whole, and what control orders it by: else it does not start.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "driver/base/log.hpp"
#include "ivr_dsp/media/bank/compile_bank.hpp"
#include "tests/support/child.hpp"
#include "tools/firmware/firmware.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;

namespace {

// The log's own memory is there before the first test looks for leaks.
const bool log_is_made = (driver::log_from(driver::LogLevel::error), true);

std::string octets_of(const fs::path& file) {
    std::ostringstream all;
    all << std::ifstream(file, std::ios::binary).rdbuf();
    return all.str();
}

}  // namespace

TEST_GROUP(FirmwareSounds) {
    tools::Settings settings;
    support::ScratchDirectory scratch;

    void setup() override {
        CHECK(log_is_made);
        settings.state = scratch.path();
        settings.country = "us";
        settings.law = driver::Law::ulaw;
        fs::create_directories(scratch.path() / "voice");
        record("hello", 800);
        compile();
        CHECK_TRUE(ivr_dsp::compile_bank({{voice()}, settings.law, settings.music_bank()}));
    }
    [[nodiscard]] fs::path voice() const {
        return scratch.path() / "voice";
    }
    // So many samples of silence, as a WAV file of 8 kHz and 8 bits.
    void record(const std::string& name, std::uint32_t samples) const {
        const auto number = [](std::uint32_t value, unsigned octets) {
            std::string text;
            for (unsigned i = 0; i < octets; ++i) text += static_cast<char>(value >> 8 * i);
            return text;
        };
        std::ofstream(voice() / (name + ".wav"), std::ios::binary)
            << "RIFF" << number(36 + samples, 4) << "WAVEfmt " << number(16, 4) << number(1, 2)
            << number(1, 2) << number(8000, 4) << number(8000, 4) << number(1, 2) << number(8, 2)
            << "data" << number(samples, 4) << std::string(samples, '\x80');
    }
    void compile() const {
        CHECK_TRUE(ivr_dsp::compile_bank({{voice()}, settings.law, settings.prompt_bank()}));
    }
    // "ready", or why firmware does not start.
    [[nodiscard]] std::string starting() const {
        const auto sounds = tools::FirmwareSounds::load(settings);
        return sounds ? "ready" : sounds.error();
    }
    void refuses(const fs::path& file, const std::string& what) const {
        const std::string said = starting();
        STRCMP_CONTAINS(file.c_str(), said.c_str());
        STRCMP_CONTAINS(what.c_str(), said.c_str());
    }
};

TEST(FirmwareSounds, are_ready_when_bank_and_contents_belong_together) {
    STRCMP_EQUAL("ready", starting().c_str());
}

TEST(FirmwareSounds, of_a_bank_that_was_put_back_alone_are_refused) {
    const std::string before = octets_of(settings.prompt_bank());
    record("more", 80);
    compile();
    STRCMP_EQUAL("ready", starting().c_str());
    std::ofstream(settings.prompt_bank(), std::ios::binary) << before;
    refuses(settings.prompt_bank(), "is not the one that " + settings.prompt_contents().string() +
                                        " tells of: it is of generation ");
    refuses(settings.prompt_bank(), "make both again with: trunkline prompts compile");
    compile();
    STRCMP_EQUAL("ready", starting().c_str());
}

TEST(FirmwareSounds, without_contents_or_with_such_as_nobody_understands_are_refused) {
    std::ofstream(settings.prompt_contents()) << "trunkline-prompts 1 7\n0 hello\n";
    refuses(settings.prompt_contents(), ": line 2: not \"INDEX MILLISECONDS NAME\"");
    fs::remove(settings.prompt_contents());
    refuses(settings.prompt_contents(), "make it with: trunkline prompts compile");
}

TEST(FirmwareSounds, of_a_bank_that_is_cut_off_damaged_or_gone_are_refused) {
    for (const fs::path& bank : {settings.prompt_bank(), settings.music_bank()}) {
        const std::string good = octets_of(bank);
        std::ofstream(bank, std::ios::binary) << good.substr(0, good.size() - 1);
        refuses(bank, "octets long instead of ");
        std::string damaged = good;
        damaged.back() = static_cast<char>(damaged.back() ^ 1);
        std::ofstream(bank, std::ios::binary) << damaged;
        refuses(bank, "damaged");
        fs::remove(bank);
        refuses(bank, "No such file");
        std::ofstream(bank, std::ios::binary) << good;
        STRCMP_EQUAL("ready", starting().c_str());
    }
}
