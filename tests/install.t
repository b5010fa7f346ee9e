#!/bin/sh
# What is installed works where the sources are not: program, completions, package, the scripts for forges and commits.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
B=${B:-build}
# the program under test is installed, whatever built it
into() { make -s install DESTDIR="$1" PREFIX=/usr B="$B" -o "$B/plumb"; }
run into "$tmp/inst"
ok "make install DESTDIR=… PREFIX=…" exits 0
usr=$tmp/inst/usr
for f in bin/plumb share/man/man1/plumb.1 share/plumb/theme/header.html share/plumb/theme/inter.woff2 share/plumb/theme/inter-LICENSE.txt \
  share/doc/plumb/LICENSE share/doc/plumb/html/index.html share/doc/plumb/html/tutorial/index.html share/zsh/site-functions/_plumb share/fish/vendor_completions.d/plumb.fish; do
  ok "$f" test -s "$usr/$f"
done
page s/index.md <<'P'
# Home

```
+---+    +---+
| A |--->| B |
+---+    +---+
```
P
printf '{ "title": "T", "font": "inter", "accent": "#1f5fae" }' >"$tmp/s/site.json"
cd "$tmp" || exit 1
run env -i PATH=/usr/bin:/bin "$usr/bin/plumb" build s -o o
ok "the installed program builds elsewhere" exits 0
ok "theme, font and drawing are in it" sh -c 'ls o/assets/inter.*.woff2 && grep -q "<svg" o/index.html'
cp -r "$usr/share/plumb/theme" s/theme
run "$usr/bin/plumb" build s -o o
ok "its theme can be copied and changed" exits 0
rm -r s/theme

