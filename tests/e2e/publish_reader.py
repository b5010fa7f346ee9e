#!/usr/bin/env python3
"""What readers see while a site is published in place: looked at before and after every single change of the bucket,
for every kind of change, at any number of connections, killed at every request. Speaks TAP.

PLUMB_ALL=1 kills at every request for each kind of change and each place of the assets; else at some of them."""
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse

from cloudfront_edge import spelling
from publish_case import AWKWARD, Case, PLUMB, end, hashed, ok, references
from small_s3 import Meeting, Nobody, SmallServer

ALL = bool(os.environ.get("PLUMB_ALL"))
ANCHOR = re.compile(rb'(?:<a href="|<loc>)([^"<]+)')
URL = re.compile(rb"url\(([^)]+)\)")
GRACE = 2  # releases after which the assets of a page may go
PICTURES = ("one", "two")


def guide(rev=1, style=1, assets="assets", folder="guide", names=tuple(range(8)), pictures=PICTURES):
    """Pages that link to all others, a folder of pages with a picture beside them, a style that needs a picture."""
    files = {}
    put = lambda name, text: files.setdefault(name, text) and name
    dot = put(assets + "/" + hashed("dot.svg", "<svg><!-- %d --></svg>" % style), "<svg><!-- %d --></svg>" % style)
    css = "body{background:url(%s)}" % os.path.basename(dot)
    css = put(assets + "/" + hashed("a.css", css), css)
    put("look.css", "p{background:url(%s)}" % dot)  # of one name for ever: it may only change when its picture is there
    shown = [put("%s/%s" % (assets, hashed(p + ".png", p)), p) for p in pictures] + [put("plain.png", "no hash")]
    near = put("%s/%s" % (folder, hashed("near.png", folder)), folder)
    keys = ["index.html", AWKWARD] + ["p%02d/index.html" % i for i in names] + ["%s/%d.html" % (folder, i) for i in range(3)]
    for key in keys:
        up = "../" * key.count("/")
        anchors = "".join('<a href="%s%s">x</a>' % (up, urllib.parse.quote(k)) for k in keys if k != key)
        images = "".join('<img src="%s%s">' % (up, p) for p in shown + [near] * key.startswith(folder))
        files[key] = '<!doctype html><link rel="stylesheet" href="%s%s"><link rel="stylesheet" href="%slook.css">%s%s<p>%d' % (up, css, up, images, anchors, rev)
    files["sitemap.xml"] = "<urlset>%s</urlset>" % "".join("<loc>%s</loc>" % urllib.parse.quote(k) for k in keys)
    return {k: v.encode() for k, v in files.items()}


STORY = (  # what each release changes in the one before
    ("the first release", {}),
    ("assets under new names, and the pages that ask for them", {"style": 2}),
    ("a page renamed, with all links to it", {"names": (0, 1, 2, 33, 4, 5, 6, 7)}),
    ("a page removed", {"names": (0, 1, 2, 33, 5, 6, 7)}),
    ("an asset removed", {"pictures": ("one",)}),
    ("a folder moved, pages and assets", {"folder": "zguide"}),
    ("new pages that link to each other", {"names": (0, 1, 2, 33, 5, 6, 7, 50, 51, 52)}),
    ("new words, everything renamed at once", {"rev": 2, "style": 3, "folder": "book", "names": (0, 60, 61), "pictures": ("three",)}),
)


def story(assets):
    """Each release of the story: what it changes, its files."""
    told = {"assets": assets}
    for name, change in STORY:
        told = {**told, **change}
        yield name, guide(**told)


def links(key, text):
    """The pages that a page or a list leads to."""
    return [os.path.normpath(os.path.join(os.path.dirname(key), urllib.parse.unquote(u.decode()))) for u in ANCHOR.findall(text)]


def is_page(key):
    return key.endswith(".html")


def spellings(key):
    """One path of which an invalidation must have removed the key from the edge."""
    return {spelling("/" + key), "/*"}


def is_frozen(key):
    return re.search(r"\.[0-9a-f]{12}\.", key)


