"""cases.py - faults of the build that were found once, each as a test of its kind."""
import base64, hashlib, json, re
from world import *

PAGES = {f"{n}.md": f"# Page {n}\n\nold {n} text.\n" for n in "bcde"} | {"index.md": "# Home\n\nold text.\n"}


def fresh(contents, out="out"):
    """An empty folder with content c; returns what a build into out said."""
    for f in "c", "out", "clean", "proj", "victim.txt":
        p = TMP / f
        if p.is_dir() and not p.is_symlink():
            subprocess.run(["rm", "-rf", str(p)])
        else:
            p.unlink(missing_ok=True)
    files(TMP / "c", contents)
    return build("c", out) if out else None


def clean():
    shutil.rmtree(TMP / "clean", ignore_errors=True)
    build("c", "clean")
    return tree(TMP / "clean")


def right(name):
    """A build now makes what a build from nothing makes."""
    ran = build("c", "out")
    ok(name, ran.code == 0 and not differs(tree(TMP / "out"), clean()), ran, differs(tree(TMP / "out"), clean()))


def edit(*names):
    for n in names:
        p = TMP / "c" / n
        p.write_text(p.read_text().replace("old", "new"))


# ---- a move that cannot be done: the site is as it was, and the next build makes it right
def in_the_way(how, name):
    fresh(PAGES)
    edit(*PAGES)
    files(TMP / "c", {"f.md": "# F\n"})
    place = TMP / "out/c/index.html"
    place.unlink()
    how(place)
    before = tree(TMP / "out")
    ran = build("c", "out")
    now = tree(TMP / "out")
    ok(f"{name}: exit 3 with the path", ran.code == 3 and "c/index.html" in ran.err, ran)
    ok(f"{name}: nothing was moved", not differs(now, before), differs(now, before))
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    right(f"{name}: when it is gone the next build is right")


in_the_way(lambda p: files(p, {"x/f": ""}), "a folder where a page goes")
in_the_way(lambda p: files(p, {"index.html": "theirs"}), "a folder with a page of somebody's")
for kind, call in (("rename", 5), ("rename", 16), ("mkdir", 2), ("write", 4), ("sync", 1), ("unlink", 1)) if fail_library() else ():
    for error in 5, 28:
        fresh(PAGES)
        before = tree(TMP / "out")
        edit(*PAGES)
        files(TMP / "c", {"f/g/h.md": "# H\n"})
        (TMP / "c/e.md").unlink()
        ran = build("c", "out", "--jobs", "1", fails=failing(kind, call, error))
        now, want = tree(TMP / "out"), clean()
        name = f"error {error} from {kind} {call}"
        ok(f"{name}: the old site or the new", (ran.code == 3 and ran.err and not differs(now, before)) or (ran.code == 0 and not differs(now, want)),
           ran, differs(now, before))
        right(f"{name}: and right the next time")

# ---- outputs that are not what was written
for name, damage in (("emptied", lambda p: p.write_bytes(b"")), ("missing", lambda p: p.unlink()), ("longer", lambda p: p.write_bytes(p.read_bytes() + b"x")),
                     ("other bytes of the same size", lambda p: p.write_bytes(b"x" * p.stat().st_size)),
                     ("replaced by a link", lambda p: (p.unlink(), p.symlink_to("/dev/null")))):
    for path in "index.html", "index.md", "assets", "404.html", "search", ".plumb/policy":
        fresh(PAGES)
        p = TMP / "out" / path
        p = p if p.is_file() else sorted(f for f in p.rglob("*") if f.is_file())[0]
        policy = (TMP / "out/.plumb/policy").read_bytes()
        damage(p)
        ran = build("c", "out")
        words = differs(tree(TMP / "out"), clean())
        ok(f"{path} {name} is made again", ran.code == 0 and not words and (TMP / "out/.plumb/policy").read_bytes() == policy, ran, words)

# ---- settings are dependencies
RAW = '<div onclick="x()" style="color:red">raw <script>alert(1)</script></div>\n'
BASE = {"title": "T", "env": "prod"}
for first, then in (({"raw_html": "trusted"}, {}), ({}, {"raw_html": "trusted"}), ({"lang": "de"}, {"lang": "fr"}), ({"description": "a"}, {}),
                    ({"edit_url": "https://g.example.com/{path}"}, {}), ({"base_url": "https://a.example.com/"}, {"base_url": "https://b.example.com/"}),
                    ({"accent": "#0b5fff"}, {"accent": "#aa0000"}), ({"footer": "one"}, {"footer": "two"}), ({"title": "U"}, {})):
    fresh({"index.md": "# H\n\n" + RAW, "a.md": "# A\n\nText.\n", "site.json": json.dumps({**BASE, **first})})
    files(TMP / "c", {"site.json": json.dumps({**BASE, **then})})
    right(f"settings {first} to {then}: every page follows")
fresh({"index.md": "# H\n\n" + RAW, "site.json": '{ "raw_html": "trusted" }'})
(TMP / "c/site.json").unlink()
build("c", "out")
ok("trust taken back takes the scripts away", "onclick" not in (TMP / "out/index.html").read_text())

