// SPDX-License-Identifier: GPL-2.0-or-later
// Menus somebody wrote wrongly: each is refused with a place, or can be walked to an end.
#include "driver/base/invariant.hpp"
#include "ivr_dsp/dialog/dialog.hpp"
#include "ivr_dsp/dialog/speech_rules.hpp"
#include "tests/support/fuzz.hpp"

namespace {

using ivr_dsp::dialog::Menus;
using ivr_dsp::dialog::PromptIndex;
using ivr_dsp::dialog::Session;

PromptIndex prompts() {
    std::string contents = "trunkline-prompts 1 7\n0 1000 hello\n1 2000 menu\n2 500 wrong\n";
    int position = 3;
    for (const std::string_view piece : ivr_dsp::dialog::english_rules.all()) {
        contents += std::to_string(position++) + " 400 " + std::string(piece) + "\n";
    }
    auto index = PromptIndex::parse(contents);
    INVARIANT(static_cast<bool>(index));
    return *std::move(index);
}

// A caller who listens, presses keys and waits, by turns. A menu may hold him for ever, but not us.
void walk(const Menus& menus, const PromptIndex& index) {
    Session session(menus, index, "main",
                    {
                        {"ani",  "2025550100"},
                        {"dnis", "100"       }
    });
    auto step = session.start();
    for (int i = 0; i < 60 && !step.ending; ++i) {
        if (!step.play.empty() && i % 3 == 0) {
            step = session.played();
        } else if (i % 2 == 0) {
            step = session.digit("1290#*?"[i % 7], static_cast<std::uint8_t>(i % 8));
        } else {
            step = session.silence();
        }
        INVARIANT(!step.ending || step.play.empty());
    }
}

std::string vxml(const std::string& body) {
    return "<vxml version='2.1' xmlns='http://www.w3.org/2001/vxml'>" + body + "</vxml>";
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const PromptIndex index = prompts();
    Menus menus;
    const auto loaded =
        menus.load("main", std::string_view(reinterpret_cast<const char*>(data), size), index);
    if (!loaded) {
        INVARIANT(loaded.error().starts_with("main"));
        return -1;
    }
    walk(menus, index);
    return 0;
}

std::vector<std::string> fuzz::samples() {
    return {
        vxml("<menu id='main'><prompt><audio src='menu'/></prompt><choice dtmf='1' next='#sales'/>"
             "<choice dtmf='12' next='#sales'/><noinput count='2'><reprompt/></noinput></menu>"
             "<form id='sales'><block><transfer dest='queue:sales'/></block></form>"),
        vxml("<form><field name='x' type='digits?length=4'><prompt><audio src='hello'/></prompt>"
             "<filled><if cond='x == 2001'><transfer dest='queue:a'/><else/><exit "
             "namelist='x'/></if>"
             "</filled></field></form>"),
        vxml("<var name='n' expr='0'/><form id='a'><block><assign name='n' expr='n + 1'/>"
             "<if cond='n &lt; 5 &amp;&amp; session.ani != \"\"'><goto next='#a'/></if>"
             "<exit expr='n * 2'/></block></form>"),
        vxml("<form><property name='termchar' value='*'/><block><prompt><audio src='wrong'/>"
             "</prompt><disconnect/></block></form>"),
        vxml("<form id='f'><field name='pin'><grammar mode='dtmf'>1|22|*</grammar>"
             "<prompt timeout='2s'><value expr='7'/>"
             "<say-as interpret-as='time'>9:30</say-as></prompt><nomatch count='2'><goto "
             "expr=\"'#f'\"/></nomatch><filled><clear namelist='pin'/></filled></field></form>"),
        vxml("<form><field name='pin' type='digits?minlength=1;maxlength=3'>"
             "<property name='secret' value='true'/><prompt><audio src='hello'/></prompt><filled>"
             "<if cond=\"pin == session.ani || '42' !== pin &amp;&amp; pin.length == 2\">"
             "<clear namelist='pin'/></if></filled></field></form>"),
        vxml("<form><block><prompt bargein='false'><say-as interpret-as='ordinal'><value "
             "expr='Math.min(3, Number(session.ani))'/></say-as></prompt></block><transfer "
             "cond=\"session.ani.slice(-1) === '0'\" destexpr=\"'number:' + session.dnis\"/>"
             "</form>"),
    };
}
