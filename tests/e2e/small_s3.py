"""small_s3.py - a bucket in one dictionary, fast enough to look at it before and after every single request, and
CloudFront's invalidations and functions beside it. No signatures are checked here; the other tests do that.

Whoever watches is told of every change twice: when its request has come (from now on the change may be there) and when
its answer goes out (from now on it is there). A client that sends a page before it has heard that the page's style has
arrived is found, whatever order the requests come in."""
import base64
import datetime
import hashlib
import html
import os
import re
import signal
import threading
import urllib.parse

from werkzeug.serving import make_server

from aws_server import Request, Tap
from cloudfront_edge import Invalidations
from cloudfront_functions import Functions

XML = [("Content-Type", "application/xml")]
TREE = "/2020-05-31/distribution/"


class Nobody:
    """Watches nothing."""

    def begins(self, key, text):
        """The text is about to stand under key."""

    def leaves(self, keys):
        """They are about to go, by one request."""

    def ends(self, key, text):
        """Now it does; None: now it is gone."""

    def invalidated(self, paths):
        """The edge forgets them."""

    def switched(self, function):
        """A function is live now."""


class Object:
    def __init__(self, text, headers):
        self.text, self.etag = text, '"%s"' % hashlib.md5(text).hexdigest()
        self.headers, self.time = headers, datetime.datetime.now(datetime.timezone.utc)

    def sum(self):
        return base64.b64encode(hashlib.sha256(self.text).digest()).decode()


