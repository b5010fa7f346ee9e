#!/bin/sh
# What readers meet at the edges, in a browser: right to left, very long words, 40 columns, 300 entries of navigation,
# a window at 200 %, forced colours, no script, no style. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
for tool in node chromium; do command -v "$tool" >/dev/null || { echo "1..0 # skip $tool is not installed"; exit 0; }; done
[ -f build/node/.made ] || { echo "1..0 # skip make test installs what this needs"; exit 0; }
python3 - "$tmp/in" <<'P'
import os, sys
def page(path, text):
    os.makedirs(os.path.dirname(f"{sys.argv[1]}/{path}"), exist_ok=True)
    open(f"{sys.argv[1]}/{path}", "w").write(text)
word = "Rechtsschutzversicherungsgesellschaften" * 3
page("index.md", "# Home\n\nPort [80](c.json#/port) and [1 GB](c.json#/memory).\n")
page("c.json", '{"port": 81, "memory": "1 GB"}')
page("wide.md", "# Wide\n\n" + "|".join(f"c{i}" for i in range(40)) + "\n" + "|".join("---" for _ in range(40)) + "\n" +
     "".join("|".join(f"v{r}.{i}" for i in range(40)) + "\n" for r in range(30)))
page("code.md", "# Code\n\n```bash\n$ npm ci\nadded 3 packages\n$ cdk deploy \\\n  --all " + "x" * 200 + "\n```\n")
page("long.md", f"# {word}\n\n{word}\n\n" + "".join(f"## Section {i}\n\n" + "Text. " * 200 + "\n\n" for i in range(40)))
page("rtl.md", "# שלום\n\n- אחת\n- שתיים\n")
for i in range(300):
    page(f"many/p{i:03}.md", f"# Page {i}\n\nText.\n")
P
"$PLUMB" build "$tmp/in" -o "$tmp/site" --no-png >"$tmp/said" 2>&1
exec node tests/reading.mjs "$tmp/site"
