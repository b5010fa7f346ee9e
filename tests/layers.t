#!/bin/sh
# Who may include whom (DESIGN §3), and the one home of each foreign header. Speaks TAP.
cd "$(dirname "$0")/.." || exit 1
files=$(find gen include -name '*.[ch]' | sort)
echo 1..4
awk '
BEGIN {
  may["base"] = "base"; may["model"] = "base model"
  may["load"] = "base model load"; may["sketch"] = "base model sketch"; may["infra"] = "base model load infra"
  may["check"] = "base model check"; may["draw"] = "base model draw"; may["page"] = "base model page"
  may["publish"] = "base model publish"; may["serve"] = "base model serve"
  may["gather"] = "base model load infra gather"
  may["judge"] = "base model load sketch infra check draw gather judge"
  may["write"] = "base model load sketch infra check draw page gather judge write"
  may["cmd"] = "base model load sketch infra check draw page publish gather judge write serve cmd"
}
/^#include "/ {
  split(FILENAME, at, "/"); room = at[2]
  split($2, q, "\""); to = q[2]
  if (to !~ /\//) next                     # a generated table beside its only user
  split(to, part, "/")
  if ((" " may[room] " ") !~ (" " part[1] " ")) { print FILENAME ":" FNR ": " room " may not include " to; bad = 1 }
}
END { exit bad }' $files > "${TMPDIR:-/tmp}/layers.$$" \
  && echo "ok 1 - includes go one way" || { sed 's/^/# /' "${TMPDIR:-/tmp}/layers.$$"; echo "not ok 1 - includes go one way"; }
awk '
BEGIN {
  home["md4c.h"] = "gen/load/markdown.c"; home["yaml.h"] = "gen/load/yaml.c"; home["git2.h"] = "gen/load/history.c"
  home["cjson/cJSON.h"] = "gen/base/json.c"; home["openssl/"] = "gen/base/hash.c"; home["gd.h"] = "gen/draw/raster.c"; home["zlib.h"] = "gen/base/deflate.c"
  home["graphviz/cgraph.h"] = "gen/sketch/dot.c"; home["graphviz/gvc.h"] = "gen/draw/layout.c"; home["curl/curl.h"] = "gen/publish/http.c"; home["expat.h"] = "gen/base/xml.c"; home["pcre2.h"] = "gen/load/pattern.c"
  home["microhttpd.h"] = "gen/serve/http.c"; home["ft2build.h"] = "gen/draw/raster.c"
  home["png.h"] = "gen/draw/raster.c"
}
/^#include </ {
  name = $2; gsub(/[<>]/, "", name)
  for (h in home)
    if (index(name, h) == 1 && FILENAME != home[h]) { print FILENAME ":" FNR ": " name " has its home in " home[h]; bad = 1 }
}
END { exit bad }' $files > "${TMPDIR:-/tmp}/layers.$$" \
  && echo "ok 2 - foreign headers have one home" || { sed 's/^/# /' "${TMPDIR:-/tmp}/layers.$$"; echo "not ok 2 - foreign headers have one home"; }
bad=0
for h in $(find include -name '*.h' ! -name banned.h | sort); do
  part=${h#include/}
  [ -f "gen/${part%.h}.c" ] || grep -rq "\"$part\"" gen include || { echo "# nobody includes $h"; bad=1; }
  guard=$(echo "${part%.h}" | tr 'a-z/' 'A-Z_')_H
  grep -q "^#ifndef $guard\$" "$h" || { echo "# $h wants the guard $guard"; bad=1; }
done
[ $bad = 0 ] && echo "ok 3 - headers have a file and a guard" || echo "not ok 3 - headers have a file and a guard"
# A module is a file and its header; who includes whom must not come back to where it began.
echo "$files" | python3 -c '
import re, sys
awaited = {"judge", "write"}  # rooms that are being cut from one: their circles are named, not refused
uses = {}
for f in sys.stdin.read().split():
    me = f.split("/", 1)[1].rsplit(".", 1)[0]
    for to in re.findall(r"(?m)^#include \"([a-z]+/[a-z0-9_]+)\.h\"", open(f, encoding="utf-8").read()):
        uses.setdefault(me, set()).add(to)
def back(start):
    """The shortest way from start to start, or None."""
    todo, came = [start], {}
    for at in todo:
        for to in sorted(uses.get(at, ())):
            if to == start:
                way = [at]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if to not in came and to != at:
                came[to] = at
                todo.append(to)
bad = False
seen = set()
for m in sorted(uses):
    uses[m].discard(m)
for m in sorted(uses):
    way = back(m)
    if way and not seen & set(way):
        seen |= set(way)
        waits = m.split("/")[0] in awaited
        bad |= not waits
        print("#", "circle" + (" that waits" if waits else ""), " -> ".join(way + [m]))
sys.exit(bad)' && echo "ok 4 - no circle of includes" || echo "not ok 4 - no circle of includes"
rm -f "${TMPDIR:-/tmp}/layers.$$"
