// SPDX-License-Identifier: GPL-2.0-or-later
// Benchmark runs become figures: one line each, `name value unit peer peer_value ratio`.
// A benchmark named "bus.tick.64" gives a figure; one named "bus.tick.64|libname" gives the peer's
// value for the same figure, measured in the same run.
#pragma once

#include <istream>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// One repetition of one benchmark.
struct Measured {
    std::string name;  // with "|peer" if it is a peer's
    std::string unit;
    double value{};
};

struct Figure {
    std::string name;
    std::string unit;
    double value{};       // median over the repetitions
    std::string peer;     // empty: nobody to compare with
    double peer_value{};  // median over the repetitions
    [[nodiscard]] double ratio() const { return value / peer_value; }
};

class Figures {
  public:
    void add(const Measured& measured);
    // In the order in which the figures were first measured; one entry per peer.
    [[nodiscard]] std::vector<Figure> all() const;

  private:
    struct Series {
        std::string unit;
        std::vector<double> values;
    };
    std::map<std::string, Series, std::less<>> series_;
    std::vector<std::string> order_;
};

// The middle value, of an even count the mean of the two in the middle. Asks for one at least.
double median(std::vector<double> values);

// `bus.tick` asks for all whose name begins so. An expression for Google Benchmark's filter.
std::string filter_for(std::span<const std::string> prefixes);

// Repetitions measured elsewhere: lines `value unit name`. Those that nobody asked for, by
// prefixes as above, are left out. Nothing: a line is not like that.
std::optional<std::vector<Measured>> read_measured(std::istream& lines,
                                                   std::span<const std::string> prefixes);

// Aligned columns; "-" where there is no peer. Spaces in a peer's name become "_".
std::string as_lines(std::span<const Figure> figures);
std::string as_json(std::span<const Figure> figures);

}  // namespace bench
