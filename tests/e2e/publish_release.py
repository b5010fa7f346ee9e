#!/usr/bin/env python3
"""Release mode with the real binary: S3 by moto, CloudFront Functions by cloudfront_functions.py, both with signatures
checked; a reader who looks at two pages again and again meanwhile. Speaks TAP."""
import json
import os
import re
import sys
import threading
import time
import urllib.parse

from aws_server import Server, paths_of
from publish_case import AWKWARD, Case, ODD, end, long_key, ok, references, site

REV = re.compile(rb"<!-- rev (\d+) -->")
LOST = "404.html"


def marked(rev, **more):
    """A site whose pages say which revision they are."""
    files = site(rev=rev, **more)
    files[LOST] = b"<!doctype html><p>lost"
    return {k: v + b"<!-- rev %d -->" % rev if k.endswith(".html") and k != LOST else v for k, v in files.items()}


class Release(Case):
    def __init__(self, server, prefix="docs"):
        super().__init__(server, prefix, distribution=False)
        self.name = "leads-" + self.bucket
        self.function = server.functions.make(self.name)
        self.distribution = server.distribution_of(self.bucket)

    def run(self, *args, mode="release", **more):
        return super().run("--mode", mode, *(("--function", self.name) if mode == "release" else ()), *args, **more)

    def view(self, key):
        return self.server.functions.read(self.function, self.bucket, "/" + self.prefix + "/" + key)

    def sees(self, files):
        return all(self.view(k) == v for k, v in files.items())

    def releases(self):
        return {k.split("/")[2] for k in self.stored() if k.startswith(self.prefix + "/r/")}


def life(server):
    c, files = Release(server), marked(1)
    c.write(files)
    c.s3.put_object(Bucket=c.bucket, Key="docs/theirs.txt", Body=b"theirs")
    r = c.run("--plan")
    ok(r.returncode == 0 and all(e.method == "GET" for e in c.events), "a plan only reads", r.stderr, c.ops())
    r = c.run()
    ok(r.returncode == 0 and c.sees(files), "first release: a reader gets every byte", r.stderr, c.ops())
    ok(c.ops().count("function-put") == 1 and c.ops().count("function-publish") == 1, "one update and one publish", c.ops())
    ok(c.bytes()[LOST] == files[LOST], "the page of lost readers stands in place too")
    heads = {k: (o["ContentType"], o.get("CacheControl")) for k, o in c.stored().items()}
    r = c.run()
    ok(r.returncode == 0 and c.ops() == ["function-get", "manifest-get"], "nothing to do: two requests", c.ops(), r.stderr)
    new = marked(2, without=("p03/index.html",))
    new["plain.png"] = files["plain.png"]
    c.write(new)
    r = c.run()
    copies = c.ops().count("copy")
    ok(r.returncode == 0 and c.sees(new), "second release", r.stderr, c.ops())
    ok(c.view("p03/index.html") is None and c.view("plain.png"), "what left is gone, what stayed is there")
    same = sum(1 for k in new if files.get(k) == new[k])
    ok(copies >= same > 0 and len(c.put_keys()) == len(new) - same, "what did not change is copied, the rest is sent", copies, same, c.put_keys())
    copied = next(e for e in c.events if e.op == "copy" and e.key.endswith("/plain.png"))
    first = next(k for k in heads if k.endswith("/plain.png"))
    ok((lambda o: (o["ContentType"], o.get("CacheControl")) == heads[first])(c.stored()[copied.key]), "copies have their headers")
    ok(all(c.view(k) == v for k, v in files.items() if k.startswith("assets/")), "old assets are copied along")
    ok(not any(e.op == "invalidate" and paths_of(e) != ["/docs/404.html"] for e in c.events), "no page is invalidated", c.ops())
    r = c.run("--verify")
    ok(r.returncode == 0 and "1 file of others" in r.stderr, "verified", r.stderr)
    r = c.run(verb="rollback")
    ok(r.returncode == 0 and c.sees(files) and len(c.events) == 3, "rollback: three requests, the old site", c.ops(), r.stderr)
    ok("<Runtime>cloudfront-js-2.0</Runtime>" in c.function.config and "leads &amp; follows" in c.function.config
       and "key-value-store/x" in c.function.config and "internal = false" in c.function.code["LIVE"], "the function keeps its settings and its rest", c.function.config)
    r = c.run(verb="releases")
    lines = r.stdout.splitlines()
    ok(r.returncode == 0 and len(lines) == 2 and lines[1].endswith("  live") and "live" not in lines[0], "releases: which is live", r.stdout, r.stderr)
    r = c.run("--plan")
    ok("0 new, 0 changed" in r.stdout, "after it, publishing is the switch", r.stdout)
    r = c.run()
    ok(r.returncode == 0 and c.sees(new) and not c.put_keys(), "forward again: nothing is sent", c.ops(), r.stderr)
    r = c.run("--to", "nonesuch", verb="rollback")
    ok(r.returncode == 3 and "plumb releases" in r.stderr, "an unknown release is refused", r.stderr)
    for i in range(3, 10):
        c.write(marked(i))
        r = c.run()
    ok(r.returncode == 0 and len(c.releases()) == 5, "five releases are kept", c.releases(), r.stderr)
    ok(c.bytes()["theirs.txt"] == b"theirs", "other people's files stay")
    ids = json.loads(re.search(r"const plumb = (.*);", c.function.code["LIVE"]).group(1))["releases"]
    ok(set(ids) == c.releases(), "the function names those that are there", ids)
    r = c.run("--to", ids[-1], verb="rollback")
    ok(r.returncode == 0 and REV.search(c.view("index.html")).group(1) == b"5", "back to the oldest", r.stderr)
    return c


