// SPDX-License-Identifier: GPL-2.0-or-later
#include "driver/board/cable_file.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace driver {
namespace {

enum class CableKind : std::uint32_t { e1 = 1, t1 = 2, loop = 3 };

constexpr std::array<char, 8> magic = {'T', 'L', 'c', 'a', 'b', 'l', 'e', '\n'};
constexpr std::uint32_t version = 1;  // raise it when anything in cable.hpp changes its layout
constexpr mode_t mode = 0660;
constexpr int attempts = 10;  // at a name that is made and removed while we look

struct Header {
    std::array<char, 8> magic;
    CableKind kind;
    std::uint32_t version;
    std::uint64_t size;  // of the whole file
    friend bool operator==(const Header&, const Header&) = default;
};

// The file: what it is, then the cable.
template <class Kind>
struct alignas(64) File {
    Header header;
    alignas(64) Kind cable;
};

struct Traits {
    CableKind kind;
    std::string_view words;
};
template <class Kind>
constexpr Traits traits{};
template <>
constexpr Traits traits<E1Cable>{CableKind::e1, "an E1 cable"};
template <>
constexpr Traits traits<T1Cable>{CableKind::t1, "a T1 cable"};
template <>
constexpr Traits traits<LoopCable>{CableKind::loop, "a station's loop"};

template <class Kind>
constexpr Header right_header{magic, traits<Kind>.kind, version, sizeof(File<Kind>)};

// A counter that takes a lock would not work between programs.
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

Error failure(std::string_view what, const std::filesystem::path& path, std::string_view remedy) {
    return {fmt::format("cannot {} the cable {}: {}: {}", what, path.string(), std::strerror(errno),
                        remedy)};
}

template <class Kind>
void unmap(Kind* cable) {
    auto* const octets = reinterpret_cast<std::byte*>(cable) - offsetof(File<Kind>, cable);
    ::munmap(octets, sizeof(File<Kind>));
}

// Present from the start: the realtime thread must not wait for a page.
template <class Kind>
void* map(int fd) {
    return ::mmap(nullptr, sizeof(File<Kind>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
                  fd, 0);
}

// Makes a whole cable under a name of its own, then gives it its right name, if nobody else was
// quicker: a cable that can be seen is complete, and all who look see the same one.
template <class Kind>
Result<void> make_if_missing(const std::filesystem::path& path) {
    constexpr std::string_view remedy = "the directory must be there and writable";
    std::string draft = path.string() + ".XXXXXX";
    const Descriptor file(::mkostemp(draft.data(), O_CLOEXEC));
    if (file.get() < 0) return failure("make", path, remedy);
    const auto give_up = [&]() -> Result<void> {
        auto error = failure("make", path, remedy);
        ::unlink(draft.c_str());
        return error;
    };
    // Real space, because a full disk would otherwise be a crash at the first write.
    if (const int error = ::posix_fallocate(file.get(), 0, sizeof(File<Kind>)); error != 0) {
        errno = error;
        return give_up();
    }
    if (::fchmod(file.get(), mode) != 0) return give_up();
    void* const memory = map<Kind>(file.get());
    if (memory == MAP_FAILED) return give_up();
    auto* const made = new (memory) File<Kind>;
    made->header = right_header<Kind>;
    unmap(&made->cable);
    if (::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) return give_up();
    ::unlink(draft.c_str());
    return {};
}

template <class Kind>
Result<CableEnd<Kind>> attach(int fd, const std::filesystem::path& path) {
    Header header{};
    const auto size = ::pread(fd, &header, sizeof(header), 0);
    struct stat status {};
    if (size < 0 || ::fstat(fd, &status) != 0) return failure("read", path, "remove it");
    if (std::cmp_not_equal(size, sizeof(header)) || header != right_header<Kind> ||
        std::cmp_less(status.st_size, sizeof(File<Kind>))) {
        return Error{fmt::format("{} is not {} of this version: remove it", path.string(),
                                 traits<Kind>.words)};
    }
    void* const memory = map<Kind>(fd);
    if (memory == MAP_FAILED) return failure("map", path, "more memory is needed");
    return CableEnd<Kind>(&std::launder(static_cast<File<Kind>*>(memory))->cable, unmap<Kind>);
}

template <class Kind>
Result<CableEnd<Kind>> open_cable(const std::filesystem::path& directory, const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos) {
        return Error{fmt::format("\"{}\" is no name for a cable: use letters, digits and -", name)};
    }
    const auto path = directory / (name + ".cable");
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
        if (file.get() >= 0) return attach<Kind>(file.get(), path);
        if (errno != ENOENT) return failure("open", path, "its owner must let this user write");
        if (auto made = make_if_missing<Kind>(path); !made) return Error{made.error()};
    }
    return Error{fmt::format("the cable {} is removed as fast as it is made: stop who does it",
                             path.string())};
}

}  // namespace

Result<CableEnd<E1Cable>> open_e1_cable(const std::filesystem::path& directory,
                                        const std::string& name) {
    return open_cable<E1Cable>(directory, name);
}

Result<CableEnd<T1Cable>> open_t1_cable(const std::filesystem::path& directory,
                                        const std::string& name) {
    return open_cable<T1Cable>(directory, name);
}

Result<CableEnd<LoopCable>> open_loop_cable(const std::filesystem::path& directory,
                                            const std::string& name) {
    return open_cable<LoopCable>(directory, name);
}

}  // namespace driver