class Eye(Nobody):
    """All readers at once: a page may be seen as soon as it is on its way, an asset only when it has arrived; the pages
    of the last releases are still open somewhere. Keeps what is wrong in a list."""

    def __init__(self):
        self.maybe, self.sure, self.wrong = {}, set(), []
        self.before, self.past, self.seen = set(), [], set()  # pages then; open pages by release; those of this one
        self.stale, self.cleared, self.going, self.looks = {}, set(), set(), 0

    def copy(self):
        e = Eye()
        e.maybe = {k: list(v) for k, v in self.maybe.items()}
        e.sure, e.before, e.seen, e.past = set(self.sure), set(self.before), set(self.seen), list(self.past)
        e.stale, e.cleared = dict(self.stale), set(self.cleared)
        return e

    def begins(self, key, text):
        if key.startswith(".plumb/"):
            return
        self.looks += 1
        self.maybe.setdefault(key, []).append(text)
        if key.endswith(".css"):
            self.look_all("%s on its way" % key)
        self.look(key, text, "%s on its way" % key)

    def leaves(self, keys):
        keys = [k for k in keys if not k.startswith(".plumb/")]
        self.looks += 1
        self.going |= set(keys)
        self.sure -= self.going
        self.wrong += ["%s goes while the edge still has it" % k for k in keys if not spellings(k) & self.cleared and not is_frozen(k)]
        self.look_all("without " + " ".join(keys))

    def ends(self, key, text):
        if key.startswith(".plumb/"):
            if text and b'"phase":"done"' in text[:2000]:
                self.finish()
            return
        self.looks += 1
        if text is None:
            self.maybe.pop(key, None)
            self.going.discard(key)
            return
        if key in self.sure and self.maybe[key] != [text]:
            self.stale[key] = spellings(key)
        self.maybe[key] = [text]
        self.sure.add(key)
        if is_page(key):
            self.seen.add((key, text))

    def invalidated(self, paths):
        self.cleared |= set(paths)
        self.stale = {k: v for k, v in self.stale.items() if not v & self.cleared}

    def missing(self, key, text):
        """What the page asks for that may not be there, and what its style does."""
        for asset in references(key, text):
            if asset not in self.sure:
                yield asset
            for css in self.maybe.get(asset, []) if asset.endswith(".css") else []:
                for url in URL.findall(css):
                    if os.path.join(os.path.dirname(asset), url.decode()) not in self.sure:
                        yield asset + " > " + url.decode()

    def look(self, key, text, when):
        if is_page(key):
            self.wrong += ["%s: %s misses %s" % (when, key, m) for m in self.missing(key, text)]
        if key not in self.going:
            new = is_page(key) and key not in self.before
            self.wrong += ["%s: %s links to %s" % (when, key, to) for to in links(key, text)
                           if to not in self.sure and not (new and to not in self.before)]

    def look_all(self, when):
        for key, texts in self.maybe.items():
            for text in texts:
                self.look(key, text, when)
        for pages in self.past[-GRACE:] + [self.seen]:
            self.wrong += ["%s: %s, open since then, misses %s" % (when, k, m) for k, t in pages for m in self.missing(k, t)]

    def finish(self):
        """A release is complete. What readers saw of others on the way to it left with it."""
        self.before = {k for k in self.maybe if is_page(k)}
        self.look_all("at the end")
        self.wrong += ["%s is stale at the edge" % k for k in self.stale if not is_frozen(k)]
        pages = frozenset((k, t) for k in self.before for t in self.maybe[k])
        if self.past:
            self.past[-1] |= self.seen - pages
        self.past.append(pages)
        self.seen, self.stale, self.cleared = set(), {}, set()

    def told(self):
        """What was wrong since the last time somebody asked."""
        wrong, self.wrong = self.wrong, []
        return wrong


