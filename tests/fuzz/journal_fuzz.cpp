// SPDX-License-Identifier: GPL-2.0-or-later
// What a broken disk may put into a journal: records with any contents, and whole segments whose
// header is right by its check sum but says anything.
#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>

#include "driver/base/invariant.hpp"
#include "pbx/journal/check.hpp"
#include "pbx/journal/codec.hpp"
#include "pbx/journal/describe.hpp"
#include "pbx/journal/reader.hpp"
#include "pbx/journal/segment.hpp"
#include "tests/support/child.hpp"
#include "tests/support/fuzz.hpp"
#include "tests/support/random_value.hpp"

namespace {

using pbx::Event;
using pbx::In;
using Octets = std::vector<std::byte>;
using Input = std::span<const std::byte>;

// What an input is for: its first octet.
enum class Reader : std::uint8_t { in, out, records, segment };
constexpr std::size_t readers = 4;

template <class Variant>
Octets payload_of(const Variant& record) {
    Octets octets;
    std::visit(
        [&octets](const auto& one) {
            octets.resize(pbx::encoded_size(one));
            pbx::encode(one, octets.data());
        },
        record);
    return octets;
}

// One content: the type's index, then its octets.
template <class Variant>
int read_content(Input input) {
    if (input.empty()) return -1;
    Variant record;
    if (!pbx::decode_alternative(input.subspan(1), std::to_integer<std::size_t>(input[0]),
                                 record)) {
        return -1;
    }
    // There is only one way to say a thing.
    const Octets again = payload_of(record);
    INVARIANT(std::equal(again.begin(), again.end(), input.begin() + 1, input.end()));
    INVARIANT(!pbx::fields_of(record).empty() || again.empty());
    return 0;
}

int read_records(Input input) {
    int records = 0;
    for (;;) {
        pbx::Record record;
        std::size_t size = 0;
        if (pbx::read_record(input, record, size) != pbx::Found::record)
            return records > 0 ? 0 : -1;
        INVARIANT(size <= input.size() && !pbx::line_of(record).empty());
        input = input.subspan(size);
        ++records;
    }
}

// A journal of one segment: eight numbers for its header, then its records.
class OneSegment {
  public:
    OneSegment() {
        auto made = pbx::Segment::make(directory_.path(), 1, pbx::smallest_segment, false);
        INVARIANT(made);
        segment_.emplace(*std::move(made));
    }

    int read(Input input) {
        fill(input);
        auto reader = pbx::Reader::open(directory_.path(), pbx::Reader::Scope::in_and_out);
        if (!reader) return -1;
        pbx::Record record;
        std::uint64_t records = 0;
        while (reader->next(record) == pbx::Reader::Next::record) {
            INVARIANT(!pbx::line_of(record).empty());
            ++records;
        }
        INVARIANT(records * sizeof(pbx::Frame) <= pbx::smallest_segment);
        const pbx::Cursor cursor = reader->cursor();
        reader->seek({cursor.epoch, cursor.out / 2});
        reader->seek_in(cursor.out / 2);
        reader->seek_out(cursor.out);
        [[maybe_unused]] const auto content = pbx::check_journal(directory_.path());
        return records > 0 ? 0 : -1;
    }

  private:
    void fill(Input input) {
        std::array<std::uint64_t, 8> numbers{};
        const std::size_t head = std::min(sizeof numbers, input.size());
        std::memcpy(numbers.data(), input.data(), head);
        input = input.subspan(head);
        const auto room = segment_->octets().subspan(pbx::segment_header_octets);
        const std::size_t size = std::min(room.size(), input.size());
        std::copy_n(input.begin(), size, room.begin());
        std::fill(room.begin() + static_cast<std::ptrdiff_t>(size), room.end(), std::byte{0});

        pbx::SegmentHeader& header = segment_->header();
        header.epoch = numbers[0];
        header.boot = numbers[1];
        header.first_in = numbers[2];
        header.first_out = numbers[3];
        header.committed = numbers[4];
        header.last_out = numbers[5];
        header.replay_from = numbers[6];
        header.check = pbx::check_of(header);
        header.state = static_cast<pbx::SegmentState>(numbers[7]);
    }

    support::ScratchDirectory directory_;
    std::optional<pbx::Segment> segment_;
};

std::string text_of(const Octets& octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

// Some records in a row, numbered from 1, as a writer would put them.
std::string records_in_a_row(std::uint64_t seed) {
    support::RandomValue random(seed);
    std::string row;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        Event event;
        random.fill(event);
        const Octets payload = payload_of(event);
        Octets record(sizeof(pbx::Frame));
        record.insert(record.end(), payload.begin(), payload.end());
        record.resize(pbx::record_octets(payload.size()));
        pbx::frame_record(
            record.data(),
            {pbx::RecordKind::out, static_cast<std::uint8_t>(event.index()), number,
             driver::Ticks(5), std::span(record).subspan(sizeof(pbx::Frame), payload.size())});
        row += text_of(record);
    }
    return row;
}

template <class Variant>
void add_contents(std::vector<std::string>& samples, Reader reader) {
    support::RandomValue random(7);
    for (std::size_t index = 0; index < std::variant_size_v<Variant>; ++index) {
        // On the heap: g++ 12 takes a local one for uninitialised when it is assigned.
        const auto record = std::make_unique<Variant>();
        random.fill_alternative(*record, index);
        samples.push_back(std::string{static_cast<char>(reader), static_cast<char>(index)} +
                          text_of(payload_of(*record)));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static OneSegment journal;
    if (size == 0) return -1;
    const Input input = std::as_bytes(std::span(data + 1, size - 1));
    switch (static_cast<Reader>(data[0] % readers)) {
        case Reader::in:
            return read_content<In>(input);
        case Reader::out:
            return read_content<Event>(input);
        case Reader::records:
            return read_records(input);
        case Reader::segment:
            return journal.read(input);
    }
    return -1;
}

std::vector<std::string> fuzz::samples() {
    std::vector<std::string> samples;
    add_contents<In>(samples, Reader::in);
    add_contents<Event>(samples, Reader::out);
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const std::string row = records_in_a_row(seed);
        samples.push_back(static_cast<char>(Reader::records) + row);
        const std::array<std::uint64_t, 8> header{
            1, 1, 1, 1, pbx::segment_header_octets + row.size(), 4, 0, seed % 4 + 2};
        samples.push_back(static_cast<char>(Reader::segment) +
                          std::string(reinterpret_cast<const char*>(header.data()), sizeof header) +
                          row);
    }
    return samples;
}
