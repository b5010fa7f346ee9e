"""aws_server.py - S3, CloudFront and IAM by moto in this process, on a free port of 127.0.0.1.

Between the wire and moto stands Tap: it writes down every request, can spoil some of them (503, an
answer cut off, an answer lost, a clock that is off), and can kill the client at a given request."""
import datetime
import email.utils
import io
import ipaddress
import json
import logging
import os
import random
import re
import signal
import ssl
import threading
import time
import urllib.parse
import urllib.request

import boto3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from cloudfront_functions import Functions

logging.getLogger("werkzeug").setLevel(logging.ERROR)
SKEWED = b"<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message></Error>"
SLOW = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
EXPIRED = b"<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"


class Request:
    def __init__(self, environ, body):
        self.method = environ["REQUEST_METHOD"]
        self.uri = environ.get("RAW_URI") or environ["REQUEST_URI"]
        self.path = urllib.parse.unquote(self.uri.split("?")[0])
        self.headers = {k[5:].replace("_", "-").lower(): v for k, v in environ.items() if k.startswith("HTTP_")}
        self.headers["content-type"] = environ.get("CONTENT_TYPE", "")
        self.body = body
        self.status = 0
        self.port = environ.get("REMOTE_PORT")
        parts = self.path.split("/", 2)
        self.key = parts[2] if len(parts) > 2 else ""

    @property
    def op(self):
        if "/function/" in self.path:
            last = self.path.rsplit("/", 1)[-1]
            return "function-" + (last if last in ("describe", "publish") else self.method.lower())
        if self.method == "PUT" and "x-amz-copy-source" in self.headers:
            return "keep" if "/.plumb/objects/" in "/" + self.key else "copy"
        if "/invalidation" in self.path:
            return "invalidate"
        if ("/" + self.key).endswith("/.plumb/manifest.json"):
            if "authorization" not in self.headers:
                return "anybody"
            if self.method == "PUT" and self.body == b"{}":
                return "try"
            return "manifest-" + self.method.lower()
        if "/.plumb/releases/" in "/" + self.key:
            return "record-" + self.method.lower()
        if self.method == "POST" and "delete" in self.uri.split("?")[-1]:
            return "delete"
        if self.method == "GET" and "list-type" in self.uri:
            return "list"
        return self.method.lower()


class Tap:
    """A WSGI application around another."""

    def __init__(self, app):
        self.app, self.lock, self.at_work = app, threading.Lock(), 0
        self.reset()

    def reset(self, fault="", share=0.0, only="", clock=0, kill_at=0, expired=False):
        with self.lock:
            self.events, self.fault, self.share, self.clock = [], fault, share, clock
            self.kill_at, self.victim, self.faults, self.only = kill_at, None, 0, only
            self.expired = expired
            self.random = random.Random(7)

    def spoil(self, request):
        with self.lock:
            hit = bool(self.fault) and self.only in ("", request.op) and self.random.random() < self.share
            self.faults += hit
        return self.fault if hit else ""

    def skewed(self, request):
        stamp = request.headers.get("x-amz-date")
        if not self.clock or not stamp:
            return False
        then = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.clock)
        return abs((now - then).total_seconds()) > 900

    def date(self):
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.clock)
        return email.utils.format_datetime(now, usegmt=True)

    def refuse(self, request, start, status, body):
        request.status = int(status.split()[0])
        start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body))), ("Date", self.date())])
        return [body]

    def quiet(self):
        """Until what a killed client had sent has come to its end."""
        for _ in range(1000):
            if self.at_work == 0:
                return
            time.sleep(0.01)

    def __call__(self, environ, start):
        with self.lock:
            self.at_work += 1
        try:
            return self.answer(environ, start)
        finally:
            with self.lock:
                self.at_work -= 1

    def answer(self, environ, start):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        request = Request(environ, body)
        with self.lock:
            self.events.append(request)
            count = len(self.events)
        if len(body) < length:  # whoever sent it is dead: no server stores half a file
            request.status = -1
            return cut(start)
        if self.kill_at and count == self.kill_at and self.victim:
            os.kill(self.victim, signal.SIGKILL)
            request.status = -1
            return cut(start)
        if self.kill_at and count > self.kill_at:
            request.status = -1
            return cut(start)
        if self.skewed(request):
            return self.refuse(request, start, "403 Forbidden", SKEWED)
        if self.expired and "OLD" in request.headers.get("x-amz-security-token", ""):
            return self.refuse(request, start, "400 Bad Request", EXPIRED)
        fault = self.spoil(request)
        if fault == "503":
            return self.refuse(request, start, "503 Slow Down", SLOW)
        if fault == "cut":
            request.status = -1
            return cut(start)

        def begin(status, headers, info=None):
            request.status = int(status.split()[0])
            if not any(n.lower() == "date" for n, _ in headers):
                headers = headers + [("Date", self.date())]
            if fault != "lost":
                start(status, headers, info)
            return lambda data: None

        answer = b"".join(self.app(environ, begin))
        return cut(start) if fault == "lost" else [answer]


def cut(start):
    """An answer that ends before the length it names."""
    start("200 OK", [("Content-Length", "1000"), ("Connection", "close")])
    yield b"x"
    raise ConnectionError("cut on purpose")


class Server:
    def __init__(self):
        self.functions = Functions(DomainDispatcherApplication(create_backend_app), self)
        self.tap = Tap(self.functions)
        self.http = make_server("127.0.0.1", 0, self.tap, threaded=True)
        self.http.log = self.http.log_request = lambda *a, **k: None
        self.url = "http://127.0.0.1:%d" % self.http.server_port
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        iam = self.client("iam")
        iam.create_user(UserName="publisher")
        everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        iam.put_user_policy(UserName="publisher", PolicyName="all", PolicyDocument=json.dumps(everything))
        key = iam.create_access_key(UserName="publisher")["AccessKey"]
        self.id, self.secret = key["AccessKeyId"], key["SecretAccessKey"]

    def encrypted(self, folder):
        """The same behind TLS: its URL, and the file with its certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.datetime.now(datetime.timezone.utc)
        cert = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                .serial_number(1).not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
                .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
                .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))
        cert_file, key_file = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
        with open(cert_file, "wb") as f:
            f.write(cert.public_bytes(serialization.Encoding.PEM))
        with open(key_file, "wb") as f:
            f.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert_file, key_file)
        http = make_server("127.0.0.1", 0, self.tap, threaded=True, ssl_context=context)
        http.log = http.log_request = lambda *a, **k: None
        threading.Thread(target=http.serve_forever, daemon=True).start()
        return "https://127.0.0.1:%d" % http.server_port, cert_file

    def check_signatures(self):
        urllib.request.urlopen(urllib.request.Request(
            self.url + "/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"})).read()

    def client(self, service, own=False):
        return boto3.client(service, endpoint_url=self.url, region_name="us-east-1",
                            aws_access_key_id=self.id if own else "AKIDEXAMPLE",
                            aws_secret_access_key=self.secret if own else "EXAMPLEKEY")

    def distribution(self, bucket):
        return self.client("cloudfront").create_distribution(DistributionConfig={
            "CallerReference": bucket, "Comment": "", "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": bucket + ".s3.amazonaws.com", "OriginPath": "",
                                                  "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "redirect-to-https", "MinTTL": 0,
                                     "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}})["Distribution"]["Id"]


def paths_of(request):
    return sorted(re.findall(r"<Path>([^<]*)</Path>", request.body.decode()))
