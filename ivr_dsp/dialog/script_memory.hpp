// SPDX-License-Identifier: GPL-2.0-or-later
// Memory for one script heap, counted and limited, and given back at once: the heap itself need not
// be taken down in order, which also works when it is broken.
#pragma once

#include <csetjmp>
#include <cstddef>

namespace ivr_dsp::dialog {

class ScriptMemory {
  public:
    explicit ScriptMemory(std::size_t most_octets) : most_(most_octets) {}
    ScriptMemory(const ScriptMemory&) = delete;
    ScriptMemory& operator=(const ScriptMemory&) = delete;
    ~ScriptMemory() { free_all(); }

    // As malloc, realloc and free, but nullptr also when the limit would be passed.
    void* allocate(std::size_t octets) noexcept;
    void* resize(void* place, std::size_t octets) noexcept;
    void free(void* place) noexcept;
    void free_all() noexcept;

    [[nodiscard]] std::size_t used() const noexcept { return used_; }
    [[nodiscard]] std::size_t most() const noexcept { return most_; }
    // Something was refused since this was last called.
    bool was_refused() noexcept;

    // Where to go on when the engine says that it cannot; valid while `is_guarded`.
    std::jmp_buf escape{};  // NOLINT(cert-err52-cpp): the engine's C frames have no destructors
    bool is_guarded{};

  private:
    struct Block {
        Block* before;
        Block* after;
        std::size_t octets;
    };
    void link(Block* block) noexcept;
    void unlink(Block* block) noexcept;

    std::size_t most_;
    std::size_t used_{};
    bool refused_{};
    Block* first_{};
};

}  // namespace ivr_dsp::dialog
