#!/usr/bin/env python3
"""Release mode, looked at before and after every change of the bucket and of the function: all kinds of change, faults,
two publishers at once, kills at every request, rollbacks in between. Speaks TAP.

PLUMB_ALL=1 kills at every request, PLUMB_READS says how often readers look meanwhile."""
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import threading

from aws_server import Request
from publish_case import PLUMB, end, ok, references
from publish_reader import ALL, GRACE, STORY, guide, is_page, run_killed, story
from publish_release import LOST, Reader, Release, marked
from small_s3 import Nobody, SmallServer

READS = int(os.environ.get("PLUMB_READS", "10000"))


class SwitchEye(Nobody):
    """Readers of the live release and of those before it. What nobody is led to may stand there half."""

    def __init__(self, prefix, live=""):
        self.under, self.sure, self.texts, self.wrong = prefix + "/r/", set(), {}, []
        self.lives, self.going_back, self.looks = [live], False, 0  # releases that were live, the newest last
        self.line = []  # and those since the last rollback, which takes the assets of newer pages with it

    def copy(self):
        e = copy.copy(self)
        e.sure, e.texts, e.lives, e.wrong = set(self.sure), dict(self.texts), list(self.lives), []
        return e

    def is_open(self, key):
        """Below the release readers get, or the one that distant edges may still give."""
        return any(key.startswith(self.under + live + "/") for live in self.lives[-2:] if live)

    def begins(self, key, text):
        self.looks += 1
        if self.is_open(key):
            self.wrong.append("%s is written while readers get it" % key)

    def ends(self, key, text):
        if text is None:
            self.sure.discard(key)
            self.texts.pop(key, None)
        else:
            self.sure.add(key)
            self.texts[key] = text

    def leaves(self, keys):
        self.looks += 1
        self.wrong += ["%s goes while readers get it" % k for k in keys if self.is_open(k)]
        self.sure -= set(keys)

    def pages(self, live):
        root = self.under + live + "/"
        return [(k[len(root):], t) for k, t in self.texts.items() if k.startswith(root) and is_page(k)]

    def switched(self, function):
        live, self.looks = function.plumb()["release"], self.looks + 1
        if live == self.lives[-1]:
            return
        self.lives.append(live)
        self.line = [] if self.going_back else self.line[-GRACE:]
        open_pages = [p for old in self.line for p in self.pages(old)]
        self.line = self.line + [live]
        self.wrong += ["with %s, %s misses %s" % (live, key, a) for key, text in self.pages(live) + open_pages
                       for a in references(key, text) if self.under + live + "/" + a not in self.sure]
        if not self.pages(live):
            self.wrong.append("%s has no pages" % live)


class Switched(Release):
    """With an eye on it; can be put back to where it was."""

    def __init__(self, server, connections=16):
        super().__init__(server)
        self.bucket_of, self.connections = server.small, connections
        self.bucket_of.watcher = self.eye = SwitchEye(self.prefix)

    def run(self, *args, verb="publish", **more):
        tap = ("--connections", str(self.connections)) if verb == "publish" else ()
        self.eye.going_back = verb == "rollback"
        r = super().run(*tap, *args, verb=verb, **more)
        self.bucket_of.quiet()
        self.events = list(self.server.tap.events)
        return r

    def stored(self):
        return {k: None for k in self.bucket_of.objects if "/.plumb/" not in "/" + k}

    def records(self):
        """Releases whose rows are there: in the manifest those of the last, in a record of its name those of another."""
        manifest = self.prefix + "/.plumb/manifest.json"
        texts = {k: json.loads(o.text)["release"] for k, o in self.bucket_of.objects.items() if k == manifest or "/.plumb/releases/" in k}
        return {release for k, release in texts.items() if k in (manifest, "%s/.plumb/releases/%s" % (self.prefix, release))}

    def puts(self):
        return sum(e.op in ("put", "copy") and e.status == 200 for e in self.events)

    def save(self):
        shutil.rmtree(self.home + ".kept", ignore_errors=True)
        shutil.copytree(self.home, self.home + ".kept")
        f = self.function
        return dict(self.bucket_of.objects), self.eye.copy(), (dict(f.code), f.etag, f.config)

    def back(self, saved):
        shutil.rmtree(self.home)
        shutil.copytree(self.home + ".kept", self.home)
        f = self.function
        self.bucket_of.objects = dict(saved[0])
        self.bucket_of.watcher = self.eye = saved[1].copy()
        f.code, f.etag, f.config = dict(saved[2][0]), saved[2][1], saved[2][2]

    def judge(self, r, files):
        """What is wrong after a run that should have come to its end, and was seen on the way."""
        wrong, self.eye.wrong = self.eye.wrong, []
        wrong += [r.stderr] * (r.returncode != 0) + ["readers get wrong bytes"] * (not self.sees(files))
        lost, more = self.releases() - self.records(), self.records() - self.releases()
        if lost or len(more) > 1:  # one: stopped between a record and the intent that names it
            wrong.append("without record %s, only record %s" % (lost, more))
        return wrong


