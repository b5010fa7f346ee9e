#!/usr/bin/env python3
"""Prints entity_table.h: HTML's named characters that end in a semicolon, sorted, from Python's html.entities."""
from html.entities import html5
print("/* Made by entity_table.py from the HTML standard's list; do not edit. */")
print("/* clang-format off */")
print("static const struct { const char *name, *text; } entities[] = {")
for name in sorted(n for n in html5 if n.endswith(";")):
    text = "".join("\\x%02x" % b for b in html5[name].encode())
    print('    { "%s", "%s" },' % (name[:-1], text))
print("};\n/* clang-format on */")
