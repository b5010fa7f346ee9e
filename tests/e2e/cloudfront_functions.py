"""cloudfront_functions.py - CloudFront Functions as moto does not have them: Describe, Get, Update and Publish with
ETags, two stages and signature checks, and a viewer that reads the bucket through the live function.

The viewer runs no JavaScript: it reads the function's line `const plumb = {…};` and does what the rest says."""
import base64
import io
import json
import re
import threading
import urllib.parse
import xml.etree.ElementTree as ET

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import moto.backends

NAMESPACE = "{http://cloudfront.amazonaws.com/doc/2020-05-31/}"
LINE = re.compile(r"^const plumb = (.*);$", re.M)
CODE = """const internal = false;
const plumb = {};

function handler(event) {
    const request = event.request;
    let uri = request.uri;
    if (uri.endsWith('/'))
        uri += 'index.html';
    if (plumb.release && uri.startsWith(plumb.root))
        uri = plumb.root + 'r/' + plumb.release + '/' + uri.slice(plumb.root.length);
    request.uri = uri;
    return request;
}
"""
CONFIG = ("<Comment>leads &amp; follows</Comment><Runtime>cloudfront-js-2.0</Runtime><KeyValueStoreAssociations><Quantity>1</Quantity><Items>"
          "<KeyValueStoreAssociation><KeyValueStoreARN>arn:aws:cloudfront::1:key-value-store/x</KeyValueStoreARN></KeyValueStoreAssociation>"
          "</Items></KeyValueStoreAssociations>")


class Function:
    def __init__(self):
        self.code = {"DEVELOPMENT": CODE, "LIVE": CODE}
        self.etag, self.config, self.line = "ETVPDKIKX0DER", CONFIG, (None, {})

    def plumb(self):
        """What the live line says."""
        code = self.code["LIVE"]
        if self.line[0] is not code:
            self.line = (code, json.loads(LINE.search(code).group(1)))
        return self.line[1]

    def key(self, uri):
        uri += "index.html" if uri.endswith("/") else ""
        p = self.plumb()
        passes = "preview/" in self.code["LIVE"] and uri.startswith(p.get("root", "") + "preview/")
        if p.get("release") and uri.startswith(p["root"]) and not passes:
            uri = p["root"] + "r/" + p["release"] + "/" + uri[len(p["root"]):]
        return uri[1:]


