// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/style/sizes.hpp"

#include <CppUTest/TestHarness.h>

namespace {

std::string lines(std::size_t count, const std::string& line = "x;\n") {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += line;
    return text;
}

// The heads of the functions found, one a line, with their lengths.
std::string functions(const std::string& text) {
    std::string list;
    for (const auto& function : style::functions_in(text)) {
        list += function.head + ": " + std::to_string(function.length()) + "\n";
    }
    return list;
}

std::string says(const std::string& path, const std::string& text,
                 const std::string& exceptions = "") {
    return style::as_text(style::too_long(
        {
            {path, text}
    },
        style::exceptions_in(exceptions)));
}

}  // namespace

TEST_GROUP(Sizes){};

TEST(Sizes, of_every_file_and_function_are_within_the_limits) {
    const auto tree = style::read_tree(SOURCE_ROOT);
    std::string exceptions;
    for (const auto& file : tree) {
        if (file.path == "tests/style/exceptions.txt") exceptions = file.text;
    }
    CHECK(!exceptions.empty());  // at least its comment
    STRCMP_EQUAL("",
                 style::as_text(style::too_long(tree, style::exceptions_in(exceptions))).c_str());
}

TEST(Sizes, a_long_file_is_named_with_its_length) {
    STRCMP_EQUAL("", says("acd/center/a.cpp", lines(300)).c_str());
    STRCMP_EQUAL("\nacd/center/a.cpp:301: 301 lines, allowed are 300; split it by idea",
                 says("acd/center/a.cpp", lines(301)).c_str());
    STRCMP_EQUAL("", says("tests/acd/a.cpp", lines(500)).c_str());
    STRCMP_CONTAINS("501 lines", says("tests/acd/a.cpp", lines(501)).c_str());
}

TEST(Sizes, readmes_have_limits_of_their_own) {
    STRCMP_EQUAL("", says("README.md", lines(150)).c_str());
    STRCMP_CONTAINS("allowed are 150", says("README.md", lines(151)).c_str());
    STRCMP_CONTAINS("allowed are 40", says("driver/bus/README.md", lines(41)).c_str());
}

TEST(Sizes, a_long_function_is_named) {
    STRCMP_EQUAL("", says("a.cpp", "void f() {\n" + lines(58) + "}\n").c_str());
    STRCMP_CONTAINS("a.cpp:1: void f() has 61 lines, allowed are 60",
                    says("a.cpp", "void f() {\n" + lines(59) + "}\n").c_str());
}

TEST(Sizes, exceptions_only_shrink) {
    STRCMP_EQUAL("", says("a.cpp", lines(310), "# comment\na.cpp 310\n").c_str());
    STRCMP_CONTAINS("may only shrink", says("a.cpp", lines(311), "a.cpp 310\n").c_str());
    STRCMP_CONTAINS("may only shrink", says("a.cpp", lines(309), "a.cpp 310\n").c_str());
    STRCMP_CONTAINS("take it off", says("a.cpp", lines(10), "a.cpp 310\n").c_str());
    STRCMP_CONTAINS("gone", says("a.cpp", lines(10), "b.cpp 310\n").c_str());
}

TEST(Sizes, functions_are_found_in_namespaces_classes_and_test_groups) {
    STRCMP_EQUAL("int f(): 1\nvoid g() const: 2\nvoid h(): 1\nTEST(A, b): 1\n",
                 functions("namespace a {\n"
                           "int f() { return 1; }\n"
                           "template <class T>\nclass alignas(8) C : public B {\n"
                           "  public:\n    void g() const {\n }\n};\n"
                           "}\nTEST_GROUP(A) {\n void h() {}\n};\nTEST(A, b) {}\n")
                     .c_str());
}

TEST(Sizes, what_is_inside_a_function_belongs_to_it) {
    STRCMP_EQUAL(
        "void f(): 4\n",
        functions("void f() {\n auto g = [](int a) { return a; };\n if (x) { y(); }\n}\n").c_str());
}

TEST(Sizes, a_constructor_is_measured_by_its_body) {
    STRCMP_EQUAL("C::C(int a) : a_: 1\n: 3\n",
                 functions("C::C(int a) : a_{a}, b_{2} {\n  run();\n}\n").c_str());
}

TEST(Sizes, tables_are_no_functions) {
    STRCMP_EQUAL("",
                 functions("constexpr int rows[] = {\n1,\n2,\n};\n"
                           "inline constexpr auto steps = table<S, E>({\n{a, b},\n{c, d},\n});\n"
                           "enum class A { b, c };\nstruct P { int x{}; int y = f(2); };\n")
                     .c_str());
}

TEST(Sizes, braces_in_text_do_not_count) {
    STRCMP_EQUAL("void f(): 7\n", functions("void f() {\n// }\n/* } */\n\"}\\\"}\";\n'}';\n"
                                            "1'000; R\"(}\")\";\n}\n")
                                      .c_str());
    STRCMP_EQUAL("", functions("#define M(a) { \\\n a() {}\n").c_str());
}
