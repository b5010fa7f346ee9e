#!/usr/bin/env python3
"""Writes v4.inc and s3.inc, the tables that tests/unit/test_sign.c includes.

make_vectors.py V4_FOLDER S3_VECTORS.jsonl    (see README.md for where both come from)"""
import datetime
import hashlib
import json
import os
import sys
from urllib.parse import urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
NOTE = "/* %s Made by make_vectors.py; sources and licences in README.md. */\n"


def lit(text):
    out = []
    for byte in text.encode("utf-8"):
        c = chr(byte)
        if c in '"\\':
            out.append("\\" + c)
        elif c == "?":
            out.append("\\?")
        elif c == "\n":
            out.append("\\n")
        elif 32 <= byte < 127:
            out.append(c)
        else:
            out.append("\\%03o" % byte)
    return '"' + "".join(out) + '"'


def headers(pairs):
    return "{ %s }" % ", ".join("{ %s, %s }" % (lit(n), lit(v)) for n, v in pairs) if pairs else "{ { 0 } }"


def row(case):
    return "    { %s,\n      %s, %s, %s,\n      %s,\n      %s,\n      %s, %s, %d, %d, %d, %d, %s, %s,\n      %s,\n      %s,\n      %s },\n" % (
        lit(case["name"]), lit(case["method"]), lit(case["path"]), lit(case["query"]),
        headers(case["headers"]), lit(case["payload"]),
        lit(case["region"]), lit(case["service"]), case["time"], case["send"], case["as_sent"], case["raw"],
        lit(case["id"]), lit(case["secret"]), lit(case["token"]), lit(case["canonical"]), lit(case["auth"]))


def seconds(text, form):
    return int(datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc).timestamp())


def v4_case(folder, name):
    def read(f):
        with open(os.path.join(folder, name, f), encoding="utf-8", newline="") as h:
            return h.read().replace("\r\n", "\n")
    request, context = read("request.txt"), json.loads(read("context.json"))
    head, _, body = request.partition("\n\n")
    lines = head.split("\n")
    method, _, target = lines[0].partition(" ")
    path, _, query = target[:target.rindex(" ")].partition("?")
    pairs = []
    for line in lines[1:]:
        if line[:1] in " \t":
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + "\n" + line)
        elif line:
            pairs.append(tuple(line.split(":", 1)))
    keys = context["credentials"]
    signature = read("header-signature.txt").strip()
    canonical = read("header-canonical-request.txt")
    names = canonical.split("\n")[-2]
    date = context["timestamp"][:10].replace("-", "")
    return {
        "name": name, "method": method, "path": path, "query": query, "headers": pairs,
        "payload": hashlib.sha256(body.encode()).hexdigest(), "region": context["region"],
        "service": context["service"], "time": seconds(context["timestamp"], "%Y-%m-%dT%H:%M:%SZ"),
        "send": context["sign_body"], "as_sent": False, "raw": not context["normalize"],
        "id": keys["access_key_id"], "secret": keys["secret_access_key"],
        "token": "" if context.get("omit_session_token") else keys.get("token", ""),
        "canonical": canonical,
        "auth": "AWS4-HMAC-SHA256 Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=%s, Signature=%s" % (
            keys["access_key_id"], date, context["region"], context["service"], names, signature)}


def s3_case(line):
    v = json.loads(line)
    url = urlsplit(v["url"])
    is_s3 = v["service"] == "s3"
    return {
        "name": v["name"], "method": v["method"], "path": url.path, "query": url.query,
        "headers": [("Host", url.netloc)] + list(v["headers"].items()), "payload": v["payload_hash"],
        "region": v["region"], "service": v["service"], "time": seconds(v["time"], "%Y%m%dT%H%M%SZ"),
        "send": is_s3, "as_sent": is_s3, "raw": False, "id": v["access_key"], "secret": v["secret_key"],
        "token": v["session_token"] or "", "canonical": v["canonical_request"], "auth": v["authorization"]}


def main():
    v4, s3 = sys.argv[1:]
    with open(os.path.join(HERE, "v4.inc"), "w", encoding="ascii") as out:
        out.write(NOTE % "The 38 cases of the public signing suite.")
        out.writelines(row(v4_case(v4, name)) for name in sorted(os.listdir(v4)))
    with open(s3, encoding="utf-8") as lines, open(os.path.join(HERE, "s3.inc"), "w", encoding="ascii") as out:
        out.write(NOTE % "107 requests to S3 and CloudFront.")
        out.writelines(row(s3_case(line)) for line in lines)


main()