def refusals(server):
    c, files = Release(server), marked(1)
    c.write(files)
    r = c.run("--take-over", mode="in-place")
    before = c.bytes()
    r = c.run()
    ok(r.returncode == 3 and "in place" in r.stderr and c.bytes() == before, "a site published in place is left alone", r.stderr)
    c = Release(server)
    c.write(files)
    c.s3.put_object(Bucket=c.bucket, Key="docs/404.html", Body=b"theirs")
    r = c.run()
    ok(r.returncode == 3 and "--adopt" in r.stderr and not c.put_keys(), "somebody else's 404.html is not replaced", r.stderr)
    r = c.run("--adopt")
    ok(r.returncode == 0, "unless asked", r.stderr)
    r = c.run(mode="in-place")
    ok(r.returncode == 3 and "release mode" in r.stderr, "and nothing is published in place there", r.stderr)
    c.function.code["DEVELOPMENT"] = c.function.code["DEVELOPMENT"].replace("internal = false", "internal = true")
    r = c.run(verb="rollback")
    c.write(marked(2))
    r2 = c.run()
    ok(r.returncode == 3 and r2.returncode == 3 and "not live yet" in r2.stderr and "internal = false" in c.function.code["LIVE"],
       "somebody's draft of the function does not go live", r.stderr, r2.stderr)
    c.function.code["DEVELOPMENT"] = c.function.code["LIVE"]
    r = c.run(fault="lost", share=0.3)
    ok(r.returncode == 0 and server.tap.faults and c.sees(marked(2)), "lost answers, also of the switch", r.stderr, server.tap.faults)
    c.write(marked(3))
    r = c.run(fault="lost", share=1.0, only="function-put")
    r = c.run()
    ok(r.returncode == 0 and c.sees(marked(3)), "an update whose answers were all lost is found done", r.stderr)
    c.function.code = {"DEVELOPMENT": "function handler(e) { return e.request; }", "LIVE": "function handler(e) { return e.request; }"}
    r = c.run()
    ok(r.returncode == 3 and "const plumb" in r.stderr, "a function without the line is refused", r.stderr)


def kills(server):
    old, new = marked(1), marked(2)
    for at in list(range(3, 27, 5)) + list(range(27, 32)):
        c = Release(server)
        c.write(old)
        c.run()
        c.write(new)
        c.run(kill_at=at)
        server.tap.reset()
        whole = c.sees(old) or c.sees(new)
        arrived = len(c.stored())
        r = c.run()
        good = whole and r.returncode == 0 and c.sees(new) and len(c.releases()) == 2
        sent = sum(e.op in ("put", "copy") and e.status == 200 for e in c.events)
        again = arrived + sent - len(c.stored())
        ok(good and again <= 17, "killed at request %d: readers have one release, the next run finishes" % at,
           whole, r.stderr, c.releases(), "sent again: %d" % again, c.ops())
    c = Release(server)
    c.write(old)
    c.run()
    c.write(new)
    c.run(kill_at=20)
    c.write(marked(3))
    r = c.run(env=c.env(HOME=os.path.join(c.work, "other"), USER="bob"))
    ok(r.returncode == 3 and "ann has been publishing" in r.stderr, "somebody else's unfinished release is left alone", r.stderr)
    r = c.run()
    ok(r.returncode == 0 and c.sees(marked(3)) and len(c.releases()) == 2, "another site after a kill: what had arrived is removed", r.stderr, c.releases())
    c.run(verb="rollback", kill_at=3)
    r = c.run(verb="rollback")
    ok(r.returncode == 0 and c.sees(old), "a rollback that was killed is done again, not one further", r.stderr)


