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

    // From here on, after `refusals_allowed` refusals, the engine is left by `escape`, which the
    // caller sets at once: an engine that is still being made answers a refusal with endless
    // recursion.
    void guard(int refusals_allowed) noexcept {
        is_guarded_ = true;
        refused_ = 0;
        refusals_allowed_ = refusals_allowed;
    }
    void unguard() noexcept { is_guarded_ = false; }
    // Something was refused since guard().
    [[nodiscard]] bool has_refused() const noexcept { return refused_ > 0; }
    // Leaves the engine, which cannot go on. Only C frames without destructors are between.
    [[noreturn]] void leave() noexcept;

    std::jmp_buf escape{};

  private:
    struct Block {
        Block* before;
        Block* after;
        std::size_t octets;
    };
    void link(Block* block) noexcept;
    void unlink(Block* block) noexcept;
    void* refuse() noexcept;

    std::size_t most_;
    std::size_t used_{};
    int refused_{};
    int refusals_allowed_{};
    bool is_guarded_{};
    Block* first_{};
};

}  // namespace ivr_dsp::dialog
