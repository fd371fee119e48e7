// SPDX-License-Identifier: GPL-2.0-or-later
// A mailbox's folder: recordings as in archive/, each of one direction, and beside a message its
// owner has heard an empty file that ends in .heard.
#pragma once

#include <vector>

#include "ivr_dsp/media/messages.hpp"
#include "ivr_dsp/media/recorder/archive/archive_check.hpp"

namespace ivr_dsp {

// A message as its folder has it. `mailbox` is not known there.
struct MessageFile {
    std::string sidecar;  // file name
    StoredMessage facts;
};

// All messages that are whole, the oldest first; none if there is no such folder. What a deletion
// that was interrupted has left is told in `orphans`, by path.
std::vector<MessageFile> messages_in(const fs::path& directory,
                                     std::vector<fs::path>* orphans = nullptr);
// Error: names a sidecar that is not what the recorder writes.
driver::Result<MessageFile> message_of(const fs::path& directory, const std::string& sidecar);
// The sidecar's name; empty if there is no such message.
std::string sidecar_of_message(const fs::path& directory, std::uint64_t message);
// Errors: the disk.
driver::Result<void> mark_message(const fs::path& sidecar, bool heard);
// Nothing is left of it. Error: the disk; then it is there still.
driver::Result<void> delete_message(const fs::path& sidecar);

}  // namespace ivr_dsp
