#!/bin/sh
# plumb chart against tests/case/chart: FILE-KIND.FORM is what site/costs/FILE gives. UPDATE=1 rewrites. TAP.
. "$(dirname "$0")/lib.sh"
cases=$top/tests/case/chart

# chart FILE KIND FORM: the same bytes as the case
chart() {
  want=$cases/$(basename "${1%.*}")-$2.$3
  run "$PLUMB" chart "$cases/site/costs/$1" --kind "$2" --to "$3"
  exits 0 || return 1
  [ -z "${UPDATE:-}" ] || cp "$tmp/out" "$want"
  cmp "$tmp/out" "$want"
}
for c in "small.json range svg" "small.json tornado svg" "sizes.json stack svg" "sizes.json waterfall svg" \
         "sizes.json step svg" "written.md dumbbell svg" "written.md dumbbell json" "sizes.json stack json"; do
  # shellcheck disable=SC2086
  ok "chart $c" chart $c
done

sound() { python3 -c 'import sys, xml.etree.ElementTree as t; t.parse(sys.argv[1])' "$1"; }
for f in "$cases"/*.svg; do ok "$(basename "$f") is sound XML" sound "$f"; done
for f in "$cases"/*.json; do ok "$(basename "$f") is sound JSON" python3 -m json.tool "$f"; done

png() {
  "$PLUMB" chart "$cases/site/costs/sizes.json" --to png >"$tmp/a.png" && "$PLUMB" chart "$cases/site/costs/sizes.json" --to png >"$tmp/b.png" &&
    cmp "$tmp/a.png" "$tmp/b.png" && [ "$(wc -c <"$tmp/a.png")" -le 45000 ] &&
    [ "$(od -An -tu1 -j16 -N8 "$tmp/a.png" | tr -s ' ')" = " 0 0 4 176 0 0 2 118" ]
}
ok "a picture is 1200 by 630, small, the same each time" png

run "$PLUMB" chart "$cases/site/costs/small.json" --kind dumbbell
ok "a chart that a file cannot give is wrong use" both 2 'no chart "dumbbell"'
run "$PLUMB" chart "$cases/site/costs/written.md" --kind step
ok "so is one that a page's tables cannot give" both 2 'gives a chart of the kind "step"'
run "$PLUMB" chart "$cases/site/costs/none.json"
ok "a file that is not there" both 3 "no such file"
plan
