#!/bin/sh
# figure_dialog.t - figures opened large, as tests/figure_dialog.mjs meets them.
cd "$(dirname "$0")/.." || exit 1
PLUMB=${PLUMB:-build/plumb}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

for tool in node chromium; do
    command -v "$tool" >/dev/null || { echo "1..0 # skip $tool is not installed"; exit 0; }
done
[ -f build/node/.made ] || { echo "1..0 # skip make test installs what this needs; it could not"; exit 0; }
cp -r tests/case/chart/site "$tmp/guide"
cat >"$tmp/guide/drawing.md" <<'M'
# A drawing

```text title="How it flows"
┌────────┐     ┌────────┐     ┌────────┐     ┌────────┐     ┌────────┐     ┌────────┐
│ first  │────▶│ second │────▶│ third  │────▶│ fourth │────▶│ fifth  │────▶│ sixth  │
└────────┘     └────────┘     └────────┘     └────────┘     └────────┘     └────────┘
```

[What it costs](costs/small.json?chart=range)

```mermaid
sequenceDiagram
  First participant->>Second participant: asks for a thing
  Second participant->>Third participant: asks for another thing
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
  Third participant->>Fourth participant: which asks for one too
```
M
"$PLUMB" build "$tmp/guide" -o "$tmp/site" --no-png --date 2026-11-23 >"$tmp/log" 2>&1
[ -f "$tmp/site/drawing/index.html" ] || {
    echo "Bail out! plumb build: $(tail -1 "$tmp/log")"
    exit 1
}
node tests/figure_dialog.mjs "$tmp/site" drawing/index.html
