#!/usr/bin/env python3
"""Prints emoji_table.h: GitHub's names of emoji, sorted; argument: index.js of the npm package gemoji (MIT)."""
import re, sys
rows = {}
for m in re.finditer(r"emoji: '([^']+)',\s*names: \[([^\]]+)\]", open(sys.argv[1]).read()):
    for name in re.findall(r"'([^']+)'", m.group(2)):
        rows[name] = m.group(1)
print("/* Made by emoji_table.py from the list of the package gemoji; do not edit. */")
print("/* clang-format off */")
print("static const struct { const char *name, *text; } emojis[] = {")
for name in sorted(rows, key=lambda n: n.encode()):
    print('    { "%s", "%s" },' % (name, rows[name]))
print("};\n/* clang-format on */")
