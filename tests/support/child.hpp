// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of what happens between programs: a forked program that may be killed, memory both see, a
// directory that goes away.
#pragma once

#include <chrono>
#include <filesystem>
#include <new>
#include <string>
#include <thread>
#include <utility>

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

// A program of its own that runs `body` and exits with what it returns. Killed when the test ends.
class Child {
  public:
    template <class Body>
    explicit Child(Body&& body) : pid_(::fork()) {
        if (pid_ == 0) run(body);
    }
    Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
    Child& operator=(Child&& other) noexcept {
        kill();
        pid_ = std::exchange(other.pid_, 0);
        return *this;
    }
    ~Child() { kill(); }

    // As `kill -9` does.
    void kill() {
        if (pid_ == 0) return;
        ::kill(pid_, SIGKILL);
        wait();
    }
    void send(int signal) const { ::kill(pid_, signal); }
    // The exit status, or -1 if a signal ended it.
    int wait() {
        int status = 0;
        ::waitpid(std::exchange(pid_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] int pid() const { return pid_; }

  private:
    // A check that fails in there must not leave by the test's own frames: they would take down
    // what the test goes on to use.
    template <class Body>
    [[noreturn]] static void run(Body& body) {
        try {
            ::_exit(body());
        } catch (...) {
            ::_exit(threw);
        }
    }

    static constexpr int threw = 99;
    int pid_;
};

// A T that children forked afterwards share with the test.
template <class T>
class Shared {
  public:
    Shared()
        : at_(::new (::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                            -1, 0)) T) {}
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared() { ::munmap(at_, sizeof(T)); }
    T* operator->() const { return at_; }
    T& operator*() const { return *at_; }

  private:
    T* at_;
};

class ScratchDirectory {
  public:
    ScratchDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "trunkline-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    ~ScratchDirectory() {
        namespace fs = std::filesystem;
        std::error_code ignored;
        std::error_code over;
        for (fs::recursive_directory_iterator at(path_, over), end; !over && at != end;
             at.increment(over)) {
            // A center's run folder, which lies in memory.
            const fs::path target = at->is_symlink() ? fs::read_symlink(at->path()) : fs::path();
            if (target.string().starts_with("/dev/shm/trunkline:")) fs::remove_all(target, ignored);
        }
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// Waits until `holds()`; false after half a minute.
template <class Condition>
bool soon(Condition&& holds) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (;;) {
        const bool is_last = std::chrono::steady_clock::now() >= limit;
        if (holds()) return true;
        if (is_last) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

}  // namespace support
