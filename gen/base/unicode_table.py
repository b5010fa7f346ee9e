#!/usr/bin/env python3
"""Prints unicode_table.h: ranges of word characters (letters, marks, decimal digits, connector
punctuation: what GitHub keeps in a heading's id) and pairs of upper and lower case, from Python's
unicodedata. Run by hand when a newer Unicode is wanted."""
import sys, unicodedata

def ranges(test):
    out, start = [], None
    for cp in range(0x80, 0x110001):
        yes = cp < 0x110000 and test(cp)
        if yes and start is None:
            start = cp
        if not yes and start is not None:
            out.append((start, cp - 1))
            start = None
    return out

word = ranges(lambda cp: unicodedata.category(chr(cp)) in ("Nd", "Pc") or unicodedata.category(chr(cp))[0] in "LM")
lower = [(cp, ord(chr(cp).lower())) for cp in range(0x80, 0x110000) if len(chr(cp).lower()) == 1 and chr(cp).lower() != chr(cp)]
print("/* Made by unicode_table.py from Unicode %s; do not edit. */" % unicodedata.unidata_version)
print("/* clang-format off */")
print("static const uint32_t word_ranges[][2] = {")
for i in range(0, len(word), 6):
    print("    " + " ".join("{0x%x,0x%x}," % r for r in word[i:i + 6]))
print("};\nstatic const uint32_t lower_pairs[][2] = {")
for i in range(0, len(lower), 6):
    print("    " + " ".join("{0x%x,0x%x}," % r for r in lower[i:i + 6]))
print("};\n/* clang-format on */")
