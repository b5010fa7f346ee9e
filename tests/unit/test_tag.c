/* test_tag.c - tags as pages have them: values joined and escaped, attributes without a text left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/tag.h"

static const struct {
    const char *name, *html;
    struct tag_attribute attributes[4];
} cases[] = {
    { "none", "<a>", { { 0 } } },
    { "parts are one value", "<a href=\"#p-x\">", { { "href", { { "#", 1 }, { "p-", 2 }, { "x", 1 } } } } },
    { "what ends a value is escaped", "<a title=\"&lt;&quot;&#39;&gt;&amp;\">", { { "title", { { "<\"'>&", 5 } } } } },
    { "without a text it is left out", "<a id=\"i\">", { { "class", { { 0 } } }, { "id", { { "i", 1 } } } } },
    { "an empty text is one", "<a alt=\"\">", { { "alt", { { "", 0 } } } } },
    { "without a value", "<a open id=\"i\">", { { "open", { { "", -1 } } }, { "id", { { "i", 1 } } } } },
    { "an empty prefix", "<a id=\"i\">", { { "id", { { 0 }, { "i", 1 } } } } },
};

static void writes_start_tags(void **state)
{
    (void)state;
    struct arena keep = arena_open(1 << 20);
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct buf b = buf_open(&keep, 4096);
        tag_begin(&b, "a", cases[i].attributes);
        if (!str_equal(buf_str(&b), str_of(cases[i].html)))
            fail_msg("%s: %.*s, not %s", cases[i].name, FMT(buf_str(&b)), cases[i].html);
    }
}

static void writes_json_in_single_quotes(void **state)
{
    (void)state;
    struct arena keep = arena_open(1 << 20);
    struct buf b = buf_open(&keep, 4096);
    tag_json(&b, "div", "c", "data-x", S("{\"a\":\"it's <b> & c\"}"));
    assert_true(str_equal(buf_str(&b), S("<div class=\"c\" data-x='{\"a\":\"it&#39;s &lt;b> &amp; c\"}'>")));
}

static void words_take_their_condition(void **state)
{
    (void)state;
    assert_null(TAG_IF(false).ptr);
    assert_int_equal(TAG_IF(true).len, -1);
    assert_null(TAG_TEXT_IF(0, S("x")).ptr);
    assert_true(str_equal(TAG_TEXT_IF(1, S("x")), S("x")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_start_tags),
        cmocka_unit_test(writes_json_in_single_quotes),
        cmocka_unit_test(words_take_their_condition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
