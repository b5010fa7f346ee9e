#!/bin/sh
# The search of a built site, asked by the script that readers get: tests/search.mjs. Speaks TAP.
cd "$(dirname "$0")/.." || exit 1
PLUMB=${PLUMB:-build/plumb}
command -v node >/dev/null || { echo "1..0 # skip node is not installed"; exit 0; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# 400 pages of words, so that the index has shards
python3 - "$tmp/in" <<'P'
import os, random, sys
roll = random.Random(5)
parts = "ba be co da di fa go ha in ka le lo ma mo na ne pa po ra ri sa se ta ti va vi ze zo".split()
words = ["".join(roll.choice(parts) for _ in range(roll.choice((2, 3, 3, 4)))) for _ in range(4000)]
weight = [1 / (i + 8) for i in range(len(words))]
for i in range(400):
    title = " ".join(roll.sample(words, 3)).capitalize()
    body = [" ".join(roll.choices(words, weight, k=60)) for _ in range(8)]
    text = "".join(f"\n## {' '.join(roll.sample(words, 2))}\n\n{b}.\n" for b in body)
    path = f"{sys.argv[1]}/s{i // 20}/p{i}.md"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write(f"# {title}\n{text}")
P
"$PLUMB" build "$tmp/in" -o "$tmp/out" --no-png >"$tmp/log" 2>&1 || { cat "$tmp/log"; echo "Bail out! plumb build"; exit 1; }
node tests/search.mjs "$tmp/out"
