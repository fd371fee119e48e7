// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/tap/tap_file.hpp"

#include <new>

#include "driver/board/mapped_file.hpp"

namespace ivr_dsp {
namespace {

constexpr std::uint32_t version = 2;  // raise it when TapRing changes its layout

struct alignas(64) File {
    driver::FileMark mark;
    alignas(driver::file_contents_at) TapRing ring;
};

constexpr driver::FileKind kind{
    {{'T', 'L', 't', 'a', 'p', 's', '\n', 0},          1, version, sizeof(File)},
    "the taps",
    "a file of taps",
    [](void* contents) { new (contents) TapRing;}
};

}  // namespace

driver::Result<TapFile> open_taps(const std::filesystem::path& path) {
    std::error_code ignored;  // whatever is wrong, map_file() says it
    if (driver::is_other_file(path, kind)) std::filesystem::remove(path, ignored);
    const auto contents = driver::map_file(path, kind);
    if (!contents) return driver::Error{contents.error()};
    auto* ring = std::launder(static_cast<TapRing*>(*contents));
    for (std::size_t tap = 0; tap < TapRing::taps; ++tap) ring->end(tap);
    return TapFile(ring, [](TapRing* mapped) { driver::unmap_file(mapped, kind); });
}

driver::Result<TapView> view_taps(const std::filesystem::path& path) {
    const auto contents = driver::map_file_to_read(path, kind);
    if (!contents) return driver::Error{contents.error()};
    return TapView(std::launder(static_cast<const TapRing*>(*contents)),
                   [](const TapRing* ring) { driver::unmap_file(ring, kind); });
}

}  // namespace ivr_dsp
