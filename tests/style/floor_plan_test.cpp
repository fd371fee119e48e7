// SPDX-License-Identifier: GPL-2.0-or-later
// The floor plan as one list, and the test that the tree keeps it. Change it together with the
// architecture, and with the floor plan in README.md.
#include "tests/style/floor_plan.hpp"

#include <algorithm>

#include <CppUTest/TestHarness.h>

namespace {

using style::Folders;

// A folder may include itself and those before it.
const Folders rooms{
    "driver/base",
    "driver/framing",
    "driver/board",
    "driver/bus",
    "ivr_dsp/dsp",
    "ivr_dsp/media",
    "pbx/signalling",
    // firmware above, control below
    "pbx/journal",
    "ivr_dsp/dialog",
    "pbx/call",
    "pbx/routing",
    "acd/distributor",
    "acd/center",
    "acd/ledger",
    "host_bridge",
    "tools",
    "tests",
};

const Folders firmware{"driver", "ivr_dsp/dsp", "ivr_dsp/media", "pbx/signalling"};
const Folders control{"pbx/journal",     "ivr_dsp/dialog", "pbx/call",  "pbx/routing",
                      "acd/distributor", "acd/center",     "acd/ledger"};
const Folders product{"driver", "ivr_dsp", "pbx", "acd", "host_bridge", "tools"};

const std::vector<style::Border> borders{
    {"control takes from firmware",
     control,                                         firmware,
     {"driver/base/", "driver/board/messages.hpp", "driver/bus/messages.hpp",
      "ivr_dsp/media/messages.hpp", "pbx/signalling/messages.hpp"}                                             },
    {"host_bridge takes",
     {"host_bridge"},
     product,                                                   {"driver/base/", "pbx/journal/", "acd/ledger/"}},
    {"the office takes",            {"tools/office"}, product,  {"driver/base/", "driver/board/cable"}         },
};

// Who may use the system, which blocks and differs from run to run: not those who decide.
const Folders effects{"driver/",      "ivr_dsp/dsp/", "ivr_dsp/media/", "pbx/signalling/",
                      "pbx/journal/", "host_bridge/", "tools/"};

// clang-format off
const std::vector<style::Fence> fences{
    // boards
    {"rte_", {"driver/board/", "tools/firmware/"}},
    {"dahdi/", {"driver/board/dahdi/"}},
    // lines; the office has its own
    {"libpri.h", {"pbx/signalling/isdn/", "tools/office/"}},
    {"osmocom/", {"tools/office/"}},
    {"boost/lockfree/", {"driver/base/mailbox.hpp"}},
    // host links
    {"boost/asio", {"host_bridge/links/"}},
    {"boost/beast", {"host_bridge/links/"}},
    {"boost/system/", {"host_bridge/links/"}},
    {"boost/math/", {"tools/trunkline/bit_error_ratio.cpp"}},
    {"openssl/", {"host_bridge/links/"}},
    // recordings: OpenSSL 3 may not be linked into the firmware, which is GPL-2.0 alone
    {"nettle/", {"ivr_dsp/media/recorder/archive/"}},
    // signal
    {"experimental/simd", {"ivr_dsp/dsp/"}},
    {"xsimd/", {"ivr_dsp/dsp/"}},
    {"immintrin.h", {"ivr_dsp/dsp/"}},
    {"sndfile.h", {"ivr_dsp/media/", "tools/"}},
    {"samplerate.h", {"ivr_dsp/media/", "tools/"}},
    {"spandsp.h", {"ivr_dsp/media/", "tools/"}},
    {"tiffio.h", {"ivr_dsp/media/fax/"}},
    {"spandsp/", {"ivr_dsp/media/", "tools/"}},
    // text, dates, configuration, logs
    {"fmt/", style::everywhere},
    {"date/", style::everywhere},
    {"toml++/", style::everywhere},
    {"nlohmann/", style::everywhere},
    {"pugixml.hpp", style::everywhere},
    {"CLI/", style::everywhere},
    {"curses.h", {"tools/trunkline/screen/"}},
    {"spdlog/", {"driver/base/log.cpp"}},
    {"duktape.h", {"ivr_dsp/dialog/"}},
    // records
    {"sqlite3.h", {"host_bridge/stores/"}},
    {"libpq-fe.h", {"host_bridge/stores/"}},
    // tests
    {"CppUTest/", {}},
    {"benchmark/", {}},
    {"boost/crc.hpp", {}},
    // the system
    {"filesystem", effects},
    {"fstream", effects},
    {"thread", effects},
    {"mutex", effects},
    {"condition_variable", effects},
    {"sys/", effects},
    {"linux/", effects},
    {"net/", effects},
    {"netinet/", effects},
    {"arpa/", effects},
    {"dlfcn.h", effects},
    {"fcntl.h", effects},
    {"grp.h", effects},
    {"netdb.h", effects},
    {"poll.h", effects},
    {"pthread.h", effects},
    {"pty.h", effects},
    {"sched.h", effects},
    {"signal.h", effects},
    {"spawn.h", effects},
    {"stdlib.h", effects},
    {"termios.h", effects},
    {"time.h", effects},
    {"unistd.h", effects},
};
// clang-format on

const style::FloorPlan plan{rooms, borders, fences};

// What the checker says about one file.
std::string says(const std::string& path, const std::string& text) {
    return style::as_text(style::breaches({path, text}, plan));
}
void allowed(const std::string& path, const std::string& include) {
    STRCMP_EQUAL("", says(path, "#include " + include + "\n").c_str());
}
void refused(const std::string& path, const std::string& include, const std::string& because) {
    const std::string said = says(path, "// comment\n#include " + include + "\n");
    STRCMP_CONTAINS((path + ":2: includes").c_str(), said.c_str());
    STRCMP_CONTAINS(because.c_str(), said.c_str());
}

}  // namespace