# ---- errors are no ends
if fail_library():
    fresh({**PAGES, "d/x.md": "# X\n", "d/y.md": "# Y\n"})
    n = count_calls("readdir", "build", "c", "-o", "out", "--jobs", "1")
    bad = []
    for i in range(1, n + 1):
        fresh({**PAGES, "d/x.md": "# X\n", "d/y.md": "# Y\n"})
        want = tree(TMP / "out")
        ran = build("c", "out", "--jobs", "1", fails=failing("readdir", i, 5))
        if differs(tree(TMP / "out"), want) or not (ran.code == 0 or (ran.code == 3 and ran.err)):
            bad.append(f"readdir {i}: {ran}")
    ok(f"a folder that cannot be listed to its end removes no page ({n} places)", not bad, *bad)

# ---- a record that cannot be read
for name, how in (("a folder", lambda s: (s.unlink(), s.mkdir())), ("a pipe", lambda s: (s.unlink(), os.mkfifo(s))),
                  ("a link out", lambda s: (s.unlink(), s.symlink_to("/etc/hostname")))):
    fresh(PAGES)
    before = tree(TMP / "out")
    for s in [p for p in (TMP / "out/.plumb").iterdir() if p.is_file() and p.name not in ("policy", "lock")]:
        how(s)
    (TMP / "c/b.md").unlink()
    ran = build("c", "out", limit=20)
    now = tree(TMP / "out")
    ok(f"a record that is {name}: told, and nothing is kept in silence", ran.code in (2, 3) and ran.err and not differs(now, before), ran, differs(now, before))
if fail_library():
    fresh(PAGES)
    n = count_calls("open", "build", "c", "-o", "out", "--jobs", "1")
    bad = []
    for kind in "open", "read", "stat":
        n = count_calls(kind, "build", "c", "-o", "out", "--jobs", "1")
        for i in range(1, n + 1):
            fresh(PAGES)
            before = tree(TMP / "out")
            (TMP / "c/b.md").unlink()
            ran = build("c", "out", "--jobs", "1", fails=failing(kind, i, 5))
            now = tree(TMP / "out")
            if not ((ran.code == 3 and ran.err and not differs(now, before)) or (ran.code == 0 and "b/index.html" not in now)):
                bad.append(f"{kind} {i}: {ran}")
    ok("no error of a moment keeps a deleted page in silence", not bad, f"{len(bad)} places", *bad)

# ---- whose folder is it
fresh(PAGES, out=None)
files(TMP / "proj", {"README.md": "# Mine\n", "index.html": "mine"})
before = tree(TMP / "proj")
for args in (["build", ".", "-o", ""], ["build", ".", "--output="], ["build", "", "-o", "x"], ["build", ".", "-o", "."], ["build", ".", "-o", ".."]):
    ran = run(*args, cwd=TMP / "proj")
    ok(f"plumb {' '.join(a or chr(34) * 2 for a in args)} is wrong use", ran.code == 2 and not differs(tree(TMP / "proj"), before), ran, differs(tree(TMP / "proj"), before))

RECORDS = ["plumb-state 1 x\npage 0 x.md\nout 1 {}\n", "plumb-state 2 x\npage 0 x.md\nout 1 {}\n"]
for path in "../victim.txt", "a/../../victim.txt", "/etc/hostname", "..", "c/index.md", "./../c/index.md":
    for args in (["build", "c", "-o", "out"], ["build", "c", "-o", "out", "--no-cache"], ["publish", "c", "--to", f"file:{TMP}/target", "--plan"]):
        fresh(PAGES)
        files(TMP, {"victim.txt": "mine"})
        record = [p for p in (TMP / "out/.plumb").iterdir() if p.is_file() and p.name not in ("policy", "lock")]
        for r in record:  # the record as it is, with each path made one that leads out
            r.write_bytes(r.read_bytes().replace(b"c/index.html", path.encode()))
        before = tree(TMP / "c")
        run(*args)
        ok(f"{args[0]} {args[-1] if args[-1].startswith('--') else ''}: a record with {path} removes nothing", (TMP / "victim.txt").exists() and not differs(tree(TMP / "c"), before))
fresh(PAGES, out=None)
files(TMP / "out", {".plumb/note": "x", "precious.txt": "mine", "index.html": "mine"})
before = tree(TMP / "out")
ran = build("c", "out")
ok("a folder with some .plumb in it is not ours", ran.code in (2, 3) and not differs(tree(TMP / "out"), before), ran)
fresh(PAGES)
files(TMP / "out", {"precious.txt": "mine", "b/own.html": "mine"})
(TMP / "c/b.md").unlink()
build("c", "out")
ok("what is not in the record stays", (TMP / "out/precious.txt").exists() and (TMP / "out/b/own.html").exists() and not (TMP / "out/b/index.html").exists())
fresh(PAGES)
files(TMP / "out", {"b/index.html": "mine now"})
(TMP / "c/b.md").unlink()
ran = build("c", "out")
ok("an output that somebody wrote over is not removed in silence", (TMP / "out/b/index.html").exists() or "b/index.html" in ran.said, ran)

