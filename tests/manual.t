#!/bin/sh
# The manual is what the program says of itself, builds without a finding, and is linked from the guide's
# foot; the README's examples hold as they stand. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
ok "man page and reference are made from the program's tables" env PLUMB="$PLUMB" python3 tests/manual.py
run "$PLUMB" check content/manual --strict --all
ok "the manual is true, without a finding" both 0 "0 errors, 0 warnings, 0 notes; 18 claims: 18 true"

ok "each exit code is told" sh -c "grep -q 'EXIT_GOOD, EXIT_FINDINGS, EXIT_USE, EXIT_IO, EXIT_UNCHECKED' include/cmd/common.h && \
  [ \"\$(sed -n 's/^| \\([0-9]\\) |.*/\\1/p' content/manual/reference/output.md | tr -d '\\n')\" = 01234 ]"
kinds=$("$PLUMB" help chart | sed -n 's/^  --kind.*  \(range.*\); of.*/\1/p' | sed 's/ or /, /; s/,//g')
for kind in $kinds; do ok "the chart $kind is shown" grep -q "chart=$kind" content/manual/reference/figures.md; done
for view in $("$PLUMB" help diagram | sed -n 's/^  --view \([^ ]*\).*/\1/p' | tr '|' ' '); do
  ok "the view $view is told" grep -q "view=$view\|\`$view\`" content/manual/reference/figures.md
done

# JSON Schemas for editors: the guide's own files obey them, and a misspelt key does not
cp content/manual/schemas/*.json "$tmp/"
fence() { printf '\n```json schema=%s.schema.json\n' "$1"; cat "$2"; printf '\n```\n'; }
{ echo '# S'; fence site content/site.json; fence site content/manual/site.json; fence accepted content/accepted.json
  fence actions content/actions.json; for f in small medium large dev prod ec2; do fence costs "content/costs/$f.json"; done
  fence sizes content/costs/sizes.json; fence scenarios content/costs/scenarios.json; fence prices content/prices/eu-west-1.json
} >"$tmp/index.md"
run "$PLUMB" check "$tmp"
ok "files of the guide obey the schemas" both 0 "0 errors, 0 warnings"
sed 's/"title"/"titel"/; s/"assumption"/"asumption"/' "$tmp/index.md" >"$tmp/x" && mv "$tmp/x" "$tmp/index.md"
run "$PLUMB" check "$tmp"
ok "a misspelt key does not" both 1 'the schema has no /titel; the nearest key is title'
ok "nor one deep in an estimate" says "asumption"

# the README's first example, put into a folder with the config that it names
block() { python3 - "$1" "$2" <<'P'
import re, sys
blocks = [b for l, b in re.findall(r"^```(\w*)\n(.*?)^```", open("README.md").read(), re.S | re.M) if l == sys.argv[1]]
sys.stdout.write(blocks[int(sys.argv[2])])
P
}
{ echo '# Guide'; echo; block markdown 0; } | page g/guide/index.md
echo '# Home' | page g/index.md
mkdir -p "$tmp/g/cdk/config" && cp content/cdk/config/prod.json "$tmp/g/cdk/config/"
block json 0 >"$tmp/g/site.json"
run "$PLUMB" check "$tmp/g" --strict
ok "the README's first example is true" both 0 "4 claims: 4 true"
block json 1 >"$tmp/g/site.json"
run "$PLUMB" check "$tmp/g"
ok "its second has no key nobody reads" sh -c "! grep -q 'input-unknown-key\\|input-json' '$tmp/err'"

# what the README shows of a false claim is what is printed
cp -r content "$tmp/content"
sed -i 's/0\.5 vCPU\](config.prod/0.6 vCPU](config.prod/' "$tmp/content/costs/medium.md"
run "$PLUMB" check "$tmp/content"
shown=$(sed -n 's/^content.*: \(error: .*\[claim-false\]\)$/\1/p' README.md)
ok "the README's finding is the one that is printed" says "${shown:-no finding in the README}"

# a site inside a site, linked from its foot
mkdir -p "$tmp/n/manual" && echo '# Home' >"$tmp/n/index.md" && echo '# Manual' >"$tmp/n/manual/index.md"
echo '{ "footer": "[the manual](manual/)" }' >"$tmp/n/site.json"
run "$PLUMB" check "$tmp/n"
ok "a folder without settings is no site" both 1 "there is no manual/"
echo '{}' >"$tmp/n/manual/site.json"
run "$PLUMB" build "$tmp/n" -o "$tmp/o"
ok "the foot leads there" grep -q 'href="manual/index.html"' "$tmp/o/index.html"
run "$PLUMB" build "$tmp/n/manual" -o "$tmp/o/manual"
ok "and it is built there" test -s "$tmp/o/manual/index.html"
run "$PLUMB" build "$tmp/n" -o "$tmp/o" --no-cache
ok "both live beside each other" sh -c "test -s '$tmp/o/manual/index.html' && [ $code = 0 ]"
plan
