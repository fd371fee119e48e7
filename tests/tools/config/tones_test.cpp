// SPDX-License-Identifier: GPL-2.0-or-later
// Tones that are listened for, and what they do.
#include "tests/tools/config/written_file.hpp"
#include "tools/config/plans.hpp"

TEST_GROUP(TonesOfASite) {
    written::File file;

    void tone(const std::string& lines) {
        file.more = "[[tone]]\n" + lines;
    }
};

TEST(TonesOfASite, are_read_beside_those_of_its_country) {
    tone("name = \"busy\"\nfrequencies = [620]\ncadence = [0.2, 0.25]\n");
    const auto tones = file.settings().tones;
    LONGS_EQUAL(1, tones.size());
    CHECK(tones[0].meaning == ivr_dsp::HeardTone::busy);
    LONGS_EQUAL(2, tones[0].cycle.size());
    CHECK(tones[0].cycle[0].first.hz == 620 && tones[0].cycle[0].lasts == driver::Ticks{200});
    CHECK(tones[0].cycle[1].first.hz == 0 && tones[0].cycle[1].lasts == driver::Ticks{250});
}

TEST(TonesOfASite, that_sound_like_others_are_refused) {
    tone("name = \"congestion\" #!\nfrequencies = [450]\ncadence = [0.36, 0.36]\n");
    file.tells(
        "[[tone]] name: the congestion tone of this site (450 Hz 0.36 s, 0.36 s off) cannot be "
        "told from the busy tone (450 Hz 0.35 s, 0.35 s off): remove it, or learn it again from "
        "better recordings");
}

TEST(TonesOfASite, have_one_frequency_or_two) {
    tone("name = \"busy\"\nfrequencies = [400, 450, 500] #!\n");
    file.tells("[[tone]] frequencies: has to be one frequency or two: write [450] or [350, 440]");
    tone("name = \"busy\"\nfrequencies = [50] #!\n");
    CHECK(file.mistakes().find("no number from 200 to 2300") != std::string::npos);
}

TEST(TonesOfASite, are_sound_and_pause_in_turn) {
    tone("name = \"busy\"\nfrequencies = [620]\ncadence = [0.2] #!\n");
    CHECK(file.mistakes().find("has to be sounds and pauses in turn, 8 at most") !=
          std::string::npos);
}

TEST(TonesOfASite, may_be_of_another_country_on_a_span) {
    file.board =
        "[[board]]\nkind = \"simulated\"\n[[board.span]]\nid = 1\ncountry = \"us\"\n"
        "tones_end_calls = true\n";
    const auto settings = file.settings();
    CHECK(tools::tone_countries_of(settings) == (std::vector<std::string>{"cn", "us"}));
    CHECK(settings.boards[0].spans[0].tones_end_calls);
}

TEST(TonesOfASite, send_fax_machines_where_a_menu_says) {
    file.more = "[[menu]]\nname = \"hello\"\nfile = \"a.vxml\"\nfax = \"queue:fax\" #!\n";
    CHECK(file.mistakes().find("[[menu]] fax: ") != std::string::npos);
    file.more = "[[menu]]\nname = \"hello\"\nfile = \"a.vxml\"\nfax = \"queue:sales\"\n";
    CHECK(file.settings().menus[0].fax.has_value());
}
