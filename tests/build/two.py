"""two.py - two builds into one folder at once: the site is right, and who cannot build says who holds the folder.
PLUMB_FULL=1: 20 rounds, else 8."""
import fcntl, re
from world import *

small_site(TMP / "a")
shutil.copytree(TMP / "a", TMP / "b")
files(TMP / "b", {"one.md": "# One, again\n\nOther text.\n", "part/four.md": "# Four\n\nNew.\n"})
(TMP / "b/part/three.md").unlink()
RIGHT = {}
for side in "a", "b":
    build(side, "clean-" + side)
    RIGHT[side] = tree(TMP / ("clean-" + side))
HOLDER = re.compile(r"another|already|holds|wait|lock", re.I)


def both(left, right):
    """Starts two builds into out; returns how they ended."""
    start = [subprocess.Popen([PLUMB, "build", side, "-o", "out"], cwd=TMP, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) for side in (left, right)]
    said = [p.communicate(timeout=60) for p in start]
    return [Ran(p.returncode, *s) for p, s in zip(start, said)]


def rounds(name, pairs, fresh):
    wrong, unhealed, words = [], [], []
    for i, (left, right) in enumerate(pairs):
        if fresh:
            shutil.rmtree(TMP / "out", ignore_errors=True)
        ran = both(left, right)
        good = [side for side, r in zip((left, right), ran) if r.code == 0]
        if not good:
            words.append(f"round {i}: nobody built\n{ran[0]}\n{ran[1]}")
        words += [f"round {i}: {r}" for r in ran if r.code != 0 and not (r.code == 3 and HOLDER.search(r.err))]
        now = tree(TMP / "out")
        if good and not any(not differs(now, RIGHT[side]) for side in good):
            wrong.append(f"round {i}: {differs(now, RIGHT[good[-1]])}")
        after = build(right, "out")
        if after.code or differs(tree(TMP / "out"), RIGHT[right]):
            unhealed.append(f"round {i}: {after}\n{differs(tree(TMP / 'out'), RIGHT[right])}")
    ok(f"{name}: each builds, or says who does ({len(pairs)} rounds)", not words, *words)
    ok(f"{name}: the site is one of the two", not wrong, *wrong)
    ok(f"{name}: a third build finds or makes it right", not unhealed, *unhealed)


def behind(name, during, code, good):
    """A builder that meets another's lock: during(out) is what the other does before it lets go."""
    out = TMP / name
    (out / ".plumb").mkdir(parents=True)
    with open(out / ".plumb/lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (out / "index.html").write_text("half a site")
        p = subprocess.Popen([PLUMB, "build", "a", "-o", name], cwd=TMP, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        first = p.stderr.readline()
        during(out)
    ran = Ran(None, "", first + p.communicate(timeout=60)[1])
    ok(f"behind another: {name}", "waiting" in first and p.returncode == code and good(out), p.returncode, ran)


behind("it leaves files and no record: they are not ours", lambda out: None, 2, lambda out: (out / "index.html").exists())
behind("it takes all it made away, the lock too", shutil.rmtree, 0, lambda out: not differs(tree(out), RIGHT["a"]))
behind("it undoes what it made, with its lock", lambda out: [(out / ".plumb/lock").unlink(), (out / "index.html").unlink()], 0,
       lambda out: not differs(tree(out), RIGHT["a"]))
n = 20 if FULL else 4
rounds("into nothing", [("a", "a")] * n, True)
rounds("of two contents, one after the other", [("a", "b"), ("b", "a")] * (n // 2), False)
plan()
