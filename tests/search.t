#!/bin/sh
# The search of built sites: what is written when, and what tests/search.mjs finds with the script that
# readers get. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1

# pages N: N pages of words below $tmp/in, always the same
pages() {
  rm -rf "$tmp/in"
  python3 - "$tmp/in" "$1" <<'P'
import os, random, sys
roll = random.Random(5)
parts = "ba be co da di fa go ha in ka le lo ma mo na ne pa po ra ri sa se ta ti va vi ze zo".split()
words = ["".join(roll.choice(parts) for _ in range(roll.choice((2, 3, 3, 4)))) for _ in range(4000)]
weight = [1 / (i + 8) for i in range(len(words))]
glue = words[-50:]  # stand between others, as "the" does
def text(n):
    return " ".join(w if roll.random() < .6 else f"{roll.choice(glue)} {w}" for w in roll.choices(words, weight, k=n))
code = ["", "\n```sh\n" + "\n".join(" ".join(roll.sample(words, 6)) for _ in range(9)) + "\n```\n"]
for i in range(int(sys.argv[2])):
    title = " ".join(roll.sample(words, 3)).capitalize()
    body = "".join(f"\n## {' '.join(roll.sample(words, 2))}\n\n{text(60)}.\n{roll.choice(code)}" for _ in range(8))
    path = f"{sys.argv[1]}/s{i // 20}/p{i}.md"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write(f"# {title}\n{body}")
P
}
build() { "$PLUMB" build "$tmp/in" -o "$tmp/$1" --no-png --jobs "$2" >"$tmp/said" 2>&1; }
shards() { find "$tmp/$1/search" -name '*.js' | grep -cE '/[0-9a-f]{10}[.]js$'; }

pages 400
build a 1
ok "a large site has shards" test "$(shards a)" -gt 5
build b 4
ok "one thread and four write the same index" diff -r "$tmp/a/search" "$tmp/b/search"
build b 4
ok "nothing changed: nothing to do" grep -q "nothing to do" "$tmp/said"
echo "Zozozozo." >>"$tmp/in/s3/p61.md"
build b 2
changed=$(diff -rq "$tmp/a/search" "$tmp/b/search" | grep -c "^Only in $tmp/b")
ok "a word more is one shard more" test "$changed" = 1
ok "and the directory has it" node tests/search.mjs "$tmp/b" zozozozo
rm "$tmp/b/search/index.js"
build b 2
ok "what is missing is written again" test -f "$tmp/b/search/index.js"
rm -r "$tmp/in/s3" && build b 2 && pages 400 && rm -r "$tmp/in/s3" && build c 2
ok "an index made again is an index made at once" diff -r "$tmp/b/search" "$tmp/c/search"

pages 1000
build g 2
pages 40
build d 2
ok "a small site has one file" test "$(shards d)" = 0
ok "the list of all pages has headings" grep -q '<a href="../s1/p25/index.html#' "$tmp/d/search/index.html"
page in/search.md </dev/null
printf '# Our own search\n\nA page of that name.\n' >"$tmp/in/search.md"
build d 2
ok "a page named search keeps its place" grep -q "A page of that name" "$tmp/d/search/index.html"
ok "and can be found" sh -c "node tests/search.mjs '$tmp/d' 'our own' | head -n 1 | grep -q '^2 .* search/#'"
rm -r "$tmp/in"
printf '# One\n\nLogs stay for [](c.json#/logs/retentionDays).\n' | page in/index.md
echo "# Two" | page in/two.md
for days in 31 62; do
  echo "{\"logs\":{\"retentionDays\":$days}}" | page in/c.json
  build f 2
  ok "a value that a page takes in can be found: $days" sh -c "node tests/search.mjs '$tmp/f' 'stay $days' | grep -q '^2 .* #  One'"
done
rm -r "$tmp/in"
python3 - "$tmp/in" <<'P'
import os, sys
for i in range(160):
    path = f"{sys.argv[1]}/d{i % 7} é>1/\u67b6 {i}.md"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write(f"# \"Q{i}\" </script>\u2028 \\\\ 'x' {i}\n\n" + "long" * 2500 + f"{i} \u67b6\u6784 caf\u00e9 \U0001d538\U0001d539{i}a "
                          f"'+alert({i})+' }}) ${{{i}}} `</script>`\n")
P
build h 2
ok "whatever pages say, scripts stay scripts" sh -c "for f in '$tmp'/h/search/*.js; do node --check \$f || exit 1; done"
for q in '架构' 'café' '𝔸𝔹17a' 'alert 17' 'q17 script' longlonglonglong; do
  ok "and $q is found" node tests/search.mjs "$tmp/h" "$q"
done
ok "at its page" sh -c "node tests/search.mjs '$tmp/h' q17 | head -n 1 | grep -q 'd3%20%C3%A9%3E1/%E6%9E%B6%2017/'"
rm -r "$tmp/in"
printf '# Home\n' | page in/index.md
printf -- '---\ntags: [payment, queue]\n---\n# Retries\n\n## Backoff\n\nA queue is asked three times. Use port 8501 and a t3.small.\n' | page in/retries.md
printf -- '---\ntags: [payment, small]\n---\n# Ledger\n\nA payment is booked once. The small one costs t3 times as much on port 85.\n\n## Undo a booking\n\nBy hand.\n' | page in/ledger.md
printf '# Words\n\n## Reversal, chargeback\n\nUndo of a booking.\n' | page in/glossary.md
printf '# Money back\n\nA reversal takes three days. Nobody alarms.\n' | page in/back.md
echo '{"payment":{"queue":"q","retries":3,"backoff":"long"}}' >"$tmp/in/c.json"
echo '{"sources":{"config.prod":"c.json"}}' >"$tmp/in/site.json"
build r 1
firstly() { node tests/search.mjs "$tmp/r" "$1" >"$tmp/found"; head -n 1 "$tmp/found" | grep -q "$2" || { cat "$tmp/found"; return 1; }; }
ok "what people wrote stands before data and tags" firstly payment 'ledger/#'
ok "a tag and its settings have more of the words, and people's page is first" firstly 'queue backoff' 'retries/#backoff'
ok "words that only ask do not count" firstly 'how do I undo a booking?' 'ledger/#undo-a-booking'
ok "one name of a thing finds the other" firstly chargeback 'back/#'
ok "a number finds itself, not its beginning" firstly 'port 8501' 'retries/#backoff'
ok "so does a name with points" firstly t3.small 'retries/#backoff'
ok "a word without its ending" firstly 'alarm booked' 'ledger/#'
ok "what is called so is first" firstly 'config prod' 'config/prod/#'
rm -r "$tmp/in" && echo "# Alone" | page in/index.md
build e 1
ok "one page needs no search" sh -c "! test -e '$tmp/e/search' && ! grep 'class=.search' '$tmp/e/index.html'"

ok "the script answers all that is asked" sh -c "node tests/search.mjs '$tmp/g' $((tests + 1)) >'$tmp/asked'"
cat "$tmp/asked"
tests=$((tests + $(grep -cE '^(not )?ok ' "$tmp/asked")))
plan
