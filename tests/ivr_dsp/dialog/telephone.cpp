// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/ivr_dsp/dialog/telephone.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "ivr_dsp/dialog/speech_rules.hpp"

#include <CppUTest/TestHarness.h>

namespace support {

using ivr_dsp::dialog::End;
using ivr_dsp::dialog::PromptIndex;

Bank::Bank(const std::vector<std::string>& names, bool with_speech) : names_(names) {
    if (with_speech) {
        for (const std::string_view piece : ivr_dsp::dialog::english_rules.all()) {
            if (std::find(names_.begin(), names_.end(), piece) == names_.end()) {
                names_.emplace_back(piece);
            }
        }
    }
    std::string contents = "trunkline-prompts 1 7\n";
    for (std::size_t i = 0; i < names_.size(); ++i) {
        contents += fmt::format("{} 1000 {}\n", i, names_[i]);
    }
    auto index = PromptIndex::parse(contents);
    CHECK_TRUE(static_cast<bool>(index));
    index_ = *std::move(index);
}

Bank Bank::of_debian() {
    const std::filesystem::path sounds = "/usr/share/asterisk/sounds/en_US_f_Allison";
    std::vector<std::string> names;
    if (std::filesystem::exists(sounds)) {
        for (const auto& file : std::filesystem::recursive_directory_iterator(sounds)) {
            if (file.path().extension() != ".wav") continue;
            names.push_back(file.path().lexically_relative(sounds).replace_extension().string());
        }
    }
    CHECK_TEXT(!names.empty(), "install the package asterisk-core-sounds-en-wav");
    std::sort(names.begin(), names.end());
    return Bank(names, false);
}

std::string Bank::names(const std::vector<ivr_dsp::Clip>& clips) const {
    std::string text;
    for (const auto clip : clips) {
        if (clip == ivr_dsp::dialog::the_message) {
            text += " (message)";
            continue;
        }
        CHECK_EQUAL(index_.generation(), clip.generation);
        text += fmt::format("{}{}", text.empty() ? "" : " ", names_.at(clip.index));
    }
    return text;
}

void Telephone::take(ivr_dsp::dialog::Step step) {
    CHECK_TEXT(!(step.ending && !step.play.empty()), "an ending comes after the last words");
    CHECK_TEXT(!(step.ending && step.wake_after), "nothing is waited for after an ending");
    if (step.stop_playing || step.ending) hears_.clear();
    if (!step.play.empty()) hears_ = bank_.names(step.play);
    for (const auto& input : step.inputs) {
        CHECK_TEXT(!input.secret || input.value.empty(), "a secret is nobody's business");
        answered_ += fmt::format("{}{}={}", answered_.empty() ? "" : " ", input.field,
                                 input.secret ? "(secret)" : input.value);
    }
    if (step.ending) ending_ = step.ending;
    last_ = std::move(step);
}

// As the firmware hears it, which knows a PIN by the name "2001:****".
pbx::SecretKeys::Told Telephone::firmware_hears(char key) {
    auto secret = session_.secret();
    if (secret != secret_) {
        ivr_dsp::TakeSecret order{{}, secret.has_value()};
        if (secret) std::ranges::copy(*secret, order.expected.begin());
        std::ranges::replace(order.expected, decltype(order.expected)::value_type{"2001:****"},
                             decltype(order.expected)::value_type{"1968"});
        firmware_.take(order);
        secret_ = std::move(secret);
    }
    return firmware_.press(key);
}

void Telephone::presses(std::string_view keys) {
    for (const char key : keys) {
        const auto [heard, equals] = firmware_hears(key);
        take(session_.digit(heard, equals));
    }
}

void Telephone::listens_to_the_end() {
    for (int prompts = 0; !hears_.empty(); ++prompts) {
        CHECK_TEXT(prompts < 100, "the menu talks for ever");
        hears_.clear();
        take(session_.played());
    }
}

void Telephone::says_nothing() {
    CHECK_TEXT(last_.wake_after.has_value(), "the menu waits for nothing");
    take(session_.silence());
}

const char* name_of(End end) {
    switch (end) {
        case End::transferred:
            return "transferred";
        case End::person:
            return "person";
        case End::exited:
            return "exited";
        case End::disconnected:
            return "disconnected";
        case End::failed:
            return "failed";
    }
    return "?";
}

std::string Telephone::ending() const {
    if (!ending_) return "";
    std::string text = name_of(ending_->end);
    if (!ending_->destination.empty()) text += " " + ending_->destination;
    for (const auto& [name, value] : ending_->values) text += fmt::format(" {}={}", name, value);
    if (!ending_->error.empty()) text += " " + ending_->error;
    return text;
}

std::vector<std::string> Paper::words() {
    return {"hello", "menu",  "again", "sorry",   "speak-up",
            "bye",   "legal", "ask",   "confirm", "news"};
}

void Paper::menu_is(const std::string& body, const Variables& variables) {
    const auto loaded =
        menus_.load("test", "<vxml version=\"2.1\">" + body + "</vxml>", bank_.index());
    STRCMP_EQUAL("", loaded ? "" : loaded.error().c_str());
    caller_.emplace(menus_, bank_, "test", variables);
    caller_->answers();
}

std::string Paper::complaints(const std::string& text) const {
    ivr_dsp::dialog::Menus menus;
    const auto loaded = menus.load("test", text, bank_.index());
    CHECK_EQUAL(static_cast<bool>(loaded), menus.contains("test"));
    return loaded ? "" : loaded.error();
}

std::string Paper::complaints_in(const std::string& body) const {
    return complaints("<vxml version=\"2.1\">" + body + "</vxml>");
}

std::string shipped_menu(const std::string& name) {
    std::ifstream file(fmt::format("{}/{}.vxml", SHIPPED_MENUS, name));
    CHECK_TEXT(file.good(), name.c_str());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace support
