#!/usr/bin/env python3
"""A full disk where plumb keeps its notes: the publish is right all the same, says so, leaves no mess, and the next run is
right. The disk is a tmpfs of a few pages where one can be mounted (in a namespace of our own), else a limit on the size
of files. Speaks TAP."""
import base64
import json
import os
import resource
import subprocess
import sys

from aws_server import Server
from publish_case import Case, end, ok, site, work

MOUNTS = "PLUMB_TEST_MOUNTS"
if MOUNTS not in os.environ:  # once more, as somebody who may mount
    try:
        can = subprocess.run(["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"], check=False, capture_output=True).returncode == 0
    except OSError:
        can = False
    os.environ[MOUNTS] = "1" if can else ""
    if can:
        os.execvp("unshare", ["unshare", "-rm", sys.executable, "-B"] + sys.argv)


class Full(Case):
    def __init__(self, server, size=0, limit=None, **more):
        super().__init__(server, **more)
        self.limit = limit
        os.makedirs(self.home)
        if size:
            self.mount(size)

    def mount(self, size, place=None, again=""):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d%s" % (size, again), "none", place or self.home], check=True)

    def run(self, *args, limited=True, **more):
        """SIGXFSZ stays ignored, so that a write past the limit fails as one on a full disk."""
        was = resource.getrlimit(resource.RLIMIT_FSIZE)
        if self.limit is not None and limited:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, was[1]))
        try:
            return super().run(*args, **more)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, was)

    def mess(self):
        return [n for _, _, names in os.walk(self.home) for n in names if ".new-" in n]

    def has(self, files):
        now = self.bytes()
        return all(now.get(k) == v for k, v in files.items())


# Popen gives signals back their defaults: SIGXFSZ would end plumb as a kill does
popen = subprocess.Popen
subprocess.Popen = lambda *a, **k: popen(*a, restore_signals=False, **k)
RECORD = ("cannot be rolled back to", "cannot be kept there")


def lives(c, name):
    """Four publishes, one of them killed, and a rollback."""
    one, two, three = site(), site(rev=2, without=("p03/index.html",)), site(rev=3)
    c.write(one)
    r = c.run()
    told = any(w in r.stderr for w in RECORD)
    ok(r.returncode == 0 and c.has(one) and not c.mess(), name + ": first publish" + (", told" if told else ""), r.stderr, c.mess())
    first = told
    r = c.run()
    ok(r.returncode == 0 and c.ops() == ["manifest-get"], name + ": no-op", c.ops(), r.stderr)
    c.write(two)
    r = c.run()
    told = "cannot be rolled back to" in r.stderr
    ok(r.returncode == 0 and c.has(two) and "p03/index.html" not in c.bytes() and not c.mess(), name + ": second publish", r.stderr, c.mess())
    r = c.run(verb="rollback")
    back = r.returncode == 0 and c.has(one)
    ok(back or (r.returncode == 3 and c.has(two) and "record" in r.stderr), name + ": rollback " + ("works" if back else "is refused in words"), r.stderr)
    c.write(three)
    c.run(kill_at=12)
    c.server.tap.reset()
    r = c.run("--take-over")
    ok(r.returncode == 0 and c.has(three) and not c.mess(), name + ": killed, and done by the next run", r.stderr, c.mess())
    return first or told


def places(server):
    told = []
    for limit in (0, 1, 20, 60, 300, 1500, 3000):
        told.append(lives(Full(server, limit=limit), "files of at most %d bytes" % limit))
    ok(told[0] and told[3], "it is told that nothing can be kept", told)
    c = Full(server, limit=0)
    c.write(site())
    c.run()
    c.write(site(rev=2))
    r = c.run(limited=False)
    ok(r.returncode == 0 and c.has(site(rev=2)) and not r.stderr, "with room again nothing is said", r.stderr)
    c.write(site(rev=3))
    c.run(limited=False)
    r = c.run(verb="rollback", limited=False)
    ok(r.returncode == 0 and c.has(site(rev=2)), "and what was published since can come back", r.stderr)
    if not os.environ[MOUNTS]:
        print("# no tmpfs can be mounted here: file size limits only")
        return
    page = os.sysconf("SC_PAGESIZE")
    told = [lives(Full(server, size=n * page), "a disk of %d pages" % n) for n in (1, 2, 3, 4, 6, 9)]
    ok(told[0], "it is told that nothing can be kept", told)
    c = Full(server)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "nr_inodes=3", "none", c.home], check=True)
    lives(c, "a disk without room for another file")
    c = Full(server)
    c.mount(1 << 20)
    os.makedirs(os.path.join(c.home, ".cache"))
    subprocess.run(["mount", "-o", "remount,ro", c.home], check=True)
    lives(c, "a disk that cannot be written to")