TEST_GROUP(FloorPlan){};

TEST(FloorPlan, is_kept_by_every_file_of_the_tree) {
    std::vector<style::Finding> findings;
    std::size_t checked = 0;
    for (const auto& file : style::read_tree(SOURCE_ROOT)) {
        if (!file.is_cpp()) continue;
        ++checked;
        for (auto& finding : style::breaches(file, plan)) findings.push_back(std::move(finding));
    }
    CHECK(checked > 50);
    STRCMP_EQUAL("", style::as_text(findings).c_str());
}

TEST(FloorPlan, has_a_readme_in_every_room_with_code) {
    const auto tree = style::read_tree(SOURCE_ROOT);
    std::string missing;
    for (const auto room : rooms) {
        const std::string folder = std::string(room) + "/";
        bool has_code = false;
        bool has_readme = false;
        for (const auto& file : tree) {
            has_code = has_code || (file.is_cpp() && file.path.starts_with(folder));
            has_readme = has_readme || file.path == folder + "README.md";
        }
        if (has_code && !has_readme) missing += "\n" + folder + "README.md is missing";
    }
    STRCMP_EQUAL("", missing.c_str());
}

TEST(FloorPlan, stands_in_the_readme_in_the_same_order) {
    std::string listed;
    std::string expected;
    for (const auto room : rooms) expected += "\n" + std::string(room);
    for (const auto& file : style::read_tree(SOURCE_ROOT)) {
        if (file.path != "README.md") continue;
        for (const auto line : style::lines_of(file.text)) {
            const std::string_view first = line.substr(0, line.find(' ', 4));
            if (!line.starts_with("    ") || line.size() == first.size()) continue;
            const std::string word(first.substr(4));
            if (std::count(rooms.begin(), rooms.end(), word) > 0) listed += "\n" + word;
        }
    }
    STRCMP_EQUAL(expected.c_str(), listed.c_str());
}

TEST(FloorPlan, a_room_takes_from_itself_and_those_above) {
    allowed("pbx/call/call.cpp", "\"pbx/call/call.hpp\"");
    allowed("pbx/call/call.cpp", "\"pbx/journal/events.hpp\"");
    refused("pbx/call/call.cpp", "\"acd/center/center.hpp\"", "stands below pbx/call");
    refused("driver/base/ids.hpp", "\"driver/bus/bus.hpp\"", "stands below driver/base");
}