# completions
words() { bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _plumb; echo "${COMPREPLY[*]}"' _ "$usr/share/bash-completion/completions/plumb" "$@"; }
is() { [ "$1" = "$2" ] || { echo "$1, not $2"; return 1; }; }
ok "bash: a command" is "$(words plumb bu)" build
ok "bash: an option" is "$(words plumb check --sev)" --severity
ok "bash: its values" is "$(words plumb check --format g)" "github gitlab"
for verb in $("$PLUMB" help | sed -n 's/^    \([a-z]*\)  .*/\1/p' | grep -v '^plumb$'); do
  n=$("$PLUMB" help "$verb" | grep -c '^  --')
  ok "fish: the $n options of $verb" is "$(grep -c "from $verb' -l" "$usr/share/fish/vendor_completions.d/plumb.fish")" "$n"
done
ok "the manual is a site without the state of its build" test ! -e "$usr/share/doc/plumb/html/.plumb"
ok "bash: an operand is a folder" is "$(cd "$usr" && words plumb build sh)" share
ok "bash: rules" is "$(words plumb explain claim-fa)" claim-false
ok "bash: commands, to be explained" is "$(words plumb help ex | tr '\n' ' ')" "export explain "
if command -v fish >/dev/null; then
  # fish LINE: what fish offers for it
  offers() { (cd "$usr" && PATH=$usr/bin:$PATH XDG_DATA_DIRS="$usr/share" XDG_CONFIG_HOME="$tmp/fish" HOME="$tmp/fish" fish -c "complete -C '$1'" | cut -f1 | tr '\n' ' '); }
  mkdir -p "$tmp/fish"
  ok "fish: a command" is "$(offers 'plumb bu')" "build "
  ok "fish: a folder" is "$(offers 'plumb build sh')" "share/ "
  ok "fish: a value" is "$(offers 'plumb check --format g')" "github gitlab "
  ok "fish: a rule" is "$(offers 'plumb explain claim-fa')" "claim-false "
fi
if command -v zsh >/dev/null; then
  # what zsh makes of LINE and a TAB, in a terminal of its own
  makes() { timeout 60 zsh -f "$top/tests/zsh_tab.zsh" "$usr/share/zsh/site-functions" "$usr" "$1"; }
  ok "zsh: a command" is "$(makes 'plumb bu')" "plumb build "
  ok "zsh: a folder" is "$(makes 'plumb build sh')" "plumb build share/"
  ok "zsh: a value" is "$(makes 'plumb check --format gitl')" "plumb check --format gitlab "
  ok "zsh: a rule" is "$(makes 'plumb explain claim-fa')" "plumb explain claim-false "
fi
if command -v zsh >/dev/null; then ok "zsh reads its file" zsh -n "$usr/share/zsh/site-functions/_plumb"; fi

# the package
if command -v dpkg-deb >/dev/null; then
  cd "$top" || exit 1
  run make -s deb B="$B" -o "$B/plumb"
  ok "make deb" exits 0
  deb=$(cat "$tmp/out")
  ok "its dependencies are packages" sh -c "dpkg-deb -f '$deb' Depends | tr -d ' ' | tr ',' '\n' | xargs dpkg-query -W >/dev/null"
  for lib in libc6 libmd4c0 libexpat1 libgit2-1.5 libmicrohttpd12 libcurl4; do
    ok "it names $lib" sh -c "dpkg-deb -f '$deb' Depends | grep -qw $lib"
  done
  dpkg-deb -x "$deb" "$tmp/deb"
  cd "$tmp" || exit 1
  rm -rf o
  run env -i PATH=/usr/bin:/bin "$tmp/deb/usr/bin/plumb" build s -o o
  ok "what it unpacks builds" exits 0
fi
ok "the steps of the Dockerfile are goals of make" sh -c "sed -n 's/^RUN make //p' '$top/Dockerfile' | xargs -n1 make -n -C '$top' >/dev/null"

# a pull request
git init -q "$tmp/r"; cd "$tmp/r" || exit 1
git config user.email a@b.c; git config user.name A
mkdir content; printf '{"cpu": 4}' >content/c.json; printf '# Home\n\nIt has [4 cores](c.json#/cpu).\n' >content/index.md
git add . && git commit -qm one
printf '# Home\n\nIt has [5 cores](c.json#/cpu).\n' >content/index.md
run env PLUMB="$PLUMB" BASE=HEAD GITHUB_STEP_SUMMARY="$tmp/summary" sh "$top/ci/pull-request.sh"
ok "the action fails on a claim that became false" exits 1
ok "an annotation at its place" says "::error file=content/index.md,line=3,col=9,endColumn=16,title=claim-false::"
ok "a report" grep -q "There are new findings" plumb-preview/report.md
ok "with the finding" grep -q 'index.md:3:9: error: .*\[claim-false\]' "$tmp/summary"
ok "findings as SARIF" python3 -c "import json; assert len(json.load(open('plumb-preview/findings.sarif'))['runs'][0]['results']) == 1"
ok "and the site as it will be" grep -q "5 cores" plumb-preview/site/index.html
printf '{"base_url": "https://docs.example.com/", "publish": {"to": "file:public"}}' >content/site.json
run env PLUMB="$PLUMB" BASE=HEAD PREVIEW=pr-1 sh "$top/ci/pull-request.sh"
ok "a preview where it is asked for" sh -c "grep -qx https://docs.example.com/preview/pr-1/ plumb-preview/report.md && grep -q noindex public/preview/pr-1/index.html"
rm -rf content/site.json public public.plumb
ok "the action runs that script" grep -q 'run: sh "$GITHUB_ACTION_PATH/ci/pull-request.sh"' "$top/action.yml"

# a commit
entry=$(sed -n 's/^  entry: //p' "$top/.pre-commit-hooks.yaml")
ok "the hook is there" test -x "$top/$entry"
cp "$top/$entry" .git/hooks/pre-commit
rm -r plumb-preview; git add content; PLUMB=$PLUMB; export PLUMB
run git commit -qm two
ok "a false claim is not committed" both 1 "[claim-false]"
printf '# Home\n\nIt has [4 cores](c.json#/cpu). More.\n' >content/index.md; git add content
printf '# Home\n\nIt has [9 cores](c.json#/cpu).\n' >content/index.md
run git commit -qm three
ok "a true one is, whatever lies about" exits 0
plan
