#!/usr/bin/env python3
"""Publishes with the real binary to versitygw, which checks signatures, payload hashes, checksums and clocks itself.
Between them stands the Tap of aws_server.py as a proxy, so that requests can be counted, spoiled and the client killed.
versitygw knows no CloudFront: in place nothing is invalidated here, in release mode our own functions lead readers."""
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
from publish_case import AWKWARD, Case, ODD, end, faults, long_key, ok, site
from publish_release import Release, marked, names as names_released

ALL = bool(os.environ.get("PLUMB_ALL"))
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
    """versitygw on a free port, and a proxy before it."""

    def __init__(self, folder):
        self.id, self.secret = "AKIDEXAMPLE", "EXAMPLEKEY"
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        env = dict(os.environ, ROOT_ACCESS_KEY=self.id, ROOT_SECRET_KEY=self.secret)
        self.process = subprocess.Popen([os.environ["VERSITYGW"], "--port", "127.0.0.1:%d" % self.port, "posix", folder], env=env,
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
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("versitygw does not start")

    def client(self, service, own=False):
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


def main():
    with tempfile.TemporaryDirectory(prefix="plumb-s3-") as folder:
        server = Gateway(folder)
        try:
            for step in (life, names, released, faults, many):
                step(server)
        finally:
            server.process.terminate()
            server.process.wait()
    return end()


if __name__ == "__main__":
    sys.exit(main())
