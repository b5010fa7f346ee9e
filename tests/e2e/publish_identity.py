#!/usr/bin/env python3
"""As whom plumb signs, against a double that answers as STS, a container's agent, an instance's metadata (version 2) and the
sign-on portal do, and as a bucket that writes down who asks. Speaks TAP."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from publish_case import PLUMB, end, ok

LATE = "2099-01-01T00:00:00Z"
ROLE = "/latest/meta-data/iam/security-credentials/"
asked, calls = [], []


def keys(name):
    return {"AccessKeyId": name, "SecretAccessKey": "EXAMPLEKEY", "Token": "T", "Expiration": LATE}


class Double(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def say(self, status, text="", kind="application/json"):
        data = text.encode()
        self.send_response(status)
        for k, v in (("Content-Type", kind), ("Content-Length", str(len(data)))):
            self.send_header(k, v)
        self.end_headers()
        self.wfile.write(data)

    def do_PUT(self):
        self.say(200 if self.path == "/latest/api/token" and self.headers.get("x-aws-ec2-metadata-token-ttl-seconds") else 400, "METADATATOKEN")

    def do_POST(self):
        q = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        by = self.headers.get("Authorization", "").partition("Credential=")[2].split("/")[0]
        calls.append((q["Action"], q["RoleArn"], by, q.get("ExternalId"), q.get("WebIdentityToken")))
        if q["RoleArn"].endswith("/denied"):
            self.say(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>", "text/xml")
            return
        self.say(200, "<%sResponse><%sResult><Credentials><AccessKeyId>AS-%s</AccessKeyId><SecretAccessKey>EXAMPLEKEY</SecretAccessKey><SessionToken>T</SessionToken>"
                      "<Expiration>%s</Expiration></Credentials></%sResult></%sResponse>" % ((q["Action"],) * 2 + (q["RoleArn"].split("/")[-1], LATE) + (q["Action"],) * 2), "text/xml")

    def do_GET(self):
        token = self.headers.get("x-aws-ec2-metadata-token")
        if self.path.startswith("/latest/"):
            self.say(401 if token != "METADATATOKEN" else 200, "machine" if self.path == ROLE else json.dumps(dict(keys("INSTANCE"), Code="Success")))
        elif self.path == "/agent":
            self.say(200 if self.headers.get("Authorization") == "Bearer agent" else 403, json.dumps(keys("CONTAINER")))
        elif self.path.startswith("/federation/credentials"):
            good = self.headers.get("x-amz-sso_bearer_token") == "SIGNON" and "role_name=reader" in self.path and "account_id=1" in self.path
            self.say(200 if good else 401, json.dumps({"roleCredentials": {"accessKeyId": "SIGNEDON", "secretAccessKey": "EXAMPLEKEY", "sessionToken": "T", "expiration": 4102444800000}}))
        else:
            asked.append(self.headers.get("Authorization", "").partition("Credential=")[2].split("/")[0])
            self.say(404, "<Error><Code>NoSuchKey</Code></Error>", "text/xml")


CREDENTIALS = "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = x\n[both]\naws_access_key_id = BOTH\naws_secret_access_key = x\n[keys]\naws_access_key_id = KEYS\naws_secret_access_key = x\n"
CONFIG = """[profile both]
role_arn = arn:aws:iam::123456789012:role/deploy
source_profile = both
[profile chain]
role_arn = arn:aws:iam::123456789012:role/second
source_profile = both
external_id = a+b c
[profile denied]
role_arn = arn:aws:iam::123456789012:role/denied
source_profile = keys
[profile device]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/ann
[profile machine]
role_arn = arn:aws:iam::123456789012:role/onmachine
credential_source = Ec2InstanceMetadata
[profile loop]
role_arn = arn:aws:iam::123456789012:role/loop
source_profile = pool
[profile pool]
role_arn = arn:aws:iam::123456789012:role/pool
source_profile = loop
[profile web]
role_arn = arn:aws:iam::123456789012:role/web
web_identity_token_file = %(home)s/token
[profile sso]
sso_session = corp
sso_account_id = 1
sso_role_name = reader
[profile late]
sso_session = old
sso_account_id = 1
sso_role_name = reader
[profile svc]
aws_access_key_id = SVC
aws_secret_access_key = x
services = mini
[services mini]
dynamodb =
  endpoint_url = http://127.0.0.1:1
s3 =
  endpoint_url = %(url)s
