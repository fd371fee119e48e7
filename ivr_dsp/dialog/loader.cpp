// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/loader.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include "ivr_dsp/dialog/compiler.hpp"
#include "ivr_dsp/dialog/elements.hpp"

namespace ivr_dsp::dialog {

using driver::Error;
using driver::Result;

Result<std::unique_ptr<Document>> load_document(const std::string& name, std::string_view text,
                                                const PromptIndex& prompts) {
    if (text.size() > longest_document) {
        return Error{fmt::format("{}:1: is longer than {} KiB: split it into several menus", name,
                                 longest_document / 1024)};
    }
    const LineMap lines(text);
    Complaints complaints;
    pugi::xml_document xml;
    const auto parsed =
        xml.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed) {
        complaints.add(lines.at(static_cast<std::size_t>(parsed.offset)),
                       fmt::format("is not well-formed XML ({}): close every element and write < "
                                   "and & in attributes as &lt; and &amp;",
                                   parsed.description()));
        return Error{complaints.text(name)};
    }
    auto document = std::make_unique<Document>();
    document->name = name;
    const pugi::xml_node root = xml.document_element();
    if (check_elements(root, lines, complaints)) {
        Compiler(*document, prompts, lines, complaints).compile(root);
    }
    if (!complaints.empty()) return Error{complaints.text(name)};
    return document;
}

}  // namespace ivr_dsp::dialog