class Small:
    """One bucket of any name; a WSGI application."""

    def __init__(self):
        self.objects, self.watcher, self.lock = {}, Nobody(), threading.Condition()
        self.at_work, self.invalidations = 0, Invalidations()
        self.is_public = self.reads = self.ignores_conditions = False
        self.sums = "xml"  # where the answer to a copy tells what it is: xml, header, or nowhere

    def client(self, service, own=False):
        return self

    def create_bucket(self, Bucket):
        """A new case begins."""
        self.quiet()
        self.objects, self.watcher = {}, Nobody()

    def quiet(self):
        """Waits until no request is at work, so that what a killed client had sent has come to its end."""
        with self.lock:
            self.lock.wait_for(lambda: self.at_work == 0)

    def __call__(self, environ, start):
        uri = urllib.parse.urlsplit(environ.get("RAW_URI") or environ["REQUEST_URI"])
        key = urllib.parse.unquote(uri.path).split("/", 2)[2]
        query = dict(urllib.parse.parse_qsl(uri.query, keep_blank_values=True))
        body = environ["wsgi.input"].read()
        with self.lock:
            self.at_work += 1
        try:
            status, headers, answer = self.answer(environ, uri.path, key, query, body)
        finally:
            with self.lock:
                self.at_work -= 1
                self.lock.notify_all()
        start(status, headers + [("Content-Length", str(len(answer)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer]

    def answer(self, environ, path, key, query, body):
        method = environ["REQUEST_METHOD"]
        reads = self.reads and method in ("GET", "HEAD") and "HTTP_AUTHORIZATION" not in environ
        if not reads and not self.is_public and "Credential=AKIDEXAMPLE/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return error("403 Forbidden", "AccessDenied")
        if path.startswith(TREE):
            with self.lock:
                status, answer, paths = self.invalidations.answer(body.decode())
                self.watcher.invalidated(paths)
            return status, XML, answer.encode()
        if method == "PUT":
            return self.put(environ, key, body)
        if method == "POST":
            return self.delete([html.unescape(k) for k in re.findall("<Key>([^<]*)</Key>", body.decode())])
        if "list-type" in query:
            return self.list(query)
        return self.get(environ, key)

    def get(self, environ, key):
        o = self.objects.get(key)
        if not o:
            return error("404 Not Found", "NoSuchKey")
        headers = [("ETag", o.etag), ("x-amz-checksum-sha256", o.sum())] + o.headers
        if environ.get("HTTP_IF_NONE_MATCH") == o.etag:
            return "304 Not Modified", headers, b""
        return "200 OK", headers, o.text

    def put(self, environ, key, body):
        headers = [("Content-Type", environ.get("CONTENT_TYPE", "")), ("Cache-Control", environ.get("HTTP_CACHE_CONTROL", ""))]
        source = environ.get("HTTP_X_AMZ_COPY_SOURCE")
        with self.lock:
            there = self.objects.get(key)
            etag = there.etag if there else None
            differs = environ.get("HTTP_IF_MATCH", etag) != etag or (environ.get("HTTP_IF_NONE_MATCH") == "*" and there)
            if differs and not self.ignores_conditions:
                return error("412 Precondition Failed", "PreconditionFailed")
            if source:
                found = self.objects.get(urllib.parse.unquote(source).split("/", 2)[2])
                if not found:
                    return error("404 Not Found", "NoSuchKey")
                body = found.text
            o = self.objects[key] = Object(body, headers)
            self.watcher.begins(key, body)
        with self.lock:
            self.watcher.ends(key, body)
        if source:
            told = "<ChecksumSHA256>%s</ChecksumSHA256>" % o.sum() if self.sums == "xml" else ""
            return "200 OK", XML + [("x-amz-checksum-sha256", o.sum())] * (self.sums == "header"), (
                "<CopyObjectResult><ETag>%s</ETag>%s</CopyObjectResult>" % (html.escape(o.etag), told)).encode()
        return "200 OK", [("ETag", o.etag)], b""

    def delete(self, keys):
        with self.lock:
            self.watcher.leaves(keys)
        with self.lock:
            for key in keys:
                self.objects.pop(key, None)
                self.watcher.ends(key, None)
        return "200 OK", XML, b"<DeleteResult></DeleteResult>"

    def list(self, query):
        with self.lock:
            there = sorted(((k, o) for k, o in self.objects.items() if k.startswith(query.get("prefix", ""))), key=lambda i: i[0].encode())
        beg = int(query.get("continuation-token", "0"))
        token = "<NextContinuationToken>%d</NextContinuationToken>" % (beg + 1000) if beg + 1000 < len(there) else ""
        row = "<Contents><Key>%s</Key><LastModified>%s</LastModified></Contents>"
        rows = "".join(row % (urllib.parse.quote(k, safe="/"), o.time.strftime("%Y-%m-%dT%H:%M:%S.000Z")) for k, o in there[beg:beg + 1000])
        return "200 OK", XML, ("<ListBucketResult><EncodingType>url</EncodingType>%s%s</ListBucketResult>" % (token, rows)).encode()


def error(status, code):
    return status, XML, ("<Error><Code>%s</Code><Message>no</Message></Error>" % code).encode()


class SmallFunctions(Functions):
    """Tells of switches; reads the small bucket. Kills the client when its request number `late` has been done, before
    it hears of that."""
    late = count = 0

    def __call__(self, environ, start):
        answer = super().__call__(environ, start)
        with self.lock:
            self.count += 1
            if self.count == self.late:
                os.kill(self.server.tap.victim, signal.SIGKILL)
        return answer

    def stored(self, bucket, key):
        return self.server.stored(bucket, key)

    def answer(self, environ, path, body):
        answer = super().answer(environ, path, body)
        parts = path.path.split("/")
        if answer[0].startswith("200") and parts[-1] == "publish":
            with self.app.lock:
                self.app.watcher.switched(self.all[parts[3]])
        return answer


class Meeting:
    """Before the server: the first n requests of a kind wait for each other."""

    def __init__(self, server, op, n):
        self.server, self.op, self.app = server, op, server.tap.app
        self.barrier, self.turns, self.left = threading.Barrier(n), threading.Lock(), n
        server.tap.app = self

    def __call__(self, environ, start):
        with self.turns:
            self.left -= Request(environ, b"").op == self.op
            meets = Request(environ, b"").op == self.op and self.left >= 0
        if meets:
            try:
                self.barrier.wait(60)
            except threading.BrokenBarrierError:
                pass  # one of them has failed before: no meeting
        return self.app(environ, start)

    def close(self):
        self.server.tap.app = self.app


class SmallServer:
    """Tap, functions and the bucket, on a free port."""

    def __init__(self):
        self.id, self.secret = "AKIDEXAMPLE", "EXAMPLEKEY"
        self.small = Small()
        self.functions = SmallFunctions(self.small, self)
        self.tap = Tap(self.functions)
        self.http = make_server("127.0.0.1", 0, self.tap, threaded=True)
        self.http.log = self.http.log_request = lambda *a, **k: None
        self.url = "http://127.0.0.1:%d" % self.http.server_port
        self.client = self.small.client
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def distribution_of(self, bucket):
        return "E" + bucket

    def stored(self, bucket, key):
        found = self.small.objects.get(key)
        return found.text if found else None