TEST(FloorPlan, an_include_that_names_no_room_is_refused) {
    refused("driver/bus/bus.cpp", "\"bus.hpp\"", "names no room");
    refused("driver/bus/bus.cpp", "\"../base/ids.hpp\"", "names no room");
    refused("driver/bus/bus.cpp", "\"driver/basement/ids.hpp\"", "names no room");
}

TEST(FloorPlan, a_file_outside_the_rooms_is_refused) {
    STRCMP_CONTAINS("common/util.hpp:1: a source file outside",
                    says("common/util.hpp", "").c_str());
    STRCMP_CONTAINS("outside the rooms", says("driver/stray.hpp", "").c_str());
}

TEST(FloorPlan, control_knows_of_firmware_only_messages_and_base) {
    allowed("acd/center/center.hpp", "\"pbx/signalling/messages.hpp\"");
    allowed("pbx/journal/records.hpp", "\"driver/base/ids.hpp\"");
    refused("acd/center/center.hpp", "\"driver/bus/bus.hpp\"", "control takes from firmware only");
    refused("ivr_dsp/dialog/menu.cpp", "\"ivr_dsp/media/player.hpp\"",
            "control takes from firmware");
    allowed("tools/firmware/main.cpp", "\"driver/bus/bus.hpp\"");
}

TEST(FloorPlan, host_bridge_knows_only_what_it_reads) {
    allowed("host_bridge/links/tcp.cpp", "\"host_bridge/dialects/json.hpp\"");
    allowed("host_bridge/dialects/json.cpp", "\"pbx/journal/events.hpp\"");
    refused("host_bridge/dialects/json.cpp", "\"pbx/call/call.hpp\"", "host_bridge takes only");
}

TEST(FloorPlan, the_office_shares_no_signal_code_with_us) {
    allowed("tools/office/span.cpp", "\"driver/board/cable.hpp\"");
    allowed("tools/office/span.cpp", "\"tools/office/caller.hpp\"");
    refused("tools/office/span.cpp", "\"ivr_dsp/dsp/companding.hpp\"", "the office takes only");
    refused("tools/office/span.cpp", "\"driver/board/board.hpp\"", "the office takes only");
}

TEST(FloorPlan, nobody_includes_tests) {
    refused("tools/host/main.cpp", "\"tests/support/fuzz.hpp\"", "tests stands below tools");
    allowed("tests/bench/main.cpp", "\"tests/bench/report.hpp\"");
}

TEST(FloorPlan, a_library_stays_behind_its_fence) {
    allowed("pbx/signalling/isdn/stack.cpp", "<libpri.h>");
    refused("pbx/signalling/messages.hpp", "<libpri.h>", "fenced in pbx/signalling/isdn/");
    refused("driver/base/arena.cpp", "<boost/lockfree/queue.hpp>", "driver/base/mailbox.hpp");
    refused("tools/host/main.cpp", "<CppUTest/TestHarness.h>", "fenced in tests");
    allowed("tests/pbx/call/call_test.cpp", "<CppUTest/TestHarness.h>");
    allowed("acd/center/center.cpp", "<fmt/format.h>");
}

TEST(FloorPlan, a_library_nobody_has_chosen_is_refused) {
    refused("driver/bus/bus.cpp", "<eigen3/Eigen/Dense>", "no library we use");
    refused("driver/bus/bus.cpp", "<whatever.h>", "no library we use");
    allowed("driver/bus/bus.cpp", "<vector>");
}

TEST(FloorPlan, those_who_decide_do_not_reach_the_system) {
    refused("acd/center/center.cpp", "<fstream>", "fenced in driver/");
    refused("pbx/call/call.cpp", "<unistd.h>", "fenced in driver/");
    allowed("pbx/journal/writer.cpp", "<fcntl.h>");
}

TEST(FloorPlan, spaces_do_not_hide_an_include) {
    STRCMP_CONTAINS("driver/bus/bus.cpp:1:",
                    says("driver/bus/bus.cpp", "  #  include \"x.h\"").c_str());
}
