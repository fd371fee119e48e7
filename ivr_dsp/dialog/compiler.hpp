// SPDX-License-Identifier: GPL-2.0-or-later
// Turns elements into the plain data of document.hpp, complaining about whatever makes no sense.
// Goes on after a complaint, so that all are found; then what it returns is not for use.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "ivr_dsp/dialog/complaints.hpp"
#include "ivr_dsp/dialog/document.hpp"
#include "ivr_dsp/dialog/names.hpp"
#include "ivr_dsp/dialog/prompt_index.hpp"
#include "ivr_dsp/dialog/script.hpp"

namespace ivr_dsp::dialog {

class Compiler {
  public:
    using Node = pugi::xml_node;

    Compiler(Document& document, const PromptIndex& prompts, const LineMap& lines,
             Complaints& complaints)
        : document_(document),
          prompts_(prompts),
          lines_(lines),
          complaints_(complaints),
          names_(document) {}

    // The whole document. `root` is <vxml>.
    void compile(const Node& root);

  private:
    // compiler.cpp: the document and its dialogs
    void check_root(const Node& root);
    void list_dialogs(const Node& root);
    void form(const Node& node, Dialog& dialog, const Settings& settings);
    void menu(const Node& node, Dialog& dialog, const Settings& settings);
    void field(const Node& node, Dialog& dialog, const Settings& settings);
    void record(const Node& node, Dialog& dialog, const Settings& settings);
    Grammar field_grammar(const Node& node);
    void menu_choices(const Node& node, Question& question);
    void question_content(const Node& node, Question& question);
    void check_first_prompt(const Node& node, const Question& question);
    void add_item(const Node& node, Dialog& dialog, Item item);
    std::vector<Handler> handlers(const Node& parent, const Settings& settings);

    // compiler_variables.cpp: variables, properties
    void declare(const Node& node, const std::string& name, bool secret, Dialog* dialog);
    void declare_variables(const Node& parent, Dialog* dialog);
    void declare_dialog(const Node& node, Dialog& dialog, const Settings& settings);
    std::vector<Declaration> declarations(const Node& parent);
    Settings settings_of(const Node& node, Settings outer);
    void set_property(const Node& property, Settings& settings);
    std::optional<VariableId> variable_named(const Node& node, const std::string& name,
                                             bool to_tell);
    std::vector<std::pair<std::string, VariableId>> name_list(const Node& node, bool to_tell);

    // compiler_actions.cpp: executable content
    Actions actions(const Node& parent, const Settings& settings);
    bool is_behind_leaving(const Node& node, const Actions& before);
    void action(const Node& node, const Settings& settings, Actions& into);
    Choose choose(const Node& node, const Settings& settings);
    Target target(const Node& node);
    Transfer transfer(const Node& node);
    Exit exit(const Node& node);

    // compiler_prompts.cpp: prompts and expressions
    enum class Use { condition, telling };
    Formula formula(const Node& node, const char* attribute, Use use);
    std::optional<Formula> condition(const Node& node);
    void compare(const Node& node, const std::string& secret, VariableId variable);
    void note_expected();
    bool resolve(const Node& node, const std::string& context, const std::string& name, Use use,
                 Formula& formula);
    Prompt prompt(const Node& node, const Settings& settings);
    std::optional<Piece> piece(const Node& node);
    std::optional<Piece> said_as(const Node& node);
    void check_speech(const Node& node);

    // Attributes with a limited set of values.
    bool flag(const Node& node, const char* attribute, bool otherwise);
    int count(const Node& node);
    std::optional<driver::Ticks> duration(const Node& node, const char* attribute);
    void complain(const Node& node, const std::string& problem);

    Document& document_;
    const PromptIndex& prompts_;
    const LineMap& lines_;
    Complaints& complaints_;
    Names names_;
    Script script_;
    std::map<VariableId, std::vector<Formula>> expected_;  // of secrets
    bool speech_checked_{};
    bool target_unknown_{};
};

// Nothing follows these actions: the last of them goes elsewhere or ends.
bool always_leaves(const Actions& actions);

}  // namespace ivr_dsp::dialog
