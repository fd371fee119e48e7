// SPDX-License-Identifier: GPL-2.0-or-later
// What the files of a trunkline_fuzz() program define. The main program (fuzz_main.cpp) makes
// broken inputs out of the samples and throws them at the reader, which may refuse but never crash,
// hang or read past the end. Clang's libFuzzer can drive the same function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Reads one input from outside. Returns 0 if the reader understood it, -1 if it refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

// Inputs the reader understands, one of each kind it knows. At least one.
std::vector<std::string> samples();

}  // namespace fuzz
