#!/usr/bin/env python3
"""publish_servers.py MAKE=PROGRAM...: publishes with the real binary to S3 servers of several makes, which check signatures,
payload hashes, checksums and clocks themselves. Between them stands the Tap of aws_server.py as a proxy, so that requests can
be counted, spoiled and the client killed. None of them knows CloudFront: in place nothing is invalidated here, in release
mode our own functions lead readers. Speaks TAP."""
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

import boto3
from werkzeug.serving import make_server

from aws_server import Tap
from cloudfront_functions import Functions
from publish_case import AWKWARD, Case, ODD, end, faults, long_key, ok, references, site
from publish_moto import two
from publish_release import Release, marked, names as names_released

ALL = bool(os.environ.get("PLUMB_ALL"))
MAKES = {  # how each is started on a port, with the data in a folder; names that it cannot hold
    "versitygw": (("--port", "127.0.0.1:{port}", "posix", "{folder}"), "ROOT_ACCESS_KEY", "ROOT_SECRET_KEY", ()),
    "minio": (("server", "--quiet", "--address", "127.0.0.1:{port}", "{folder}"), "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", ()),
}
HOP = ("connection", "transfer-encoding", "keep-alive")


class Edge(Functions):
    """What versitygw does not have: functions that lead readers, and invalidations."""

    def __call__(self, environ, start):
        if not environ["PATH_INFO"].endswith("/invalidation"):
            return super().__call__(environ, start)
        body = b"<Invalidation><Id>I1</Id><Status>Completed</Status></Invalidation>"
        start("201 Created", [("Content-Length", str(len(body)))])
        return [body]

    def stored(self, bucket, key):
        try:
            return self.server.own.get_object(Bucket=bucket, Key=key)["Body"].read()
        except self.server.own.exceptions.NoSuchKey:
            return None


class Switching(Release):
    def __init__(self, server):
        super().__init__(server)
        self.distribution = "E" + self.bucket