class Functions:
    """A WSGI application before moto's."""

    def __init__(self, app, server):
        self.app, self.server, self.all, self.lock = app, server, {}, threading.Lock()
        self.serial, self.leads = 0, {}  # distribution: function at viewer-request
        self.tag_header = {}  # distribution: CacheTagConfig's HeaderName
        self.more = {}  # distribution: further XML of its default behaviour, and its other behaviours

    def make(self, name):
        self.all[name] = Function()
        return self.all[name]

    def read(self, function, bucket, uri):
        """The bytes a viewer gets, or None."""
        return self.stored(bucket, function.key(uri))

    def stored(self, bucket, key):
        found = moto.backends.get_backend("s3")["123456789012"]["aws"].get_object(bucket, key)
        return found.value if found else None

    def objects(self, bucket):
        """What stands in a bucket, but the publisher's own notes."""
        keys = moto.backends.get_backend("s3")["123456789012"]["aws"].buckets[bucket].keys
        return {k: keys[k] for k in list(keys) if "/.plumb/" not in "/" + k}

    def is_signed(self, environ, body):
        sent = environ.get("HTTP_AUTHORIZATION", "")
        names = re.search(r"SignedHeaders=([^,]*)", sent)
        if not names or "Credential=" + self.server.id + "/" not in sent or "/us-east-1/cloudfront/aws4_request" not in sent:
            return False
        url = "http://%s%s" % (environ["HTTP_HOST"], environ.get("RAW_URI") or environ["REQUEST_URI"])
        request = botocore.awsrequest.AWSRequest(environ["REQUEST_METHOD"], url.split("?")[0], data=body)
        request.params = urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True)
        for name in names.group(1).split(";"):
            wsgi = name.upper().replace("-", "_")
            request.headers[name] = environ.get("HTTP_" + wsgi, environ.get(wsgi, ""))
        request.context["timestamp"] = environ["HTTP_X_AMZ_DATE"]
        auth = botocore.auth.SigV4Auth(botocore.credentials.Credentials(self.server.id, self.server.secret), "cloudfront", "us-east-1")
        text = auth.string_to_sign(request, auth.canonical_request(request))
        return sent.endswith("Signature=" + auth.signature(text, request))

    def __call__(self, environ, start):
        path = urllib.parse.urlsplit(environ.get("RAW_URI") or environ["REQUEST_URI"])
        config = re.fullmatch("/2020-05-31/distribution/([^/]+)/config", path.path)
        if not config and not path.path.startswith("/2020-05-31/function/"):
            return self.app(environ, start)
        body = environ["wsgi.input"].read() if environ.get("CONTENT_LENGTH") else b""
        environ["wsgi.input"] = io.BytesIO(body)
        with self.lock:
            status, headers, answer = self.config(environ, config.group(1)) if config else self.answer(environ, path, body)
        start(status, headers + [("Content-Length", str(len(answer)))])
        return [answer]

    def config(self, environ, distribution):
        """Of a distribution; moto's own says that no signature is right."""
        if not self.is_signed(environ, b""):
            return error("403 Forbidden", "SignatureDoesNotMatch")
        items = ("<Items><FunctionAssociation><FunctionARN>arn:aws:cloudfront::1:function/%s</FunctionARN><EventType>viewer-request</EventType>"
                 "</FunctionAssociation></Items>" % self.leads[distribution]) if distribution in self.leads else ""
        header = self.tag_header.get(distribution)
        tags = "<CacheTagConfig><HeaderName>%s</HeaderName></CacheTagConfig>" % header if header else ""
        more, others = self.more.get(distribution, ("", ""))
        return "200 OK", [], ("<DistributionConfig><DefaultCacheBehavior><FunctionAssociations><Quantity>%d</Quantity>%s</FunctionAssociations>%s"
                              "</DefaultCacheBehavior>%s%s</DistributionConfig>" % (bool(items), items, more, others, tags)).encode()

    def answer(self, environ, path, body):
        name, _, what = path.path.split("/", 3)[3].partition("/")
        stage = dict(urllib.parse.parse_qsl(path.query)).get("Stage", "DEVELOPMENT")
        function, method = self.all.get(name), environ["REQUEST_METHOD"]
        if not self.is_signed(environ, body):
            return error("403 Forbidden", "SignatureDoesNotMatch")
        if not function or function.code.get(stage) is None:
            return error("404 Not Found", "NoSuchFunctionExists")
        if method == "GET" and not what:
            return "200 OK", [("ETag", function.etag if stage == "DEVELOPMENT" else "LIVE" + function.etag),
                              ("Content-Type", "application/octet-stream")], function.code[stage].encode()
        if method == "GET" and what == "describe":
            return "200 OK", [("ETag", function.etag)], summary(name, function)
        if environ.get("HTTP_IF_MATCH") != function.etag:
            return error("412 Precondition Failed", "PreconditionFailed")
        if method == "PUT":
            return self.update(name, function, body)
        if method == "POST" and what == "publish":
            function.code["LIVE"] = function.code["DEVELOPMENT"]
            return "200 OK", [], summary(name, function)
        return error("400 Bad Request", "InvalidArgument")

    def update(self, name, function, body):
        root = ET.fromstring(body)
        config, code = root.find(NAMESPACE + "FunctionConfig"), root.find(NAMESPACE + "FunctionCode")
        if config is None or config.find(NAMESPACE + "Runtime") is None or not code.text or len(base64.b64decode(code.text)) > 10240:
            return error("400 Bad Request", "InvalidArgument")
        self.serial += 1
        function.config = re.search(r"<FunctionConfig>(.*)</FunctionConfig>", body.decode()).group(1)
        function.code["DEVELOPMENT"] = base64.b64decode(code.text).decode()
        function.etag = "E%013d" % self.serial
        return "200 OK", [("ETtag", function.etag)], summary(name, function)  # so spelt in the API


def error(status, code):
    return status, [], ("<ErrorResponse><Error><Code>%s</Code><Message>no</Message></Error></ErrorResponse>" % code).encode()


def summary(name, function):
    return ('<?xml version="1.0"?><FunctionSummary xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>%s</Name><Status>UNASSOCIATED</Status>'
            "<FunctionConfig>%s</FunctionConfig></FunctionSummary>" % (name, function.config)).encode()
