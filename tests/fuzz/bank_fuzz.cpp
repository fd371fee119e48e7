// SPDX-License-Identifier: GPL-2.0-or-later
// Any octets as a bank of sounds, as one whose check sum is right, and as a bank's table of
// contents.
#include <cstring>

#include "driver/base/invariant.hpp"
#include "ivr_dsp/dialog/prompt_index.hpp"
#include "ivr_dsp/media/bank/bank_file.hpp"
#include "tests/support/fuzz.hpp"

namespace {

using ivr_dsp::BankHeader;
using ivr_dsp::ClipPlace;
using ivr_dsp::dialog::PromptIndex;
using Input = std::span<const std::byte>;
using Octets = std::vector<std::byte>;

// What an input is for: its first octet.
enum class Reader : std::uint8_t { bank, summed_bank, contents };
constexpr std::size_t readers = 3;
constexpr std::string_view remedy = "compile the prompts again";

bool names(std::string_view text, std::string_view what) {
    return text.find(what) != std::string_view::npos;
}

bool is_inside(Input part, Input all) {
    return part.empty() ||
           (part.data() >= all.data() && part.data() + part.size() <= all.data() + all.size());
}

// Exactly as long as the input, so that a sanitizer sees what is read behind it.
int read_bank(const Octets& octets) {
    const auto bank = ivr_dsp::checked_bank(octets, "x.bank");
    if (!bank) {
        INVARIANT(names(bank.error(), "prompt bank x.bank: ") && names(bank.error(), remedy));
        return -1;
    }
    INVARIANT(is_inside(std::as_bytes(bank->clips), octets));
    INVARIANT(is_inside(std::as_bytes(bank->chunks), octets));
    INVARIANT(sizeof(BankHeader) + bank->clips.size_bytes() + bank->chunks.size_bytes() ==
              octets.size());
    BankHeader header;
    std::memcpy(&header, octets.data(), sizeof header);
    INVARIANT(bank->generation == header.generation);
    INVARIANT(ivr_dsp::digest_of(Input(octets).subspan(sizeof header), 0) == header.digest);
    [[maybe_unused]] unsigned heard = 0;
    for (std::size_t clip = 0; clip < bank->clips.size(); ++clip) {
        for (const driver::Chunk& chunk : bank->clip(clip)) heard += chunk.octets[0];
    }
    return 0;
}

// The header is of this version and fits what follows: the places alone decide.
int read_summed_bank(Octets octets) {
    octets.resize(std::max(octets.size(), sizeof(BankHeader)));
    octets.resize(octets.size() / sizeof(ClipPlace) * sizeof(ClipPlace));
    const std::size_t words = (octets.size() - sizeof(BankHeader)) / sizeof(ClipPlace);
    BankHeader header;
    std::memcpy(&header, octets.data(), sizeof header);
    header.magic = ivr_dsp::bank_magic;
    header.version = ivr_dsp::bank_version;
    header.law &= 1U;
    header.clips %= static_cast<std::uint32_t>(words + 1);
    header.chunks = static_cast<std::uint32_t>(words) - header.clips;
    header.digest = ivr_dsp::digest_of(Input(octets).subspan(sizeof header), 0);
    std::memcpy(octets.data(), &header, sizeof header);

    bool outside = false;
    for (std::size_t i = 0; i < header.clips; ++i) {
        ClipPlace place;
        std::memcpy(&place, octets.data() + sizeof header + i * sizeof place, sizeof place);
        outside |= std::uint64_t{place.first} + place.count > header.chunks;
    }
    const int read = read_bank(octets);
    INVARIANT((read == 0) != outside);
    return read;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// The line is there, to the octet, if the index knows what it says.
void check_line(const PromptIndex& index, std::string_view line) {
    const std::size_t name_at = line.find(' ', line.find(' ') + 1) + 1;
    const auto clip = index.find(line.substr(name_at));
    INVARIANT(clip && clip->generation == index.generation());
    const std::string numbers = std::string(line.substr(0, name_at));
    INVARIANT(std::stoull(numbers) == clip->index);
    INVARIANT(std::stoll(numbers.substr(numbers.find(' '))) == index.length(*clip).count());
    auto other = *clip;
    ++other.generation;
    INVARIANT(index.length(other) == driver::Ticks{});
}

// Banks as long as the lines say, and not: only the one they tell of is known by them.
void check_lengths(const PromptIndex& index, std::span<const std::string_view> lines) {
    std::vector<driver::Ticks> lengths(index.size());
    bool gap = false;
    for (const std::string_view line : lines.subspan(1)) {
        if (line.empty()) continue;
        const auto clip = *index.find(line.substr(line.find(' ', line.find(' ') + 1) + 1));
        gap |= clip.index >= lengths.size();
        if (clip.index < lengths.size()) lengths[clip.index] = index.length(clip);
    }
    const std::uint16_t its = index.generation();
    INVARIANT(!index.tells_of(its, lengths) == gap);
    INVARIANT(!index.tells_of(static_cast<std::uint16_t>(its + 1), lengths));
    lengths.push_back({});
    INVARIANT(!index.tells_of(its, lengths));
    lengths.pop_back();
    if (lengths.empty()) return;
    ++lengths.back();
    INVARIANT(!index.tells_of(its, lengths));
    lengths.pop_back();
    INVARIANT(!index.tells_of(its, lengths));
}

int read_contents(std::string_view text) {
    const std::vector<std::string_view> lines = lines_of(text);
    const auto index = PromptIndex::parse(text);
    if (!index) {
        INVARIANT(index.error().starts_with("line ") && names(index.error(), remedy));
        const unsigned long line = std::stoul(index.error().substr(5));
        INVARIANT(line >= 1 && line <= std::max<std::size_t>(lines.size(), 1));
        return -1;
    }
    std::size_t clips = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty()) continue;
        check_line(*index, lines[i]);
        ++clips;
    }
    INVARIANT(index->size() == clips);
    check_lengths(*index, lines);
    return 0;
}

