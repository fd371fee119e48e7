// SPDX-License-Identifier: GPL-2.0-or-later
// What anybody on the network may send to a packet board: any frames at all, in any order. An input
// is a row of frames, each behind two octets that say how long it is.
#include <array>
#include <deque>
#include <vector>

#include "driver/base/invariant.hpp"
#include "driver/board/packet/packet_receiver.hpp"
#include "tests/support/fuzz.hpp"

namespace {

constexpr driver::MacAddress ours{0x0200'0000'0001};
constexpr driver::MacAddress theirs{0x0200'0000'0002};
constexpr driver::UdpEnd our_end{{0x0A00'0001}, 5000};
constexpr driver::UdpEnd their_end{{0x0A00'0002}, 5001};

driver::PacketSpanPlan plan_of(driver::PacketFormat format, std::uint16_t number) {
    driver::PacketSpanPlan plan;
    plan.span.id = {number};
    plan.format = format;
    plan.jitter = driver::Ticks{2};
    plan.tdmoe = {theirs, number};
    plan.udp.near = {our_end.address, static_cast<std::uint16_t>(our_end.port + number)};
    plan.udp.far = their_end;
    return plan;
}

// Gives out the frames of an input; sends nothing.
class InputPort final : public driver::Port {
  public:
    explicit InputPort(driver::Octets input) : input_(input) {}
    [[nodiscard]] driver::MacAddress address() const noexcept override { return ours; }
    [[nodiscard]] std::span<const driver::Octets> receive() noexcept override {
        if (input_.size() < 2) return {};
        const std::size_t size =
            std::min<std::size_t>(input_[0] * 256U + input_[1], input_.size() - 2);
        // A copy of its own, so that reading past its end is noticed.
        frame_.assign(input_.begin() + 2, input_.begin() + 2 + static_cast<std::ptrdiff_t>(size));
        frame_.shrink_to_fit();
        one_[0] = frame_;
        input_ = input_.subspan(2 + size);
        return one_;
    }
    [[nodiscard]] driver::FrameRoom room() noexcept override { return {}; }
    void send(std::span<const driver::OutgoingFrame> /*frames*/) noexcept override {}
    [[nodiscard]] std::int64_t now_ns() const noexcept override { return now_ns_; }
    [[nodiscard]] driver::PortCounts counts() const noexcept override { return {}; }
    [[nodiscard]] bool is_empty() const { return input_.size() < 2; }
    void tick() { now_ns_ += 1'000'000; }

  private:
    driver::Octets input_;
    std::vector<std::uint8_t> frame_;
    std::array<driver::Octets, 1> one_{};
    std::int64_t now_ns_{};
};

// A frame of each kind, to these spans.
std::string input_of(std::size_t header, std::size_t payload, driver::EtherType type,
                     const auto& write_rest) {
    std::vector<std::uint8_t> frame(driver::ethernet_header_octets + header + payload, 0x55);
    driver::OctetWriter out(frame);
    driver::write(out, driver::EthernetHeader{ours, theirs, type});
    write_rest(out, driver::Octets(frame).last(payload));
    const std::string octets(frame.begin(), frame.end());
    std::string input{static_cast<char>(octets.size() >> 8U), static_cast<char>(octets.size())};
    input += octets;
    return input;
}

std::string udp_input(std::uint16_t number, std::size_t payload) {
    return input_of(driver::udp_headers_octets, payload + 4, driver::EtherType::ipv4,
                    [&](driver::OctetWriter& out, driver::Octets rest) {
                        std::vector<std::uint8_t> copy(rest.begin(), rest.end());
                        driver::OctetWriter word(copy);
                        driver::write_control_word(
                            word, {.state = {}, .sequence = 9, .payload = {}}, payload);
                        const driver::UdpEnd to{our_end.address,
                                                static_cast<std::uint16_t>(our_end.port + number)};
                        driver::write(out, driver::UdpHeader{their_end, to, 0}, copy);
                        out.put(driver::Octets(copy));
                    });
}

std::string repeated(const std::string& one) {
    return one + one + one + one;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using driver::PacketFormat;
    InputPort port(driver::Octets(data, size));
    std::deque<driver::PacketSpan> spans;
    std::deque<driver::PacketLink> links;
    std::vector<driver::PacketLink*> list;
    driver::Neighbours neighbours;
    std::uint16_t number = 0;
    for (const PacketFormat format :
         {PacketFormat::eth, PacketFormat::ethmf, PacketFormat::satop, PacketFormat::cesopsn}) {
        const std::size_t neighbour = neighbours.add(our_end.address, their_end.address, {});
        auto& span = spans.emplace_back(plan_of(format, ++number), 0, 0, &port);
        list.push_back(&links.emplace_back(span, neighbour));
    }
    driver::PacketReceiver receiver(list, neighbours);
    std::array<const driver::Chunk*, 31> talk{};
    std::array<driver::Chunk*, 31> send{};
    const auto frames = std::make_unique<driver::FrameQueue>();
    driver::Ticks now{};
    std::uint64_t played = 0;
    for (int ticks_left = 40; ticks_left > 0 && (!port.is_empty() || ticks_left > 36);
         --ticks_left) {
        port.tick();
        ++now;
        receiver.fetch(port);
        for (auto& span : spans) span.receive(now, talk, send, *frames);
        for (auto& span : spans) span.transmit();
        static_cast<void>(neighbours.say(now));
    }
    for (const auto& span : spans) played += span.counts().played;
    return played > 0 ? 0 : -1;
}

std::vector<std::string> fuzz::samples() {
    const driver::SpanSignalling bits{};
    const driver::TdmoeHeader header{.sequence = 7, .channels = 31, .yellow = false};
    const auto single = [&](std::uint16_t sequence) {
        auto its = header;
        its.sequence = sequence;
        return input_of(driver::tdmoe_header_octets(31, true), 248, driver::EtherType::tdmoe,
                        [&](driver::OctetWriter& out, driver::Octets /*rest*/) {
                            driver::write_tdmoe(out, 1, its, &bits);
                        });
    };
    const std::string group =
        input_of(driver::tdmoe_group_header_octets(1), 256, driver::EtherType::tdmoe,
                 [&](driver::OctetWriter& out, driver::Octets /*rest*/) {
                     driver::write_tdmoe_group(out, std::span(&header, 1), std::span(&bits, 1));
                 });
    return {single(1) + single(2) + single(3) + single(0xFFFF), repeated(single(1)) + single(2),
            group + single(4) + single(5), udp_input(3, 256) + single(1) + single(2),
            udp_input(4, 248) + single(1) + single(2)};
}
