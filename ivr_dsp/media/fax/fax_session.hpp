// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "driver/base/chunk.hpp"
#include "driver/base/result.hpp"
#include "ivr_dsp/media/messages.hpp"

namespace ivr_dsp {

// What is to be sent or received. Pages are those of a TIFF file as T.4 and T.6 have them: 1,728,
// 2,048 or 2,432 pixels wide, one bit each.
struct FaxOrder {
    bool sends{};
    std::filesystem::path file{};  // to send; or to write, which must not be there yet
    std::string station{};         // our number, as the far end's machine shows it; 20 at most
    std::string header{};          // printed above each page that is sent; empty: none
    bool error_correction{true};   // T.30 Annex A, if the far end has it
};

// How a fax went, or how far it is.
struct FaxReport {
    bool over{};
    bool well{};               // all pages came over, and both ends know
    FaxEnd end{};              // when over
    std::uint32_t pages{};     // sent or received
    std::uint32_t bad_rows{};  // of the last page received
    std::uint32_t bits_per_second{};
    bool error_correction{};
    std::string far_station;
    std::string text;  // what went wrong, in words
};

// One end of a fax call by T.30 over law octets: spandsp, a millisecond at a time. Time is counted
// in samples: the same octets give the same fax. For a worker: it reads and writes files.
class FaxSession {
  public:
    // Error: the file to send is no such TIFF, or the one to write is there already.
    static driver::Result<std::unique_ptr<FaxSession>> start(const FaxOrder& order,
                                                             driver::Law law);
    FaxSession(const FaxSession&) = delete;
    FaxSession& operator=(const FaxSession&) = delete;
    virtual ~FaxSession() = default;

    // What the line says, and what it is to hear.
    [[nodiscard]] virtual driver::Chunk exchange(const driver::Chunk& heard) = 0;
    [[nodiscard]] virtual FaxReport report() const = 0;
    // The call is over before the fax is: what came of it is kept.
    virtual void hang_up() = 0;

  protected:
    FaxSession() = default;
};

}  // namespace ivr_dsp
