// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dsp/simd/isa.hpp"

namespace ivr_dsp {

bool machine_has(Isa isa) noexcept {
    switch (isa) {
        case Isa::scalar:
            return true;
#if defined(__x86_64__)
        case Isa::sse42:
            return __builtin_cpu_supports("sse4.2") != 0;
        case Isa::avx2:
            return __builtin_cpu_supports("avx2") != 0;
        case Isa::avx512:
            return __builtin_cpu_supports("avx512f") != 0 &&
                   __builtin_cpu_supports("avx512bw") != 0 &&
                   __builtin_cpu_supports("avx512dq") != 0 &&
                   __builtin_cpu_supports("avx512vl") != 0 &&
                   __builtin_cpu_supports("avx512vnni") != 0;
#else
        case Isa::sse42:
        case Isa::avx2:
        case Isa::avx512:
            break;
#endif
    }
    return false;
}

Isa best_isa() noexcept {
    Isa best = Isa::scalar;
    for (const Isa isa : all_isas) {
        if (machine_has(isa)) best = isa;
    }
    return best;
}

}  // namespace ivr_dsp
