#!/bin/sh
# Computed costs as pages: sizes, savings, prices, and the estimator's arithmetic (tests/estimator.mjs).
. "$(dirname "$0")/lib.sh"

cp -R "$top/content" "$tmp/content"
run "$PLUMB" build "$tmp/content" -o "$tmp/site" --no-png
ok "the guide is built" exits 0
data=$tmp/site/data
holds() { grep -qF -- "$2" "$data/$1/index.html" || { echo "$1 lacks $2"; return 1; }; }
lacks() { ! grep -qF -- "$2" "$data/$1/index.html"; }
for id in small medium large app-runner ec2 lightsail; do
  ok "a page for $id, with its charts" eval "holds cost/$id '.svg' && ls $data/cost/$id/*.svg"
done
ok "all sizes beside each other" holds cost "What users cost"
ok "what the guide says against it" holds cost/written "✗ wrong"
ok "ways to save, with the break-even" holds cost/saving "<strong>5 endpoints</strong>"
ok "a price is reached from its row" holds cost/medium 'price/index.html#fargate.x86.vcpu_hour'
ok "and is there" holds price 'id="fargate.x86.vcpu_hour"'
ok "old prices and low confidence are marked" eval 'holds price "<strong>old</strong>" && holds price "<strong>low</strong>"'
ok "links and figures of the pages are whole" lacks cost/medium "chart=tornado"
if command -v node >/dev/null; then
  run node "$top/tests/estimator.mjs" "$PLUMB" "$tmp/content" "$tmp/site" "$tmp/inputs"
  ok "the estimator gives what plumb estimate gives, 1,000 times" both 0 "3 sizes and 1000 inputs"
else
  tests=$((tests + 1)); echo "ok $tests - the estimator gives what plumb estimate gives # SKIP no node"
fi

# nothing of an author's text becomes markup, and a guide without estimates has none of these pages
sed 's/"name": "Small"/"name": "<b onclick=x>S '"'"'mall"/' "$top/content/costs/small.json" >"$tmp/content/costs/small.json"
run "$PLUMB" build "$tmp/content" -o "$tmp/site" --no-png
ok "names of authors stay text" eval 'lacks cost "<b onclick" && lacks estimator "<b onclick" && ! grep -q "S .mall.*data-model=.[^>]*S .mall" "$data/estimator/index.html"'
rm -rf "$tmp/plain" && mkdir "$tmp/plain" && echo '# Plain' >"$tmp/plain/index.md"
run "$PLUMB" build "$tmp/plain" -o "$tmp/plain-site" --no-png
ok "no estimates, no pages of costs" test ! -e "$tmp/plain-site/data"
plan
