// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers of Q.921 and Q.931 that more than one reader of frames needs: the guard before libpri,
// and the trace.
#pragma once

#include <cstddef>
#include <cstdint>

// Control fields of frames without numbers, P/F bit 0 (Q.921 table 5).
namespace pbx::q921 {

inline constexpr std::uint8_t p_f_of_u = 0x10;

enum Unnumbered : std::uint8_t {
    ui = 0x03,
    dm = 0x0F,
    disc = 0x43,
    ua = 0x63,
    sabme = 0x6F,
    frmr = 0x87,
    xid = 0xAF,
};

}  // namespace pbx::q921

namespace pbx::q931 {

// Protocol discriminators (4.2); those of maintenance are national.
enum Protocol : std::uint8_t {
    maintenance_att = 0x03,
    call_control = 0x08,
    maintenance_ni2 = 0x43,
};

// Message types (4.4, Q.932 8.1).
enum Message : std::uint8_t {
    alerting = 0x01,
    call_proceeding = 0x02,
    progress = 0x03,
    setup = 0x05,
    connect = 0x07,
    setup_acknowledge = 0x0D,
    connect_acknowledge = 0x0F,
    user_information = 0x20,
    suspend_reject = 0x21,
    resume_reject = 0x22,
    hold = 0x24,
    suspend = 0x25,
    resume = 0x26,
    hold_acknowledge = 0x28,
    suspend_acknowledge = 0x2D,
    resume_acknowledge = 0x2E,
    hold_reject = 0x30,
    retrieve = 0x31,
    retrieve_acknowledge = 0x33,
    retrieve_reject = 0x37,
    disconnect = 0x45,
    restart = 0x46,
    release = 0x4D,
    restart_acknowledge = 0x4E,
    release_complete = 0x5A,
    segment = 0x60,
    facility = 0x62,
    register_message = 0x64,
    notify = 0x6E,
    status_enquiry = 0x75,
    congestion_control = 0x79,
    information = 0x7B,
    status = 0x7D,
};

// Information elements of codeset 0 (4.5.1).
enum Element : std::uint8_t {
    change_status = 0x01,  // national: maintenance
    bearer_capability_ie = 0x04,
    cause_ie = 0x08,
    connected_address_ie = 0x0C,
    call_identity_ie = 0x10,
    call_state_ie = 0x14,
    channel_identification_ie = 0x18,
    facility_ie = 0x1C,
    progress_ie = 0x1E,
    network_facilities_ie = 0x20,
    notification_ie = 0x27,
    display_ie = 0x28,
    date_ie = 0x29,
    keypad_ie = 0x2C,
    signal_ie = 0x34,
    connected_number_ie = 0x4C,
    connected_subaddress_ie = 0x4D,
    calling_number_ie = 0x6C,
    calling_subaddress_ie = 0x6D,
    called_number_ie = 0x70,
    called_subaddress_ie = 0x71,
    original_called_ie = 0x73,
    redirecting_number_ie = 0x74,
    redirection_number_ie = 0x76,
    transit_network_ie = 0x78,
    restart_indicator_ie = 0x79,
    low_layer_ie = 0x7C,
    high_layer_ie = 0x7D,
    user_user_ie = 0x7E,
};

}  // namespace pbx::q931
