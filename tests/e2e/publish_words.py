#!/usr/bin/env python3
"""What a publish says when something is not as it should be, and that it says nothing false. Speaks TAP."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

from publish_case import Case, PLUMB, end, ok, site
from small_s3 import SmallServer

JOB = {"GITHUB_REPOSITORY": "o/docs", "GITHUB_SERVER_URL": "https://git.example", "GITHUB_WORKFLOW": "docs", "GITHUB_JOB": "publish"}


def held(c):
    return {k: o.text for k, o in c.server.small.objects.items() if not k.startswith(".plumb/")}


def blind(server):
    c = Case(server)
    c.write(site())
    c.run()
    for name, env in (("no credentials", {"AWS_ACCESS_KEY_ID": None}), ("an empty secret", {"AWS_SECRET_ACCESS_KEY": ""})):
        plan = os.path.join(c.work, "plan.json")
        r = c.run("--plan", "-o", plan, env=c.env(**env))
        ok(r.returncode == 3 and "as if nothing stood there" in r.stdout and "first release" not in r.stdout and not os.path.exists(plan) and not c.events,
           "%s: a plan says that it saw nothing, and fails" % name, r.stdout[:300], r.stderr)


def hung():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen(5)
        env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "AWS_ENDPOINT_URL": "http://127.0.0.1:%d" % s.getsockname()[1], "AWS_REGION": "us-east-1",
               "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "EXAMPLEKEY", "AWS_EC2_METADATA_DISABLED": "true"}
        p = subprocess.Popen([PLUMB, "publish", "--plan", "--site", os.path.dirname(os.path.abspath(__file__)), "--to", "s3://docs"], env=env, text=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        beg = time.monotonic()
        line = p.stderr.readline()
        ok(4 < time.monotonic() - beg < 9 and "no answer from http://127.0.0.1" in line and "attempt 1 of 3" in line, "a server that says nothing: told after 5 s", line)
        p.kill()
        p.communicate()


def jobs(server):
    for name, more, again, good in (("the same job", JOB, JOB, True), ("another run of it", dict(JOB, GITHUB_RUN_ID="1"), dict(JOB, GITHUB_RUN_ID="2"), True),
                                    ("another job", JOB, dict(JOB, GITHUB_JOB="other"), False), ("a name of one's own", {"PLUMB_PUBLISHER_ID": "x"}, dict(JOB, PLUMB_PUBLISHER_ID="x"), True),
                                    ("no job", {}, {}, False)):
        c = Case(server)
        c.write(site())
        c.run(env=c.env(HOME=os.path.join(c.work, "a"), **more), kill_at=12)
        r = c.run(env=c.env(HOME=os.path.join(c.work, "b"), **again))
        ok((r.returncode == 0) == good and ("--take-over" in r.stderr) != good, "killed, then %s on another machine: %s" % (name, "goes on" if good else "waits"), r.stderr)


def left_out(server):
    server.small.create_bucket("")
    c = Case(server)
    c.write({"index.html": b"<a href=latest/>l</a>", "v2/index.html": b"v2", "v2/deep/a.css": b"a{}", ".nojekyll": b"", ".htaccess": b"x", ".well-known/security.txt": b"c"})
    for link, to in (("latest", "v2"), ("v2/stable", "deep"), ("out", "/etc"), ("gone", "nowhere"), ("v2/loop", ".."), ("v2/self", ".")):
        os.symlink(to, os.path.join(c.folder, link))
    r = c.run()
    want = {"index.html", "v2/index.html", "v2/deep/a.css", "v2/stable/a.css", "latest/index.html", "latest/deep/a.css", "latest/stable/a.css", ".well-known/security.txt"}
    ok(r.returncode == 0 and set(held(c)) == want and held(c)["latest/index.html"] == b"v2", "linked folders go out", r.stderr, sorted(held(c)))
    ok(all(w in r.stderr for w in ("2 names with a dot", "links that lead out of the folder", "1 links to nothing (gone)", "links to a folder that they stand in")),
       "and what does not is named", r.stderr)


def audience():
    work = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    for text, want in (('{"title":"T","audience":"internal"}', "internal"), ('{\n"audience" :\t"internal" }', "internal"), ('{"audience":"public"}', "public"), ("{}", "public")):
        with tempfile.TemporaryDirectory() as d:
            with open(os.path.join(d, "site.json"), "w", encoding="ascii") as f:
                f.write(text)
            r = subprocess.run([PLUMB, "publish", d, "--show", "audience"], capture_output=True, text=True, check=False)
            made = subprocess.run(["make", "-s", "-C", work, "hosting", "DRY_RUN=1", "DIR=" + d, "B=" + os.path.dirname(PLUMB)], capture_output=True, text=True, check=False)
            ok(r.stdout == want + "\n" and "Audience=%s" % want in made.stdout, "%s is %s, however it is written" % (json.dumps(text), want), r.stdout, r.stderr, made)


def drift(server):
    server.small.create_bucket("")
    c, files = Case(server), site()
    c.write(files)
    c.run()
    css = next(k for k in files if k.endswith(".css"))
    for name, args, spoil in (("--repair", ("--repair",), lambda o: (o.pop(css), setattr(o["index.html"], "text", b"x" * len(files["index.html"])))),
                              ("headers", ("--repair",), lambda o: setattr(o["index.html"], "headers", [("Content-Type", "text/plain")])),
                              ("by the next publish after --verify", (), lambda o: o.pop(css)),
                              ("by a publish that looks at the list", ("new",), lambda o: o.pop("plain.png"))):
        spoil(server.small.objects)
        if not args:
            r = c.run("--verify")
            ok(r.returncode == 3 and "--repair" in r.stderr and css + ": missing" in r.stderr, "--verify names what is not as it was published", r.stderr)
        if args == ("new",):
            files["new.html"] = b"new"
            c.write(files)
            args = ()
        r = c.run(*args)
        ok(r.returncode == 0 and held(c) == files and "sent again" in r.stderr and r.stdout.startswith("published"), "mended: " + name, r.stdout, r.stderr)
        ok(c.run().stdout.count("nothing to publish") == 1 and c.ops() == ["manifest-get"], "and then there is nothing to do", c.ops())


def public(server):
    server.small.create_bucket("")
    server.small.is_public = True
    c = Case(server)
    c.write({"index.html": b"<p>password hunter2-EXAMPLE", "a.html": b"a"})
    r = c.run()
    ok(r.returncode == 0 and "anybody can read" not in r.stderr, "a server for trials, which checks nobody: nothing to say", r.stderr)
    server.small.is_public, server.small.reads = False, True
    server.small.create_bucket("")
    c = Case(server)
    c.write({"index.html": b"<p>password hunter2-EXAMPLE", "a.html": b"a"})
    c.run()
    c.write({"index.html": b"clean"})
    r = c.run()
    secret = [k for k, o in server.small.objects.items() if b"hunter2" in o.text]
    ok(r.returncode == 0 and "anybody can read" in r.stderr and "--state" in r.stderr and not secret and sorted(server.small.objects) == [".plumb/manifest.json", "index.html"],
       "where anybody can read, nothing is kept, and that is told", r.stderr, secret, sorted(server.small.objects))
    r = c.run(verb="rollback")
    ok(r.returncode == 3 and held(c)["index.html"] == b"clean", "so nothing comes back", r.stderr)
    server.small.reads = False


def unconditional(server):
    server.small.create_bucket("")
    server.small.ignores_conditions = True
    c, runs = Case(server), []
    for who in ("ann", "bob"):
        c.folder = os.path.join(c.work, "site-" + who)
        c.write({"index.html": who.encode(), who + ".html": b"x"})
        server.tap.reset()
        runs.append(subprocess.Popen([PLUMB, "publish", "--site", c.folder, "--to", c.to], cwd=c.work, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                     env=c.env(HOME=os.path.join(c.work, who), USER=who)))
    said = [r.communicate(timeout=60) for r in runs]
    codes = sorted(r.returncode for r in runs)
    ok(codes == [0, 3] and "no conditional writes" in "".join(s[1] for s in said), "two at once where conditions are ignored: one, and the other is told", codes, said)
    server.small.ignores_conditions = False


def target(server):
    server.small.create_bucket("")
    c = Case(server, prefix="a/b")
    c.write({"index.html": b"x"})
    c.run()
    before = dict(server.small.objects)
    r = c.run("--check-target")
    ok(r.returncode == 0 and r.stdout.count("yes ") == 6 and "key AKIDEXAMPLE" in r.stdout and '"arn:aws:s3:::%s/a/b/*"' % c.bucket in r.stdout and server.small.objects == before,
       "--check-target: who, which rights, the least policy; and it leaves nothing", r.stdout, r.stderr)
    server.small.ignores_conditions = server.small.reads = True
    r = c.run("--check-target")
    server.small.ignores_conditions = server.small.reads = False
    ok("NO      conditional writes" in r.stdout and "NO      state is private" in r.stdout, "and what is missing", r.stdout)


def stamps(server):
    """Files that are as they were are not read again; one that only looks so is found."""
    server.small.create_bucket("")
    c = Case(server)
    c.write({"index.html": b"one", "a/index.html": b"two", "b.png": b"three"})
    c.run()
    time.sleep(2.1 + 1 - time.time() % 1)  # what was written a moment ago is not trusted
    c.run()
    kept = [os.path.join(at, "stamps") for at, _, names in os.walk(c.home) if "stamps" in names]
    page = c.folder + "/a/index.html"
    was = os.stat(page)
    with open(page, "r+b") as f:
        f.write(b"TWO")
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))
    r = c.run()
    ok(r.returncode == 0 and kept and c.put_keys() == ["a/index.html"] and server.stored(c.bucket, "a/index.html") == b"TWO",
       "other bytes under the same size and time are found", r.stderr, c.put_keys(), kept)
    with open(kept[0], "rb") as f:
        good = f.read()
    for name, bad in (("cut", good[:-5]), ("turned round", good[::-1]), ("empty", b""), ("of others", b"\0" * 64 + b"index.html\n" + good)):
        with open(kept[0], "wb") as f:
            f.write(bad)
        r = c.run()
        ok(r.returncode == 0 and c.ops() == ["manifest-get"], "what is remembered of files is %s: they are read" % name, r.stderr, c.ops())


def copies(server):
    """Where the answer to a copy tells its hash, other than in AWS's XML."""
    for sums in ("header", "nowhere"):
        server.small.create_bucket("")
        server.small.sums = sums
        c = Case(server)
        for text in (b"1", b"2"):
            c.write({"index.html": text, "same.html": b"same"})
            r = c.run()
        ok(r.returncode == 0 and "gone" not in r.stderr, "a server that tells the hash of a copy: %s" % sums, r.stderr)
        r = c.run(verb="rollback")
        ok(r.returncode == 0 and server.stored(c.bucket, "index.html") == b"1", "and a rollback brings the bytes back", r.stderr)
        key = next(k for k in server.small.objects if k.startswith(".plumb/objects/"))
        server.small.objects[key].text = b"z"
        r = c.run("--to", sorted(line.split()[0] for line in c.run(verb="releases").stdout.splitlines())[-2], verb="rollback")
        ok(r.returncode == 3 or server.stored(c.bucket, "index.html") != b"z", "other bytes do not come back as those", r.stderr)
    server.small.sums = "xml"


def main():
    server = SmallServer()
    blind(server)
    hung()
    jobs(server)
    left_out(server)
    audience()
    drift(server)
    public(server)
    unconditional(server)
    target(server)
    copies(server)
    stamps(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