def with_lost_page(files):
    return {**files, LOST: b"<!doctype html><p>lost"}


def changes(server, connections):
    """The whole story; back by one, on; back to the oldest, on."""
    c, wrong = Switched(server, connections), []
    releases = [(name, with_lost_page(files)) for name, files in story("zz")]

    def publish(i, what):
        c.write(releases[i][1])
        wrong.extend("%s: %s" % (what, w) for w in c.judge(c.run(), releases[i][1]))

    for i, (name, _) in enumerate(releases):
        publish(i, name)
    wrong += ["rollback: " + w for w in c.judge(c.run(verb="rollback"), releases[-2][1])]
    publish(0, "on after a rollback")
    ids = c.function.plumb()["releases"]
    r = c.run("--to", ids[-1], verb="rollback")
    wrong += ["rollback to the oldest: " + w for w in c.eye.wrong + [r.stderr] * r.returncode]
    c.eye.wrong = []
    publish(2, "on after a rollback to the oldest")
    releases += [("style %d" % i, with_lost_page(guide(assets="zz", style=i))) for i in range(10, 17)]
    for i in range(5):
        publish(-7 + i, releases[-7 + i][0])
    c.run("--to", c.function.plumb()["releases"][-1], verb="rollback")
    publish(-2, "other styles after a rollback by four")
    publish(-1, "and on")
    ok(not wrong and c.eye.looks > 250, "release mode, %d connections: %d kinds of change, rollbacks, publishes after them: nothing is missing, %d looks"
       % (connections, len(STORY), c.eye.looks), "\n".join(wrong[:20]), c.eye.looks)


def killed_at_each(server, step, every, connections=16):
    c, releases = Switched(server, connections), [with_lost_page(files) for _, files in story("zz")][:step + 1]
    for files in releases[:-1]:
        c.write(files)
        c.run()
    c.write(releases[-1])
    kill_each(c, STORY[step][0], releases[-1], releases[-2], every, "publish")


def kill_each(c, name, files, old, every, verb):
    saved = c.save()
    c.run(verb=verb)
    all_puts, n = c.puts(), len(c.events)
    kills, again, wrong = 0, (0,), []
    for at in sorted(set(range(1, n + 1, every)) | set(range(max(1, n - 10), n + 1))):
        for late in (False, True):
            c.back(saved)
            kills += run_killed(c, at, late, (), verb=verb)
            arrived = c.puts()
            bad = ["a mixture is live"] * (not c.sees(files) and not c.sees(old))
            bad += c.judge(c.run(verb=verb), files)
            again = max(again, (arrived + c.puts() - all_puts, at, late))
            wrong += ["at %d%s: %s" % (at, " late" * late, b) for b in bad]
    ok(not wrong and kills > 5, "%s, %d connections, killed at %d places: readers have one whole release, the next run finishes"
       % (name, c.connections, kills), "\n".join(wrong[:20]), (kills, n))
    ok(again[0] <= c.connections + 1, "and sends the rest, at most what was under way again, and 404.html", again)


