// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/run_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string>

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace driver {
namespace {

namespace fs = std::filesystem;

const char* const memory = "/dev/shm";
const char* const prefix = "trunkline:";

Error cannot_make(const fs::path& folder, std::string_view why, std::string_view remedy) {
    return {fmt::format("cannot make the run folder {}: {}: {}", folder.string(), why, remedy)};
}

// Absolute, and without "/" at its end.
fs::path plain(const fs::path& folder) {
    fs::path whole = fs::absolute(folder).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

// "/srv/center/run": "/dev/shm/trunkline:srv:center:run".
fs::path home_in_memory(const fs::path& folder) {
    std::string name = prefix + folder.relative_path().string();
    std::ranges::replace(name, '/', ':');
    return fs::path(memory) / name;
}

bool is_ours(const fs::path& home) {
    return home.parent_path() == memory && home.filename().string().starts_with(prefix);
}

// Whoever may write beside it could have made it first, to read what our sockets say.
Result<void> make_home(const fs::path& home, const fs::path& folder) {
    if (::mkdir(home.c_str(), 0777) == 0) return {};
    const int error = errno;
    struct stat status {};
    if (error == EEXIST && ::lstat(home.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
        status.st_uid == ::geteuid()) {
        return {};
    }
    const std::string why = error == EEXIST ? "is somebody else's" : std::strerror(error);
    return cannot_make(folder, home.string() + " " + why,
                       "remove it, or choose another folder as run in trunkline.toml");
}

// The folder is a link from now on, if nothing else has its name.
Result<void> link_to(const fs::path& home, const fs::path& folder) {
    std::error_code failed;
    const fs::path old = fs::read_symlink(folder, failed);
    // Of a center that was copied or moved: two of them would meet in one folder.
    if (!failed && old != home && is_ours(old)) fs::remove(folder, failed);
    fs::create_directory_symlink(home, folder, failed);
    std::error_code ignored;
    if (fs::is_directory(folder, ignored)) return {};
    fs::remove(home, ignored);
    return cannot_make(folder, failed ? failed.message() : "something else has this name",
                       "remove what is there, or choose another folder as run in trunkline.toml");
}

bool is_there(const fs::path& folder, const fs::path& home) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) return false;
    const fs::path target = fs::read_symlink(folder, ignored);
    return !is_ours(target) || target == home;
}

}  // namespace

Result<void> make_run_folder(const fs::path& folder) {
    const fs::path whole = plain(folder);
    const fs::path home = home_in_memory(whole);
    if (is_there(whole, home)) return {};
    std::error_code failed;
    fs::create_directories(whole.parent_path(), failed);
    if (failed) {
        return cannot_make(whole, failed.message(), "this user must be able to write there");
    }
    const bool needs_link = !lies_in_memory(whole.parent_path()) && lies_in_memory(memory) &&
                            home.filename().string().size() <= NAME_MAX;
    if (needs_link) {
        auto made = make_home(home, whole);
        return made ? link_to(home, whole) : made;
    }
    fs::create_directory(whole, failed);
    if (!failed) return {};
    return cannot_make(whole, failed.message(), "this user must be able to write there");
}

void remove_run_folder(const fs::path& folder) {
    std::error_code ignored;
    const fs::path whole = plain(folder);
    const fs::path target = fs::read_symlink(whole, ignored);
    if (is_ours(target)) fs::remove_all(target, ignored);
    fs::remove_all(whole, ignored);
}

bool lies_in_memory(const fs::path& folder) {
    struct statfs status {};
    if (::statfs(folder.c_str(), &status) != 0) return false;
    return status.f_type == TMPFS_MAGIC || status.f_type == RAMFS_MAGIC;
}

}  // namespace driver
