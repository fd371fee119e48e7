// SPDX-License-Identifier: GPL-2.0-or-later
#include "tools/trace/q931.hpp"

#include <vector>

#include "pbx/signalling/isdn/codes.hpp"
#include "tools/trace/words.hpp"

namespace tools::trace {

namespace {

namespace q931 = pbx::q931;

struct MessageName {
    std::uint8_t code{};
    std::string_view name;
};
constexpr MessageName messages[] = {
    {q931::alerting,             "ALERTING"            },
    {q931::call_proceeding,      "CALL PROCEEDING"     },
    {q931::progress,             "PROGRESS"            },
    {q931::setup,                "SETUP"               },
    {q931::connect,              "CONNECT"             },
    {q931::setup_acknowledge,    "SETUP ACKNOWLEDGE"   },
    {q931::connect_acknowledge,  "CONNECT ACKNOWLEDGE" },
    {q931::user_information,     "USER INFORMATION"    },
    {q931::suspend_reject,       "SUSPEND REJECT"      },
    {q931::resume_reject,        "RESUME REJECT"       },
    {q931::hold,                 "HOLD"                },
    {q931::suspend,              "SUSPEND"             },
    {q931::resume,               "RESUME"              },
    {q931::hold_acknowledge,     "HOLD ACKNOWLEDGE"    },
    {q931::suspend_acknowledge,  "SUSPEND ACKNOWLEDGE" },
    {q931::resume_acknowledge,   "RESUME ACKNOWLEDGE"  },
    {q931::hold_reject,          "HOLD REJECT"         },
    {q931::retrieve,             "RETRIEVE"            },
    {q931::retrieve_acknowledge, "RETRIEVE ACKNOWLEDGE"},
    {q931::retrieve_reject,      "RETRIEVE REJECT"     },
    {q931::disconnect,           "DISCONNECT"          },
    {q931::restart,              "RESTART"             },
    {q931::release,              "RELEASE"             },
    {q931::restart_acknowledge,  "RESTART ACKNOWLEDGE" },
    {q931::release_complete,     "RELEASE COMPLETE"    },
    {q931::segment,              "SEGMENT"             },
    {q931::facility,             "FACILITY"            },
    {q931::register_message,     "REGISTER"            },
    {q931::notify,               "NOTIFY"              },
    {q931::status_enquiry,       "STATUS ENQUIRY"      },
    {q931::congestion_control,   "CONGESTION CONTROL"  },
    {q931::information,          "INFORMATION"         },
    {q931::status,               "STATUS"              },
};

// What each side numbers the other way round.
constexpr MessageName maintenance_ni2[] = {
    {0x07, "SERVICE"            },
    {0x0F, "SERVICE ACKNOWLEDGE"},
};
constexpr MessageName maintenance_att[] = {
    {0x0F, "SERVICE"            },
    {0x07, "SERVICE ACKNOWLEDGE"},
};

// Elements without which a message makes no sense, in either direction (3.1, 3.4).
struct Mandatory {
    std::uint8_t message{};
    std::uint8_t element{};
};
constexpr Mandatory mandatory[] = {
    {q931::setup,               q931::bearer_capability_ie},
    {q931::disconnect,          q931::cause_ie            },
    {q931::status,              q931::cause_ie            },
    {q931::status,              q931::call_state_ie       },
    {q931::restart,             q931::restart_indicator_ie},
    {q931::restart_acknowledge, q931::restart_indicator_ie},
    {q931::progress,            q931::progress_ie         },
    {q931::notify,              q931::notification_ie     },
};

std::span<const MessageName> names_of(std::uint8_t protocol) {
    switch (protocol) {
        case q931::call_control:
            return messages;
        case q931::maintenance_ni2:
            return maintenance_ni2;
        case q931::maintenance_att:
            return maintenance_att;
        default:
            return {};
    }
}

class Message {
  public:
    Message(Teller& teller, std::size_t at) : teller_(teller), at_(at) {}

    void read() {
        const std::uint8_t protocol = teller_.frame()[at_];
        const bool is_known = !names_of(protocol).empty();
        teller_.item(at_, 1, words::protocol, protocol_text(protocol));
        ++at_;
        if (!is_known) {
            teller_.wrong(words::unknown_protocol, protocol);
            raw();
            return;
        }
        if (!read_reference() || !read_type(protocol)) return raw();
        while (!left().empty() && read_element()) {
        }
        raw();
        if (protocol == q931::call_control) check_mandatory();
    }

  private:
    [[nodiscard]] Octets left() const { return teller_.frame().subspan(at_); }

    [[nodiscard]] std::string protocol_text(std::uint8_t protocol) const {
        if (protocol == q931::call_control) return teller_.say(words::call_control);
        if (!names_of(protocol).empty()) return teller_.say(words::maintenance);
        return teller_.say(words::unknown_code, protocol);
    }

    // What cannot be read any further.
    void raw() {
        if (!left().empty()) {
            teller_.item(at_, left().size(), words::octets, hex_of(left()));
        }
        at_ = teller_.frame().size();
    }

