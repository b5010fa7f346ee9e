/* test_style.c - what goes out of a style sheet, and what must not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "page/style.h"

enum { MEMORY = 1 << 24 };

static const struct {
    const char *name, *css, *want;
} cases[] = {
    { "nothing", "", "" },
    { "blanks", "a {\n  color : red ;\n  margin: 0 auto;\n}\n\nb { }\n", "a{color :red;margin:0 auto}b{}" },
    { "comments", "/* x */ a /* y */ b { /* z */ c: d /* e */ }", "a b{c:d}" },
    { "a comment that parts words", "a/**/b { c: 1px/* */2px }", "a/**/b{c:1px/**/2px}" },
    { "a comment without an end", "a { b: c } /* d", "a{b:c}" },
    { "descendants", "a b > c + d ~ e, f :hover , g:is( h , i ) j { }", "a b>c + d ~ e,f :hover,g:is(h,i) j{}" },
    { "operands", "a { width: calc( 100% - (1rem + 2px) ); inset: 0 auto 0 0 }", "a{width:calc(100% - (1rem + 2px));inset:0 auto 0 0}" },
    { "conditions", "@media screen and (max-width: 2rem) { a { b: c } }", "@media screen and (max-width:2rem){a{b:c}}" },
    { "strings", "a { content: \"a  /* b */ ; } \\\" \" / '' ; }", "a{content:\"a  /* b */ ; } \\\" \" / ''}" },
    { "a string without an end", "a { b: \"c ;\n} d { e: f }", "a{b:\"c ;\n}d{e:f}" },
    { "an address without quotes", "a { b: URL( x/*y.png ) c }", "a{b:URL( x/*y.png ) c}" },
    { "an address in quotes", "a { b: url( 'x  y' ) }", "a{b:url('x  y')}" },
    { "escapes", ".a\\31  b , .\\; c , .d\\{ { }", ".a\\31  b,.\\; c,.d\\{{}" },
    { "importance", "a { b: c !important }", "a{b:c!important}" },
    { "an empty property", "a { --b: ; --c: }", "a{--b: ;--c: }" },
    { "no brace behind", "@import 'x' ; ", "@import 'x';" },
    { "no end tags", "a { b: \"</style>\" }", "a{b:\"<\\/style>\"}" },
    { "a backslash at the end", "a { b: \\", "a{b:\\" },
    { "a quote at the end", "a { b: '", "a{b:'" },
};

static void squeezes(void **state)
{
    (void)state;
    struct arena a = arena_open(MEMORY);
    char *start = a.beg;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct str once = style_squeeze(str_of(cases[i].css), &a);
        if (!str_equal(once, str_of(cases[i].want)))
            fail_msg("%s: %.*s", cases[i].name, FMT(once));
    }
    arena_close(start, &a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(squeezes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
