// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/firstcall/records.hpp"

#include <array>
#include <cstdio>
#include <memory>

namespace tools::firstcall {

std::vector<std::string> stored_callers(const std::filesystem::path& database) {
    const std::string command =
        "sqlite3 -readonly '" + database.string() +
        "' 'SELECT c.ani FROM call_records r JOIN contacts c USING (epoch, contact)' 2>/dev/null";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> output(popen(command.c_str(), "r"),
                                                                 pclose);
    std::vector<std::string> found;
    if (output == nullptr) return found;
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), output.get()) != nullptr) {
        std::string ani(line.data());
        if (ani.ends_with('\n')) ani.pop_back();
        found.push_back(std::move(ani));
    }
    return found;
}

}  // namespace tools::firstcall
