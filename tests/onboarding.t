#!/bin/sh
# For those who begin: ways by role with their minutes, boxes to tick, the words of the glossary.
. "$(dirname "$0")/lib.sh"
cd "$tmp" || exit 1
export GIT_CONFIG_GLOBAL=/dev/null
words() { sed -n '/<main/,/<\/main/p' "$1" | sed 's/<[^>]*>/ /g' | tr -s ' \n' '  '; }
shows() { words "$1" | grep -qF -- "$2" || { words "$1"; false; }; }
on() { ok "$3" shows "a/site/$1" "$2"; }
has() { ok "$3" grep -qF -- "$2" "a/site/$1"; }
hasnt() { ok "$3" sh -c '! grep -qF -- "$2" "$1"' - "a/site/$1" "$2"; }
long() { i=0; while [ $i -lt "$1" ]; do printf 'word '; i=$((i + 1)); done; }

{ printf -- '---\nonboarding: {developer: 2, on call: 1}\ndescription: The first.\n---\n# One\n\n'; long 400; } | page a/one.md
{ printf -- '---\nonboarding:\n  developer: 1\nprerequisites: [one.md, a key card]\n---\n# Two\n\n'; long 1000; } | page a/b/two.md
{ printf -- '---\nonboarding: [Developer]\n---\n# Three\n\n'; long 300; } | page a/b/three.md
printf -- '---\nonboarding: developer\nweight: 1\n---\n# Four\n\nshort [i](index.md)\n' | page a/b/four.md
page a/index.md <<'P'
# A

- [ ] plain words
- [x] done, with a [link](one.md)
  - [ ] below it
- nothing

1. [ ] a paragraph

   and more

The Task runs tasks of a NAT gateway, not a multitask, a task-force or /task/. A gateway; a WAF, never waf. See [task](one.md).

## Task

| Task | x |
|---|---|
| zone | the edge |
P
page a/glossary.md <<'P'
# Words

Nothing yet.

## Task

What is done. A task here stays plain.

## NAT gateway, Gateway

The way out.

## Empty

## WAF

A wall.

Zone
: A part of a **region**.

- **Edge**: where it ends
- no term
P
run "$PLUMB" build a -o a/site
ok "it builds" exits 0
on paths/developer/index.html "4 pages, about 9 minutes to read." "minutes of a way"
on paths/developer/index.html "Two (5 min) Before it: One , a key card One (2 min): The first. Four (1 min) Three (2 min)" "places first, then the order of folders and weights"
has paths/developer/index.html '<label><input type="checkbox"> <a href="../../b/two/index.html">Two</a>' "its steps can be ticked"
on paths/on-call/index.html "1 page, about 2 minutes to read." "a role of two words"
on one/index.html "Path: developer : step 2 of 4, 2 min to go before: Two next: Four" "a page knows its place"
on one/index.html "Path: on call : step 1 of 1" "in every way it is on"
on b/two/index.html "Before this: One , a key card" "what comes before"
has index.html '<li><label><input type="checkbox"> plain words</label></li>' "a box is labelled by its words, and can be ticked"
has index.html '<label><input type="checkbox" checked> done, with a <a href="one/index.html">link</a>' "links stay links"
has index.html '</label><ul class="tasks">' "a list below stands behind the label"
has index.html '<p><label><input type="checkbox"> a paragraph</label></p>' "a paragraph is the label, what follows is not"
has index.html '<li>nothing</li>' "other items are none"
has index.html 'The <a class="term" href="glossary/index.html#task">Task<span class="tip" role="tooltip"> What is done. A task here stays plain.</span></a> runs tasks of a <a class="term"' "the first use leads to the glossary"
has index.html '#nat-gateway-gateway">NAT gateway<' "the longest term counts"
has index.html '>gateway<span class="tip" role="tooltip"> The way out.' "a heading may name several"
has index.html '; a <a class="term" href="glossary/index.html#waf">WAF<' "an abbreviation in its own case"
has index.html '>zone<span class="tip" role="tooltip"> A part of a region.' "a definition list"
has index.html '>edge<span class="tip" role="tooltip"> where it ends' "a bold word with its meaning"
hasnt glossary/index.html 'class="term"' "the glossary leads nowhere"
has print/index.html 'class="term" href="#p' "on paper it leads to its sheet"
ok "and the glossary is the last of all sheets" sh -c 'grep -o "<h[12][^>]*>[^<]*" a/site/print/index.html | grep -v anchor | tail -n 1 | grep -q . && grep -n "class=\"sheet\"" a/site/print/index.html | tail -n 1 | cut -d: -f1 | xargs -I{} sed -n "{},\$p" a/site/print/index.html | grep -q "A wall"'
on print/index.html "version " "the edition has a version"
cp a/site/print/index.html p1; sed -i 's/A wall/A high wall/' a/glossary.md; run "$PLUMB" build a -o a/site
ok "which is another when a word is" sh -c '! [ "$(grep -o "version [0-9a-f]*" p1)" = "$(grep -o "version [0-9a-f]*" a/site/print/index.html)" ]'
sed -i 's/The way out\./The only way out./' a/glossary.md
run "$PLUMB" build a -o a/site; run "$PLUMB" build a -o a/fresh
has index.html 'The only way out.' "another meaning changes the pages that show it"
ok "as a fresh build does" diff -r -x .plumb a/site a/fresh
{ printf -- '---\nonboarding: {developer: 2}\n---\n# One\n\n'; long 1400; } | page a/one.md
run "$PLUMB" build a -o a/site; rm -r a/fresh; run "$PLUMB" build a -o a/fresh
on b/two/index.html "step 1 of 4, 9 min to go" "a longer page makes the way longer"
ok "on every page of it" diff -r -x .plumb a/site a/fresh
plan
