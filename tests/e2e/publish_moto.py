#!/usr/bin/env python3
"""Publishes small sites with the real binary to S3 and CloudFront (moto, signatures checked), reads
them back, and looks at every request on the way. Speaks TAP. PLUMB_ALL=1 kills at every tenth request of a large
site, else at every hundredth."""
import fcntl
import hashlib
import json
import os
import subprocess
import sys

from aws_server import Server, paths_of
from cloudfront_edge import spelling
from publish_case import AGAIN, AWKWARD, Case, EDGE, PAGE, PLUMB, YEAR, end, faults, ok, site

ALL = bool(os.environ.get("PLUMB_ALL"))


def first_and_again(server):
    c, files = Case(server), site()
    c.write(files)
    r = c.run()
    ok(r.returncode == 0, "first publish", r.stderr)
    ok(c.bytes() == files, "every byte is read back")
    heads = {k: (o["ContentType"], o["CacheControl"]) for k, o in c.stored().items()}
    css = next(k for k in files if k.endswith(".css"))
    ok(heads["index.html"] == (PAGE, EDGE) and heads[AWKWARD] == (PAGE, EDGE), "pages: type and cache", heads)
    ok(heads[css] == ("text/css; charset=utf-8", YEAR), "hashed assets: type and cache", heads[css])
    ok(heads["plain.png"] == ("image/png", AGAIN), "other assets: type and cache", heads["plain.png"])
    puts = c.put_keys()
    stage = lambda k: 3 if k in ("sitemap.xml", "search.js") else 2 if k.endswith(".html") else 1 if k.endswith(".css") else 0
    ok([stage(k) for k in puts] == sorted(stage(k) for k in puts), "image, style, pages, lists", puts)
    ops = c.ops()
    ok(ops[:5] == ["manifest-get", "list", "manifest-put", "try", "anybody"] and ops[-2:] == ["invalidate", "manifest-put"],
       "intent first, invalidation and release last", ops)
    ok(all(e.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 ") for e in c.events if e.op != "anybody"), "all signed, but the question whether anybody may read")
    told = r.stdout + r.stderr + "".join(e.body.decode("utf-8", "replace") + e.uri + str(e.headers) for e in c.events)
    ok(server.secret not in told, "the secret key goes nowhere")
    r = c.run()
    ok(r.returncode == 0 and [(e.method, e.status) for e in c.events] == [("GET", 304)], "no-op: one request",
       [(e.method, e.uri, e.status) for e in c.events], r.stderr)
    c.write(files)
    r = c.run(env=c.env(HOME=None))
    ok(r.returncode == 0 and c.ops() == ["manifest-get"], "no-op without a local copy: one request", c.ops(), r.stderr)
    return c, files


def change(c, files):
    new = site(rev=2, without=("p03/index.html",))
    new["p99/index.html"] = new["p00/index.html"]
    new["p00/index.html"] = new["p00/index.html"] + b'<a href="../p99/index.html">new</a>'
    c.write(new)
    before = c.bytes()
    r = c.run()
    ok(r.returncode == 0, "second publish", r.stderr)
    worst, _ = c.worst(before)
    ok(worst == 0, "no page is broken at any moment", worst)
    gone = {k for k in files if k not in new}
    now = c.bytes()
    ok({k: v for k, v in now.items() if k in new} == new, "the new bytes stand there")
    ok("p03/index.html" not in now, "the page that left is deleted")
    ok(all(k in now for k in gone if k.startswith("assets/")), "old assets stay", sorted(now))
    ops = c.ops()
    ok(ops.count("invalidate") == 1 and ops.index("delete") > ops.index("invalidate"), "deleted after the invalidation", ops)
    puts = c.put_keys()
    ok(puts.index("p99/index.html") < puts.index("p00/index.html"), "a new page comes before links to it", puts)
    pages = [k for k in new if k.endswith("index.html") and files.get(k) != new[k]] + ["p03/index.html"]
    want = {"/sitemap.xml", "/search.js"}
    for k in pages:
        k = spelling(k)
        folder = k[:-len("index.html")]
        want |= {"/" + k, "/" + folder, "/" + folder.rstrip("/")}
    got = paths_of(next(e for e in c.events if e.op == "invalidate"))
    ok(got == sorted(want), "exactly the stale paths are invalidated", set(got) ^ want)
    return new


def one_page(c, files):
    files = dict(files)
    files["p05/index.html"] += b"<p>one more"
    c.write(files)
    r = c.run()
    ok(r.returncode == 0 and sorted(c.ops()) == sorted(["manifest-get", "record-put", "keep", "manifest-put", "put", "invalidate", "manifest-put"]),
       "one page: one upload, one copy of what it replaces, one invalidation, four for the release", c.ops(), r.stderr)
    ok(paths_of(next(e for e in c.events if e.op == "invalidate")) == ["/p05", "/p05/", "/p05/index.html"], "its three paths")
    left = [k for k in c.bytes() if k.endswith(".css")]
    files["p06/index.html"] += b"<p>"
    c.write(files)
    c.run()
    ok(len(left) == 2 and [k for k in c.bytes() if k.endswith(".css")] == [k for k in files if k.endswith(".css")],
       "an old asset stays for two releases", left, sorted(c.bytes()))
    return files


def plans(server):
    c, files = Case(server), site()
    c.write(files)
    plan = os.path.join(c.work, "plan.json")
    r = c.run("--plan", "-o", plan)
    ok(r.returncode == 0 and all(e.method == "GET" for e in c.events), "a plan only reads", c.ops(), r.stderr)
    with open(plan, encoding="utf-8") as f:
        j = json.load(f)
    ok(len(j["new"]) == len(files) and j["bytes"] == sum(map(len, files.values())) and j["usd_e10"] > 0, "the plan in figures", j)
    r = c.run("--apply", plan)
    ok(r.returncode == 0 and c.bytes() == files, "a plan is carried out", r.stderr)
    ok(len(c.events) == sum(j["requests"].values()), "with as many requests as it said", len(c.events), j["requests"])
    files["index.html"] += b"<p>"
    c.write(files)
    c.run("--plan", "-o", plan)
    files["p00/index.html"] += b"<p>"
    c.write(files)
    c.run()
    r = c.run("--apply", plan)
    ok(r.returncode == 3 and "moved on" in r.stderr and all(e.method == "GET" for e in c.events),
       "a plan for an older release is refused", r.stderr, c.ops())


def refusals(server):
    c = Case(server)
    c.write(site())
    for name, env, words in (
            ("wrong secret", {"AWS_SECRET_ACCESS_KEY": "EXAMPLEWRONG"}, "secret key does not belong"),
            ("unknown key", {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}, "no account knows this access key id")):
        r = c.run(env=c.env(**env))
        ok(r.returncode == 3 and words in r.stderr and len(c.events) == 1, name + " is refused in words", r.stderr)
    r = c.run(env=c.env(AWS_ENDPOINT_URL="localhost:1"))
    ok(r.returncode == 3 and "endpoint" in r.stderr, "an endpoint without a scheme is refused", r.stderr)
    r = c.run(env=c.env(AWS_ACCESS_KEY_ID=None))
    ok(r.returncode == 3 and len(r.stderr.splitlines()) == 3 and "new" in r.stdout and not c.events,
       "without credentials: three lines and the plan", r.stderr)
    c.s3.put_object(Bucket=c.bucket, Key="index.html", Body=b"theirs")
    c.s3.put_object(Bucket=c.bucket, Key="logs/1.gz", Body=b"theirs")
    r = c.run()
    ok(r.returncode == 3 and "--adopt" in r.stderr and not c.put_keys(), "other people's files are not replaced unasked", r.stderr)
    r = c.run("--adopt", "--wait", env=c.env(AWS_ENDPOINT_URL=server.url + "/"))
    ok(r.returncode == 0 and c.bytes()["logs/1.gz"] == b"theirs", "and never deleted", r.stderr)
    few = site(pages=1)
    c.write({"index.html": few["index.html"], **{k: v for k, v in few.items() if "assets" in k}})
    r = c.run()
    ok(r.returncode == 3 and "--allow-deletes" in r.stderr, "a folder that lacks most files is refused", r.stderr)
    body = c.s3.get_object(Bucket=c.bucket, Key=".plumb/manifest.json")["Body"].read()
    c.s3.put_object(Bucket=c.bucket, Key=".plumb/manifest.json", Body=body.replace(b'"done"', b'"uploading"'))
    r = c.run()
    ok(r.returncode == 3 and "changed by hand" in r.stderr, "a manifest changed by hand is refused", r.stderr)


def kills(server):
    old, new = site(assets="zz"), site(rev=2, assets="zz", without=("p03/index.html",))
    for at in range(3, 22, 3):
        c = Case(server)
        c.write(old)
        c.run()
        before = c.bytes()
        c.write(new)
        c.run(kill_at=at)
        worst, state = c.worst(before)
        arrived = len(c.put_keys())
        invalidated = "invalidate" in c.ops()
        ok(worst == 0, "killed at request %d: no page is broken" % at, worst)
        r = c.run()
        again, _ = c.worst(state)
        now = c.bytes()
        ok(r.returncode == 0 and again == 0 and {k: now.get(k) for k in new} == new and "p03/index.html" not in now,
           "killed at request %d: the next run finishes" % at, r.stderr)
        total = sum(1 for k in new if old.get(k) != new[k])
        rest = len(c.put_keys())
        ok(rest <= total - arrived + 16 and "invalidate" in c.ops(), "killed at request %d: it sends the rest, and invalidates" % at,
           "total %d, arrived %d, sent again %d" % (total, arrived, rest), c.ops(), invalidated)


def every_tenth(server):
    """300 pages, all changed, style and image under new names; the runs before leave what the next one finds."""
    for folder in ("assets", "zz"):  # sorts before the pages, after them
        make = lambda rev: site(rev=rev, pages=300, assets=folder, links=3)
        c, rev, at, left = Case(server), 1, 10, []
        c.write(make(rev))
        c.run()
        ok(c.worst({})[0] == 0, "300 pages, styles in %s: no page is broken after any single mutation" % folder)
        state, kills, worst, wrong = c.bytes(), 0, 0, []
        while True:
            rev += 1
            c.write(make(rev))
            r = c.run(kill_at=at)
            bad, state = c.worst(state)
            worst = max(worst, bad)
            arrived, killed, total = len(c.put_keys()), r.returncode < 0, len(make(rev)) - 1
            if killed:
                kills += 1
                r = c.run()
                bad, state = c.worst(state)
                worst = max(worst, bad)
                left.append(arrived + len(c.put_keys()) - total)
            if r.returncode or any(server.functions.stored(c.bucket, k) != v for k, v in make(rev).items()) or "invalidate" not in c.ops():
                wrong.append((at, r.stderr))
            if not killed:
                break
            at += 10 if ALL and folder == "zz" else 100
        ok(worst == 0 and kills >= 3, "killed %d times: never a broken page" % kills, worst)
        ok(not wrong and max(left) <= 16, "each next run finishes, invalidates, and sends at most the 16 that were under way again", wrong, left)


def rollbacks(server):
    c, old, new = Case(server), site(), site(rev=2, without=("p03/index.html",))
    new["bad.html"] = b"bad"
    c.write(old)
    c.run()
    heads = {k: (o["ContentType"], o["CacheControl"]) for k, o in c.stored().items()}
    c.write(new)
    c.run()
    before = c.bytes()
    changed = sum(1 for k in old if k not in new or old[k] != new[k]) - sum(1 for k in old if k.startswith("assets/"))
    r = c.run(verb="rollback")
    worst, _ = c.worst(before)
    now = c.bytes()
    ok(r.returncode == 0 and {k: now[k] for k in old} == old and "bad.html" not in now, "rollback: the old bytes", r.stderr)
    ok({k: (o["ContentType"], o["CacheControl"]) for k, o in c.stored().items() if k in old} == heads, "rollback: the old headers")
    ok(worst == 0, "rollback: no page is broken at any moment", worst)
    extra = [o for o in c.ops() if o not in ("copy", "keep", "delete")]
    ok(c.ops().count("copy") == changed and len(extra) <= 6 and "put" not in extra, "rollback: no bytes are sent, what changed is copied, six requests", c.ops(), changed)
    r = c.run(verb="releases")
    ids = [line.split()[0] for line in r.stdout.splitlines()]
    ok(r.returncode == 0 and len(ids) == 3 and len(set(ids)) == 3 and "brings back " + ids[2] in r.stdout, "the releases are listed", r.stdout)
    r = c.run("--to", ids[1], verb="rollback", env=c.env(HOME=os.path.join(c.work, "fresh")))
    now = c.bytes()
    ok(r.returncode == 0 and {k: now[k] for k in new} == new and "record-get" in c.ops(),
       "rollback without local copies reads the records", r.stderr, c.ops())
    c.run(verb="rollback", kill_at=6)
    r = c.run(verb="rollback")
    now = c.bytes()
    ok(r.returncode == 0 and {k: now[k] for k in old} == old, "a rollback that was killed is done again", r.stderr)
    r = c.run("--to", "nonesuch", verb="rollback")
    ok(r.returncode == 3 and "plumb releases" in r.stderr, "an unknown release is refused", r.stderr)
    for i in range(9):
        old["p00/index.html"] += b"<p>" + b"more" * 1000
        c.write(old)
        c.run()
    records = [o["Key"] for o in c.s3.list_objects_v2(Bucket=c.bucket, Prefix=".plumb/")["Contents"]]
    ok(len(records) < 60, "what no release needs is removed", records)
    r = c.run(verb="releases")
    last = r.stdout.splitlines()[-1].split()[0]
    r = c.run("--to", last, verb="rollback")
    ok(r.returncode == 0 and c.bytes()["p00/index.html"].count(b"<p>") == 5, "the oldest release that is kept can come back", r.stderr,
       c.bytes()["p00/index.html"].count(b"<p>"))


def locks(server):
    c = Case(server)
    c.write(site())
    c.run()
    c.write(site(rev=2))
    c.run(kill_at=8)
    other = c.env(HOME=os.path.join(c.work, "other"), USER="bob")
    r = c.run(env=other)
    ok(r.returncode == 3 and "ann has been publishing" in r.stderr and "--take-over" in r.stderr,
       "somebody else's unfinished publish is left alone", r.stderr)
    r = c.run("--take-over", env=other)
    ok(r.returncode == 0 and {k: v for k, v in c.bytes().items() if k in site(rev=2)} == site(rev=2), "unless taken over", r.stderr)


def clocks(server):
    for clock in (1200, -1200):
        c, files = Case(server), site()
        c.write(files)
        r = c.run(clock=clock)
        server.tap.reset()
        ok(r.returncode == 0 and c.bytes() == files, "a clock %d s off is put right" % clock, r.stderr)


def lost_invalidation(server):
    c, files = Case(server), site()
    c.write(files)
    c.run()
    files["p00/index.html"] += b"<p>"
    c.write(files)
    r = c.run(fault="503", share=1.0, only="invalidate")
    ok(r.returncode == 3 and "invalidating" in r.stderr and "again" in r.stderr, "an invalidation that never succeeds is told", r.stderr)
    r = c.run()
    sent = [paths_of(e) for e in c.events if e.op == "invalidate"]
    ok(r.returncode == 0 and sent == [["/p00", "/p00/", "/p00/index.html"]] and not c.put_keys(), "the next run makes it good, and sends nothing",
       r.stderr, c.ops(), sent)


def credentials(server):
    c, files = Case(server, prefix="team/docs"), site()
    c.write(files)
    aws = os.path.join(c.home, ".aws")
    os.makedirs(aws)
    bare = c.env(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None, AWS_PROFILE="docs", AWS_REGION=None)
    with open(os.path.join(aws, "credentials"), "w", encoding="ascii") as f:
        f.write("[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = EXAMPLEWRONG\n"
                "[docs]\naws_access_key_id = %s\naws_secret_access_key = %s\n" % (server.id, server.secret))
    r = c.run(env=bare)
    ok(r.returncode == 0 and c.bytes() == files, "a profile, and a prefix in the bucket", r.stderr)
    ok(all(k.startswith("team/docs/") for k in c.stored()), "everything stands below the prefix")
    tool = os.path.join(c.work, "give keys")
    with open(tool, "w", encoding="ascii") as f:
        f.write('#!/bin/sh\n[ "$1" = "for docs" ] && printf \'{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}\'\n'
                % (server.id, server.secret))
    os.chmod(tool, 0o755)
    os.remove(os.path.join(aws, "credentials"))
    with open(os.path.join(aws, "config"), "w", encoding="ascii") as f:
        f.write("[profile docs]\nregion = us-east-1\ncredential_process = '%s' \"for docs\"\n" % tool)
    files["index.html"] += b"<p>"
    c.write(files)
    r = c.run(env=bare)
    ok(r.returncode == 0 and c.bytes() == files, "credential_process", r.stderr)
    got = paths_of(next(e for e in c.events if e.op == "invalidate"))
    ok(got == ["/team/docs", "/team/docs/", "/team/docs/index.html"], "readers' paths begin with the prefix", got)
    r = c.run("--verify", env=bare)
    ok(r.returncode == 0 and "0 files of others" in r.stderr and c.ops().count("head") == len(files), "verified", r.stderr, c.ops())
    c.s3.put_object(Bucket=c.bucket, Key="team/docs/search.js", Body=b"x" * len(files["search.js"]), ContentType="text/javascript; charset=utf-8")
    c.s3.put_object(Bucket=c.bucket, Key="team/docs/sitemap.xml", Body=files["sitemap.xml"], ContentType="text/xml", CacheControl=AGAIN)
    c.s3.delete_object(Bucket=c.bucket, Key="team/docs/p00/index.html")
    r = c.run("--verify", env=bare)
    ok(r.returncode == 3 and all(w in r.stderr for w in ("sitemap.xml: another Content-Type", "search.js: ", "p00/index.html: missing"))
       and r.stderr.count(": missing") == 1 and "1 file is missing, 2 of the samples differ" in r.stderr,
       "what others changed is found", r.stderr)


def trouble(server):
    c, files = Case(server), site()
    c.write(files)
    tool, aws = os.path.join(c.work, "keys"), os.path.join(c.home, ".aws")
    os.makedirs(aws)
    with open(tool, "w", encoding="ascii") as f:  # the first answer is a session that has expired
        f.write('#!/bin/sh\nif [ -e "$0.asked" ]; then t=; else t=\',"SessionToken":"OLD"\'; fi; : >"$0.asked"\n'
                'printf \'{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"%%s}\' "$t"\n' % (server.id, server.secret))
    os.chmod(tool, 0o755)
    with open(os.path.join(aws, "config"), "w", encoding="ascii") as f:
        f.write("[default]\ncredential_process = %s\n" % tool)
    r = c.run(env=c.env(AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None), expired=True)
    ok(r.returncode == 0 and c.bytes() == files, "an expired session is renewed", r.stderr)
    c, files = Case(server), site()
    c.write(files)
    r = c.run(env=c.env(XDG_CACHE_HOME="/dev/null/x"))
    ok(r.returncode == 0 and c.bytes() == files and "cannot be kept there" in r.stderr, "no place for local copies: told, and published", r.stderr)
    r = c.run("--internal")
    ok(r.returncode == 0, "nothing to do: nothing to refuse", r.stderr)
    files["index.html"] += b"<p>"
    c.write(files)
    r = c.run("--internal")
    ok(r.returncode == 3 and "asks no reader" in r.stderr and all(e.method == "GET" for e in c.events),
       "internal pages do not go to an open distribution", r.stderr, c.ops())
    state = os.path.join(c.home, ".cache/plumb/publish-" + hashlib.sha256(c.to.encode()).hexdigest()[:16])
    os.makedirs(state, exist_ok=True)
    with open(os.path.join(state, "lock"), "w", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        r = c.run()
        ok(r.returncode == 3 and "another plumb on this machine" in r.stderr and not c.put_keys(), "one run at a time on a machine", r.stderr)
    c, long = Case(server, prefix="p/q"), "/".join(["ü" * 100] * 4 + ["x" * 10 + ".html"])
    long = "y" * (1024 - len("p/q/") - len(long.encode()) - 1) + "/" + long
    c.write({"index.html": b"<a href='x'>", "1/%2F.html": b"1", "1/%.html": b"2", "semi;colon:at@.html": b"3", "a&b'\"<>.html": b"4", long: b"5"})
    files = {k: c.read(k) for k in ("index.html", "1/%2F.html", "1/%.html", "semi;colon:at@.html", "a&b'\"<>.html", long)}
    r = c.run()
    ok(r.returncode == 0 and c.bytes() == files, "awkward names, one of 1,024 bytes with its prefix", r.stderr, sorted(c.bytes()))
    c.write({"index.html": files["index.html"]})
    r = c.run()
    ok(r.returncode == 0 and list(c.bytes()) == ["index.html"], "and they are deleted again", r.stderr, sorted(c.bytes()))
    c.write({"index.html": b"x", long + "z": b"5"})
    r = c.run()
    ok(r.returncode == 3 and "too long" in r.stderr and not c.events, "a name that is too long is refused", r.stderr)
    two(server)


def two(server):
    """Two publishers at the same time: the bucket holds the release of one of them."""
    c = Case(server)
    server.tap.reset()
    runs, sites = [], [site(rev=1), site(rev=2)]
    for i, files in enumerate(sites):
        c.folder = os.path.join(c.work, "site%d" % i)
        c.write(files)
        runs.append(subprocess.Popen(
            [PLUMB, "publish", "--site", c.folder, "--to", c.to], cwd=c.work, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=c.env(HOME=os.path.join(c.work, "home%d" % i))))
    said = [r.communicate(timeout=60) for r in runs]
    codes = [r.returncode for r in runs]
    now = c.bytes()
    whole = [all(now.get(k) == v for k, v in files.items()) for files in sites]
    ok(sorted(codes) in ([0, 3], [0, 0]) and any(w and code == 0 for w, code in zip(whole, codes)), "two at the same time: one whole release",
       codes, whole, said)


def encrypted(server):
    """TLS: only with a bundle that knows the server."""
    c, files = Case(server), site()
    c.write(files)
    url, bundle = server.encrypted(c.work)
    r = c.run(env=c.env(AWS_ENDPOINT_URL=url))
    ok(r.returncode == 3 and "certificate" in r.stderr.lower() and not c.events, "an unknown certificate is refused", r.stderr)
    r = c.run(env=c.env(AWS_ENDPOINT_URL=url, AWS_CA_BUNDLE=bundle))
    ok(r.returncode == 0 and c.bytes() == files, "TLS with AWS_CA_BUNDLE", r.stderr)


def main():
    server = Server()
    server.distribution_of = lambda bucket: made[bucket]
    made = {"docs-%d" % i: server.distribution("docs-%d" % i) for i in range(1, 30)}
    server.check_signatures()
    c, files = first_and_again(server)
    files = change(c, files)
    one_page(c, files)
    plans(server)
    refusals(server)
    kills(server)
    every_tenth(server)
    rollbacks(server)
    locks(server)
    faults(server)
    clocks(server)
    lost_invalidation(server)
    credentials(server)
    trouble(server)
    encrypted(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
