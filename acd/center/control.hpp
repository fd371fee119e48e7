// SPDX-License-Identifier: GPL-2.0-or-later
// Control without its program: records are journalled, then acted on; what the center orders is
// kept, numbered, until the firmware has it. The same class runs in real time, on the virtual clock
// and in a replay.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "acd/center/center.hpp"
#include "driver/base/result.hpp"
#include "pbx/journal/records.hpp"

namespace acd {

// Where records go. A replay's journal compares instead of writing.
class Journal {
  public:
    virtual void append(Ticks at, const pbx::In& record) = 0;
    virtual void append(Ticks at, const pbx::Event& event) = 0;

  protected:
    ~Journal() = default;
};

using ConfigReader = std::function<driver::Result<CenterConfig>(const pbx::Configured&)>;

class Control final : private pbx::Orders, private EventSink {
  public:
    Control(ConfigReader reader, Journal& journal);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    ~Control() = default;

    // From here on records go to another journal (after a replay, to the real one).
    void record_to(Journal& journal) { journal_ = &journal; }

    // Appends the record, then acts on it. First come Began and Configured, or a Rested to go on
    // from. A Configured that comes later takes effect when the center is next at rest; its error
    // says why it cannot be used, and then nothing was appended. `at` before the last record's tick
    // counts as that tick.
    driver::Result<void> take(Ticks at, const pbx::In& record);
    // A message of border 1. One that was journalled before is passed over; so is all before
    // Attached.
    void take(const pbx::Up& message);
    // Everything that waits in the mailbox, at most `most`. A message is popped only when it is
    // journalled.
    void take_messages(pbx::FirmwareArena& arena, std::size_t most = 4096);
    // Posts what orders find room. True if there were any.
    bool post_orders(pbx::FirmwareArena& arena);
    // Timers due by `now` fire.
    void advance(Ticks now);

    [[nodiscard]] bool is_configured() const { return center_ != nullptr; }
    [[nodiscard]] std::optional<Ticks> next_deadline() const;
    [[nodiscard]] Ticks now() const { return now_; }
    [[nodiscard]] const pbx::Configured& configured() const { return configured_; }
    [[nodiscard]] const Center& center() const { return *center_; }
    [[nodiscard]] const pbx::Began& began() const { return began_; }

    // What a replay could begin with; only while the center is at rest.
    [[nodiscard]] bool at_rest() const;
    [[nodiscard]] pbx::Rested rested() const;

    // ── the firmware ─────────────────────────────────────────────────────────────────
    // The firmware takes nothing any more: as good as gone.
    [[nodiscard]] bool is_overflowing() const { return orders_.size() > most_orders; }
    void detached() { attached_ = false; }
    [[nodiscard]] bool has_firmware() const { return attached_; }
    // Digest of the lines the firmware runs with; it must be ours.
    [[nodiscard]] std::uint64_t plant() const { return plant_; }

  private:
    static constexpr std::size_t most_orders = 32'768;

    void send(const pbx::DownBody& order) override;
    void tell(Ticks at, const pbx::Event& event) override { journal_->append(at, event); }
    void act_on(const pbx::In& record);
    void begin(const pbx::Began& began);
    std::unique_ptr<Center> make_center();
    driver::Result<void> configure(const pbx::Configured& record);
    void go_on_from(const pbx::Rested& rested);
    void attached(const pbx::Attached& news);
    void use_waiting_configuration();

    ConfigReader reader_;
    Journal* journal_;
    std::unique_ptr<CenterConfig> config_;
    std::unique_ptr<Center> center_;
    std::unique_ptr<CenterConfig> waiting_config_;  // to be used at the next rest
    pbx::Configured waiting_configured_;
    pbx::Began began_;
    pbx::Configured configured_;
    Ticks now_{};
    std::deque<pbx::Down> orders_;
    std::uint64_t last_order_{};
    std::uint64_t last_up_{};
    std::optional<std::uint64_t> firmware_epoch_;  // whose orders and messages are numbered
    bool attached_{};
    std::uint64_t plant_{};
};

}  // namespace acd
