#!/bin/sh
# Smaller copies of the pictures that pages show: made, named, kept between builds, removed.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
out=$tmp/out.d
build() { run "$PLUMB" build "$tmp/s" -o "$out" --no-png "$@"; }
has() { grep -qF -- "$2" "$out/$1" || { echo "$1 lacks $2"; grep '<img' "$out/$1"; return 1; }; }
hasnt() { ! grep -qF -- "$2" "$out/$1" || { echo "$1 has $2"; return 1; }; }
there() { for f; do test -s "$out/$f" || { echo "no $f"; find "$out"; return 1; }; done; }
gone() { for f; do ! test -e "$out/$f" || { echo "$f is there"; return 1; }; done; }
smaller() { [ "$(wc -c <"$out/$1")" -lt "$(wc -c <"$out/$2")" ]; }
# picture FILE WIDTH HEIGHT [CLAIMED SIZE]: a PNG of many colours
picture() {
  mkdir -p "$(dirname "$tmp/s/$1")"
  python3 - "$tmp/s/$1" "$2" "$3" "${4:-}" <<'P'
import random, struct, sys, zlib
name, w, h, claim = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
random.seed(name[-8:])
chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\0" + b"".join(bytes((x * 255 // w, y * 255 // h, random.getrandbits(5))) for x in range(w)) for y in range(h))
size = (int(claim), int(claim)) if claim else (w, h)
open(name, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)) +
                       chunk(b"tEXt", b"Author\0somebody") + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
P
}

picture "pics/wide one.png" 2000 60
picture pics/middle.png 1000 60
picture pics/narrow.png 700 60
page s/index.md <<'P'
# Home

![Wide](<pics/wide one.png>)

![Middle](pics/middle.png)

![Narrow](pics/narrow.png)
P
page s/guide/page.md <<'P'
# Page

The same: ![Wide](<../pics/wide one.png>)
P
build
ok "a site with pictures builds" exits 0
ok "a wide picture has two copies" there "pics/wide one.1440w.png" "pics/wide one.720w.png"
ok "each smaller than the next" smaller "pics/wide one.720w.png" "pics/wide one.1440w.png"
ok "and than the picture" smaller "pics/wide one.1440w.png" "pics/wide one.png"
ok "the page offers them" has index.html 'srcset="pics/wide%20one.1440w.png 1440w, pics/wide%20one.720w.png 720w, pics/wide%20one.png 2000w" sizes="(max-width: 48rem) 100vw, 45rem" loading="lazy"'
ok "so do pages elsewhere" has guide/page/index.html 'srcset="../../pics/wide%20one.1440w.png 1440w, '
ok "and the page of all pages" has print/index.html 'srcset="../pics/wide%20one.1440w.png 1440w, '
ok "one less wide has one" sh -c "test -s '$out/pics/middle.720w.png' && ! test -e '$out/pics/middle.1440w.png'"
ok "a narrow one none" hasnt index.html narrow.720w
ok "words in the file stay there" sh -c "grep -q somebody '$out/pics/middle.png' && ! grep -q somebody '$out/pics/middle.720w.png'"

cp -p "$out/pics/middle.720w.png" "$tmp/before.png"
build
ok "the next build has nothing to do" says "nothing to do"
ok "and says no picture was drawn" sh -c "! grep -q 'drawn' '$tmp/out'"
echo "More." >>"$tmp/s/index.md"
build
ok "an edit of the page makes none again" says "0 images drawn"
ok "its copies stand" has index.html 'pics/middle.720w.png 720w'
rm "$out/pics/middle.720w.png"
build
ok "a copy that was lost is made again" cmp "$tmp/before.png" "$out/pics/middle.720w.png"
run "$PLUMB" build "$tmp/s" -o "$tmp/other.d" --no-png --jobs 1
ok "elsewhere, alone, the same bytes" sh -c "cd '$out/pics' && for f in *; do cmp \"\$f\" \"$tmp/other.d/pics/\$f\" || exit 1; done"
picture pics/middle.png 1100 60
build
ok "another picture of that name has another copy" sh -c "! cmp -s '$tmp/before.png' '$out/pics/middle.720w.png'"
ok "and another width" has index.html 'pics/middle.png 1100w'
picture pics/middle.720w.png 30 30
cp "$tmp/s/pics/middle.720w.png" "$tmp/own.png"
echo "![own](pics/middle.720w.png)" >>"$tmp/s/index.md"
build
ok "a file of the author by that name stays his" cmp "$tmp/own.png" "$out/pics/middle.720w.png"
ok "and is no copy" hasnt index.html 'middle.720w.png 720w'
sed -i '/wide one/d' "$tmp/s/index.md" "$tmp/s/guide/page.md"
build
ok "a picture nobody shows goes, with its copies" gone "pics/wide one.png" "pics/wide one.1440w.png" "pics/wide one.720w.png"

# pictures that are not what they say
picture pics/vast.png 20 20 20000
picture pics/lie.png 20 20 5000
picture pics/cut.png 1500 60
head -c 5000 "$tmp/s/pics/cut.png" >"$tmp/cut" && mv "$tmp/cut" "$tmp/s/pics/cut.png"
printf '\n![a](pics/vast.png)\n\n![b](pics/lie.png)\n\n![c](pics/cut.png)\n' >>"$tmp/s/index.md"
build
ok "damaged pictures stop no build" exits 0
ok "one without its pixels is told" says "pics/lie.png is damaged"
ok "one cut off too, with its place" sh -c "grep -q 'index.md:[0-9]*:[0-9]*: warning: pics/cut.png is damaged' '$tmp/err'"
ok "the library says nothing of its own" sh -c "! grep -qi 'libpng\|gd-png' '$tmp/err'"
ok "they are published as they are" sh -c "cmp '$tmp/s/pics/cut.png' '$out/pics/cut.png'"
build
ok "the next build says it again" says "pics/cut.png is damaged"
run "$PLUMB" check "$tmp/s"
ok "one that claims to be vast is left alone" says "pics/vast.png: 20000 × 20000 pixels"
ok "that is a remark" says "[image-large]"
plan