class Reader(threading.Thread):
    """Reads page, other page, the first again, and what the first asks for."""

    def __init__(self, c, want):
        super().__init__(daemon=True)
        self.c, self.want = c, want
        self.reads = self.mixed = self.back = self.missing = self.switches = 0
        self.stop = False

    def rev(self, key):
        text = self.c.view(key)
        if text is None:
            self.missing += 1
            return 0, b""
        return int(REV.search(text).group(1)), text

    def run(self):
        pages = ["p%02d/index.html" % i for i in range(8)] + ["index.html", AWKWARD]
        last = 0
        while self.reads < self.want or not self.stop:
            time.sleep(0.0001)  # the publishes want the interpreter too
            key, other = pages[self.reads % len(pages)], pages[(self.reads * 7 + 3) % len(pages)]
            a, text = self.rev(key)
            b, _ = self.rev(other)
            again, _ = self.rev(key)
            self.mixed += a == again and b != a
            self.back += not last <= a <= b <= again
            self.switches += a != last
            self.missing += sum(self.c.view(k) is None for k in references(key, text))
            last, self.reads = again, self.reads + 1


def readers(server):
    c, rev = Release(server), 0
    c.write(marked(1))
    c.run()
    reader = Reader(c, 10000)
    reader.start()
    for rev in range(2, 8):
        c.write(marked(rev))
        if c.run().returncode:
            break
    reader.stop = True
    reader.join()
    ok(reader.reads >= 10000 and reader.mixed == reader.back == reader.missing == 0 and reader.switches > 3,
       "%d reads of two pages during %d publishes: never two releases mixed, never back, nothing missing" % (reader.reads, rev - 1),
       vars(reader))


def found(server):
    """The function's name, asked of the distribution; and a distribution that asks readers who they are."""
    c, files = Release(server), marked(1)
    server.functions.leads[c.distribution] = c.name
    c.write(files)
    r = Case.run(c, "--mode", "release")
    ok(r.returncode == 0 and c.sees(files), "without --function, the distribution's own is used", r.stderr, c.ops())
    c.write(marked(2))
    r = Case.run(c, "--mode", "release", "--internal")
    ok(r.returncode == 3 and "turns no reader away" in r.stderr and c.sees(files), "a function that leads readers asks nobody who he is", r.stderr, c.ops())
    del server.functions.leads[c.distribution]
    r = Case.run(c, "--mode", "release")
    ok(r.returncode == 3 and "no function at viewer-request" in r.stderr, "a distribution without one is refused", r.stderr)


def names(c):
    """Awkward names are sent, copied, read and removed again; c is a case in release mode."""
    most = 1024 - len(c.prefix) - 1 - 32  # below PREFIX/r/RELEASE/
    files = {**dict.fromkeys(ODD, b"odd"), long_key(most): b"long", "index.html": b"<p>1"}
    c.write(files)
    r = c.run()
    ok(r.returncode == 0 and c.sees(files), "awkward names, one of %d bytes: sent" % most, r.stderr)
    new = {**files, "index.html": b"<p>2"}
    c.write(new)
    r = c.run()
    copied = {urllib.parse.unquote(e.headers["x-amz-copy-source"]).split("/r/")[1].split("/", 1)[1] for e in c.events if e.op == "copy"}
    ok(r.returncode == 0 and c.sees(new) and copied == set(files) - {"index.html"}, "copied", r.stderr, copied ^ set(files))
    sent = len(c.put_keys())
    ok(sent == 1, "and not sent again", c.put_keys())
    r = c.run("--verify")
    ok(r.returncode == 0, "verified", r.stderr)
    for i in range(3, 10):  # assets are copied along for two
        c.write({"index.html": b"<p>%d" % i})
        r = c.run()
    left = [k for k in c.stored() if not k.endswith("/index.html")]
    ok(r.returncode == 0 and not left and len(c.releases()) == 5, "and removed with their releases", left[:3], c.releases())
    c.write({"index.html": b"x", long_key(most + 1): b"5"})
    r = c.run()
    ok(r.returncode == 3 and "too long" in r.stderr and not c.put_keys(), "a name that is too long with the release's is refused", r.stderr)


