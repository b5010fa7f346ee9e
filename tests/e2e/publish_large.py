#!/usr/bin/env python3
"""A file of more than one part, to a bucket and to a folder: constant memory, whole bytes, rollback. Speaks TAP."""
import os
import subprocess
import sys
import tempfile

from aws_server import Server
from publish_case import Case, PLUMB, end, ok

MB = 1 << 20


def peak(pid):
    with open("/proc/%d/status" % pid, encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))


def film(c, size, seed):
    with open(os.path.join(c.folder, "film.mp4"), "wb") as f:
        for i in range(size):
            f.write(bytes([seed, i % 251]) * (MB // 2))


def bucket(server):
    c = Case(server)
    c.write({"index.html": b"<video src=film.mp4></video>"})
    film(c, 70, 1)
    r = c.run()
    parts = [e.uri for e in c.events if "partNumber" in e.uri]
    ok(r.returncode == 0 and len(parts) == 2 and server.functions.stored(c.bucket, "film.mp4") == c.read("film.mp4"), "70 MB in two parts", r.stderr, parts)
    ok(c.s3.head_object(Bucket=c.bucket, Key="film.mp4")["ContentType"] == "video/mp4", "with its headers")
    keys = c.put_keys()
    ok(keys[-1] == "index.html", "before the page that shows it", keys)
    r = c.run("--verify")
    ok(r.returncode == 0, "verified", r.stderr)
    old = c.read("film.mp4")
    film(c, 66, 2)
    c.run(fault="503", share=0.2)
    r = c.run()
    ok("nothing to publish" in r.stdout and server.functions.stored(c.bucket, "film.mp4") == c.read("film.mp4"), "another film, with one answer in five lost", r.stderr)
    r = c.run(verb="rollback")
    ok(r.returncode == 0 and server.functions.stored(c.bucket, "film.mp4") == old and not [e for e in c.events if len(e.body) > MB], "it comes back, and no bytes are sent", r.stderr)


def folder():
    class Work:
        folder = "/nonexistent"

    with tempfile.TemporaryDirectory() as d:
        Work.folder = os.path.join(d, "site")
        os.makedirs(Work.folder)
        film(Work, 300, 3)
        p = subprocess.Popen([PLUMB, "publish", "--site", Work.folder, "--to", "file:" + d + "/out"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={"HOME": d, "PATH": "/bin"})
        most = 0
        while p.poll() is None:
            try:
                most = max(most, peak(p.pid))
            except (OSError, StopIteration):
                pass
        p.communicate()
        # a sanitizer keeps what was freed, and shadows of all: still far from the file's size
        bar = 80000 if b"__asan_init" in open(PLUMB, "rb").read() else 40000
        ok(p.returncode == 0 and os.path.getsize(d + "/out/film.mp4") == 300 * MB and 0 < most < bar, "300 MB to a folder in %d kB of memory" % most, most)


def main():
    server = Server()
    server.distribution_of = lambda bucket: None
    server.check_signatures()
    bucket(server)
    folder()
    return end()


if __name__ == "__main__":
    sys.exit(main())
