#!/usr/bin/env python3
"""Previews: beside the site, in both modes, marked for search engines, killed at every request, taken down again; and what
a publish that was killed before its intent had kept. Speaks TAP."""
import datetime
import os
import subprocess
import sys

from cloudfront_edge import names
from cloudfront_functions import CODE
from publish_case import Case, PLUMB, end, ok, site
from publish_release import Release, marked
from small_s3 import SmallServer

MARK = b'<meta name="robots" content="noindex"/>'
PASSES = CODE.replace("uri.startsWith(plumb.root))", "uri.startsWith(plumb.root) && !uri.startsWith(plumb.root + 'preview/'))")
OLD = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
PAGES = (  # a page, and where the word goes
    (b"<!doctype html>\n<html lang=de><head><meta charset=utf-8><title>x", b"<head>"),
    (b"<!DOCTYPE HTML><HTML><HEAD prefix='og: x'>\n<title>y</title>", b"<HEAD prefix='og: x'>"),
    (b"<!-- <head> --><!doctype html><html><head\n>z", b"<head\n>"),
    (b"<!doctype html><title>no head</title><header>h</header>", b"<!doctype html>"),
    (b"<html><body><p>&lt;head></body>", b"<html>"),
    (b"<p>a part of a page", b""),
    (b"\xef\xbb\xbf<p>with a mark of its order", b"\xef\xbb\xbf"),
    (b"<!doctype html><body><head>late", b"<!doctype html>"),
    (b"", b""),
)


def small(server, prefix="docs"):
    server.small.create_bucket("")
    server.small.invalidations.reset()
    return Case(server, prefix=prefix)


def below(server, folder):
    return {k[len(folder):]: o.text for k, o in server.small.objects.items() if k.startswith(folder)}


def pages(server):
    c = small(server)
    c.write({"%d.html" % i: text for i, (text, _) in enumerate(PAGES)} | {"utf16.html": "<head>".encode("utf-16"), "x.xhtml": b"<html><head/></html>"})
    r = c.run("--preview", "pr-1")
    got = below(server, "docs/preview/pr-1/")
    wrong = [(text, got["%d.html" % i]) for i, (text, behind) in enumerate(PAGES) if got["%d.html" % i] != text.replace(behind, behind + MARK, 1) and behind
             or MARK not in got["%d.html" % i]]
    ok(r.returncode == 0 and not wrong and got["utf16.html"] == "<head>".encode("utf-16") and "utf16.html: search engines" in r.stderr,
       "pages of many kinds ask search engines to leave them out", wrong, r.stderr)
    packed = {"1.html.br": b"b", "1.html.gz": b"g", "a.css.br": b"c", "a.css": b"c"}
    c.write({"1.html": b"<p>x", **packed})
    sent = lambda name: {*below(server, "docs/preview/%s/" % name)} - {".plumb/manifest.json"}
    ok(c.run("--preview", "pr-2").returncode == 0 and {*packed, "1.html"} == sent("pr-2"), "what is only called so is a file as any")
    ok(c.run("--preview", "pr-3", "--precompressed").returncode == 0 and {"1.html", "a.css", "a.css.br"} == sent("pr-3"),
       "what a server would give as a page, compressed, cannot ask: it is left out", sent("pr-3"))