    // Length, then the value; its first bit is 0 from the side that gave it (4.3).
    bool read_reference() {
        if (left().empty()) return cut();
        const std::uint8_t length = left()[0];
        if (length > 2) {
            teller_.wrong(words::wrong_reference_length, length);
            return false;
        }
        if (left().size() < 1U + length) return cut();
        unsigned value = 0;
        for (const std::uint8_t octet : left().subspan(1, length)) value = value * 256 + octet;
        const unsigned flag = length == 0 ? 0 : 1U << (8U * length - 1);
        const bool by_receiver = (value & flag) != 0;
        value &= flag == 0 ? 0 : flag - 1;
        tell_reference(length, value, by_receiver);
        at_ += 1U + length;
        return true;
    }

    void tell_reference(std::uint8_t length, unsigned value, bool by_receiver) {
        std::string summary;
        std::string text;
        if (length == 0) {
            summary = text = teller_.say(words::cr_none);
        } else if (value == 0) {
            summary = text = teller_.say(words::cr_global);
        } else {
            const bool is_ours = by_receiver != teller_.sender().sent_by_us;
            summary = teller_.say(is_ours ? words::cr_ours : words::cr, value);
            text = teller_.say(by_receiver ? words::cr_by_receiver : words::cr_by_sender, value);
        }
        teller_.begin_summary(summary);
        teller_.item(at_, 1U + length, words::call_reference, text);
    }

    bool read_type(std::uint8_t protocol) {
        if (left().empty()) return cut();
        type_ = left()[0];
        const auto names = names_of(protocol);
        const auto found = std::ranges::find(names, type_, &MessageName::code);
        if (found == names.end()) {
            teller_.wrong(words::unknown_message, type_);
            teller_.item(at_++, 1, words::message_type, teller_.say(words::unknown_code, type_));
            return false;
        }
        teller_.name_message(found->name);
        teller_.item(at_++, 1, words::message_type, std::string(found->name));
        return true;
    }

    bool cut() {
        teller_.wrong(words::message_cut);
        return false;
    }

    // False: nothing behind it can be read.
    bool read_element() {
        const std::uint8_t id = left()[0];
        if ((id & 0x80U) != 0) {
            read_single(id);
            return true;
        }
        if (left().size() < 2) {
            teller_.wrong(words::element_cut, id);
            return false;
        }
        const std::size_t length = left()[1];
        if (left().size() < 2 + length) {
            teller_.wrong(words::element_says_more, id, length, left().size() - 2);
            return false;
        }
        const Octets content = left().subspan(2, length);
        if (codeset_ == 0) {
            read_known(id, content);
        } else {
            teller_.item({at_,
                          2 + length,
                          teller_.say(words::element_of_codeset, id, codeset_),
                          hex_of(content),
                          {}});
        }
        at_ += 2 + length;
        codeset_ = locked_;
        return true;
    }

    void read_known(std::uint8_t id, Octets content) {
        const ElementKind& kind = element_kind(id);
        const std::string name =
            kind.name.en.empty() ? teller_.say(words::element, id) : teller_.say(kind.name);
        Item item{at_, 2 + content.size(), name, "", {}};
        if (content.empty()) {
            item.value = teller_.say(words::empty);
        } else if (kind.read == nullptr) {
            item.value = hex_of(content);
        } else {
            Element element(teller_, id, content, at_ + 2);
            kind.read(element);
            item.inside = element.finish();
        }
        if (!content.empty()) present_.push_back(id);
        teller_.item(std::move(item));
    }

    // Elements of one octet (4.5.1).
    void read_single(std::uint8_t id) {
        const auto low = static_cast<std::uint8_t>(id & 0x0FU);
        std::uint8_t next = locked_;
        if ((id & 0xF8U) == 0x90) {
            locked_ = next = id & 0x07U;
            teller_.item(at_, 1, words::locking_shift, teller_.say(words::codeset, next));
        } else if ((id & 0xF8U) == 0x98) {
            next = id & 0x07U;
            teller_.item(at_, 1, words::shift, teller_.say(words::codeset, next));
        } else if (id == 0xA0) {
            teller_.item(at_, 1, words::more_data, "");
        } else if (id == 0xA1) {
            teller_.item(at_, 1, words::sending_complete, "");
        } else if ((id & 0xF0U) == 0xB0) {
            teller_.item(at_, 1, words::congestion_level, std::to_string(low));
        } else if ((id & 0xF0U) == 0xD0) {
            teller_.item(at_, 1, words::repeat_indicator, std::to_string(low));
        } else {
            teller_.item({at_, 1, teller_.say(words::element, id), "", {}});
        }
        codeset_ = next;
        ++at_;
    }

    void check_mandatory() {
        for (const Mandatory& one : mandatory) {
            if (one.message != type_) continue;
            if (std::ranges::find(present_, one.element) != present_.end()) continue;
            teller_.wrong(words::mandatory_missing, teller_.message_name(), one.element,
                          teller_.say(element_kind(one.element).name));
        }
    }

    Teller& teller_;
    std::size_t at_;
    std::uint8_t type_{};
    std::uint8_t locked_{};   // codeset (4.5.3)
    std::uint8_t codeset_{};  // of the next element
    std::vector<std::uint8_t> present_;
};

}  // namespace

void decode_q931(Teller& teller, std::size_t at) {
    Message(teller, at).read();
}

}  // namespace tools::trace
