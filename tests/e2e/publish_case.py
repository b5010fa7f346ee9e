"""publish_case.py - small sites, a bucket with a folder and a home each, what a reader would see. TAP."""
import functools
import hashlib
import os
import re
import subprocess
import tempfile

PLUMB = os.path.abspath(os.environ.get("PLUMB", "build/plumb"))
PAGE = "text/html; charset=utf-8"
AGAIN, YEAR = "public, max-age=0, must-revalidate", "public, max-age=31536000, immutable"
EDGE = "public, max-age=0, s-maxage=31536000, must-revalidate"
REFERENCE = re.compile(r'(?:href="(?=[^"]*\.css)|src=")([^"]+)"')
AWKWARD = "a b+(c)=@%ü/index.html"
ODD = ("1/%2F.html", "1/%.html", "semi;colon:at@.html", "a&b'\"<>.html", "plus+ +=().png", "(1) = 2 @ 3 %41.css", "ü ü/ä €/日本語.html", "~!*'$,-_.html",
       "a../b...html", "q?x=1&y=2#z.html", "back\\slash.html", "[1]{2}|3^4`.png")
work = tempfile.TemporaryDirectory(prefix="plumb-publish-")


class Tally:
    count = failed = 0


def ok(good, name, *more):
    Tally.count += 1
    Tally.failed += not good
    print("%s %d - %s" % ("ok" if good else "not ok", Tally.count, name), flush=True)
    if not good:
        for m in more:
            print("\n".join("# " + line for line in str(m).splitlines()), flush=True)


def hashed(name, text):
    stem, ext = name.rsplit(".", 1)
    return "%s.%s.%s" % (stem, hashlib.sha256(text.encode()).hexdigest()[:12], ext)


def site(rev=1, pages=12, assets="assets", without=(), links=None):
    """Pages that refer to a style sheet, which refers to an image; names carry hashes. links: how many a page has."""
    files = {}
    dot = "<svg xmlns='http://www.w3.org/2000/svg'><!-- %d --></svg>" % rev
    dot_name = assets + "/" + hashed("dot.svg", dot)
    files[dot_name] = dot
    css = "body{background:url(%s)} /* %d */" % (os.path.basename(dot_name), rev)
    css_name = "%s/%s" % (assets, hashed("a.css", css))
    files[css_name] = css
    files["plain.png"] = "not hashed"
    keys = ["index.html", AWKWARD] + ["p%02d/index.html" % i for i in range(pages)]
    for key in keys:
        up = "../" * key.count("/")
        anchors = "".join('<a href="%s%s">x</a>' % (up, k) for k in keys[2:][:links] if k not in without)
        files[key] = '<!doctype html><link rel="stylesheet" href="%s%s"><img src="%splain.png">%s' % (up, css_name, up, anchors)
    files["sitemap.xml"] = "<urlset><!-- %d --></urlset>" % rev
    files["search.js"] = "index(%d)" % rev
    return {k: v.encode() for k, v in files.items() if k not in without}


@functools.lru_cache(maxsize=4096)
def references(key, text):
    return [os.path.normpath(os.path.join(os.path.dirname(key), url)) for url in REFERENCE.findall(text.decode())]


def broken(state):
    return [k for k, v in state.items() if k.endswith(".html") and any(r not in state for r in references(k, v))]


def long_key(size):
    """A key of so many bytes, a third of them not ASCII, in parts that files can have."""
    key = "long"
    while len(key.encode()) + 200 < size:
        key += "/" + ("ü" * 50 if len(key) % 3 else "y" * 99)
    return key + "/" + "x" * (size - len(key.encode()) - 6) + ".html"


class Case:
    """One bucket, one folder, one home."""
    serial = 0

    def __init__(self, server, prefix="", distribution=True):
        Case.serial += 1
        self.server, self.bucket, self.prefix = server, "docs-%d" % Case.serial, prefix
        self.work = tempfile.mkdtemp(dir=work.name)
        self.home = os.path.join(self.work, "home")
        self.folder = os.path.join(self.work, "site")
        self.s3 = server.client("s3", own=True)
        self.s3.create_bucket(Bucket=self.bucket)
        self.distribution = server.distribution_of(self.bucket) if distribution else None
        self.to = "s3://%s%s" % (self.bucket, "/" + prefix if prefix else "")

    def write(self, files):
        subprocess.run(["rm", "-rf", self.folder], check=True)
        for key, data in files.items():
            path = os.path.join(self.folder, key)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as out:
                out.write(data)

    def read(self, key):
        with open(os.path.join(self.folder, key), "rb") as f:
            return f.read()

    def env(self, **more):
        env = {"PATH": "/usr/bin:/bin", "HOME": self.home, "USER": "ann", "AWS_ENDPOINT_URL": self.server.url,
               "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": self.server.id,
               "AWS_SECRET_ACCESS_KEY": self.server.secret, "AWS_EC2_METADATA_DISABLED": "true"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        env.update(more)
        return {k: v for k, v in env.items() if v is not None}

    def run(self, *args, env=None, verb="publish", **tap):
        self.server.tap.reset(**tap)
        command = [PLUMB, verb, "--site", self.folder, "--to" if verb == "publish" else "--target", self.to]
        if self.distribution:
            command += ["--distribution", self.distribution]
        with self.server.tap.lock:  # its first request waits until it is known who may be killed
            p = subprocess.Popen(command + list(args), env=env or self.env(), cwd=self.work, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.server.tap.victim = p.pid
        out, err = p.communicate(timeout=400)  # a hung one; 3,100 files on a busy machine take their time
        self.server.tap.quiet()
        self.server.tap.kill_at = 0  # whoever came to an end before it took nothing of what others ask
        self.events = list(self.server.tap.events)
        return subprocess.CompletedProcess(command, p.returncode, out, err)

    def ops(self):
        return [e.op for e in self.events]

    def key(self, event):
        return event.key[len(self.prefix) + 1:] if self.prefix else event.key

    def put_keys(self):
        return [self.key(e) for e in self.events if e.op == "put" and e.status == 200]

    def stored(self):
        keys = []
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
            keys += [o["Key"] for o in page.get("Contents", [])]
        return {k: self.s3.get_object(Bucket=self.bucket, Key=k) for k in keys if "/.plumb/" not in "/" + k}

    def bytes(self):
        return {k[len(self.prefix) + 1 if self.prefix else 0:]: o["Body"].read() for k, o in self.stored().items()}

    def worst(self, before):
        """The largest number of broken pages after any single mutation of the last run."""
        state, worst = dict(before), 0
        for e in self.events:
            if e.op == "put" and e.status == 200:
                state[self.key(e)] = e.body
            elif e.op == "delete" and e.status == 200:
                for key in re.findall(r"<Key>([^<]+)</Key>", e.body.decode()):
                    state.pop(key[len(self.prefix) + 1:] if self.prefix else key, None)
            worst = max(worst, len(broken(state)))
        return worst, state


def faults(server):
    """A share of all answers is an error, is cut off, or never comes."""
    for fault, share in (("503", 0.1), ("cut", 0.1), ("lost", 0.05)):
        c, files = Case(server), site(pages=60)
        c.write(files)
        r = c.run(fault=fault, share=share)
        hits = server.tap.faults
        server.tap.reset()
        ok(r.returncode == 0 and hits > 0 and c.bytes() == files, "%s, %d times: the publish is right" % (fault, hits), r.stderr)


def end():
    """The plan's last line; the exit status."""
    print("1..%d" % Tally.count)
    return Tally.failed > 0
