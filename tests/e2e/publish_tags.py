#!/usr/bin/env python3
"""Cache tags with the real binary, and an edge that keeps copies as CloudFront does: by path, with the tags of the header that
the distribution names, until a path, a wildcard or a tag removes them. After each publish no copy may be stale. Speaks TAP.
PLUMB_ALL=1 kills at more requests."""
import json
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ET

from aws_server import Server, paths_of
from cloudfront_functions import NAMESPACE
from publish_case import EDGE, AWKWARD, Case, PAGE, end, ok, site

HEADER = "x-amz-meta-cache-tag"
EVERYTHING = ["/docs", "/docs/*"]
TAG = re.compile(r"[!-+\--~]{1,256}")


class Edge:
    """Copies of what readers asked for."""

    def __init__(self, c):
        self.c, self.copies = c, {}

    def read_all(self):
        """Every page in every spelling, and every file."""
        header = self.c.server.functions.tag_header.get(self.c.distribution, "")
        for key, o in self.c.server.functions.objects(self.c.bucket).items():
            tags, data = o.metadata.get(HEADER, "") if header == HEADER else "", o.value
            for uri in {key, re.sub(r"(^|/)index\.html$", r"\1", key), re.sub(r"/index\.html$", "", key)}:
                self.copies.setdefault("/" + uri, (key, data, {t.lower() for t in tags.split(",") if t}))

    def invalidate(self, events):
        for e in events:
            for item in paths_of(e) if e.op == "invalidate" and e.status < 300 else ():
                if item.startswith("#"):
                    gone = [u for u, copy in self.copies.items() if item[1:].lower() in copy[2]]
                else:
                    path = urllib.parse.unquote(item)
                    gone = [u for u in self.copies if (u.startswith(path[:-1]) if path.endswith("*") else u == path)]
                for uri in gone:
                    del self.copies[uri]

    def stale(self):
        now = {k: o.value for k, o in self.c.server.functions.objects(self.c.bucket).items()}
        return [u for u, (key, data, _) in self.copies.items() if now.get(key) != data and not re.search(r"\.[0-9a-f]{8,}\.", key)]


class Tagged(Case):
    def __init__(self, server, prefix="docs", reads=True):
        super().__init__(server, prefix)
        self.edge, self.batches = Edge(self), {}
        if reads:
            server.functions.tag_header[self.distribution] = HEADER

    def publish(self, files, *args, tags=True, **more):
        """Readers have read everything before and during; what the invalidation says afterwards is done at the edge."""
        self.write(files)
        self.edge.read_all()
        r = self.run(*(("--cache-tags",) if tags else ()), *args, **more)
        self.items = [p for e in self.events if e.op == "invalidate" and e.status < 300 for p in paths_of(e)]
        self.edge.invalidate(self.events)
        for e in self.events:
            if e.op == "invalidate":
                self.look(e.body)
        return r

    def look(self, body):
        """A batch as the API wants it: tags and paths in one list, a reference that never stands for other items."""
        root = ET.fromstring(body)
        find = lambda *names: root.find("/".join(NAMESPACE + n for n in names))
        items, reference = [p.text for p in find("Paths", "Items")], find("CallerReference").text
        good = root.tag == NAMESPACE + "InvalidationBatch" and find("Paths", "Quantity").text == str(len(items)) and reference
        good = good and all(p.startswith("/") or (p.startswith("#") and TAG.fullmatch(p[1:])) for p in items) and len(set(items)) == len(items)
        if not good or self.batches.setdefault(reference, items) != items:
            ok(False, "a batch that CloudFront refuses", body)

    def tags(self, key):
        return self.stored()[self.prefix + "/" + key]["Metadata"].get("cache-tag")


def many(rev, sections=5, pages=28, **more):
    """More pages than the budget of paths, in sections with parts."""
    files = site(rev=1, **more)
    for s in range(sections):
        for p in range(pages):
            files["s%d/%s/p%02d/index.html" % (s, "ab"[p % 2], p)] = b"<!doctype html><p>%d" % (rev[s] if isinstance(rev, list) else rev)
    return files


