// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ivr_dsp {

// Which of a fixed number of things have work in each tick, so that the idle ones cost nothing.
class ActiveSet {
  public:
    explicit ActiveSet(std::size_t room) : members_(room), places_(room, absent) {}

    [[nodiscard]] bool contains(std::uint32_t member) const noexcept {
        return places_[member] != absent;
    }
    void insert(std::uint32_t member) noexcept {
        if (contains(member)) return;
        places_[member] = count_;
        members_[count_++] = member;
    }
    void erase(std::uint32_t member) noexcept {
        if (!contains(member)) return;
        const std::uint32_t last = members_[--count_];
        members_[places_[member]] = last;
        places_[last] = places_[member];
        places_[member] = absent;
    }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    // Going from the last to the first, a member may be erased while it is being visited.
    [[nodiscard]] std::uint32_t operator[](std::size_t i) const noexcept { return members_[i]; }

  private:
    static constexpr std::uint32_t absent = 0xFFFFFFFFU;
    std::vector<std::uint32_t> members_;  // the first count_
    std::vector<std::uint32_t> places_;   // of each member, or absent
    std::uint32_t count_{};
};

}  // namespace ivr_dsp
