// SPDX-License-Identifier: GPL-2.0-or-later
// An expected failure is a value with a sentence a technician can act on.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "driver/base/invariant.hpp"

namespace driver {

// What went wrong, where, and what to do about it: "span 2: no such board: add [[board]] …".
struct Error {
    std::string text;
};

// Either a T or an Error. Asking for the one that is not there is a bug.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : value_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : value_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return std::holds_alternative<T>(value_); }
    T& operator*() & {
        INVARIANT(*this);
        return *std::get_if<T>(&value_);
    }
    const T& operator*() const& {
        INVARIANT(*this);
        return *std::get_if<T>(&value_);
    }
    T&& operator*() && { return std::move(**this); }
    T* operator->() { return &**this; }
    const T* operator->() const { return &**this; }
    [[nodiscard]] const std::string& error() const {
        INVARIANT(!*this);
        return std::get_if<Error>(&value_)->text;
    }

  private:
    std::variant<T, Error> value_;
};

// Success without a value.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return !error_; }
    [[nodiscard]] const std::string& error() const {
        INVARIANT(error_.has_value());
        return error_->text;
    }

  private:
    std::optional<Error> error_;
};

}  // namespace driver
