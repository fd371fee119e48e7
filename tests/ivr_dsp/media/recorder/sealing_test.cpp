// SPDX-License-Identifier: GPL-2.0-or-later
// Sealed recordings: readable with the key alone, and never otherwise than they were written.
#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include "tests/ivr_dsp/media/recorder/studio.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using ivr_dsp::Sealing;
using support::heard_at;
using support::said_at;
using support::Sound;
using support::Studio;

namespace {

constexpr std::size_t stored_block = ivr_dsp::block_octets + Sealing::added_octets;

std::string octets_of(const fs::path& file) {
    std::ostringstream all;
    all << std::ifstream(file, std::ios::binary).rdbuf();
    return all.str();
}
void write(const fs::path& file, const std::string& octets) {
    std::ofstream(file, std::ios::binary) << octets;
}

}  // namespace

TEST_GROUP(SealedRecording) {
    support::ScratchDirectory scratch;
    Studio studio{scratch.path() / "recordings"};
    fs::path sealed;
    std::string stored;

    void setup() override {
        studio.plan.key = support::test_key();
        CHECK(studio.record(5000).has_value());
        sealed = studio.file(".sealed");
        stored = octets_of(sealed);
        STRCMP_EQUAL("good", studio.check().c_str());
    }
    std::string opening(const ivr_dsp::RecordingKey* key) {
        auto sound = ivr_dsp::open_sound(sealed, key);
        return sound ? "good" : sound.error();
    }
    std::string opening_altered(const std::string& octets) {
        write(sealed, octets);
        return opening(&*studio.plan.key);
    }
};

TEST(SealedRecording, comes_out_of_export_as_it_was_said) {
    auto sound = ivr_dsp::open_sound(sealed, &*studio.plan.key);
    CHECK(!!sound);
    CHECK(!!sound->export_to(scratch.path() / "out.wav"));
    const Sound out(scratch.path() / "out.wav");
    LONGS_EQUAL(5000, out.ms());
    for (int i = 0; i < 5000; ++i) {
        CHECK(out.left(i) == said_at(i));
        CHECK(out.right(i) == heard_at(i));
    }
}

TEST(SealedRecording, shows_nothing_of_what_was_said) {
    const ivr_dsp::SidecarBegin& begin = studio.sidecar().begin;
    CHECK(begin.sealed);
    CHECK(stored.find("RIFF") == std::string::npos);
    for (int i = 0; i < 5000; ++i) {
        // Left and right lie between each other.
        std::string said;
        for (std::size_t k = 0; k < 4; ++k) {
            said += static_cast<char>(said_at(i).octets[k]);
            said += static_cast<char>(heard_at(i).octets[k]);
        }
        CHECK(stored.find(said) == std::string::npos);
    }
}

TEST(SealedRecording, opens_with_its_key_alone) {
    STRCMP_EQUAL("good", opening(&*studio.plan.key).c_str());
    STRCMP_CONTAINS("name the key", opening(nullptr).c_str());
    const auto other = support::test_key(8);
    STRCMP_CONTAINS("another key", opening(&other).c_str());
}

TEST(SealedRecording, cut_off_between_two_blocks_is_found_without_its_sidecar) {
    const std::string cut = stored.substr(0, Sealing::head_octets + 2 * stored_block);
    STRCMP_CONTAINS("end is missing", opening_altered(cut).c_str());
    STRCMP_CONTAINS("end is missing", opening_altered(stored.substr(0, 30)).c_str());
}

TEST(SealedRecording, blocks_that_changed_places_are_found) {
    std::string swapped = stored;
    const std::size_t one = Sealing::head_octets + stored_block;
    for (std::size_t i = 0; i < stored_block; ++i) {
        std::swap(swapped[one + i], swapped[one + stored_block + i]);
    }
    STRCMP_CONTAINS("block 2 of 5", opening_altered(swapped).c_str());
}

TEST(SealedRecording, an_octet_changed_anywhere_is_found) {
    for (const std::size_t at :
         {std::size_t{12}, std::size_t{30}, stored.size() / 2, stored.size() - 1}) {
        std::string changed = stored;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        CHECK(opening_altered(changed) != "good");
    }
}

TEST(SealedRecording, a_block_of_another_file_is_found) {
    studio.plan.key = support::test_key();
    CHECK(studio.record(5000, 43).has_value());
    std::string mixed = stored;
    const std::string other = octets_of(studio.files(".sealed")[1]);
    const std::size_t one = Sealing::head_octets + stored_block;
    mixed.replace(one, stored_block, other, one, stored_block);
    STRCMP_CONTAINS("block 2 of", opening_altered(mixed).c_str());
}

TEST(SealedRecording, a_key_file_is_hexadecimal_and_its_owners_alone) {
    const fs::path file = scratch.path() / "key";
    const auto said = [&] {
        const auto key = ivr_dsp::read_key(file);
        return key ? std::string("good") : key.error();
    };
    STRCMP_CONTAINS("openssl rand", said().c_str());
    write(file, std::string(64, '7') + "\n");
    ::chmod(file.c_str(), 0644);
    STRCMP_CONTAINS("chmod 600", said().c_str());
    ::chmod(file.c_str(), 0600);
    STRCMP_EQUAL("good", said().c_str());
    BYTES_EQUAL(0x77, ivr_dsp::read_key(file)->octets[31]);
    write(file, std::string(63, '7') + "g");
    STRCMP_CONTAINS("is not 64", said().c_str());
    write(file, "77");
    STRCMP_CONTAINS("is not 64", said().c_str());
}