[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.example/start
"""
WEB = {"AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/irsa", "AWS_WEB_IDENTITY_TOKEN_FILE": "%(home)s/token"}
CASES = (  # name, environment, who signs (None: nobody, and words on stderr)
    ("keys in the environment", {"AWS_ACCESS_KEY_ID": "ENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "x", **WEB}, "ENVIRONMENT"),
    ("web identity before [default]", WEB, "AS-irsa"),
    ("[default]", {}, "DEFAULT"),
    ("AWS_DEFAULT_PROFILE", {"AWS_DEFAULT_PROFILE": "keys"}, "KEYS"),
    ("AWS_PROFILE before it", {"AWS_DEFAULT_PROFILE": "keys", "AWS_PROFILE": "sso"}, "SIGNEDON"),
    ("keys and a role: the role", {"AWS_PROFILE": "both"}, "AS-deploy"),
    ("a role that takes a role", {"AWS_PROFILE": "chain"}, "AS-second"),
    ("a role of the machine", {"AWS_PROFILE": "machine"}, "AS-onmachine"),
    ("a role that may not be taken", {"AWS_PROFILE": "denied"}, (None, "AccessDenied")),
    ("a role that wants a device's code", {"AWS_PROFILE": "device"}, (None, "aws configure export-credentials --profile device")),
    ("roles in a circle", {"AWS_PROFILE": "loop"}, (None, "no credentials")),
    ("web identity of a profile", {"AWS_PROFILE": "web"}, "AS-web"),
    ("web identity without its file", {**WEB, "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent"}, (None, "/nonexistent")),
    ("a sign-on that has ended", {"AWS_PROFILE": "late"}, (None, "aws sso login --profile late")),
    ("no such profile", {"AWS_PROFILE": "nobody"}, (None, "no profile nobody")),
    ("a container", {"BARE": "1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "%(url)s/agent", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer agent"}, "CONTAINER"),
    ("a container, token in a file", {"BARE": "1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "%(url)s/agent", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "%(home)s/agent"}, "CONTAINER"),
    ("a container elsewhere, unencrypted", {"BARE": "1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/agent", "AWS_EC2_METADATA_DISABLED": "true"}, (None, "another machine")),
    ("an instance", {"BARE": "1"}, "INSTANCE"),
    ("an instance, switched off", {"BARE": "1", "AWS_EC2_METADATA_DISABLED": "true"}, (None, "AWS_CONTAINER_CREDENTIALS_*")),
    ("the endpoint of a services section", {"AWS_PROFILE": "svc", "AWS_ENDPOINT_URL": ""}, "SVC"),
)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Double)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = "http://127.0.0.1:%d" % server.server_port
    with tempfile.TemporaryDirectory() as home:
        fill = {"url": url, "home": home}
        os.makedirs(home + "/.aws/sso/cache")
        os.makedirs(home + "/site")
        files = {"token": "WEBTOKEN\n", "agent": "Bearer agent\n", ".aws/credentials": CREDENTIALS, ".aws/config": CONFIG % fill, "site/index.html": "x"}
        for name, until in (("corp", LATE), ("old", "2020-01-01T00:00:00Z")):
            files[".aws/sso/cache/%s.json" % hashlib.sha1(name.encode()).hexdigest()] = json.dumps({"accessToken": "SIGNON", "expiresAt": until, "region": "us-east-1"})
        for name, text in files.items():
            with open(os.path.join(home, name), "w", encoding="ascii") as f:
                f.write(text)
        for name, more, want in CASES:
            env = {"PATH": "/nonexistent", "HOME": home, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": url, "AWS_ENDPOINT_URL_SSO": url, "AWS_EC2_METADATA_SERVICE_ENDPOINT": url}
            env.update({k: v % fill for k, v in more.items()})
            if env.pop("BARE", None):
                env["AWS_SHARED_CREDENTIALS_FILE"] = env["AWS_CONFIG_FILE"] = "/nonexistent"
            asked.clear()
            r = subprocess.run([PLUMB, "publish", "--plan", "--site", home + "/site", "--to", "s3://docs"], env=env, capture_output=True, text=True, check=False, timeout=60)
            if isinstance(want, tuple):
                ok(r.returncode == 3 and want[1] in r.stderr and not asked and "EXAMPLEKEY" not in r.stderr, name + ": nobody, told", r.stderr, asked)
            else:
                ok(r.returncode == 0 and set(asked) == {want}, "%s: %s" % (name, want), r.stderr, asked)
    ok(("AssumeRole", "arn:aws:iam::123456789012:role/second", "AS-deploy", "a+b c", None) in calls, "a role is taken as the role before it, with its external id", calls)
    ok(("AssumeRoleWithWebIdentity", "arn:aws:iam::123456789012:role/irsa", "", None, "WEBTOKEN") in calls, "a web identity is not signed", calls)
    return end()


if __name__ == "__main__":
    sys.exit(main())