class Watched(Case):
    """A case with an eye on it, that can be put back to where it was."""

    def __init__(self, server, connections=16):
        super().__init__(server)
        self.bucket_of, self.connections = server.small, connections
        self.bucket_of.watcher = self.eye = Eye()

    def run(self, *args, verb="publish", **more):
        tap = ("--connections", str(self.connections)) if verb == "publish" else ()
        r = super().run(*tap, *args, verb=verb, **more)
        self.bucket_of.quiet()
        self.events = list(self.server.tap.events)
        return r

    def holds(self, files):
        return all(self.server.stored(self.bucket, k) == v for k, v in files.items())

    def puts(self):
        return sum(e.op == "put" and e.status == 200 for e in self.events)

    def save(self):
        kept = self.home + ".kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.home, kept)
        return dict(self.bucket_of.objects), self.eye.copy()

    def back(self, saved):
        shutil.rmtree(self.home)
        shutil.copytree(self.home + ".kept", self.home)
        self.bucket_of.objects = dict(saved[0])
        self.bucket_of.watcher = self.eye = saved[1].copy()


def changes(server, assets, connections):
    """The whole story, then back by one and back to the first that is kept."""
    c, wrong, looks = Watched(server, connections), [], 0
    for name, files in story(assets):
        c.write(files)
        r = c.run("--allow-deletes")
        looks += c.eye.looks
        bad = c.eye.told() + [r.stderr] * (r.returncode != 0) + ["wrong bytes"] * (not c.holds(files))
        wrong += ["%s: %s" % (name, b) for b in bad]
    ids = [line.split()[0] for line in c.run(verb="releases").stdout.splitlines()]
    for to in ((), ("--to", ids[-2])):  # the first rollback takes the place of the oldest
        r = c.run(*to, verb="rollback")
        wrong += ["rollback: %s" % b for b in c.eye.told() + [r.stderr] * (r.returncode != 0)]
    ok(not wrong and c.eye.looks > 250, "styles in %s, %d connections: %d kinds of change and two rollbacks, %d looks, nothing is missing"
       % (assets, connections, len(STORY), c.eye.looks), "\n".join(wrong[:20]), c.eye.looks)


def run_killed(c, at, late, args, **run):
    """Killed when request `at` comes, or (late) when it has been done and before its answer."""
    functions = c.server.functions
    functions.late, functions.count = at if late else 0, 0
    r = c.run(*args, kill_at=0 if late else at, **run)
    functions.late = 0
    return r.returncode == -signal.SIGKILL


def killed_at_each(server, assets, connections, step, every):
    """One change of the story, killed at each request, each time from the same place; then done again."""
    c, releases = Watched(server, connections), list(story(assets))[:step + 1]
    for _, files in releases[:-1]:
        c.write(files)
        c.run("--allow-deletes")
        c.eye.told()
    name, files = releases[-1]
    c.write(files)
    kill_each(c, name, files, every, verb="publish", args=("--allow-deletes",))


def killed_rollbacks(server, every):
    c, releases = Watched(server, 16), list(story("zz"))[:3]
    for _, files in releases:
        c.write(files)
        c.run("--allow-deletes")
        c.eye.told()
    kill_each(c, "rollback", releases[1][1], every, verb="rollback", args=())


def kill_each(c, name, files, every, verb, args):
    saved = c.save()
    c.run(*args, verb=verb)
    all_puts, n = c.puts(), len(c.events)
    wrong, again, kills = [], 0, 0
    for at in range(1, n + 1, every):
        for late in (False, True):
            c.back(saved)
            kills += run_killed(c, at, late, args, verb=verb)
            arrived = c.puts()
            r = c.run(*args, verb=verb)
            bad = c.eye.told() + [r.stderr] * (r.returncode != 0) + ["wrong bytes"] * (not c.holds(files))
            again = max(again, arrived + c.puts() - all_puts)
            wrong += ["at %d%s: %s" % (at, " late" * late, b) for b in bad]
    ok(not wrong and kills >= (n - 1) // every, "%s, %d connections, killed at %d places: nothing is ever missing, the next run finishes and invalidates"
       % (name, c.connections, kills), "\n".join(wrong[:20]), (kills, n))
    ok(again <= c.connections, "and sends the rest, and at most what was under way again", again)


