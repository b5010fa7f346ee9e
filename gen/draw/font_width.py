#!/usr/bin/env python3
"""Writes font_width.inc: advance widths of DejaVu Sans and DejaVu Sans Bold in 1/100 em, rounded up,
and the characters that DejaVu Sans, DejaVu Sans Mono and Symbola (symbols, emoji) have at all.

Usage: font_width.py REGULAR.ttf BOLD.ttf MONO.ttf SYMBOLA.ttf > font_width.inc
DejaVu Sans is among the widest faces a reader's system may pick, so text measured with it fits in
all of them. A width of 0 in the table means: the face has no such character.
"""
import struct
import sys

RANGES = [(0x20, 0x17F), (0x370, 0x4FF), (0x2010, 0x26FF)]


def tables(data):
    count = struct.unpack(">H", data[4:6])[0]
    out = {}
    for i in range(count):
        tag, _, off, size = struct.unpack(">4sIII", data[12 + 16 * i:28 + 16 * i])
        out[tag.decode()] = data[off:off + size]
    return out


def cmap_format4(cmap):
    for i in range(struct.unpack(">H", cmap[2:4])[0]):
        platform, encoding, off = struct.unpack(">HHI", cmap[4 + 8 * i:12 + 8 * i])
        if (platform, encoding) == (3, 1):
            return cmap[off:]
    raise SystemExit("no Unicode cmap")


def glyph_of(sub, cp):
    n = struct.unpack(">H", sub[6:8])[0] // 2
    ends = struct.unpack(">%dH" % n, sub[14:14 + 2 * n])
    at = 16 + 2 * n
    starts = struct.unpack(">%dH" % n, sub[at:at + 2 * n])
    deltas = struct.unpack(">%dh" % n, sub[at + 2 * n:at + 4 * n])
    offsets = struct.unpack(">%dH" % n, sub[at + 4 * n:at + 6 * n])
    for i in range(n):
        if starts[i] <= cp <= ends[i]:
            if offsets[i] == 0:
                return (cp + deltas[i]) & 0xFFFF
            place = at + 4 * n + 2 * i + offsets[i] + 2 * (cp - starts[i])
            glyph = struct.unpack(">H", sub[place:place + 2])[0]
            return (glyph + deltas[i]) & 0xFFFF if glyph else 0
    return 0


def covered(path):
    cmap = tables(open(path, "rb").read())["cmap"]
    for i in range(struct.unpack(">H", cmap[2:4])[0]):
        off = struct.unpack(">I", cmap[8 + 8 * i:12 + 8 * i])[0]
        if struct.unpack(">H", cmap[off:off + 2])[0] == 12:
            break
    else:
        raise SystemExit("no cmap of format 12")
    out = []
    for i in range(struct.unpack(">I", cmap[off + 12:off + 16])[0]):
        first, last, _ = struct.unpack(">III", cmap[off + 16 + 12 * i:off + 28 + 12 * i])
        if out and out[-1][1] + 1 == first:
            out[-1][1] = last
        else:
            out.append([first, last])
    return out


def widths(path):
    data = open(path, "rb").read()
    t = tables(data)
    em = struct.unpack(">H", t["head"][18:20])[0]
    n = struct.unpack(">H", t["hhea"][34:36])[0]
    advance = [struct.unpack(">H", t["hmtx"][4 * i:4 * i + 2])[0] for i in range(n)]
    sub = cmap_format4(t["cmap"])

    def width(cp):
        glyph = glyph_of(sub, cp)
        return -(-advance[min(glyph, n - 1)] * 100 // em) if glyph else 0

    return [[min(width(cp), 255) for cp in range(lo, hi + 1)] for lo, hi in RANGES]


def rows(values):
    for i in range(0, len(values), 24):
        print("    " + ", ".join(str(v) for v in values[i:i + 24]) + ",")


print("/* made by font_width.py */")
print("static const struct width_range width_ranges[] = {")
at = 0
for lo, hi in RANGES:
    print("    { 0x%04x, 0x%04x, %d }," % (lo, hi, at))
    at += hi - lo + 1
print("};")
for name, path in (("widths_regular", sys.argv[1]), ("widths_bold", sys.argv[2])):
    print("static const unsigned char %s[] = {" % name)
    for part in widths(path):
        rows(part)
    print("};")
for name, path in (("covered_sans", sys.argv[1]), ("covered_mono", sys.argv[3]), ("covered_symbols", sys.argv[4])):
    print("static const uint32_t %s[][2] = {" % name)
    ranges = ["{ 0x%04x, 0x%04x }" % (a, b) for a, b in covered(path) if a < 0xE0000]
    for i in range(0, len(ranges), 5):
        print("    " + ", ".join(ranges[i:i + 5]) + ",")
    print("};")
