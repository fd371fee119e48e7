// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "driver/base/result.hpp"

namespace driver {

// DPDK itself, which a program has once: started by main before other threads, ended after them.
class Eal {
  public:
    // PCI addresses of ports that DPDK drives by itself; these need hugepages. None: any user can
    // start it.
    struct Plan {
        std::vector<std::string> pci;
        std::size_t ports{1};
    };
    // The calling thread keeps its processors. Errors: no hugepages, a processor DPDK does not run
    // on.
    static Result<std::unique_ptr<Eal>> start(const Plan& plan);
    Eal(const Eal&) = delete;
    Eal& operator=(const Eal&) = delete;
    ~Eal();

    // What DPDK complained of last, for an error that is being told; then forgotten.
    [[nodiscard]] std::string last_complaint();

    struct Log;  // what DPDK says goes to our log

  private:
    explicit Eal(std::unique_ptr<Log> log);
    std::unique_ptr<Log> log_;
};

}  // namespace driver