def killed_rollbacks(server):
    c, releases = Switched(server), [with_lost_page(files) for _, files in story("zz")][:4]
    for files in releases:
        c.write(files)
        c.run()
    saved, wrong, kills = c.save(), [], 0
    for at in (1, 2, 3):
        for late in (False, True):
            for again in ("rollback", "publish"):
                c.back(saved)
                kills += run_killed(c, at, late, (), verb="rollback")
                want = releases[2 if again == "rollback" else 0]
                c.write(want if again == "publish" else releases[3])
                wrong += ["%s at %d%s: %s" % (again, at, " late" * late, w) for w in c.judge(c.run(verb=again), want)]
    ok(not wrong and kills == 12, "a rollback killed at each of its requests: again, or a publish, is right", "\n".join(wrong[:20]), kills)


def faults(server):
    """Of all answers, of the switch too; first release, change, rollback."""
    for fault, share in (("503", 0.1), ("cut", 0.1), ("lost", 0.05)):
        c, wrong, hits = Switched(server), [], 0
        releases = [with_lost_page(files) for _, files in story("zz")][:4]
        for i, files in enumerate(releases):
            c.write(files)
            wrong += ["release %d: %s" % (i, w) for w in c.judge(c.run(fault=fault, share=share), files)]
            hits += server.tap.faults
        wrong += ["rollback: " + w for w in c.judge(c.run(verb="rollback", fault=fault, share=share), releases[-2])]
        ok(not wrong and hits > 5, "%s, %d times in release mode: right, and nothing is missing" % (fault, hits), "\n".join(wrong[:20]), hits)
    for clock in (1200, -1200):
        c, files = Switched(server), with_lost_page(next(story("zz"))[1])
        c.write(files)
        wrong = c.judge(c.run(clock=clock), files)
        ok(not wrong, "release mode with a clock %d s off" % clock, wrong)


class Deny:
    """Refuses one kind of request."""

    def __init__(self, server, op):
        self.server, self.op, self.app, self.hits = server, op, server.tap.app, 0
        server.tap.app = self

    def __call__(self, environ, start_response):
        if Request(environ, b"").op != self.op:
            return self.app(environ, start_response)
        self.hits += 1
        body = b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
        start_response("403 Forbidden", [("Content-Length", str(len(body)))])
        return [body]

    def close(self):
        self.server.tap.app = self.app


def denied(server):
    """What the publisher may not do ends the publish with a word; readers have one whole release, and rights given
    later let the next run finish."""
    files = [with_lost_page(files) for _, files in story("zz")][:6]
    for op in ("list", "function-get", "function-describe", "function-put", "function-publish", "manifest-get", "manifest-put",
               "record-put", "copy", "put", "delete", "invalidate"):
        c = Switched(server)
        for f in files[:-1] if op != "list" else []:
            c.write(f)
            c.run()
        new = {**files[-1], LOST: b"<p>another"}  # which is invalidated
        c.write(new)
        deny = Deny(server, op)
        r = c.run()
        deny.close()
        whole, told = op == "list" or c.sees(files[-2]) or c.sees(new), r.returncode == 3 and "may not" in r.stderr
        wrong = c.judge(c.run(), new)
        ok(deny.hits and whole and told and not wrong, "%s is not allowed: told, readers have one whole release, the next run finishes" % op,
           deny.hits, whole, r.stderr, wrong)