class Gateway:
    """A server on a free port, and a proxy before it."""

    def __init__(self, make, program, folder):
        self.make = make
        args, user, password, self.refuses = MAKES[make]
        self.id, self.secret = "AKIDEXAMPLE", "EXAMPLEKEY"
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        env = dict(os.environ, MINIO_BROWSER="off", MINIO_UPDATE="off", MINIO_CI_CD="1", HOME=folder, **{user: self.id, password: self.secret})
        self.process = subprocess.Popen([program] + [a.format(port=self.port, folder=folder) for a in args], env=env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.functions = Edge(self.forward, self)
        self.tap = Tap(self.functions)
        web = make_server("127.0.0.1", 0, self.tap, threaded=True)
        web.log = web.log_request = lambda *a, **k: None
        threading.Thread(target=web.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % web.server_port
        self.distribution_of = lambda bucket: None
        self.wait()
        self.own = self.client("s3")

    def wait(self):
        """Until it takes a bucket: some listen before they can."""
        for _ in range(300):
            try:
                self.client("s3").create_bucket(Bucket="ready")
                return
            except Exception:  # of the connection, or of the service
                time.sleep(0.1)
        sys.exit("%s does not start" % self.make)

    def client(self, service, own=False):  # a new one each time: Case's belong to one case
        return boto3.client(service, endpoint_url="http://127.0.0.1:%d" % self.port, region_name="us-east-1",
                            aws_access_key_id=self.id, aws_secret_access_key=self.secret)

    def forward(self, environ, start):
        """The Host that was signed stays."""
        headers = {k[5:].replace("_", "-").title(): v for k, v in environ.items() if k.startswith("HTTP_")}
        body = environ["wsgi.input"].read()
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        headers["Content-Length"] = str(len(body))
        c = http.client.HTTPConnection("127.0.0.1", self.port)
        c.request(environ["REQUEST_METHOD"], environ.get("RAW_URI") or environ["REQUEST_URI"], body, headers)
        answer = c.getresponse()
        data = answer.read()
        c.close()
        kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in HOP]
        start("%d %s" % (answer.status, answer.reason), kept)
        return [data]


def life(server):
    c, files = Case(server, prefix="team/docs"), site()
    c.write(files)
    c.s3.put_object(Bucket=c.bucket, Key="theirs.txt", Body=b"theirs")
    r = c.run()
    ok(r.returncode == 0 and {k: v for k, v in c.bytes().items() if k in files} == files, "first publish", r.stderr, c.ops())
    o = c.stored()["team/docs/" + AWKWARD]
    ok(o["ContentType"] == "text/html; charset=utf-8" and o["CacheControl"] == "public, max-age=0, must-revalidate", "headers", o)
    r = c.run()
    ok(r.returncode == 0 and [(e.method, e.status) for e in c.events] == [("GET", 304)], "no-op: one request", [(e.method, e.status) for e in c.events])
    new = site(rev=2, without=("p03/index.html",))
    c.write(new)
    before = c.bytes()
    r = c.run()
    worst, _ = c.worst(before)
    now = c.bytes()
    ok(r.returncode == 0 and worst == 0 and all(now[k] == v for k, v in new.items()) and "p03/index.html" not in now, "second publish", r.stderr, worst)
    r = c.run("--verify")
    ok(r.returncode == 0, "verified", r.stderr)
    r = c.run(verb="rollback")
    now = c.bytes()
    ok(r.returncode == 0 and all(now[k] == v for k, v in files.items()), "rollback", r.stderr)
    ok(c.s3.get_object(Bucket=c.bucket, Key="theirs.txt")["Body"].read() == b"theirs", "other people's files stay")
    for name, env, words in (("wrong secret", {"AWS_SECRET_ACCESS_KEY": "EXAMPLEWRONG"}, "secret key does not belong"),
                             ("unknown key", {"AWS_ACCESS_KEY_ID": "AKIDOTHER"}, "")):
        r = c.run(env=c.env(**env))
        ok(r.returncode == 3 and words in r.stderr and len(c.events) == 1, name + " is refused", r.stderr)
    other = c.env(HOME=os.path.join(c.work, "other"), USER="bob")
    c.write(site(rev=3))
    c.run(kill_at=8)
    r = c.run(env=other)
    ok(r.returncode == 3 and "ann has been publishing" in r.stderr, "somebody else's unfinished publish is left alone", r.stderr)
    r = c.run()
    ok(r.returncode == 0 and all(c.bytes()[k] == v for k, v in site(rev=3).items()), "the next run finishes", r.stderr)


def names(server):
    c = Case(server)
    files = {**dict.fromkeys(ODD, b"odd"), "index.html": b"1", long_key(1024): b"long"}
    c.write(files)
    r = c.run()
    ok(r.returncode == 0 and c.bytes() == files, "awkward names, one of 1,024 bytes", r.stderr, sorted(c.bytes()))
    r = c.run("--verify")
    ok(r.returncode == 0, "verified", r.stderr)
    for i in range(3):  # assets stay for two releases
        c.write({"index.html": b"%d" % i})
        r = c.run("--allow-deletes")
    ok(r.returncode == 0 and list(c.bytes()) == ["index.html"], "and they are deleted again", r.stderr, sorted(c.bytes()))
    names_released(Switching(server))


def released(server):
    """The life of a site in release mode, faults and kills in between."""
    c, files = Switching(server), {i: marked(i, pages=6) for i in range(1, 8)}
    for i, more in ((1, {}), (2, {}), (3, {"fault": "503", "share": 0.1}), (4, {"fault": "cut", "share": 0.1}), (5, {"fault": "lost", "share": 0.1})):
        c.write(files[i])
        r = c.run(**more)
        server.tap.reset()
        ok(r.returncode == 0 and c.sees(files[i]), "release %d %s" % (i, more), r.stderr, c.ops())
    ok("copy" in c.ops(), "by copies in the bucket", c.ops())
    c.write(files[6])
    c.run()
    for at in range(3, len(c.events) + 1, 1 if ALL else 4):
        old, new = (6, 7) if c.sees(files[6]) else (7, 6)
        c.write(files[new])
        c.run(kill_at=at)
        server.tap.reset()
        whole = c.sees(files[old]) or c.sees(files[new])
        r = c.run()
        ok(whole and r.returncode == 0 and c.sees(files[new]), "killed at request %d: one whole release, the next run finishes" % at, whole, r.stderr, c.ops())
    r = c.run("--verify")
    ok(r.returncode == 0, "verified", r.stderr)
    before = c.function.plumb()["releases"]
    r = c.run(verb="rollback")
    ok(r.returncode == 0 and c.function.plumb()["release"] == before[1] and len(c.events) == 3, "rollback: three requests", r.stderr, c.ops())
    ok(len(c.releases()) <= 6, "releases that are not kept are gone", c.releases())


def many(server):
    c = Case(server)
    files = {"f%04d.png" % i: b"%d" % i for i in range(1500)}
    c.write(files)
    r = c.run()
    ok(r.returncode == 0, "1,500 files", r.stderr)
    r = c.run("--verify")
    ok(r.returncode == 0 and c.ops().count("list") == 2, "verified by two lists", r.stderr, c.ops()[:5])


class Reader(threading.Thread):
    """Somebody who opens page after page, and all that each asks for."""

    def __init__(self, c):
        super().__init__(daemon=True)
        self.c, self.stop, self.reads, self.missing = c, False, 0, []

    def fetch(self, key):
        try:
            return self.c.server.own.get_object(Bucket=self.c.bucket, Key=key)["Body"].read()
        except self.c.server.own.exceptions.NoSuchKey:
            return None

    def run(self):
        pages = ["index.html", AWKWARD] + ["p%02d/index.html" % i for i in range(12)]
        while not self.stop:
            key = pages[self.reads % len(pages)]
            text = self.fetch(key)
            self.missing += [(key, r) for r in references(key, text or b"") if self.fetch(r) is None]
            self.reads += 1


def kills(server):
    """Killed at each third request, in place, while somebody reads: no page is broken then, and the next run finishes."""
    c, wrong, kills, rev, at = Case(server), [], 0, 1, 2
    make = lambda rev: site(rev=rev, assets="zz")
    c.write(make(1))
    c.run()
    c.s3.put_object(Bucket=c.bucket, Key="p00/theirs.txt", Body=b"theirs")
    reader = Reader(c)
    reader.start()
    while True:
        rev, before = rev + 1, c.bytes()
        c.write(make(rev))
        killed = c.run(kill_at=at).returncode < 0
        kills += killed
        worst, state = c.worst(before)
        server.tap.reset()
        r = c.run()
        again, _ = c.worst(state)
        now = c.bytes()
        if worst or again or r.returncode or any(now.get(k) != v for k, v in make(rev).items()):
            wrong.append((at, worst, again, r.stderr))
        if not killed:
            break
        at += 1 if ALL else 3
    reader.stop = True
    reader.join()
    theirs = c.s3.get_object(Bucket=c.bucket, Key="p00/theirs.txt")["Body"].read()
    ok(not wrong and kills >= 6 and not reader.missing and reader.reads > 20 and theirs == b"theirs",
       "killed at %d requests, %d pages read meanwhile: nothing is missing, the next run finishes, other people's files stay" % (kills, reader.reads),
       *wrong[:2], reader.missing[:3])


def mended(server):
    """What somebody removed or overwrote is found and sent again; and a preview comes and goes."""
    c, files = Case(server, prefix="a b"), site()
    c.write(files)
    c.run()
    c.s3.delete_object(Bucket=c.bucket, Key="a b/p01/index.html")
    c.s3.put_object(Bucket=c.bucket, Key="a b/index.html", Body=b"other")
    r = c.run("--verify")
    ok(r.returncode == 3 and "p01/index.html: missing" in r.stderr, "--verify finds it", r.stderr)
    r = c.run("--repair")
    ok(r.returncode == 0 and all(c.bytes()[k] == v for k, v in files.items()), "--repair mends it", r.stderr)
    r = c.run("--preview", "pr-1")
    there = [k for k in c.bytes() if k.startswith("preview/pr-1/")]
    r2 = c.run("--preview", "pr-1", "--remove")
    left = c.s3.list_objects_v2(Bucket=c.bucket, Prefix="a b/preview/").get("KeyCount")
    ok(r.returncode == 0 and len(there) >= len(files) and r2.returncode == 0 and left == 0, "a preview comes and goes, with its state", r.stderr, r2.stderr, left)


def main():
    for make, _, program in (a.partition("=") for a in sys.argv[1:]):
        print("# " + make)
        with tempfile.TemporaryDirectory(prefix="plumb-s3-") as folder:
            server = Gateway(make, program, folder)
            try:
                for step in (life, names, released, kills, mended, two, faults, many):
                    step(server)
            finally:
                server.process.terminate()
                server.process.wait()
    return end()


if __name__ == "__main__":
    sys.exit(main())