def life(server):
    c, files = small(server), site(pages=3)
    c.write(files)
    c.run()
    server.small.objects["docs/preview/pr-1/theirs.txt"] = server.small.objects["docs/index.html"]
    before = dict(server.small.objects)
    new = site(rev=2, pages=3)
    c.write(new)
    r = c.run("--preview", "pr-1", "--plan")
    ok(r.returncode == 0 and server.small.objects == before, "a plan of a preview changes nothing", r.stderr)
    r = c.run("--preview", "pr-1")
    got = {k: v.replace(MARK, b"") for k, v in below(server, "docs/preview/pr-1/").items()}
    rest = {k: o for k, o in server.small.objects.items() if not k.startswith("docs/preview/pr-1/")}
    same = rest == {k: o for k, o in before.items() if "/preview/" not in k}
    ok(r.returncode == 0 and all(got[k] == v for k, v in new.items()) and same, "a preview: all of it below preview/pr-1, the site is as it was", r.stderr, sorted(got))
    ok("preview: s3://%s/docs/preview/pr-1\n" % c.bucket in r.stdout, "its place is printed", r.stdout)
    r = c.run("--preview", "pr-1")
    ok(r.returncode == 0 and c.ops() == ["manifest-get"] and "nothing to publish" in r.stdout and "preview: " in r.stdout, "again: one request, and the link", r.stdout, c.ops())
    c.write(site(rev=3, pages=3))
    server.small.invalidations.reset()
    r = c.run("--preview", "pr-1")
    named = [p for b in server.small.invalidations.batches for p in b]
    ok(r.returncode == 0 and any(names(p, "docs/preview/pr-1/index.html") for p in named) and all(p.startswith("/docs/preview/pr-1") for p in named), "what changed is invalidated below it", named)
    c.run("--preview", "pr-2")
    c.write(files)
    r = c.run("--verify", "--repair")
    ok(r.returncode == 0 and "0 files of others" in r.stderr, "the site: previews are no files of others", r.stderr)
    c.write(site(rev=4, pages=2))
    r = c.run()
    gone = below(server, "docs/")
    ok(r.returncode == 0 and "preview/pr-1/index.html" in gone and "p02/index.html" not in gone, "a publish of the site leaves them alone", r.stderr, sorted(gone))
    before = dict(server.small.objects)
    r = c.run("--preview", "pr-1", "--remove", "--plan")
    ok(r.returncode == 0 and server.small.objects == before and "would be removed" in r.stdout, "what --remove would do", r.stdout)
    server.small.invalidations.reset()
    r = c.run("--preview", "pr-1", "--remove")
    left = below(server, "docs/preview/pr-1/")
    rest = {k: o for k, o in before.items() if not k.startswith("docs/preview/pr-1/")}
    ok(r.returncode == 0 and list(left) == ["theirs.txt"] and all(server.small.objects.get(k) is o for k, o in rest.items()),
       "--remove: gone with its state, but other people's files; the site and the other preview stand", r.stderr, sorted(left))
    ok(server.small.invalidations.batches == [["/docs/preview/pr-1/*"]], "and gone at the edge", server.small.invalidations.batches)
    r = c.run("--preview", "pr-1", "--remove")
    ok(r.returncode == 0 and "there is no preview" in r.stdout, "again: nothing to do", r.stdout, r.stderr)
    for name in ("..", "a/b", ".x", "", "a b", "-x", "x" * 64, "ü"):
        r = c.run("--preview", name)
        if r.returncode != 2 or c.events:
            ok(False, "the name %r is refused" % name, r.stderr)
    for options in (("--remove",), ("--preview", "x", "--remove", "--check-target")):
        r = c.run(*options)
        ok(r.returncode == 2 and not c.events, "%s: wrong use" % (options,), r.stderr)
    r = c.run("--preview", "pr-3", "--check-target")
    ok('"arn:aws:s3:::%s/docs/preview/*"' % c.bucket in r.stdout and "UpdateFunction" not in r.stdout, "--check-target: the least policy of a role for previews", r.stdout)


def killed(server, every):
    """At each request of a preview's publish, and of its end: the site never changes, and the same command finishes."""
    wrong, kills = [], 0
    for verb in ((), ("--remove",)):
        c, old, new = small(server), site(pages=3), site(rev=2, pages=3)
        c.write(old)
        c.run()
        c.run("--preview", "p")
        c.write(new)
        saved, home = dict(server.small.objects), subprocess.run(["cp", "-a", c.home, c.home + ".kept"], check=True)
        c.run("--preview", "p", *verb)
        n = len(c.events)
        for at in range(2, n + 1, every):
            server.small.quiet()
            server.small.objects = dict(saved)
            subprocess.run("rm -rf '%s' && cp -a '%s.kept' '%s'" % (c.home, c.home, c.home), shell=True, check=True)
            r = c.run("--preview", "p", *verb, kill_at=at)
            kills += r.returncode < 0
            server.small.quiet()
            same = all(server.small.objects.get("docs/" + k) and server.small.objects["docs/" + k].text == v for k, v in old.items())
            other = c.run("--preview", "p", "--remove", env=c.env(HOME=c.work + "/bob", USER="bob"))
            under_way = other.returncode == 3 and "ann has been publishing" in other.stderr
            r = c.run("--preview", "p", *verb)
            left = below(server, "docs/preview/p/")
            good = not left if verb else all(left.get(k, b"").replace(MARK, b"") == v for k, v in new.items())
            if not (same and good and r.returncode == 0 and (under_way or other.returncode == 0)):
                wrong.append((verb, at, same, good, r.stderr, other.stderr))
    ok(not wrong and kills > 5, "killed at %d requests: the site stands, somebody else waits, the same command finishes" % kills, *wrong[:3])


def released(server):
    c, files = Release(server), marked(1)
    server.small.objects = {}
    c.write(files)
    c.run()
    new = marked(2)
    c.write(new)
    r = c.run("--preview", "pr-1")
    ok(r.returncode == 3 and "nobody to a preview" in r.stderr and not c.put_keys(), "release mode: a function that hides previews is found", r.stderr)
    for stage in c.function.code:
        line = [l for l in c.function.code["LIVE"].splitlines() if l.startswith("const plumb")][0]
        c.function.code[stage] = PASSES.replace("const plumb = {};", line)
    r = c.run("--preview", "pr-1")
    seen = all((c.view("preview/pr-1/" + k) or b"").replace(MARK, b"") == v for k, v in new.items())
    ok(r.returncode == 0 and seen and c.sees(files) and "function-put" not in c.ops() and "copy" not in c.ops(), "one that lets them pass: readers get both", r.stderr, c.ops())
    r = c.run()
    ok(r.returncode == 0 and c.sees(new) and c.view("preview/pr-1/index.html"), "the next release leaves it alone", r.stderr)
    r = c.run("--verify")
    ok(r.returncode == 0 and "0 files of others" in r.stderr, "verified: no files of others", r.stderr)
    c.write(new | {"preview/own.html": b"<p>"})
    r = c.run()
    ok(r.returncode == 3 and "preview/own.html" in r.stderr and "Rename" in r.stderr and c.sees(new), "a folder preview/ of the site's own is refused", r.stderr)
    r = c.run("--preview", "pr-1", "--remove")
    ok(r.returncode == 0 and not below(server, "docs/preview/") and c.sees(new), "removed; the release stands", r.stderr)


