// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/script_memory.hpp"

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "driver/base/invariant.hpp"

namespace ivr_dsp::dialog {

void ScriptMemory::link(Block* block) noexcept {
    block->before = nullptr;
    block->after = first_;
    if (first_ != nullptr) first_->before = block;
    first_ = block;
    used_ += block->octets;
}

void ScriptMemory::unlink(Block* block) noexcept {
    (block->before != nullptr ? block->before->after : first_) = block->after;
    if (block->after != nullptr) block->after->before = block->before;
    used_ -= block->octets;
}

void* ScriptMemory::allocate(std::size_t octets) noexcept {
    if (octets == 0) return nullptr;
    auto* block =
        octets > most_ - used_ ? nullptr : static_cast<Block*>(std::malloc(sizeof(Block) + octets));
    if (block == nullptr) return refuse();
    block->octets = octets;
    link(block);
    return block + 1;
}

void* ScriptMemory::resize(void* place, std::size_t octets) noexcept {
    if (place == nullptr) return allocate(octets);
    if (octets == 0) {
        free(place);
        return nullptr;
    }
    Block* block = static_cast<Block*>(place) - 1;
    const std::size_t before = block->octets;
    if (octets > before && octets - before > most_ - used_) return refuse();
    auto* moved = static_cast<Block*>(std::realloc(block, sizeof(Block) + octets));
    if (moved == nullptr) return refuse();
    (moved->before != nullptr ? moved->before->after : first_) = moved;
    if (moved->after != nullptr) moved->after->before = moved;
    moved->octets = octets;
    used_ = used_ - before + octets;
    return moved + 1;
}

void ScriptMemory::free(void* place) noexcept {
    if (place == nullptr) return;
    Block* block = static_cast<Block*>(place) - 1;
    unlink(block);
    std::free(block);
}

void ScriptMemory::free_all() noexcept {
    Block* block = std::exchange(first_, nullptr);
    while (block != nullptr) std::free(std::exchange(block, block->after));
    used_ = 0;
}

void* ScriptMemory::refuse() noexcept {
    if (++refused_ > refusals_allowed_) leave();
    return nullptr;
}

void ScriptMemory::leave() noexcept {
    INVARIANT(is_guarded_);
    std::longjmp(escape, 1);  // NOLINT(cert-err52-cpp)
}

}  // namespace ivr_dsp::dialog