def life(server):
    c = Tagged(server)
    files = many(1)
    r = c.publish(files)
    ok(r.returncode == 0 and c.items == EVERYTHING, "first publish: one wildcard, and its folder without the slash", r.stderr, c.items)
    css = next(k for k in files if k.endswith(".css"))
    ok(c.tags("s1/a/p00/index.html") == "pages:/docs/,pages:/docs/s1/,pages:/docs/s1/a/" and c.tags("search.js") == "files:/docs/"
       and c.tags("index.html") == "pages:/docs/" and c.tags(css) is None, "objects carry their tags, hashed names none",
       c.tags("s1/a/p00/index.html"), c.tags("search.js"), c.tags(css))
    odd = c.tags(AWKWARD)
    ok(all(TAG.fullmatch(t) and "%" not in t for t in odd.split(",")) and len(odd.split(",")) == 2, "awkward folders in visible ASCII", odd)
    r = c.run("--cache-tags")
    ok(r.returncode == 0 and [(e.method, e.status) for e in c.events] == [("GET", 304)], "no-op: one request", c.ops())
    files["s0/a/p00/index.html"] += b"one"
    r = c.publish(files)
    ok(r.returncode == 0 and c.items == ["/docs/s0/a/p00", "/docs/s0/a/p00/", "/docs/s0/a/p00/index.html"] and len(c.put_keys()) == 1,
       "few pages: exact paths, no other upload", r.stderr, c.items)
    plan = os.path.join(c.work, "plan.json")
    files = many([2, 2, 2, 2, 1])
    c.write(files)
    r = c.run("--cache-tags", "--plan", "-o", plan)
    with open(plan, encoding="utf-8") as f:
        j = json.load(f)
    want = ["#pages:/docs/s%d/%s/" % (s, p) for s in range(4) for p in "ab"]
    ok(j["invalidate"] == want and "Invalidated cache tags: 8, paths: 0" in r.stdout and j["changed"][0]["cache_tags"].startswith("pages:/docs/,"),
       "the plan says tags", r.stdout[-600:], j["invalidate"])
    with_tags = j["usd_e10"]
    r = c.publish(files, "--apply", plan)
    ok(r.returncode == 0 and c.items == want and not c.edge.stale(), "many pages: a tag for each part", r.stderr, c.items, c.edge.stale()[:5])
    ok(len(c.events) == sum(j["requests"].values()), "with as many requests as the plan said", len(c.events), j["requests"], r.stderr, c.ops()[:12])
    ok(any(u.startswith("/docs/s4/") for u in c.edge.copies) and any(u.endswith(".css") for u in c.edge.copies)
       and not any(u.startswith("/docs/s0/") for u in c.edge.copies), "copies of other sections and files stay")
    ok(with_tags == (112 + 2 + 3) * 50000 + 4000, "tags cost as paths do: the first thousand a month nothing", with_tags)
    r = c.publish(many(3, sections=22))
    ok(r.returncode == 0 and c.items == EVERYTHING[1:], "many new pages, which have no tags at the edge: the wildcard", c.items)
    r = c.publish(many(4, sections=22))
    ok(r.returncode == 0 and c.items == ["#pages:/docs/"] and not c.edge.stale(), "too many parts and sections: one tag", r.stderr, c.items[:5])
    ok(any(u.endswith("search.js") for u in c.edge.copies), "files that are no pages stay at the edge")
    r = c.run("--cache-tags", "--verify")
    ok(r.returncode == 0, "verified", r.stderr)
    r = c.run("--cache-tags", verb="rollback")
    items = [p for e in c.events if e.op == "invalidate" for p in paths_of(e)]
    ok(r.returncode == 0 and items == ["#pages:/docs/"] and c.ops().count("copy") == 616, "rollback: tags too", r.stderr, items)


