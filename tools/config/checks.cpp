// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/config/checks.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tools {
namespace {

class Whole {
  public:
    Whole(const Settings& settings, const Section& top, Complaints& complaints)
        : settings_(settings), top_(top), complaints_(complaints) {}

    void check() {
        boards();
        numbers();
        names();
        destinations();
        links();
    }

  private:
    void complain(std::size_t line, const std::string& what) { complaints_.add(line, what); }
    [[nodiscard]] std::size_t line_of(std::string_view table) const { return top_.line_of(table); }
    // Tells every value that comes twice.
    void once(std::size_t line, std::string_view what, std::set<std::string>& seen,
              const std::string& value) {
        if (value.empty() || seen.insert(value).second) return;
        complain(line, fmt::format("{} {} is there twice: give each its own", what, value));
    }

    void boards() {
        if (settings_.boards.empty()) complain(0, "there is no board: add [[board]]");
        std::set<std::string> ids;
        std::set<std::string> cables;
        for (const BoardSettings& board : settings_.boards) {
            for (const SpanSettings& span : board.spans) {
                once(span.line, "[[board.span]] id", ids, std::to_string(span.id.value));
                once(span.line, "cable", cables, span.cable);
                const bool fits = (span.kind == pbx::SpanKind::e1) ==
                                  (span.switch_type == pbx::SwitchType::euroisdn);
                if (!fits) {
                    complain(span.line,
                             fmt::format("span {}: an e1 speaks euroisdn, a t1 ni2: change "
                                         "line or switch",
                                         span.id.value));
                }
            }
            for (const StationSettings& station : board.stations) {
                once(station.line, "cable", cables, station.cable);
            }
        }
    }

    // Everything stations can dial is told apart by its number.
    void numbers() {
        std::set<std::string> seen;
        for (const BoardSettings& board : settings_.boards) {
            for (const StationSettings& station : board.stations) {
                once(station.line, "number", seen, station.number);
            }
        }
        for (const MenuSettings& menu : settings_.menus)
            once(menu.line, "number", seen, menu.number);
        for (const QueueSettings& queue : settings_.queues)
            once(queue.line, "number", seen, queue.number);
        const auto& f = settings_.features;
        for (const std::string& code : {f.log_in, f.log_out, f.ready, f.not_ready}) {
            once(line_of("dialling"), "number", seen, code);
        }
        const std::string& outside = settings_.outside.prefix;
        for (const std::string& number : seen) {
            if (!outside.empty() && number.starts_with(outside)) {
                complain(line_of("dialling"),
                         fmt::format("[dialling] outside = \"{}\" begins number {}: choose another "
                                     "prefix",
                                     outside, number));
            }
        }
        if (!outside.empty() && !has_group(settings_.outside.group)) {
            complain(line_of("dialling"),
                     fmt::format("[dialling] outside_group \"{}\" is no group of any span",
                                 settings_.outside.group.view()));
        }
    }

    void names() {
        std::set<std::string> menus;
        std::set<std::string> queues;
        std::set<std::string> agents;
        std::set<std::string> dnis;
        for (const MenuSettings& menu : settings_.menus) {
            once(menu.line, "menu", menus, std::string(menu.name.view()));
        }
        for (const QueueSettings& queue : settings_.queues) {
            once(queue.line, "queue", queues, std::string(queue.config.name.view()));
        }
        for (const AgentSettings& agent : settings_.agents) {
            once(agent.line, "agent", agents, std::string(agent.config.name.view()));
        }
        for (const IncomingSettings& incoming : settings_.incoming) {
            once(incoming.line, "[[incoming]] dnis", dnis, incoming.route.pattern);
        }
    }

    [[nodiscard]] bool has_group(const pbx::Name& group) const {
        return std::ranges::any_of(settings_.boards, [&](const BoardSettings& board) {
            return std::ranges::any_of(
                board.spans, [&](const SpanSettings& span) { return span.group == group; });
        });
    }
    [[nodiscard]] bool has_menu(const pbx::Name& name) const {
        return std::ranges::any_of(settings_.menus,
                                   [&](const auto& menu) { return menu.name == name; });
    }
    [[nodiscard]] bool has_queue(const pbx::Name& name) const {
        return std::ranges::any_of(settings_.queues,
                                   [&](const auto& queue) { return queue.config.name == name; });
    }
    [[nodiscard]] bool has_station(const pbx::Number& number) const {
        return std::ranges::any_of(settings_.boards, [&](const BoardSettings& board) {
            return std::ranges::any_of(board.stations, [&](const StationSettings& station) {
                return station.number == number.view();
            });
        });
    }

    void destination(std::size_t line, const pbx::Destination& to) {
        const bool there = std::visit(
            [this](const auto& one) {
                using To = std::decay_t<decltype(one)>;
                if constexpr (std::is_same_v<To, pbx::ToMenu>)
                    return has_menu(one.menu) || one.menu.empty();
                if constexpr (std::is_same_v<To, pbx::ToQueue>) return has_queue(one.queue);
                if constexpr (std::is_same_v<To, pbx::ToStation>) return has_station(one.station);
                return true;
            },
            to);
        if (!there) {
            complain(line, fmt::format("\"{}:{}\" is not there: add it or correct the name",
                                       pbx::kind_of(to), pbx::target_of(to)));
        }
    }

    void destinations() {
        for (const IncomingSettings& one : settings_.incoming) destination(one.line, one.route.to);
        destination(line_of("center"), settings_.person);
        if (std::holds_alternative<pbx::ToMenu>(settings_.person)) {
            complain(line_of("center"),
                     "[center] person is a menu: write queue:NAME or station:NUMBER");
        }
        for (const QueueSettings& queue : settings_.queues) {
            const pbx::Name& menu = queue.config.announcement;
            if (menu.empty() || has_menu(menu)) continue;
            complain(queue.line,
                     fmt::format("queue {}: announcement \"{}\" is no menu: add it as [[menu]]",
                                 queue.config.name.view(), menu.view()));
        }
    }

    void links() {
        std::set<std::string> names;
        std::set<std::string> devices;
        for (const auto& link : settings_.host.json)
            once(line_of("host"), "link", names, link.name);
        for (const auto& link : settings_.host.smdi) {
            once(line_of("host"), "link", names, link.line.name);
            once(line_of("host"), "device", devices, link.line.device.string());
        }
        for (const auto& link : settings_.host.smdr) {
            once(line_of("host"), "link", names, link.line.name);
            once(line_of("host"), "device", devices, link.line.device.string());
        }
    }

    const Settings& settings_;
    const Section& top_;
    Complaints& complaints_;
};

}  // namespace

void check_whole(const Settings& settings, const Section& top, Complaints& complaints) {
    Whole(settings, top, complaints).check();
}

}  // namespace tools
