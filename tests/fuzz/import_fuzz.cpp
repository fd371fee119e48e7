// SPDX-License-Identifier: GPL-2.0-or-later
// Any text as a DAHDI installation: system.conf up to a form feed, then chan_dahdi.conf, which may
// include either. What is made of it must be accepted by our own reader.
#include <string>

#include "driver/base/invariant.hpp"
#include "tests/support/fuzz.hpp"
#include "tools/config/settings.hpp"
#include "tools/import/installation.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = std::min(text.find('\f'), text.size());
    const std::string system = text.substr(0, cut);
    const std::string channels = cut < text.size() ? text.substr(cut + 1) : "";
    const auto read = [&](const std::string& file) -> driver::Result<std::string> {
        if (file == "system.conf") return system;
        if (file == "chan_dahdi.conf") return channels;
        return driver::Error{file + ": cannot be read"};
    };
    const auto imported = tools::dahdi_import::import_dahdi(
        "system.conf", channels.empty() ? "" : "chan_dahdi.conf", read);
    INVARIANT(bool{imported});
    INVARIANT(imported->toml.empty() == (imported->spans == 0));
    for (const auto& remark : imported->remarks) {
        INVARIANT(!remark.why.empty() && remark.place.line > 0);
    }
    if (imported->spans == 0) return -1;
    INVARIANT(bool{tools::read_settings(imported->toml, "trunkline.toml")});
    return 0;
}

std::vector<std::string> fuzz::samples() {
    return {
        "span=1,1,0,ccs,hdb3,crc4\nspan=2,0,0,ccs,hdb3\nbchan=1-15,17-31\ndchan=16\n"
        "bchan=32-46,48-62\ndchan=47\nalaw=1-31\ndefaultzone=cn\n\f"
        "[channels]\nswitchtype=euroisdn\nsignalling=pri_cpe\ngroup=0,11\noverlapdial=yes\n"
        "pritimer => t309,30000\nchannel => 1-15,17-31\nsignalling=pri_net\nchannel=>32-46,48-62\n",
        "fxoks=1-4\nspan=2,0,0,esf,b8zs\nbchan=5-27\ndchan=28\nechocanceller=oslec,5-27\n\f"
        "[phone](!)\nsignalling=fxo_ks\n#include chan_dahdi.conf\n;--\nx\n--;\n"
        "[t1](phone)\nsignalling=pri_net\nswitchtype=national\nrxgain=1.5\ndahdichan=5-27\n",
    };
}