def beginning(server):
    """A site without tags gets them; the distribution learns of them later, forgets them, is another one."""
    c = Tagged(server, reads=False)
    c.publish(many(1), tags=False)
    ok(c.tags("index.html") is None and "get" not in c.ops(), "unasked, there are no tags", c.ops())
    r = c.publish(many(2))
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:] and "CacheTagConfig" in r.stderr and c.tags("plain.png") == "files:/docs/" and not c.edge.stale(),
       "a distribution that reads none: the wildcard, and a word", r.stderr, c.items)
    r = c.publish(many(3))
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:], "and again", c.items)
    server.functions.tag_header[c.distribution] = HEADER
    few = many(3)
    few["p01/index.html"] += b"x"
    r = c.publish(few)
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:] and set(c.edge.copies) <= {"/docs"}, "when it begins to read them, older copies go once", r.stderr, c.items)
    r = c.publish(many(4))
    ok(r.returncode == 0 and len(c.items) == 11 and c.items[0].startswith("#") and not c.edge.stale(), "from then on tags", r.stderr, c.items)
    server.functions.tag_header[c.distribution] = "x-other"
    r = c.publish(many(5))
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:] and not c.edge.stale(), "another header: the wildcard", r.stderr, c.items)
    server.functions.tag_header[c.distribution] = HEADER
    c.publish(many(6))
    ok(c.items[-1:] == EVERYTHING[1:] and not c.edge.stale(), "back again: older copies go once", c.items)
    first, c.distribution = c.distribution, server.distribution_of("docs-39")
    server.functions.tag_header[c.distribution] = HEADER
    c.publish(many(7))
    ok(c.items[-1:] == EVERYTHING[1:], "another distribution: its older copies go once", c.items)
    c.distribution = first
    r = c.publish(many(8), tags=False)
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:] and c.tags("plain.png") is None and "without cache tags" not in r.stderr, "without tags again", c.items)
    r = c.publish(many(9), fault="503", share=1.0, only="get")
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:] and "distribution" in r.stderr, "a configuration that cannot be read: the wildcard, and why", r.stderr)


def lost(server):
    c = Tagged(server)
    c.publish(site())
    c.s3.put_object(Bucket=c.bucket, Key="docs/index.html", Body=site()["index.html"], ContentType=PAGE, CacheControl=EDGE)
    r = c.run("--cache-tags", "--verify")
    ok(r.returncode == 3 and "index.html: other cache tags" in r.stderr, "lost tags are found", r.stderr)


def stops(server):
    """Killed at each kind of request, and an invalidation that fails: the next run does not leave a stale copy."""
    for at in [2, 3, 4, 5, 60, 143, 144, 145, 146, 147] if os.environ.get("PLUMB_ALL") else [3, 60, 145, 147]:
        c = Tagged(server)
        c.publish(many(1))
        r = c.publish(many(2), kill_at=at)
        server.tap.reset()
        c.edge.read_all()
        r = c.publish(many(3))
        ok(r.returncode == 0 and not c.edge.stale() and c.items, "killed at request %d: the next run leaves nothing stale" % at, r.stderr,
           c.items[:5], c.edge.stale()[:5])
    c = Tagged(server)
    c.publish(many(1))
    r = c.publish(many(2), fault="503", share=1.0, only="invalidate")
    ok(r.returncode == 3 and not c.items, "an invalidation that never succeeds is told", r.stderr)
    r = c.publish(many(2))
    ok(r.returncode == 0 and c.items and all(i.startswith("#") for i in c.items) and not c.put_keys() and not c.edge.stale(),
       "the next run makes it good with the same tags, and sends nothing", c.items, c.ops())
    r = c.publish(many(3), fault="503", share=1.0, only="invalidate")
    del server.functions.tag_header[c.distribution]
    r = c.publish(many(3))
    ok(r.returncode == 0 and c.items[-1:] == EVERYTHING[1:], "unless the distribution reads them no more: the wildcard", c.items)
    server.functions.tag_header[c.distribution] = HEADER
    c.publish(many(4))
    r = c.publish(many(5), fault="lost", share=1.0, only="invalidate")
    sent = {(e.body, e.uri) for e in c.events if e.op == "invalidate"}
    ok(len(sent) == 1 and sum(e.op == "invalidate" for e in c.events) > 1, "asked again it is the same request, reference and all", len(sent))


def main():
    server = Server()
    made = {"docs-%d" % i: server.distribution("docs-%d" % i) for i in range(1, 40)}
    server.distribution_of = lambda bucket: made[bucket]
    server.check_signatures()
    life(server)
    beginning(server)
    lost(server)
    stops(server)
    return end()


sys.exit(main())
