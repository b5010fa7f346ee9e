#!/bin/sh
# Markdown copies of pages, built as a site of their own, say the same.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
# same NAME FOLDER
same() { run "$PLUMB" build "$2" -o "$tmp/$1.out" --no-png; python3 tests/copies.py "$PLUMB" "$tmp/$1.out" "$tmp/$1.again"; }
ok "the project's own pages" same own content
ok "a guide nobody prepared" same guide tests/data/guide
page marks/site.json <<'P'
{ "title": "a_b *c* <d>", "description": "1. not a list" }
P
page marks/index.md <<'P'
# 1. A *b* `c_d` [e](one.md) & f

Text with [a value](../x.md) \*stars\*, &amp; and <b>bold</b>.
P
page marks/one.md <<'P'
---
title: "- C# [x] | <y> & &amp; __z__ #"
description: "https://example.org/a_b_c, *not* **strong**, ~~not~~ out"
tags: ["*", "a_b", "C#", "[x]", "`t`"]
---
Words.
P
ok "titles and tags full of marks" same marks "$tmp/marks"
plan