def often(server):
    """Killed again and again, with the same site and with others: grace is counted in whole releases."""
    c, wrong, kills = Watched(server), [], 0

    def run(files, name, at):
        nonlocal kills, wrong
        c.write(files)
        r = c.run("--allow-deletes", kill_at=at)
        kills += r.returncode < 0
        if r.returncode >= 0:
            wrong += ["%s: %s" % (name, b) for b in c.eye.told() + [r.stderr] * r.returncode + ["wrong bytes"] * (not c.holds(files))]

    for rev, (name, files) in enumerate(story("zz")):
        for at in (3, 9, 12, 7, 11) if rev else ():
            run(files, name, at)
            if at == 12:  # something else is tried in between
                run(guide(rev=90 + rev, style=90 + rev, assets="zz", names=(0, 1)), name, 8)
        run(files, name, 0)
    ok(not wrong and kills > 30, "killed %d times, with other sites in between: pages of two releases find their assets" % kills, "\n".join(wrong[:20]), kills)


def back_and_forth(server, every):
    """What a killed publish was about to delete is wanted again: by a rollback, or by the site before. A publish that
    was killed before its intent stood there is none: a rollback then leads from the old site to the one before it."""
    wrong, kills = [], 0
    for verb in ("publish", "rollback"):
        c, (old, new) = Watched(server), [files for _, files in list(story("zz"))[2:4]]
        first = guide(assets="zz")
        for files in (first, old):
            c.write(files)
            c.run()
            c.eye.told()
        saved = c.save()
        c.write(new)
        c.run()
        n, intent = len(c.events), c.ops().index("manifest-put") + 1
        for at, late in [(i, i % 2) for i in range(3, n, every)] + [(intent, 0), (intent, 1), (n, 0), (n, 1)]:
            began = at > intent or (at == intent and late)
            wanted = old if began or verb == "publish" else first
            c.back(saved)
            c.write(new)
            kills += run_killed(c, at, late, (), verb="publish")
            c.write(old)
            r = c.run(verb=verb)
            bad = c.eye.told() + [r.stderr] * (r.returncode != 0) + ["wrong bytes"] * (not c.holds(wanted))
            wrong += ["%s after %d: %s" % (verb, at, b) for b in bad]
    ok(not wrong and kills > 2, "killed at %d places, then the old site by publish or rollback: all of it is there" % kills, "\n".join(wrong[:20]))


def two(server):
    """Two publishers at the same moment, with the same site and with different ones: one intent is written, the other
    publisher changes nothing, not even what its twin keeps for rollback."""
    wrong, codes = [], {}
    for twins in (True, False):
        for fault in ("", "503", "lost"):
            c = Watched(server)
            meeting = Meeting(server, "manifest-put", 2)
            server.tap.reset(fault=fault, share=0.05)
            runs, sites = [], []
            for who in ("ann", "bob"):
                sites.append(guide(assets="zz", rev=1 if twins else len(sites) + 1))
                c.folder = os.path.join(c.work, "site-" + who)
                c.write(sites[-1])
                runs.append(subprocess.Popen(
                    [PLUMB, "publish", "--site", c.folder, "--to", c.to, "--distribution", c.distribution], cwd=c.work, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=c.env(HOME=os.path.join(c.work, who), USER=who)))
            said = [r.communicate(timeout=60) for r in runs]
            meeting.close()
            server.tap.reset()
            key = tuple(sorted(r.returncode for r in runs))
            codes[key] = codes.get(key, 0) + 1
            whole = any(r.returncode == 0 and c.holds(files) for r, files in zip(runs, sites))
            if key != (0, 3) or not whole or c.eye.told() or any(k.startswith(".plumb/releases/") for k in c.bucket_of.objects):
                wrong.append((twins, fault, key, whole, said))
    ok(not wrong, "two publishers at the same moment, %s: the release of one, and nothing of the other" % codes, *wrong[:2])


def main():
    server = SmallServer()
    for assets in ("assets", "zz"):  # sorts before the pages, after them
        for connections in (1, 4, 16, 64):
            changes(server, assets, connections)
    for step in range(1, len(STORY)):
        for assets in ("assets", "zz") if ALL else ("zz",):
            killed_at_each(server, assets, 16, step, 1 if ALL else 7)
    for connections in (1, 4, 64):
        killed_at_each(server, "zz", connections, 2, 1 if ALL else 7)
    killed_rollbacks(server, 1 if ALL else 3)
    often(server)
    back_and_forth(server, 1 if ALL else 4)
    two(server)
    return end()


if __name__ == "__main__":
    sys.exit(main())
