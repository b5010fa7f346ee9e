#!/bin/sh
# What the documents say of the program is true. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
ok "gen/README.md lists every file" python3 tests/files.py
for verb in $("$PLUMB" --help | sed -n 's/^    \([a-z]*\)  .*/\1/p'); do
  ok "the README knows plumb $verb" grep -q "plumb $verb" README.md
done
ok "what messages say to run is a command" sh -c 'grep -rhoE "\"[^\"]*(run |say |; )plumb [a-z]+" gen include | sed "s/.*plumb //" | sort -u | while read -r verb; do
  "$0" help "$verb" >/dev/null 2>&1 || echo "plumb $verb"; done | { ! grep .; }' "$PLUMB"
for name in assets/*.html; do
  ok "the theme's README tells of ${name#assets/}" grep -qF "\`${name#assets/}\`" assets/README.md
done
for name in $(grep -ohE '(page|site|home)\.[a-z_]+' assets/*.html | grep -v '\.html$' | sort -u); do
  ok "the theme's README tells of $name" grep -qE "(^|[^a-z_.])$name([^a-z_]|$)" assets/README.md
done
ok "pictures of the README are there" sh -c "for f in \$(sed -n 's/.*](\\(assets[^)]*png\\)).*/\\1/p' README.md); do test -s \$f || exit 1; done"
if git rev-parse >/dev/null 2>&1; then
  ok "no machine's paths, no unfinished words" sh -c "! git grep -InE '(/wor[k]/|/roo[t]/|\\b(TOD[O]|FIXM[E]|XX[X])\\b)' -- . ':!*package-lock.json' | grep ."
  # but the highlighter's inmost loop, and values that keep an author's entities; lists.c writes feeds and site maps
  ok "no C writes tags of HTML but base/tag.c" sh -c "! git grep -nE '(buf_(put|fmt)|put|str_fmt)\(.*\"[^\"]*</?[a-z]' -- \
    gen/page gen/judge gen/write gen/draw gen/sketch gen/cmd gen/serve ':!gen/draw/svg.c' ':!gen/page/highlight.c' ':!gen/page/html_raw.c' ':!gen/write/lists.c' | grep ."
fi
plan
