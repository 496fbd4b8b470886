/* SPDX-License-Identifier: Apache-2.0
 * test_markup.c - code points, their safe display, and HTML templates. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/html_write.h"
#include "core/utf8.h"

/* The obvious encoder, by the table of RFC 3629. */
static int encode(uint32_t code, char *out)
{
    unsigned char *o = (unsigned char *)out;
    int length = 0;
    if (code < 0x80) o[length++] = (unsigned char)code;
    else if (code < 0x800) o[length++] = (unsigned char)(0xC0 | code >> 6);
    else if (code < 0x10000) o[length++] = (unsigned char)(0xE0 | code >> 12);
    else o[length++] = (unsigned char)(0xF0 | code >> 18);
    if (code >= 0x10000) o[length++] = (unsigned char)(0x80 | (code >> 12 & 0x3F));
    if (code >= 0x800) o[length++] = (unsigned char)(0x80 | (code >> 6 & 0x3F));
    if (code >= 0x80) o[length++] = (unsigned char)(0x80 | (code & 0x3F));
    o[length] = '\0';
    return length;
}

TEST(every_code_point_is_read_back_and_surrogates_are_not)
{
    for (uint32_t code = 1; code < 0x110000; code++) {
        char bytes[8], shown[12];
        const int length = encode(code, bytes);
        const char *s = bytes;
        const bool is_surrogate = code >= 0xD800 && code < 0xE000;
        const uint32_t got = au_utf8_next(&s);
        CHECK_SAY(got == (is_surrogate ? AU_UTF8_REPLACEMENT : code), "U+%04X read as U+%04X", (unsigned)code,
                  (unsigned)got);
        CHECK_SAY(s == bytes + (is_surrogate ? 1 : length), "U+%04X: wrong length", (unsigned)code);
        au_utf8_shown(code, shown);
        CHECK_SAY(shown[0] == '\\' || is_surrogate || strcmp(shown, bytes) == 0, "U+%04X shown as %s", (unsigned)code,
                  shown);
    }
}

TEST(bytes_that_are_no_utf8_are_replaced_one_by_one)
{
    static const char *const wrong[] = {
        "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
        "\xF5", "\xFF",     "\xC3",     "\xE2\x82",     "\xF0\x9F\x98"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *s = wrong[i];
        size_t count = 0;
        for (uint32_t code = au_utf8_next(&s); code; code = au_utf8_next(&s), count++)
            CHECK_SAY(code == AU_UTF8_REPLACEMENT, "string %zu gives U+%04X", i, (unsigned)code);
        CHECK_SAY(count == strlen(wrong[i]), "string %zu: %zu", i, count);
    }
}

TEST(controls_and_direction_marks_are_shown_as_escapes)
{
    static const struct {
        uint32_t code;
        const char *shown;
    } cases[] = {{'\n', "\\n"},   {'\t', "\\t"},       {0x1B, "\\x1b"},     {0x7F, "\\x7f"},
                 {0x9B, "\\x9b"}, {0x202E, "\\u202e"}, {0x2066, "\\u2066"}, {0xFEFF, "\\ufeff"},
                 {'a', "a"},      {'\\', "\\"},        {0xE9, "é"}};
    char shown[12];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_SAY(strcmp(au_utf8_shown(cases[i].code, shown), cases[i].shown) == 0, "U+%04X: %s",
                  (unsigned)cases[i].code, shown);
}

TEST(combining_marks_take_no_column_and_wide_characters_two)
{
    CHECK(au_utf8_width('a') == 1 && au_utf8_width(0xE9) == 1 && au_utf8_width(0x2026) == 1);
    CHECK(au_utf8_width(0x301) == 0 && au_utf8_width(0x200D) == 0);
    CHECK(au_utf8_width(0x8ECA) == 2 && au_utf8_width(0xAC00) == 2 && au_utf8_width(0x1F600) == 2);
}

TEST(a_template_escapes_every_string_and_rounds_without_a_negative_zero)
{
    struct au_text out = {0};
    au_html_put(&out, "<a href=\"%s\">%d %zu %.2f %.1f %.0f%%</a>", "\"><script>'&\n\xFF", -3, (size_t)7, 1.005e2,
                -0.04, 99.5);
    CHECK_SAY(strcmp(out.bytes,
                     "<a href=\"&quot;&gt;&lt;script&gt;&#39;&amp;\\n\xEF\xBF\xBD\">-3 7 100.50 0.0 100%</a>") == 0,
              "%s", out.bytes);
    au_text_release(&out);
}

TEST(a_picture_becomes_the_base64_of_its_bytes)
{
    static const char *const expected[] = {"Zg==",     "Zm8=",     "Zm9v",
                                           "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"}; /* RFC 4648 section 10 */
    for (size_t size = 1; size <= 6; size++) {
        struct au_text out = {0};
        char want[128];
        au_html_png(&out, (const uint8_t *)"foobar", size, "x", "y");
        snprintf(want, sizeof want, "<img class=\"y\" alt=\"x\" src=\"data:image/png;base64,%s\">", expected[size - 1]);
        CHECK_SAY(strcmp(out.bytes, want) == 0, "%s", out.bytes);
        au_text_release(&out);
    }
}