def strangers(server):
    """Other people's files among ours; a manifest, a record and a switch that somebody has changed by hand."""
    c = Release(server)
    theirs = ["docs/r/theirs.txt", "docs/r/20260101T000000Z-00000000/index.html", "docs/logs/1.gz", "docs", "docsy/index.html", "r/x/index.html", "docs/index.html"]
    put = lambda key: c.s3.put_object(Bucket=c.bucket, Key=key, Body=b"theirs")
    there = lambda: {k for k in theirs if c.server.functions.stored(c.bucket, k) == b"theirs"}
    for key in theirs:
        put(key)
    for i in range(1, 9):
        c.write(marked(i, pages=2))
        r = c.run()
        if i == 1:
            theirs += ["docs/r/%s/theirs.txt" % next(iter(json.loads(re.search(r"const plumb = (.*);", c.function.code["LIVE"]).group(1))["releases"]))]
            put(theirs[-1])
    ok(r.returncode == 0 and there() == set(theirs), "eight releases: other people's files stay, also below a release that went", set(theirs) - there(), r.stderr)
    key = "docs/.plumb/manifest.json"
    body = c.s3.get_object(Bucket=c.bucket, Key=key)["Body"].read()
    c.write(marked(9, pages=2))
    for name, bad in (("changed by hand", body.replace(b'"phase":"done"', b'"phase":"uploading"')), ("cut", body[:len(body) // 2]), ("empty", b""),
                      ("no JSON", b"<html>"), ("of another time", body.replace(b'"v":1', b'"v":9'))):
        c.s3.put_object(Bucket=c.bucket, Key=key, Body=bad)
        r = c.run()
        ok(r.returncode == 3 and c.sees(marked(8, pages=2)) and all(e.method == "GET" for e in c.events), "a manifest that is %s is refused" % name, r.stderr, c.ops())
    c.s3.put_object(Bucket=c.bucket, Key=key, Body=body)
    r = c.run(env=c.env(HOME=os.path.join(c.work, "fresh")))
    ok(r.returncode == 0 and c.sees(marked(9, pages=2)), "put back, it is taken", r.stderr)
    records = {k["Key"]: c.s3.get_object(Bucket=c.bucket, Key=k["Key"])["Body"].read()
               for k in c.s3.list_objects_v2(Bucket=c.bucket, Prefix="docs/.plumb/releases/")["Contents"]}
    for key in records:
        c.s3.put_object(Bucket=c.bucket, Key=key, Body=b"plumb record 1 9999999\n{}")
    for i in (10, 11, 12):
        c.write(marked(i, pages=2))
        r = c.run(env=c.env(HOME=os.path.join(c.work, "fresh%d" % i)))
    ok(r.returncode == 0 and c.sees(marked(12, pages=2)) and there() == set(theirs), "records that were changed: the publish is right, nothing of others goes",
       r.stderr, set(theirs) - there())
    ok("its record could not be read: its files stay" in r.stderr and len(c.releases()) > 6, "what only such a record names stays, and is said", r.stderr, c.releases())
    for key, record in records.items():
        c.s3.put_object(Bucket=c.bucket, Key=key, Body=record)
    c.write(marked(13, pages=2))
    r = c.run()
    c.write(marked(12, pages=2))
    r = c.run()
    mine = {i for i in c.releases() if any(k.startswith("docs/r/%s/" % i) and k not in theirs for k in c.stored())}
    ok(r.returncode == 0 and "could not be read" not in r.stderr and len(mine) == 5 and there() == set(theirs), "readable again, they go", r.stderr, mine)
    code = c.function.code["LIVE"]
    bad = re.sub(r'"release":"[^"]*"', '"release":"nonesuch"', code)
    c.function.code = {"DEVELOPMENT": bad, "LIVE": bad}
    r = c.run()
    ok(r.returncode == 0 and c.sees(marked(12, pages=2)), "a switch that leads nowhere is put right", r.stderr, c.ops())
    r = c.run(env=c.env(XDG_CACHE_HOME="/dev/null/x"))
    c.write(marked(13, pages=2))
    r = c.run(env=c.env(XDG_CACHE_HOME="/dev/null/x"))
    ok(r.returncode == 0 and c.sees(marked(13, pages=2)), "no place for local copies: published", r.stderr)
    r = c.run(verb="rollback", env=c.env(XDG_CACHE_HOME="/dev/null/x"))
    ok(r.returncode == 0 and c.sees(marked(12, pages=2)), "and rolled back", r.stderr)


def main():
    server = Server()
    made = {"docs-%d" % i: server.distribution("docs-%d" % i) for i in range(1, 60)}
    server.distribution_of = lambda bucket: made[bucket]
    server.check_signatures()
    life(server)
    found(server)
    refusals(server)
    kills(server)
    readers(server)
    names(Release(server))
    strangers(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