def built(server):
    """From a content folder: canonical links are the preview's, and OUT stays the site's."""
    c = small(server, prefix="")
    os.makedirs(c.work + "/content")
    for name, text in (("index.md", "# One\n\n[two](two.md)\n"), ("two.md", "# Two\n"), ("site.json", '{"title":"T","base_url":"https://docs.example.com/pay/"}')):
        with open(os.path.join(c.work, "content", name), "w", encoding="utf-8") as f:
            f.write(text)
    run = lambda *more: subprocess.run([PLUMB, "publish", "--to", c.to, *more], cwd=c.work, env=c.env(), text=True, capture_output=True)
    r = run("--preview", "pr-7", "--distribution", c.distribution)
    got = below(server, "preview/pr-7/")
    want = b'<link rel="canonical" href="https://docs.example.com/pay/preview/pr-7/two/">'
    ok(r.returncode == 0 and "preview: https://docs.example.com/pay/preview/pr-7/\n" in r.stdout and want in got["two/index.html"] and MARK in got["404.html"],
       "a content folder: link and canonical are the preview's", r.stdout, r.stderr, sorted(got))
    ok(not os.path.exists(c.work + "/site") and not any("noindex" in t.decode() for t in [v for k, v in got.items() if k.endswith(".css")]), "OUT is not touched")
    r = run("--preview", "pr-7", "--remove", "--distribution", c.distribution)
    ok(r.returncode == 0 and not server.small.objects and not os.path.exists(c.work + "/site"), "removed without a build", r.stderr, sorted(server.small.objects))
    place = c.work + "/out"
    for more in (("--preview", "a"), (), ("--preview", "b")):
        r = subprocess.run([PLUMB, "publish", "--to", "file:" + place, *more], cwd=c.work, env=c.env(), text=True, capture_output=True)
        ok(r.returncode == 0, "a folder %s" % (more,), r.stderr)
    r = subprocess.run([PLUMB, "publish", "--to", "file:" + place, "--preview", "a", "--remove"], cwd=c.work, env=c.env(), text=True, capture_output=True)
    there = [os.path.isdir(place + p) for p in ("/preview/a", ".plumb/preview/a", "/preview/b", ".plumb/preview/b")]
    dots = [n for at, names, _ in os.walk(place) for n in names if n.startswith(".")]
    ok(r.returncode == 0 and there == [False, False, True, True] and not dots, "and its end; no state among readers' files", there, dots, r.stderr)


def swept(server):
    """Killed before the intent: what was copied for a rollback is nobody's, until --repair."""
    c, files, new = small(server), site(pages=8), site(rev=2, pages=8)
    state = lambda: {k for k in server.small.objects if k.startswith("docs/.plumb/")}

    def age():
        for k in state():
            server.small.objects[k].time = OLD

    c.write(files)
    c.run()
    saved = dict(server.small.objects)
    c.write(new)
    c.run()
    at = c.ops().index("manifest-put") + 1
    server.small.objects = saved
    subprocess.run(["rm", "-rf", c.home], check=True)
    c.run(kill_at=at)
    server.small.quiet()
    orphans = state() - {"docs/.plumb/manifest.json"}
    c.write(files)
    r = c.run("--repair")
    ok(r.returncode == 0 and len(orphans) > 2 and orphans <= state(), "killed before its intent: what it kept is young, and stays", r.stderr, orphans)
    age()
    r = c.run()
    ok(r.returncode == 0 and orphans <= state() and c.ops() == ["manifest-get"], "a publish does not look for it", c.ops())
    r = c.run("--repair")
    ok(r.returncode == 0 and state() == {"docs/.plumb/manifest.json"} and "are removed" in r.stderr, "--repair removes it", r.stderr, state())
    c.write(new)
    c.run()
    named = state()
    age()
    c.run("--repair")
    kept = named == state()
    r = c.run(verb="rollback")
    ok(kept and r.returncode == 0 and all(below(server, "docs/")[k] == v for k, v in files.items()), "what a release names stays, however old", r.stderr, named - state())
    place = c.work + "/target"
    c.to, c.distribution = "file:" + place, None
    c.run()
    orphan = place + ".plumb/objects/" + "0" * 64
    os.makedirs(os.path.dirname(orphan))
    with open(orphan, "wb") as f:
        f.write(b"orphan")
    r = c.run("--repair")
    ok(r.returncode == 0 and os.path.exists(orphan), "a folder: what is young stays", r.stderr)


def main():
    server = SmallServer()
    pages(server)
    life(server)
    killed(server, 1 if os.environ.get("PLUMB_ALL") else 3)
    released(server)
    built(server)
    swept(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
