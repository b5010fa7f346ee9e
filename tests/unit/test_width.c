/* test_width.c - clusters and cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/width.h"

static const struct {
    const char *name, *text;
    int cells, clusters;
} cases[] = {
    { "empty", "", 0, 0 },
    { "ASCII", "abc", 3, 3 },
    { "box drawing", "┌─┐", 3, 3 },
    { "Latin with marks of its own", "éñ", 2, 2 },
    { "combining acute", "e\xCC\x81", 1, 1 },
    { "two marks", "a\xCC\x81\xCC\xA3", 1, 1 },
    { "Chinese", "用户", 4, 2 },
    { "Japanese with a long vowel", "サーバー", 8, 4 },
    { "full-width parenthesis", "（", 2, 1 },
    { "half-width kana", "ｱ", 1, 1 },
    { "Korean syllables", "서버", 4, 2 },
    { "Korean jamo", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", 2, 1 },
    { "emoji", "🚀", 2, 1 },
    { "text symbol", "🏗", 1, 1 },
    { "the same with the emoji selector", "🏗\xEF\xB8\x8F", 2, 1 },
    { "heart with selector", "❤\xEF\xB8\x8F", 2, 1 },
    { "arrow", "→", 1, 1 },
    { "no character yet", "\xCD\xB8", 1, 1 },
    { "no ideograph yet", "\xF0\xB2\x8E\xB0", 2, 1 },
    { "skin tone", "👍🏽", 2, 1 },
    { "family tied by joiners", "👨\xE2\x80\x8D👩\xE2\x80\x8D👧", 2, 1 },
    { "flag", "🇩🇪", 2, 1 },
    { "two flags", "🇩🇪🇫🇷", 4, 2 },
    { "keycap", "1\xEF\xB8\x8F\xE2\x83\xA3", 2, 1 },
    { "zero-width space", "a\xE2\x80\x8B", 1, 1 },
    { "control", "\x01", 0, 1 },
    { "tab counts as one", "a\tb", 3, 3 },
    { "no UTF-8", "\xFF\xFE", 2, 2 },
    { "cut in a character", "\xE2\x94", 2, 2 },
};

static void widths(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < LEN(cases); i++) {
        struct str s = str_of(cases[i].text);
        if (width_of(s) != cases[i].cells)
            fail_msg("%s: %d cells, not %d", cases[i].name, width_of(s), cases[i].cells);
        int n = 0, cells;
        uint32_t cp;
        for (; s.len > 0; n++)
            s = str_from(s, width_cluster(s, &cells, &cp));
        if (n != cases[i].clusters)
            fail_msg("%s: %d clusters, not %d", cases[i].name, n, cases[i].clusters);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(widths) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
