#!/usr/bin/env python3
"""Publishes with the real binary to versitygw, which checks signatures, payload hashes, checksums and clocks itself.
Between them stands the Tap of aws_server.py as a proxy, so that requests can be counted, spoiled and the client killed.
versitygw knows no CloudFront: nothing is invalidated here."""
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
from publish_case import AWKWARD, Case, end, ok, site

HOP = ("connection", "transfer-encoding", "keep-alive")


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
        self.tap = Tap(self.forward)
        web = make_server("127.0.0.1", 0, self.tap, threaded=True)
        web.log = web.log_request = lambda *a, **k: None
        threading.Thread(target=web.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % web.server_port
        self.distribution_of = lambda bucket: None
        self.wait()

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
    files = {"index.html": b"1", "1/%2F.html": b"2", "semi;colon:at@.html": b"3", "a&b'\"<>+=().html": b"4", "ü ü/ä.html": b"5"}
    c.write(files)
    r = c.run()
    ok(r.returncode == 0 and c.bytes() == files, "awkward names", r.stderr, sorted(c.bytes()))
    c.write({"index.html": files["index.html"]})
    r = c.run()
    ok(r.returncode == 0 and list(c.bytes()) == ["index.html"], "and they are deleted again", r.stderr, sorted(c.bytes()))


def faults(server):
    for fault, share in (("503", 0.1), ("cut", 0.1), ("lost", 0.05)):
        c, files = Case(server), site(pages=60)
        c.write(files)
        r = c.run(fault=fault, share=share)
        hits = server.tap.faults
        server.tap.reset()
        ok(r.returncode == 0 and hits > 0 and c.bytes() == files, "%s, %d times: the publish is right" % (fault, hits), r.stderr)


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
            for step in (life, names, faults, many):
                step(server)
        finally:
            server.process.terminate()
            server.process.wait()
    return end()


sys.exit(main())
