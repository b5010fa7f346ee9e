#!/usr/bin/env python3
"""Headers of files: by site.json, by --headers, by default; names that look hashed. Speaks TAP."""
import json
import os
import subprocess
import sys
import tempfile

from publish_case import AGAIN, Case, PLUMB, YEAR, end, ok
from small_s3 import SmallServer

EDGE = "public, max-age=0, s-maxage=31536000, must-revalidate"
RULES = [{"match": "**/*.html", "Content-Language": "de", "x-amz-server-side-encryption": "aws:kms", "X-Amz-Meta-Team": "docs"},
         {"match": "**", "x-amz-storage-class": "STANDARD_IA", "x-amz-server-side-encryption": "aws:kms"},
         {"match": "*.pdf", "Content-Disposition": "attachment; filename=\"a.pdf\"", "Cache-Control": "max-age=60"}]


def sent(c):
    return {e.key: e.headers for e in c.events if e.op == "put"}


def by_file(server):
    c = Case(server)
    c.write({"index.html": b"x", "a.pdf": b"y", "z.js.br": b"q", "index-DiwrgTda.js": b"1", "report-1234567e.pdf": b"1"})
    path = os.path.join(c.work, "headers.json")
    with open(path, "w", encoding="ascii") as f:
        json.dump(RULES, f)
    r = c.run("--headers", path, "--precompressed")
    h = sent(c)
    state = [e.headers for e in c.events if e.op.startswith("manifest-put")]
    ok(r.returncode == 0 and h["index.html"]["content-language"] == "de" and h["index.html"]["x-amz-meta-team"] == "docs" and h["a.pdf"]["content-disposition"].startswith("attachment")
       and h["a.pdf"]["cache-control"] == "max-age=60" and all(x["x-amz-server-side-encryption"] == "aws:kms" and x["x-amz-storage-class"] == "STANDARD_IA" for x in h.values()),
       "rules of --headers go out with --site too", r.stderr, h)
    ok(state and all(x.get("x-amz-server-side-encryption") == "aws:kms" and "x-amz-storage-class" not in x for x in state), "what a bucket demands of all, the manifest has too", state)
    ok(h["z.js.br"]["content-encoding"] == "br" and h["z.js.br"]["content-type"].startswith("text/javascript"), "compressed before: its encoding and its own type", h["z.js.br"])
    ok(h["index.html"]["cache-control"] == EDGE and h["index-DiwrgTda.js"]["cache-control"] == YEAR, "pages are kept at the edge, hashed names for ever", h)
    r = c.run("--headers", path, "--precompressed")
    ok("nothing to publish" in r.stdout, "the same headers again: nothing to do", r.stdout, r.stderr)
    with open(path, "w", encoding="ascii") as f:
        json.dump([*RULES, {"match": "*.pdff", "Cache-Control": "no-store", "Content-Language": "de"}], f)
    r = c.run("--headers", path, "--precompressed")
    ok(r.stderr.count('headers of "*.pdff": no file is called so') == 1 and r.stderr.count("no file is called so") == 1, "a rule that fits no file is named", r.stderr)
    RULES[0]["Content-Language"] = "en"
    with open(path, "w", encoding="ascii") as f:
        json.dump({"headers": RULES}, f)
    r = c.run("--headers", path, "--precompressed")
    ok(r.returncode == 0 and list(sent(c)) == ["index.html"], "another header: sent again", sent(c))
    for text, word in (('[{"match":"**","X-Frame-Options":"DENY"}]', "X-Frame-Options"), ('[{"match":"**",\n"Content-Langage":"de"}]', "headers.json:2:1"), ("{}", "no list"), ("[", "json")):
        with open(path, "w", encoding="ascii") as f:
            f.write(text)
        r = c.run("--headers", path)
        ok(r.returncode == 2 and word in r.stderr and not c.events, "refused: " + text.replace("\n", " "), r.stderr)


def by_site(server):
    with tempfile.TemporaryDirectory() as d:
        rules = [{"match": "**/*.html", "Cache-Control": "max-age=5", "Content-Encoding": "gzip", "X-Frame-Options": "DENY"}]
        with open(os.path.join(d, "site.json"), "w", encoding="ascii") as f:
            json.dump({"title": "T", "publish": {"to": "file:out", "headers": rules}}, f)
        with open(os.path.join(d, "index.md"), "w", encoding="ascii") as f:
            f.write("# T\n")
        r = subprocess.run([PLUMB, "check", d], capture_output=True, text=True, check=False)
        ok(r.returncode in (1, 3) and "X-Frame-Options" in r.stderr and "site.json:1:" in r.stderr and r.stderr.count("error:") == 1, "plumb check names a header that nobody keeps", r)
        r = subprocess.run([PLUMB, "publish", d, "--to", "file:" + d + "/out"], capture_output=True, text=True, check=False, cwd=d)
        ok(r.returncode == 3 and not os.path.exists(d + "/out"), "and plumb publish refuses", r)


def names(server):
    c, files = Case(server), {"report-1234567e.pdf": b"1", "photo-20240101a.png": b"1", "550e8400-e29b-41d4-a716-446655440000.pdf": b"1", "index.html": b"1"}
    c.write(files)
    c.run()
    ok(all(h["cache-control"] != YEAR for h in sent(c).values()), "numbers, dates and UUIDs are no hashes", sent(c))
    c.write({k: b"2" for k in files})
    server.small.invalidations.reset()
    c.run()
    ok({"/" + k for k in files} <= set(server.small.invalidations.batches[0]), "and are invalidated", server.small.invalidations.batches)
    c, name = Case(server), "index-DiwrgTda.js"
    c.write({name: b"1", "index.html": b"1"})
    c.run()
    c.write({name: b"2", "index.html": b"1"})
    server.small.invalidations.reset()
    r = c.run()
    ok(r.returncode == 0 and sent(c)[name]["cache-control"] == AGAIN and "/" + name in server.small.invalidations.batches[0] and "has changed" in r.stderr,
       "a name that looked hashed, and changed: invalidated, told, never immutable again", r.stderr, sent(c))
    ok("nothing to publish" in c.run().stdout, "which stays so", c.ops())
    c.write({name: b"2", "index.html": b"3"})
    ok(c.run().returncode == 0 and list(sent(c)) == ["index.html"], "in later releases too", sent(c))


def main():
    server = SmallServer()
    by_file(server)
    by_site(server)
    server.small.create_bucket("")
    names(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
