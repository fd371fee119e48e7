// SPDX-License-Identifier: GPL-2.0-or-later
// import: a DAHDI installation becomes a trunkline.toml.
#include <cstdio>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/import/installation.hpp"
#include "tools/program/program.hpp"
#include "tools/trunkline/cells.hpp"
#include "tools/trunkline/verb.hpp"

namespace tools {

using driver::Error;
using driver::Result;

namespace {

Result<std::string> text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) return Error{file + ": cannot be read"};
    return text;
}

// Never over a file that is there.
Result<void> write_new(const std::filesystem::path& file, const std::string& text) {
    if (std::filesystem::exists(file)) {
        return Error{file.string() + ": is there already: name another file, or move it away"};
    }
    std::ofstream out(file, std::ios::binary);
    out << text << std::flush;
    if (!out) return Error{file.string() + ": cannot be written"};
    return {};
}

nlohmann::ordered_json json_of(const dahdi_import::Imported& imported) {
    nlohmann::ordered_json all{
        {"spans",   imported.spans                 },
        {"toml",    imported.toml                  },
        {"remarks", nlohmann::ordered_json::array()}
    };
    for (const dahdi_import::Remark& remark : imported.remarks) {
        all["remarks"].push_back({
            {"file", remark.place.file},
            {"line", remark.place.line},
            {"said", remark.said      },
            {"why",  remark.why       }
        });
    }
    return all;
}

int import_installation(const CommonOptions& common, const ImportOptions& options) {
    const auto imported = dahdi_import::import_dahdi(options.system, options.channels, text_of);
    if (!imported) return fail("trunkline", imported.error());
    if (imported->spans > 0 && !options.output.empty()) {
        const auto written = write_new(options.output, imported->toml);
        if (!written) return fail("trunkline", written.error());
    }
    if (common.json) {
        // A file may hold any octets.
        const auto text =
            json_of(*imported).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        fmt::print("{}\n", text);
    } else {
        for (const dahdi_import::Remark& remark : imported->remarks) {
            fmt::print(stderr, "{}:{}: {}: {}\n", printable(remark.place.file), remark.place.line,
                       printable(remark.said), printable(remark.why));
        }
        if (options.output.empty()) fmt::print("{}", imported->toml);
    }
    if (imported->spans == 0) {
        return fail("trunkline", options.system + ": no span in it can be carried over");
    }
    return imported->remarks.empty() ? 0 : found_wrong;
}

}  // namespace

void add_import(CLI::App& app, CommandLine& line) {
    ImportOptions& options = line.imports;
    CLI::App* word = app.add_subcommand("import",
                                        "make a trunkline.toml of a DAHDI installation; what "
                                        "cannot be carried over is told line by "
                                        "line, with what to do about it (exit code 3)");
    word->add_option("system", options.system, "such as /etc/dahdi/system.conf")
        ->required()
        ->type_name("FILE");
    word->add_option("channels", options.channels, "such as /etc/asterisk/chan_dahdi.conf")
        ->type_name("FILE");
    word->add_option("-o,--output", options.output, "write it there, not to standard output")
        ->type_name("FILE");
    word->callback([&line] { line.exit_code = import_installation(line.common, line.imports); });
    add_example(*word,
                "/etc/dahdi/system.conf /etc/asterisk/chan_dahdi.conf --output trunkline.toml");
}

}  // namespace tools
