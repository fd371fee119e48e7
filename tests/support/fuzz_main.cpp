// SPDX-License-Identifier: GPL-2.0-or-later
// The main program of every trunkline_fuzz(). Prints its seed; when the reader crashes, hangs or a
// sanitizer speaks up, it names the run, which `--seed S --from N --runs 1 --show` makes again.
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <random>

#include <fmt/format.h>
#include <unistd.h>

#include "tests/support/fuzz.hpp"
#include "tests/support/mutation.hpp"
#include "tools/program/options.hpp"

namespace {

constexpr unsigned hang_seconds = 20;  // for one input

struct Wanted {
    std::uint64_t seed = 0;
    std::uint64_t runs = 100'000;
    std::uint64_t from = 0;
    double seconds = 0;  // 0: no limit
    bool show = false;
};

// What the signal handler says: written before each run, since a handler may not format.
std::array<char, 160> last_words{};
std::size_t last_words_size = 0;

void say_last_words(int signal) {
    [[maybe_unused]] const auto written = write(STDERR_FILENO, last_words.data(), last_words_size);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void prepare_last_words(const Wanted& wanted, std::uint64_t run) {
    const auto end = fmt::format_to_n(
        last_words.data(), last_words.size(),
        "\nfuzz: stopped in this run; again: --seed {} --from {} --runs 1 --show\n", wanted.seed,
        run);
    last_words_size = std::min(end.size, last_words.size());
}

void show(const std::string& input) {
    for (const char octet : input) fmt::print("{:02X} ", static_cast<unsigned char>(octet));
    fmt::print("\n");
    std::fflush(stdout);
}

bool is_understood(const std::string& input) {
    return LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()),
                                  input.size()) == 0;
}

// Samples the reader does not understand would make all that follows shallow.
bool are_understood(const std::vector<std::string>& samples) {
    bool all = true;
    for (const auto& sample : samples) {
        if (is_understood(sample)) continue;
        fmt::print("fuzz: the reader refuses this sample: {}\n", sample);
        all = false;
    }
    return all;
}

struct Tried {
    std::uint64_t inputs = 0;
    std::uint64_t understood = 0;
};

Tried try_all(const Wanted& wanted, const std::vector<std::string>& samples) {
    Tried tried;
    const auto start = std::chrono::steady_clock::now();
    while (tried.inputs < wanted.runs) {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        if (wanted.seconds > 0 && spent.count() > wanted.seconds) break;
        const std::uint64_t run = wanted.from + tried.inputs++;
        const std::string input = fuzz::broken_input(samples, wanted.seed, run);
        if (wanted.show) show(input);
        prepare_last_words(wanted, run);
        alarm(hang_seconds);
        tried.understood += is_understood(input) ? 1 : 0;
    }
    return tried;
}

}  // namespace

// A sanitizer's finding shall end in say_last_words too. The name is the sanitizers'.
extern "C" const char* __asan_default_options() {  // NOLINT
    return "abort_on_error=1";
}

int main(int argc, char** argv) {
    Wanted wanted;
    wanted.seed = std::random_device()();
    tools::Options options("Throws broken input at a reader of what comes from outside.");
    options.add("--seed", wanted.seed, "the same seed gives the same inputs (default: random)");
    options.add("--runs", wanted.runs, "inputs to try").shows_default();
    options.add("--seconds", wanted.seconds, "stop after so long, however many were tried");
    options.add("--from", wanted.from, "first run");
    options.add("--show", wanted.show, "print each input in hexadecimal");
    if (const auto end = options.read(argc, argv)) return *end;

    fmt::print("fuzz: seed {}\n", wanted.seed);
    std::fflush(stdout);
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM}) {
        std::signal(signal, say_last_words);
    }
    const std::vector<std::string> samples = fuzz::samples();
    if (!are_understood(samples)) return 1;
    const Tried tried = try_all(wanted, samples);
    fmt::print("fuzz: {} inputs, {} understood, none broke the reader\n", tried.inputs,
               tried.understood);
    return 0;
}
