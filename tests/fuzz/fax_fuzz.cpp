// SPDX-License-Identifier: GPL-2.0-or-later
// A TIFF file somebody put out to be faxed: looked at, and if it passes, decoded by spandsp.
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <spandsp.h>
#include <unistd.h>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/media/fax/fax_file.hpp"
#include "tests/ivr_dsp/media/fax/pages.hpp"
#include "tests/support/fuzz.hpp"

namespace {

namespace fs = std::filesystem;

constexpr int most_pages = 4;
constexpr int most_chunks = 2000;

fs::path scratch() {
    return fs::temp_directory_path() / ("fax-fuzz-" + std::to_string(::getpid()) + ".tiff");
}

// Removed with the program.
struct ScratchFile {
    fs::path path = scratch();
    ~ScratchFile() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

void decode(const fs::path& file) {
    t4_tx_state_t* const pages = t4_tx_init(nullptr, file.c_str(), -1, -1);
    if (pages == nullptr) return;
    t4_tx_set_tx_encoding(pages, T4_COMPRESSION_ITU_T6);
    for (int page = 0; page < most_pages && t4_tx_start_page(pages) == 0; ++page) {
        std::array<std::uint8_t, 256> octets{};
        for (int chunk = 0; chunk < most_chunks; ++chunk) {
            if (t4_tx_get_chunk(pages, octets.data(), octets.size()) < 256) break;
        }
        if (t4_tx_end_page(pages) < 0) break;
    }
    t4_tx_free(pages);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ScratchFile file;
    std::ofstream(file.path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    const auto pages = ivr_dsp::pages_of_fax(file.path);
    if (!pages) {
        INVARIANT(!pages.error().empty());
        return -1;
    }
    INVARIANT(*pages >= 1 && *pages <= ivr_dsp::most_fax_pages);
    decode(file.path);
    return 0;
}

std::vector<std::string> fuzz::samples() {
    std::vector<std::string> all;
    const ScratchFile file;
    for (const unsigned pages : {1U, 3U}) {
        std::vector<support::Page> written;
        written.reserve(pages);
        for (unsigned page = 1; page <= pages; ++page) {
            written.push_back(support::page_of(page, 40));
        }
        support::write_tiff(file.path, written);
        std::ifstream in(file.path, std::ios::binary);
        all.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return all;
}