# ---- its own output is no content
for out in "site", "docs/public", "dist":
    fresh(PAGES, out=None)
    build("c", f"c/{out}")
    first = tree(TMP / "c" / out)
    ran = build("c", f"c/{out}")
    ok(f"OUT inside the content, called {out}, is never read", ran.code == 0 and not differs(tree(TMP / 'c' / out), first), ran, differs(tree(TMP / 'c' / out), first))
    ran = build("c", "out")
    ok(f"nor when another OUT is built beside {out}", not [p for p in tree(TMP / "out") if p.startswith(out + "/")], ran)

# ---- large and equal
for name, text in (("25,000 equal headings", "# t\n" + "## same\n\n" * 25000), ("8,000 broken anchors", "# t\n" + "".join(f"## h{i}\n\n[a](#nope{i})\n\n" for i in range(8000))),
                   ("80,000 times <?", "# t\n\n" + "<? " * 80000), ("80,000 times <!-", "# t\n\n<div>\n" + "<!-" * 80000)):
    fresh({"index.md": text}, out=None)
    ran, cpu, rss = measured("build", "c", "-o", "out")
    # memory of a sanitizer is no measure; time is generous: quadratic would be minutes
    ok(f"{name}: {cpu:.2f} s", ran.code == 0 and cpu < (30 if "san" in B.name else 4), ran)
    ok(f"{name} take no more than 400 MiB", "san" in B.name or rss < 400 << 10, f"{rss} KiB")

# ---- less room
if "san" not in B.name:
    for limit in 2000000, 600000:
        fresh(PAGES, out=None)
        p = subprocess.run(["sh", "-c", f'ulimit -v {limit}; exec "$0" build c -o out', PLUMB], cwd=TMP, capture_output=True, text=True)
        ok(f"a build under ulimit -v {limit}", p.returncode == 0 and not differs(tree(TMP / "out"), clean()), p.stderr)
    p = subprocess.run(["sh", "-c", 'ulimit -v 30000; exec "$0" build c -o out2 --no-png', PLUMB], cwd=TMP, capture_output=True, text=True)
    ok("where even that is too little, the limit and the cure are named", p.returncode == 3 and "ulimit -v" in p.stderr, p.stderr)

# ---- words
for epoch in "abc", "-1", "99999999999999999999", "12x", "":
    fresh(PAGES, out=None)
    ran = build("c", "out", env={"SOURCE_DATE_EPOCH": epoch})
    good = ran.code == 0 if epoch == "" else ran.code == 2 and "SOURCE_DATE_EPOCH" in ran.err
    ok(f"SOURCE_DATE_EPOCH={epoch} is {'no date' if epoch else 'not given'}", good, ran)
fresh({"index.md": "# H\n\n[a](l.txt)\n"}, out=None)
(TMP / "c/l.txt").symlink_to("/etc/hostname")
ran = build("c", "out")
ok("a link that leads out is not called missing", "there is no l.txt" not in ran.err and "l.txt" in ran.err, ran)
fresh({"index.md": "# H\n\n![a](http://img.example.com/a.png) ![b](https://img.example.com/b.png)\n<img src=//img.example.com/c.png>\n"}, out=None)
ran = build("c", "out")
ok("pictures of foreign hosts are told, with the policy", re.search(r"img-src|policy|foreign", ran.said) and ran.said.count("img.example.com") >= 2, ran)

# ---- what must not go out
KEY = "AKIA" + "Q7EXAMPLE2B3C4D5"
fresh({"index.md": "# H\n\nText. <!-- note to self: hush-77 -->\n\n<!-- hush-78 -->\n\n[](c.json#/port)\n", "c.json": '{ "port": 1, "password": "hush-79", "key": "%s" }' % KEY,
       "site.json": '{ "sources": { "config.prod": "c.json" }, "env": "prod" }'}, out=None)
ran = build("c", "out")
found = [(p, word) for p, text in tree(TMP / "out").items() for word in ("hush-77", "hush-78", "hush-79", KEY) if text and word.encode() in text]
ok("comments and secrets of config stay at home", not found and not any(w in ran.said for w in ("hush-79", KEY)), *found)

# ---- a figure's file under the site's policy
fresh({"index.md": "# H\n\n" + BOXES + "\n```mermaid\ngraph LR\n a-->b\n```\n"})
policy = (TMP / "out/.plumb/policy").read_text()
bad = []
for p, text in tree(TMP / "out").items():
    for style in re.findall(rb"<style[^>]*>(.*?)</style>", text or b"", re.S) if p.endswith(".svg") and p != "favicon.svg" else ():  # its colours are attributes too
        if "'sha256-" + base64.b64encode(hashlib.sha256(style).digest()).decode() + "'" not in policy:
            bad.append(p)
ok("a figure's own file runs under the site's policy", not bad, *bad)
plan()
