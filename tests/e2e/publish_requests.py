#!/usr/bin/env python3
"""How many requests a publish and a rollback take, exactly, and that a rollback restores bytes and headers. Speaks TAP.

In place: k files sent, ceil(d/1000) deletes, one invalidation, and four: manifest read, rows of the last release, intent, end; and a copy of what is replaced.
PLUMB_ALL=1 has larger sites."""
import os
import sys
from collections import Counter

from publish_case import Case, end, ok
from publish_release import LOST, Release
from small_s3 import SmallServer

ALL = bool(os.environ.get("PLUMB_ALL"))
FOUR = {"manifest-get": 1, "record-put": 1, "manifest-put": 2}


def pages(n, changed=0, new=0, gone=0, first=0, more=b""):
    """n pages, the first of them changed, others removed from the end; and as many new ones."""
    files = {"p%05d.html" % i: b"<p>%d" % i + more for i in range(n - gone)}
    files.update({"p%05d.html" % i: b"<p>changed %d" % (i + first) for i in range(changed)})
    files.update({"q%05d.html" % i: b"<p>new %d" % i for i in range(new)})
    files[LOST] = b"<p>lost"
    return files


def thousands(n):
    return -(-n // 1000)


def count(c):
    return dict(Counter(c.ops()))


def heads(c):
    return {k: (o.text, o.headers) for k, o in c.server.small.objects.items() if ".plumb/" not in k}


def case(kind, server, files):
    server.small.create_bucket("")
    c = kind(server)
    c.write(files)
    c.run()
    return c


SMALL = ((40, 0, 0, 0), (40, 1, 0, 0), (40, 7, 0, 0), (40, 40, 0, 0), (40, 3, 0, 1), (40, 0, 0, 9), (40, 2, 3, 1), (1010, 3, 2, 1001))
LARGE = ((1010, 1, 0, 1000), (1310, 305, 0, 1001), (2310, 305, 0, 2001))


def in_place(server):
    for n, changed, new, gone in SMALL + LARGE * ALL:
        c = case(Case, server, pages(n))
        old = heads(c)
        c.write(pages(n, changed, new, gone))
        r = c.run("--allow-deletes")
        want = dict(FOUR, invalidate=1, put=changed + new, keep=changed + gone, delete=thousands(gone), list=thousands(n + 1) if new else 0)
        if not changed + new + gone:
            want = {"manifest-get": 1}
        want = {k: v for k, v in want.items() if v}
        ok(r.returncode == 0 and count(c) == want, "%d changed, %d new, %d of %d gone: %d requests" % (changed, new, gone, n, sum(want.values())),
           count(c), want, r.stderr)
        if len(want) == 1:
            continue
        r = c.run(verb="rollback")
        want = dict(FOUR, **{"record-get": 1, "invalidate": 1, "copy": changed + gone, "keep": changed + new, "delete": thousands(new)})
        want = {k: v for k, v in want.items() if v}
        ok(r.returncode == 0 and count(c) == want and heads(c) == old, "its rollback: what changed and four, bytes and headers as before",
           count(c), want, r.stderr)


def many(server):
    """Record after record: what is kept for rollback goes by one more delete now and then, never more."""
    page = b"words " * 1000
    c, wrong, deletes = case(Case, server, pages(30, more=page)), [], 0
    for i in range(1, 40):
        c.write(pages(30, changed=2, first=i, more=page))
        r = c.run()
        got = count(c)
        deletes += got.pop("delete", 0)
        if r.returncode or got != dict(FOUR, invalidate=1, put=2, keep=2):
            wrong.append((i, got, r.stderr))
    records = [k for k in c.server.small.objects if ".plumb/releases/" in k]
    kept = [k for k in c.server.small.objects if ".plumb/objects/" in k]
    ok(not wrong and 0 < deletes <= 3 and len(records) < 20 and len(kept) <= 40, "39 publishes: the same requests, %d deletes of what is kept no more" % deletes,
       wrong[:3], len(records), len(kept))


def release_mode(server):
    for n, changed, new, gone in ((40, 1, 0, 0), (40, 7, 2, 3)) + ((1010, 0, 0, 1),) * ALL:
        c = case(Release, server, pages(n))
        old = heads(c)
        c.write(pages(n, changed, new, gone))
        r = c.run()
        want = dict(FOUR, put=changed + new, copy=n - changed - gone + 1)
        want.update({"function-get": 2, "function-describe": 1, "function-put": 1, "function-publish": 1})
        want = {k: v for k, v in want.items() if v}
        ok(r.returncode == 0 and count(c) == want, "release mode, %d changed, %d new, %d of %d gone: the rest is copied, nine more" % (changed, new, gone, n),
           count(c), want, r.stderr)
        now = heads(c)
        ok(all(now.get(k) == v for k, v in old.items()), "and the last release stands as it stood")
        r = c.run()
        ok(count(c) == {"function-get": 1, "manifest-get": 1}, "nothing to do: two", count(c), r.stderr)
        r = c.run(verb="rollback")
        ok(r.returncode == 0 and count(c) == {"function-get": 1, "function-put": 1, "function-publish": 1} and c.sees(pages(n)) and heads(c) == now,
           "rollback: three, and nothing in the bucket changes", count(c), r.stderr)
    n = 1100 if ALL else 100
    c = case(Release, server, pages(n))
    for i in range(1, 6):
        c.write(pages(n, changed=1, first=i))
        r = c.run()
    ok(count(c).get("delete") == thousands(n + 1) + 1, "a release that is not kept any more goes by the thousand", count(c), r.stderr)


def main():
    server = SmallServer()
    in_place(server)
    many(server)
    release_mode(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
