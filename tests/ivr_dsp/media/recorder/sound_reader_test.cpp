// SPDX-License-Identifier: GPL-2.0-or-later
// Sounds read back, and heads that speak of more than there is.
#include "ivr_dsp/media/recorder/archive/sound_reader.hpp"

#include <fstream>

#include "ivr_dsp/media/recorder/archive/sound_writer.hpp"
#include "tests/ivr_dsp/media/recorder/ogg.hpp"
#include "tests/ivr_dsp/media/recorder/studio.hpp"

#include <CppUTest/TestHarness.h>

namespace fs = std::filesystem;
using driver::Law;
using ivr_dsp::SoundContainer;
using ivr_dsp::SoundFormat;
using ivr_dsp::SoundLayout;
using support::said_at;

TEST_GROUP(SoundReader) {
    support::ScratchDirectory scratch;
    fs::path file = scratch.path() / "message";
    std::string error;

    // So much of what line 0 says.
    void keep(const SoundFormat& format, int ms) {
        ivr_dsp::StoredFile stored(file, nullptr);
        ivr_dsp::SoundWriter writer(stored, format);
        for (int i = 0; i < ms; ++i) writer.write(said_at(i), support::heard_at(i));
        writer.close();
        CHECK_TRUE(stored.finish());
    }
    void alter(const std::function<void(std::string&)>& change) {
        std::ostringstream all;
        all << std::ifstream(file, std::ios::binary).rdbuf();
        std::string octets = all.str();
        change(octets);
        std::ofstream(file, std::ios::binary) << octets;
    }
    std::vector<std::uint8_t> read(Law law) {
        error.clear();
        auto stored = ivr_dsp::StoredReader::open(file, nullptr);
        CHECK_TRUE(stored);
        auto sound = ivr_dsp::SoundReader::open(std::move(*stored), "2001/7");
        auto octets = sound
                          ? sound->octets(law)
                          : driver::Result<std::vector<std::uint8_t>>(driver::Error{sound.error()});
        if (octets) return std::move(*octets);
        error = octets.error();
        return {};
    }
    // The last page's number of samples, the check sum right.
    void let_opus_speak_of(std::uint64_t samples) {
        alter([samples](std::string& octets) {
            support::put_number(octets, octets.rfind("OggS") + support::ogg_position_at, samples,
                                8);
            support::make_ogg_sums_right(octets);
        });
    }
};

TEST(SoundReader, gives_the_law_s_octets_as_they_were_and_the_other_law_s_as_they_sound) {
    keep({SoundContainer::wav, SoundLayout::says, Law::alaw}, 1234);
    const auto octets = read(Law::alaw);
    LONGS_EQUAL(8 * 1234, octets.size());
    for (std::size_t i = 0; i < octets.size(); ++i) {
        BYTES_EQUAL(said_at(static_cast<int>(i / 8)).octets[i % 8], octets[i]);
    }
    const auto others = read(Law::ulaw);
    LONGS_EQUAL(octets.size(), others.size());
    for (std::size_t i = 0; i < octets.size(); ++i) {
        BYTES_EQUAL(ivr_dsp::octet_from(Law::ulaw, ivr_dsp::linear_from(Law::alaw, octets[i])),
                    others[i]);
    }
}

TEST(SoundReader, gives_all_of_opus) {
    keep({SoundContainer::opus, SoundLayout::says, Law::alaw}, 3210);
    LONGS_EQUAL(8 * 3210, read(Law::alaw).size());
    STRCMP_EQUAL("", error.c_str());
}

TEST(SoundReader, takes_no_memory_for_what_only_the_head_speaks_of) {
    keep({SoundContainer::opus, SoundLayout::says, Law::alaw}, 5000);
    let_opus_speak_of(std::uint64_t{1} << 40U);  // 48,000 a second: 183 GB as octets of a line
    CHECK(read(Law::alaw).empty());
    STRCMP_CONTAINS("2001/7: its head speaks of", error.c_str());
    STRCMP_CONTAINS("are there: damaged: put back a copy of it, or remove it", error.c_str());
}

TEST(SoundReader, refuses_what_no_recorder_wrote) {
    keep({SoundContainer::opus, SoundLayout::says, Law::alaw}, 5000);
    let_opus_speak_of(std::uint64_t{1} << 62U);
    CHECK(read(Law::alaw).empty());
    STRCMP_CONTAINS("2001/7: its head speaks of", error.c_str());
    STRCMP_CONTAINS("samples: damaged: put back a copy of it, or remove it", error.c_str());
}

TEST(SoundReader, exports_what_a_lost_disk_left_of_both_channels) {
    keep({SoundContainer::wav, SoundLayout::stereo, Law::ulaw}, 100);
    alter([](std::string& octets) { octets.resize(octets.size() - 33); });
    auto sound = ivr_dsp::SoundReader::open(*ivr_dsp::StoredReader::open(file, nullptr), "1/7");
    CHECK_TRUE(sound);
    const fs::path out = scratch.path() / "out.wav";
    const auto exported = sound->export_to(out);
    CHECK_TEXT(!!exported, exported ? "" : exported.error().c_str());
    const support::Sound heard(out);
    LONGS_EQUAL(800 - 17, heard.info.frames);
    for (int ms = 0; ms < 97; ++ms) {
        CHECK(heard.left(ms) == said_at(ms));
        CHECK(heard.right(ms) == support::heard_at(ms));
    }
}
