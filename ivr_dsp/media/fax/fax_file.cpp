// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/media/fax/fax_file.hpp"

#include <array>
#include <memory>
#include <system_error>

#include <fmt/format.h>
#include <tiffio.h>

namespace ivr_dsp {
namespace {

using driver::Error;
using driver::Result;

constexpr std::array<std::uint32_t, 3> widths{1728, 2048, 2432};

struct TiffCloser {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, TiffCloser>;

constexpr const char* remedy =
    "make it with, for instance, tiffcp -c g4 or gs -sDEVICE=tiffg4 -r204x196";

// What is wrong with the page; empty: nothing. Only these codings are T.4's and T.6's; any other
// would call a decoder that has no business here.
std::string wrong_with(TIFF* tiff) {
    std::uint32_t width = 0;
    std::uint32_t rows = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t coding = COMPRESSION_NONE;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &rows);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &coding);
    if (bits != 1 || samples != 1) {
        return fmt::format("has {} bits a pixel, a fax has one", bits * samples);
    }
    if (coding != COMPRESSION_NONE && coding != COMPRESSION_CCITTRLE &&
        coding != COMPRESSION_CCITTFAX3 && coding != COMPRESSION_CCITTFAX4) {
        return fmt::format("is coded by TIFF's scheme {}, a fax by G3 or G4", coding);
    }
    if (rows == 0 || rows > most_fax_rows) {
        return fmt::format("is {} rows long, a fax 1 to {}", rows, most_fax_rows);
    }
    for (const std::uint32_t possible : widths) {
        if (width == possible) return {};
    }
    return fmt::format("is {} pixels wide, a fax 1728, 2048 or 2432", width);
}

}  // namespace

Result<std::uint32_t> pages_of_fax(const std::filesystem::path& file) {
    // What libtiff thinks of a file is said by our own errors; it is used for nothing else.
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    std::error_code unreadable;
    const auto size = std::filesystem::file_size(file, unreadable);
    if (unreadable) return Error{fmt::format("{}: {}", file.native(), unreadable.message())};
    if (size > most_fax_octets) {
        return Error{fmt::format("{}: has {} octets, a fax at most {}: send it in parts",
                                 file.native(), size, most_fax_octets)};
    }
    const Tiff tiff(TIFFOpen(file.c_str(), "r"));
    if (!tiff) return Error{fmt::format("{}: is no TIFF: {}", file.native(), remedy)};
    std::uint32_t page = 0;
    do {
        if (++page > most_fax_pages) {
            return Error{fmt::format("{}: has more than {} pages: send it in parts", file.native(),
                                     most_fax_pages)};
        }
        const std::string wrong = wrong_with(tiff.get());
        if (!wrong.empty()) {
            return Error{fmt::format("{}: page {} {}: {}", file.native(), page, wrong, remedy)};
        }
    } while (TIFFReadDirectory(tiff.get()) != 0);
    return page;
}

}  // namespace ivr_dsp
