// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/mapped_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/board/owned_file.hpp"

namespace driver {
namespace {

constexpr mode_t mode = 0660;
constexpr int attempts = 10;  // at a name that is made and removed while we look

static_assert(sizeof(FileMark) <= file_contents_at);

// What is being done to which file, for errors.
struct Work {
    const std::filesystem::path& path;
    const FileKind& kind;

    [[nodiscard]] Error failed(std::string_view what, std::string_view remedy) const {
        return {fmt::format("cannot {} {} {}: {}: {}", what, kind.thing, path.string(),
                            std::strerror(errno), remedy)};
    }
};

void* contents_of(void* memory) {
    return static_cast<std::byte*>(memory) + file_contents_at;
}

// Present from the start: the realtime thread must not wait for a page.
void* map(int fd, int protection, const FileKind& kind) {
    return ::mmap(nullptr, kind.mark.size, protection, MAP_SHARED | MAP_POPULATE, fd, 0);
}

// Makes a whole file under a name of its own, then gives it its right name, if nobody else was
// quicker: a file that can be seen is complete, and all who look see the same one.
Result<void> make_if_missing(const Work& work) {
    constexpr std::string_view remedy = "the directory must be there and writable";
    std::string draft = work.path.string() + ".XXXXXX";
    const OwnedFile file(::mkostemp(draft.data(), O_CLOEXEC));
    if (file.get() < 0) return work.failed("make", remedy);
    const auto give_up = [&]() -> Result<void> {
        auto error = work.failed("make", remedy);
        ::unlink(draft.c_str());
        return error;
    };
    const auto size = static_cast<off_t>(work.kind.mark.size);
    // Real space, because a full disk would otherwise be a crash at the first write.
    if (const int error = ::posix_fallocate(file.get(), 0, size); error != 0) {
        errno = error;
        return give_up();
    }
    if (::fchmod(file.get(), mode) != 0) return give_up();
    void* const memory = map(file.get(), PROT_READ | PROT_WRITE, work.kind);
    if (memory == MAP_FAILED) return give_up();
    new (memory) FileMark(work.kind.mark);
    work.kind.construct(contents_of(memory));
    ::munmap(memory, work.kind.mark.size);
    if (::link(draft.c_str(), work.path.c_str()) != 0 && errno != EEXIST) return give_up();
    ::unlink(draft.c_str());
    return {};
}

bool is_right(int fd, const FileKind& kind) {
    FileMark mark;
    struct stat status {};
    const auto size = ::pread(fd, &mark, sizeof(mark), 0);
    return std::cmp_equal(size, sizeof(mark)) && mark == kind.mark && ::fstat(fd, &status) == 0 &&
           std::cmp_greater_equal(status.st_size, kind.mark.size);
}

Result<void*> attach(int fd, int protection, const Work& work) {
    char octet{};
    if (::pread(fd, &octet, 1, 0) < 0) return work.failed("read", "remove it");
    if (!is_right(fd, work.kind)) {
        return Error{fmt::format("{} is not {} of this version: remove it", work.path.string(),
                                 work.kind.words)};
    }
    void* const memory = map(fd, protection, work.kind);
    if (memory == MAP_FAILED) return work.failed("map", "more memory is needed");
    return contents_of(memory);
}

}  // namespace

Result<void*> map_file(const std::filesystem::path& path, const FileKind& kind) {
    const Work work{path, kind};
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const OwnedFile file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
        if (file.get() >= 0) return attach(file.get(), PROT_READ | PROT_WRITE, work);
        if (errno != ENOENT) return work.failed("open", "its owner must let this user write");
        if (auto made = make_if_missing(work); !made) return Error{made.error()};
    }
    return Error{fmt::format("{} {} is removed as fast as it is made: stop who does it", kind.thing,
                             path.string())};
}

Result<const void*> map_file_to_read(const std::filesystem::path& path, const FileKind& kind) {
    const Work work{path, kind};
    const OwnedFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return work.failed("open", "is it there, and readable for this user?");
    const auto contents = attach(file.get(), PROT_READ, work);
    if (!contents) return Error{contents.error()};
    return *contents;
}

void unmap_file(const void* contents, const FileKind& kind) {
    auto* const octets = static_cast<std::byte*>(const_cast<void*>(contents)) - file_contents_at;
    ::munmap(octets, kind.mark.size);
}

bool is_other_file(const std::filesystem::path& path, const FileKind& kind) {
    const OwnedFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.get() >= 0 && !is_right(file.get(), kind);
}

}  // namespace driver