template <class T>
std::string text_of(std::span<const T> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

// Clips of so many chunks, one after the other.
std::string bank_of(std::span<const std::uint32_t> lengths) {
    std::vector<ClipPlace> places;
    std::vector<driver::Chunk> chunks;
    for (const std::uint32_t length : lengths) {
        places.push_back({static_cast<std::uint32_t>(chunks.size()), length});
        chunks.insert(chunks.end(), length, driver::filled(static_cast<std::uint8_t>(length)));
    }
    const std::string content = text_of<ClipPlace>(places) + text_of<driver::Chunk>(chunks);
    BankHeader header;
    header.generation = 7;
    header.clips = static_cast<std::uint32_t>(places.size());
    header.chunks = static_cast<std::uint32_t>(chunks.size());
    header.digest = ivr_dsp::digest_of(std::as_bytes(std::span(content)), 0);
    return text_of<BankHeader>({&header, 1}) + content;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return -1;
    const Input input = std::as_bytes(std::span(data + 1, size - 1));
    switch (static_cast<Reader>(data[0] % readers)) {
        case Reader::bank:
            return read_bank({input.begin(), input.end()});
        case Reader::summed_bank:
            return read_summed_bank({input.begin(), input.end()});
        case Reader::contents:
            return read_contents({reinterpret_cast<const char*>(input.data()), input.size()});
    }
    return -1;
}

std::vector<std::string> fuzz::samples() {
    constexpr std::array<std::uint32_t, 5> some{3, 0, 17, 100, 1};
    std::vector<std::string> samples;
    for (const Reader reader : {Reader::bank, Reader::summed_bank}) {
        samples.push_back(static_cast<char>(reader) + bank_of(some));
        samples.push_back(static_cast<char>(reader) + bank_of({}));
    }
    for (const char* contents :
         {"trunkline-prompts 1 7\n0 1000 hello\n1 500 digits/7\n2 0 vm goodbye\n",
          "trunkline-prompts 1 65535\n\n65535 4294967295 last", "trunkline-prompts 1 1\n"}) {
        samples.push_back(static_cast<char>(Reader::contents) + std::string(contents));
    }
    return samples;
}
