// SPDX-License-Identifier: GPL-2.0-or-later
// Pages to be faxed, written and read without the center.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include <tiffio.h>

namespace support {

using Row = std::array<std::uint8_t, 216>;
using Page = std::vector<Row>;

// Bars and dots, no two pages alike.
inline Page page_of(unsigned number, std::size_t rows) {
    Page page(rows);
    for (std::size_t y = 0; y < rows; ++y) {
        for (std::size_t x = 0; x < page[y].size(); ++x) {
            const bool bar = (x / 12 + y / 40 + number) % 5 == 0;
            page[y][x] = static_cast<std::uint8_t>(bar ? 0x0F : (x * y + number) % 97 == 0);
        }
    }
    return page;
}

inline void write_tiff(const std::filesystem::path& file, const std::vector<Page>& pages,
                       std::uint32_t width = 1728) {
    TIFF* const tiff = TIFFOpen(file.c_str(), "w");
    for (const Page& page : pages) {
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(page.size()));
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITT_T6);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
        TIFFSetField(tiff, TIFFTAG_FILLORDER, FILLORDER_LSB2MSB);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 204.0);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 98.0);
        for (std::uint32_t y = 0; y < page.size(); ++y) {
            Row row = page[y];
            TIFFWriteScanline(tiff, row.data(), y, 0);
        }
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
}

inline std::vector<Page> read_tiff(const std::filesystem::path& file) {
    std::vector<Page> pages;
    TIFF* const tiff = TIFFOpen(file.c_str(), "r");
    if (tiff == nullptr) return pages;
    do {
        std::uint32_t rows = 0;
        TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &rows);
        Page page(rows);
        for (std::uint32_t y = 0; y < rows; ++y) TIFFReadScanline(tiff, page[y].data(), y, 0);
        pages.push_back(page);
    } while (TIFFReadDirectory(tiff) != 0);
    TIFFClose(tiff);
    return pages;
}

}  // namespace support