def orphans(server):
    """Nothing of runs that were stopped piles up, here or in the bucket, nor what older versions kept here."""
    c = Full(server)
    for rev in range(1, 5):
        c.write(site(rev=rev))
        c.run(kill_at=3 if rev > 1 else 0)
    c.server.tap.reset()
    notes = os.path.dirname(next(os.path.join(at, "remote") for at, _, names in os.walk(c.home) if "remote" in names))
    for name in ("release-20250101T000000Z-00000001", "remote.new-17"):
        with open(os.path.join(notes, name), "w", encoding="ascii") as f:
            f.write("left")
    r = c.run()
    kept = [n for n in os.listdir(notes) if n.startswith("release-")]
    manifest = json.loads(c.s3.get_object(Bucket=c.bucket, Key=".plumb/manifest.json")["Body"].read())
    named = {".plumb/manifest.json"} | {".plumb/releases/" + n for n in manifest["records"]}
    named |= {".plumb/objects/" + base64.urlsafe_b64decode(h + "=").hex() for release in manifest["releases"] for h in release.get("kept", [])}
    listed = {o["Key"] for o in c.s3.list_objects_v2(Bucket=c.bucket, Prefix=".plumb/")["Contents"]}
    ok(r.returncode == 0 and c.has(site(rev=4)) and not kept and not c.mess(), "copies of stopped runs are removed", kept, c.mess())
    ok(listed == named and len(manifest["records"]) == 1, "and in the bucket stands what the manifest names, no more", listed - named, named - listed)


def folder(server):
    """The target itself is full: refused in words, the old site stands, and the next run with room goes on."""
    if not os.environ[MOUNTS]:
        return
    c = Full(server)
    place = os.path.join(c.work, "target")
    os.makedirs(place)
    c.mount(24 * os.sysconf("SC_PAGESIZE"), place)
    c.to, c.distribution = "file:" + place, None
    at = lambda k: os.path.join(place, k)
    read = lambda k: open(at(k), "rb").read()
    old, new = site(pages=1), site(pages=40, rev=2)
    c.write(old)
    r = c.run()
    ok(r.returncode == 0 and all(read(k) == v for k, v in old.items()), "a folder: first publish", r.stderr)
    c.write(new)
    r = c.run()
    pages = [k for k in old if k.endswith(".html")]
    whole = all(read(k) in (old[k], new[k]) for k in pages)
    mess = [n for _, _, names in os.walk(place) for n in names if ".new-" in n]
    ok(r.returncode == 3 and "No space left" in r.stderr and "again" in r.stderr and whole and not mess, "a folder that is full: told, every page whole", r.stderr, mess)
    c.mount(4 << 20, place, ",remount")
    r = c.run()
    ok(r.returncode == 0 and all(read(k) == v for k, v in new.items()), "with room the next run finishes", r.stderr)


def main():
    server = Server()
    made = {"docs-%d" % i: server.distribution("docs-%d" % i) for i in range(1, 30)}
    server.distribution_of = lambda bucket: made[bucket]
    server.check_signatures()
    places(server)
    orphans(server)
    folder(server)
    with open("/proc/mounts", encoding="ascii") as f:
        for place in {line.split()[1] for line in f if work.name in line}:
            subprocess.run(["umount", "-l", place], check=False)
    return end()


sys.exit(main())
