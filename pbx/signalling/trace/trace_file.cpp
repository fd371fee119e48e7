// SPDX-License-Identifier: GPL-2.0-or-later
#include "pbx/signalling/trace/trace_file.hpp"

#include <new>

#include "driver/board/mapped_file.hpp"

namespace pbx {
namespace {

constexpr std::uint32_t version = 1;  // raise it when TraceRing changes its layout

struct alignas(64) File {
    driver::FileMark mark;
    alignas(driver::file_contents_at) TraceRing ring;
};

constexpr driver::FileKind kind{
    {{'T', 'L', 't', 'r', 'a', 'c', 'e', '\n'},          1, version, sizeof(File)},
    "the trace",
    "a trace",
    [](void* contents) { new (contents) TraceRing;}
};

}  // namespace

driver::Result<TraceFile> open_trace(const std::filesystem::path& path) {
    std::error_code ignored;  // whatever is wrong, map_file() says it
    if (driver::is_other_file(path, kind)) std::filesystem::remove(path, ignored);
    const auto contents = driver::map_file(path, kind);
    if (!contents) return driver::Error{contents.error()};
    return TraceFile(std::launder(static_cast<TraceRing*>(*contents)),
                     [](TraceRing* ring) { driver::unmap_file(ring, kind); });
}

driver::Result<TraceView> view_trace(const std::filesystem::path& path) {
    const auto contents = driver::map_file_to_read(path, kind);
    if (!contents) return driver::Error{contents.error()};
    return TraceView(std::launder(static_cast<const TraceRing*>(*contents)),
                     [](const TraceRing* ring) { driver::unmap_file(ring, kind); });
}

}  // namespace pbx
