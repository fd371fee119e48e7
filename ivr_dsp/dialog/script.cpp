// SPDX-License-Identifier: GPL-2.0-or-later
#include "ivr_dsp/dialog/script.hpp"

#include <duktape.h>
#include <fmt/format.h>

#include "ivr_dsp/dialog/script_memory.hpp"

namespace ivr_dsp::dialog {
namespace {

using driver::Error;
using driver::Result;

ScriptMemory& memory_of(void* memory) {
    return *static_cast<ScriptMemory*>(memory);
}
void* allocate(void* memory, duk_size_t octets) {
    return memory_of(memory).allocate(octets);
}
void* resize(void* memory, void* place, duk_size_t octets) {
    return memory_of(memory).resize(place, octets);
}
void free_place(void* memory, void* place) {
    memory_of(memory).free(place);
}

// Never returns.
void give_up(void* memory, const char* /*message*/) {
    memory_of(memory).leave();
}

// What one visit to the engine is about. The functions below run inside it: an error jumps out of
// them, so they may own nothing.
struct Visit {
    std::string_view text;  // source or program
    std::span<const Value> arguments;
};

// Makes everything unreachable that could answer differently at another time, or make code.
duk_ret_t tame(duk_context* engine, void* /*visit*/) {
    duk_push_global_object(engine);
    constexpr const char* unwanted[] = {
        "Date",    "performance", "Duktape", "eval",        "Function",    "RegExp",    "Proxy",
        "Reflect", "CBOR",        "JSON",    "TextEncoder", "TextDecoder", "globalThis"};
    for (const char* name : unwanted) duk_del_prop_string(engine, -1, name);
    duk_get_prop_string(engine, -1, "Math");
    duk_del_prop_string(engine, -1, "random");
    duk_push_undefined(engine);
    return 1;
}

duk_ret_t compile_source(duk_context* engine, void* visit) {
    const std::string_view source = static_cast<Visit*>(visit)->text;
    duk_eval_lstring(engine, source.data(), source.size());
    duk_dump_function(engine);
    return 1;
}

void push(duk_context* engine, const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        duk_push_boolean(engine, *flag ? 1 : 0);
    } else if (const auto* number = std::get_if<double>(&value)) {
        duk_push_number(engine, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        duk_push_lstring(engine, text->data(), text->size());
    } else {
        duk_push_undefined(engine);
    }
}

duk_ret_t run_program(duk_context* engine, void* visit) {
    const auto& [program, arguments] = *static_cast<Visit*>(visit);
    duk_require_stack(engine, static_cast<duk_idx_t>(arguments.size()) + 4);
    duk_push_external_buffer(engine);
    duk_config_buffer(engine, -1, const_cast<char*>(program.data()), program.size());
    duk_load_function(engine);
    for (const Value& argument : arguments) push(engine, argument);
    duk_call(engine, static_cast<duk_idx_t>(arguments.size()));
    return 1;
}

// None of these can fail: they look at the top of the stack and change nothing.
Result<Value> value_on_top(duk_context* engine) {
    switch (duk_get_type(engine, -1)) {
        case DUK_TYPE_BOOLEAN:
            return Value(duk_get_boolean(engine, -1) != 0);
        case DUK_TYPE_NUMBER:
            return Value(duk_get_number(engine, -1));
        case DUK_TYPE_UNDEFINED:
        case DUK_TYPE_NULL:
            return Value(Undefined{});
        case DUK_TYPE_STRING:
            break;
        default:
            return Error{"gives neither number, text, true nor false"};
    }
    duk_size_t size{};
    const char* text = duk_get_lstring(engine, -1, &size);
    if (size > longest_text) {
        return Error{fmt::format("gives a text longer than {} octets", longest_text)};
    }
    return Value(cleaned({text, size}));
}

std::string_view name_of_error(duk_errcode_t code) {
    switch (code) {
        case DUK_ERR_EVAL_ERROR:
            return "EvalError";
        case DUK_ERR_RANGE_ERROR:
            return "RangeError";
        case DUK_ERR_REFERENCE_ERROR:
            return "ReferenceError";
        case DUK_ERR_SYNTAX_ERROR:
            return "SyntaxError";
        case DUK_ERR_TYPE_ERROR:
            return "TypeError";
        default:
            return "Error";
    }
}

}  // namespace

struct Script::Heap {
    explicit Heap(std::size_t most_octets) : memory(most_octets) {}

    ScriptMemory memory;
    duk_context* engine{};

    void make() {
        memory.guard(0);
        if (setjmp(memory.escape) == 0) {  // NOLINT(cert-err52-cpp)
            engine = duk_create_heap(allocate, resize, free_place, &memory, give_up);
        } else {
            abandon();
        }
        memory.unguard();
        if (!visit(tame, nullptr)) abandon();
        if (engine != nullptr) duk_pop(engine);
    }

    // Leaves the result or the error on top of the engine's stack. False on error, and when the
    // engine is no more.
    bool visit(duk_safe_call_function function, Visit* about) {
        // One piece of work is refused about ten times: the engine collects garbage in between.
        constexpr int refusals = 1000;
        if (engine == nullptr) return false;
        volatile bool done = false;
        memory.guard(refusals);
        if (setjmp(memory.escape) == 0) {  // NOLINT(cert-err52-cpp)
            done = duk_safe_call(engine, function, about, 0, 1) == DUK_EXEC_SUCCESS;
        } else {
            abandon();
        }
        memory.unguard();
        return done;
    }

    void abandon() {
        engine = nullptr;
        memory.free_all();
    }

    [[nodiscard]] std::string shortage() const {
        return fmt::format("needs more than {} KiB", memory.most() / 1024);
    }
};

Script::Script(std::size_t most_octets) : heap_(std::make_unique<Heap>(most_octets)) {
    heap_->make();
}
Script::Script(Script&&) noexcept = default;
Script& Script::operator=(Script&&) noexcept = default;
Script::~Script() = default;

std::size_t Script::used_octets() const {
    return heap_->memory.used();
}

Result<std::string> Script::compile(std::string_view source) {
    Visit about{source, {}};
    const bool done = heap_->visit(compile_source, &about);
    duk_context* engine = heap_->engine;
    if (engine == nullptr) return Error{heap_->shortage()};
    std::string outcome;
    duk_size_t size{};
    if (done) {
        const void* octets = duk_get_buffer(engine, -1, &size);
        outcome.assign(static_cast<const char*>(octets), size);
    } else if (duk_is_error(engine, -1) != 0) {
        outcome = name_of_error(duk_get_error_code(engine, -1));
    }
    duk_pop(engine);
    if (!done) return Error{outcome};
    return outcome;
}

Result<Value> Script::run(std::string_view program, std::span<const Value> arguments) {
    Visit about{program, arguments};
    const bool done = heap_->visit(run_program, &about);
    duk_context* engine = heap_->engine;
    if (engine == nullptr) return Error{heap_->shortage()};
    Result<Value> outcome =
        done ? value_on_top(engine)
             : Error{heap_->memory.has_refused()
                         ? heap_->shortage()
                         : std::string(name_of_error(duk_get_error_code(engine, -1)))};
    duk_pop(engine);
    return outcome;
}

}  // namespace ivr_dsp::dialog
