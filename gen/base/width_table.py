#!/usr/bin/env python3
"""Writes width_table.h: ranges of wide, joining and pictographic code points, from unicodedata."""
import unicodedata

LAST = 0x10FFFF


def ranges(test):
    out, start = [], None
    for cp in range(LAST + 2):
        hit = cp <= LAST and test(cp)
        if hit and start is None:
            start = cp
        if not hit and start is not None:
            out.append((start, cp - 1))
            start = None
    return out


def wide(cp):
    # planes of ideographs and whole emoji blocks are wide, so that characters newer than the table count too
    if 0x1F900 <= cp <= 0x1F9FF or 0x1FA70 <= cp <= 0x1FAFF or 0x20000 <= cp <= 0x3FFFD:
        return cp & 0xFFFF < 0xFFFE
    # the ideographs' own blocks apart, Python calls wide what has no character yet
    if unicodedata.category(chr(cp)) == "Cn" and not (0x3400 <= cp <= 0x9FFF or 0xF900 <= cp <= 0xFAFF):
        return False
    return unicodedata.east_asian_width(chr(cp)) in "WF"


def joins(cp):
    # marks, format characters and the skin tones take no cell of their own
    if cp == 0xAD or 0x600 <= cp <= 0x605 or cp in (0x6DD, 0x70F, 0x8E2):
        return False
    if 0x1F3FB <= cp <= 0x1F3FF or 0xE0020 <= cp <= 0xE007F:
        return True
    return unicodedata.category(chr(cp)) in ("Mn", "Me", "Mc", "Cf")


def picture(cp):
    if 0x1F000 <= cp <= 0x1FAFF and not 0x1F1E6 <= cp <= 0x1F1FF:
        return True
    if cp in (0xA9, 0xAE, 0x203C, 0x2049, 0x3030, 0x303D, 0x3297, 0x3299):
        return True
    return 0x2100 <= cp <= 0x2BFF and unicodedata.category(chr(cp)) in ("So", "Sm")


def table(name, test):
    rows = ["{ 0x%04X, 0x%04X }" % r for r in ranges(test)]
    lines = [", ".join(rows[i:i + 4]) for i in range(0, len(rows), 4)]
    return "static const uint32_t %s[][2] = {\n    %s,\n};\n" % (name, ",\n    ".join(lines))


print("/* Made by width_table.py from Unicode %s: do not edit. */" % unicodedata.unidata_version)
print("/* clang-format off */")
for name, test in (("wide_spans", wide), ("joining_spans", joins), ("picture_spans", picture)):
    print(table(name, test), end="")
print("/* clang-format on */")