def start(c, files, who, *args):
    """Another publisher, with a home and a folder of its own."""
    folder, c.folder = c.folder, os.path.join(c.work, "site-" + who)
    c.write(files)
    command = [PLUMB, "publish", "--site", c.folder, "--to", c.to, "--mode", "release", "--function", c.name,
               "--distribution", c.distribution] + list(args)
    c.folder = folder
    return subprocess.Popen(command, env=c.env(HOME=os.path.join(c.work, "home-" + who), USER=who), cwd=c.work, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def two(server):
    """Two publishers again and again while a reader looks, with lost answers, 503 and cuts; and taking over."""
    c, rev, codes, wrong = Switched(server), 1, {}, []
    c.write(marked(1, pages=8))
    c.run()
    server.tap.reset()
    reader = Reader(c, READS)
    reader.start()
    for fault in ("", "503", "cut", "lost") * (3 if ALL else 1):
        server.tap.reset(fault=fault, share=0.05)
        runs = {}
        for who in ("ann", "bob"):
            rev += 1
            runs[who] = (marked(rev, pages=8), start(c, marked(rev, pages=8), who))
        said = {who: run.communicate(timeout=120) for who, (_, run) in runs.items()}
        done = [files for files, run in runs.values() if run.returncode == 0]
        key = tuple(sorted(run.returncode for _, run in runs.values()))
        codes[key] = codes.get(key, 0) + 1
        server.tap.reset()
        if key not in ((0, 3), (0, 0)) or not any(c.sees(files) for files in done):
            wrong.append((fault, key, said))
        if (not fault and c.records() != c.releases()) or c.eye.wrong:
            wrong.append((fault, c.records() ^ c.releases(), c.eye.wrong[:5]))
            c.eye.wrong = []
    reader.stop = True
    reader.join()
    ok(not wrong and len(c.bucket_of.objects) > 10, "two publishers at the same time, with faults, %s: one of them is live, whole" % codes, *wrong[:3])
    ok(reader.reads >= READS and reader.mixed == reader.missing == 0 and reader.switches > 2,
       "%d reads of two pages meanwhile: never two releases mixed, nothing missing" % reader.reads,
       {k: v for k, v in vars(reader).items() if k[0] != "_"})


class Gate:
    """Holds the first publisher at the n-th request of a kind until somebody opens."""

    def __init__(self, server, op, n):
        self.server, self.op, self.left, self.app = server, op, n, server.tap.app
        self.opened, self.reached, self.lock = threading.Event(), threading.Event(), threading.Lock()
        server.tap.app = self

    def __call__(self, environ, start_response):
        with self.lock:
            self.left -= Request(environ, b"").op == self.op
            holds = self.left == 0 and not self.reached.is_set()
            if holds:
                self.reached.set()
        if holds:
            self.opened.wait(60)
        return self.app(environ, start_response)

    def close(self):
        self.opened.set()
        self.server.tap.app = self.app


def taken_over(server):
    """A publisher that was thought dead wakes up at its switch, when another has taken over and switched."""
    for op, n, name in (("function-get", 2, "before it reads the function"), ("function-describe", 1, "after it has read it"),
                        ("function-put", 1, "when it writes it"), ("put", 5, "among its uploads")):
        c, releases = Switched(server), [marked(i, pages=8) for i in range(1, 4)]
        c.write(releases[0])
        c.run()
        server.tap.reset()
        gate = Gate(server, op, n)
        slow = start(c, releases[1], "ann")
        reached = gate.reached.wait(60)
        bob = start(c, releases[2], "bob", "--take-over")
        said = bob.communicate(timeout=60)
        gate.close()
        late = slow.communicate(timeout=60)
        ok(reached and bob.returncode == 0 and slow.returncode == 3 and c.sees(releases[2]),
           "taken over from one that wakes up %s: who took over stays live" % name, reached, said, late, c.eye.wrong[:5])
        c.write(releases[2])
        r = c.run()
        ok(r.returncode == 0 and c.sees(releases[2]), "and the next run is content", r.stderr)


def touched(server):
    """What somebody has changed in the last release is not copied into the next, but sent."""
    c, files = Switched(server), marked(1, pages=3)
    c.write(files)
    c.run()
    under = "docs/r/%s/" % c.function.plumb()["release"]
    objects = c.bucket_of.objects
    objects[under + "plain.png"].text = b"something else"
    del objects[under + "p01/index.html"]
    new = {**files, "index.html": files["index.html"] + b"<p>"}
    c.write(new)
    r = c.run()
    ok(r.returncode == 0 and c.sees(new) and len(c.put_keys()) == 3, "what was changed by hand or deleted is sent anew, not copied", r.stderr, c.put_keys())


def main():
    server = SmallServer()
    for connections in (1, 4, 16, 64) if ALL else (1, 16, 64):
        changes(server, connections)
    for step in (1, 2, 5, 7) if ALL else (2, 7):
        killed_at_each(server, step, 1 if ALL else 7)
    killed_rollbacks(server)
    faults(server)
    denied(server)
    two(server)
    taken_over(server)
    touched(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
