#!/usr/bin/env python3
"""Invalidations against a double that answers as CloudFront's guide says: what a path may hold, what it names, how many may
be under way. Speaks TAP."""
import sys

from cloudfront_edge import names
from publish_case import Case, ODD, end, ok
from small_s3 import SmallServer

CASES = (  # what a site is made of: keys, and whether all of them are named exactly
    ("a chunk with a tilde, a picture for fine screens", ("runtime~main.js", "logo@2x.png", "index.html")),
    ("all that RFC 1738 calls safe, and more", ("a+b,c'd(e)f.html", "x;y:z=1&2!$.html", "star*.html", "st*r/index.html")),
    ("unsafe and foreign", ("a b.html", "100%.html", "é/index.html", "日本.css", "[1]{2}|3^4`.png", "%7E.html", "a~/b~.css")),
    ("odd names", tuple(k for k in ODD)),
)


def case(server, files):
    server.small.create_bucket("")
    server.small.invalidations.reset()
    c = Case(server)
    c.write(files)
    r = c.run()
    ok(r.returncode == 0, "%d files: first publish" % len(files), r.stderr)
    return c


def named(server, keys):
    taken = [p for paths in server.small.invalidations.references.values() for p in paths]
    return [k for k in keys if not any(names(p, k) for p in taken)]


def exact(server):
    for name, keys in CASES:
        c = case(server, {k: b"1" for k in keys})
        c.write({k: b"2" for k in keys})
        server.small.invalidations.reset()
        r = c.run()
        batches = server.small.invalidations.batches
        ok(r.returncode == 0 and len(batches) == 1 and not named(server, keys) and not any(p.endswith("/*") for p in batches[0]),
           "%s: one batch, all copies" % name, r.stderr, batches, named(server, keys))


def refused(server):
    keys = ("plain.html", "deep/very/odd~name.html", "deep/other.html", "deep/very/more~.html")
    for refuses, least, most in (("~|%7E", "deep/very/", "plain.html"), ("odd|deep/very/\\*", "deep/", ""), ("deep/other", "", "")):
        c = case(server, {k: b"1" for k in keys})
        c.write({k: b"2" for k in keys})
        server.small.invalidations.reset(refuses=refuses)
        r = c.run()
        last = server.small.invalidations.batches[-1]
        ok(r.returncode == 0 and not named(server, keys) and "refuses a path" in r.stderr and (not most or "/" + most in last),
           "what CloudFront refuses (%s) goes by a folder, the rest as ever" % refuses, r.stderr, server.small.invalidations.batches)
        ok(c.run().returncode == 0 and c.ops() == ["manifest-get"], "and the next publish has nothing to do", c.ops())
    c = case(server, {k: b"1" for k in keys})
    c.write({k: b"2" for k in keys})
    server.small.invalidations.reset(refuses=".")
    r = c.run()
    ok(r.returncode == 3 and "invalid invalidation paths" in r.stderr, "a distribution that refuses all is told", r.stderr)
    server.small.invalidations.reset()
    ok(c.run().returncode == 0 and not named(server, keys), "and made good by the next run")


def busy(server):
    keys = ["p%d.html" % i for i in range(5)]
    for under_way, ends_after, sent, name in ((2999, 1, 2, "others' paths end in time"), (2999, 9, 4, "they do not: one wildcard"),
                                              (15, 5, 5, "nor do others' wildcards: until they end")):
        c = case(server, {k: b"1" for k in keys})
        c.write({k: b"2" for k in keys})
        server.small.invalidations.reset(under_way=under_way, ends_after=ends_after)
        r = c.run()
        ok(r.returncode == 0 and not named(server, keys) and "under way" in r.stderr and len(server.small.invalidations.batches) >= sent - 1,
           "too many: " + name, r.stderr, server.small.invalidations.batches)
    many = {"p%04d.html" % i: b"1" for i in range(3100)}
    c = case(server, many)
    c.write({k: b"2" for k in many})
    server.small.invalidations.reset()
    r = c.run()
    ok(r.returncode == 0 and server.small.invalidations.batches == [["/*"]], "3,100 changed pages: one wildcard", r.stderr)


def main():
    server = SmallServer()
    exact(server)
    refused(server)
    busy(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
