// SPDX-License-Identifier: GPL-2.0-or-later
// Signal blocks that work on many channels at once are kernels: one source, compiled once for each
// instruction set (ivr_dsp_kernels in CMakeLists.txt), chosen when the program starts. All give the
// same results, bit for bit: integers, or floats in one order without fused operations.
#pragma once

#include <array>

#include "driver/base/fields.hpp"

namespace ivr_dsp {

// In rising order of speed. avx512 asks for F, BW, DQ, VL and VNNI; elsewhere than on x86-64 there
// is scalar only.
ENUM(Isa, scalar, sse42, avx2, avx512)
inline constexpr std::array all_isas{Isa::scalar, Isa::sse42, Isa::avx2, Isa::avx512};

[[nodiscard]] bool machine_has(Isa isa) noexcept;
[[nodiscard]] Isa best_isa() noexcept;

// Channels that one call of a kernel works on, whatever the instruction set.
inline constexpr std::size_t lanes = 16;

// Declares `const Type name` of each instruction set and name_of(isa). A kernel's source defines
// `const Type name` in namespace ivr_dsp::IVR_DSP_ISA.
#if defined(__x86_64__)
#define IVR_DSP_KERNEL(Type, name)                   \
    namespace scalar {                               \
    extern const Type name;                          \
    }                                                \
    namespace sse42 {                                \
    extern const Type name;                          \
    }                                                \
    namespace avx2 {                                 \
    extern const Type name;                          \
    }                                                \
    namespace avx512 {                               \
    extern const Type name;                          \
    }                                                \
    inline const Type& name##_of(Isa isa) noexcept { \
        switch (isa) {                               \
            case Isa::scalar:                        \
                return scalar::name;                 \
            case Isa::sse42:                         \
                return sse42::name;                  \
            case Isa::avx2:                          \
                return avx2::name;                   \
            case Isa::avx512:                        \
                return avx512::name;                 \
        }                                            \
        return scalar::name;                         \
    }
#else
#define IVR_DSP_KERNEL(Type, name)               \
    namespace scalar {                           \
    extern const Type name;                      \
    }                                            \
    inline const Type& name##_of(Isa) noexcept { \
        return scalar::name;                     \
    }
#endif

}  // namespace ivr_dsp
